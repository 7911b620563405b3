// Says once when an answer is finished, for who cannot see it, and copies an answer as plain text with its sources.
(() => {
  const region = document.createElement("div");
  region.id = "said";
  region.className = "unseen";
  region.setAttribute("role", "status");

  function say(words) {
    region.textContent = "";
    setTimeout(() => { region.textContent = words; }, 50); // the same words again are news too
  }

  function words(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".unseen").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function status(part) {
    return `${[...part.children].map(words).join(". ")}.`;
  }

  function lines(answer) {
    const found = [];
    for (const part of answer.querySelectorAll("p, li, summary, h2")) {
      if (part.closest(".tools, form") || (part.matches("p") && part.closest("li"))) continue;
      const said = part.matches(".status") ? status(part) : words(part);
      if (!said) continue;
      found.push(part.matches(".sources-title, summary, h2") ? `\n${said}` : part.closest(".sources") || !part.matches("li") ? said : `- ${said}`);
    }
    return found.join("\n");
  }

  function fallback(text) {
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return fallback(text);
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.copy");
    if (!button) return;
    const answer = button.closest(".message, main")?.querySelector(".answer");
    if (!answer) return;
    const done = await copied(lines(answer));
    button.focus();
    say(done ? "Copied." : "It could not be copied. Select the words and copy them.");
  });

  // The log of the chat would be read out again with every sentence: it is silent, and each finished answer is said here, once.
  let count = 0;
  let working = false;

  function look() {
    const log = document.querySelector('#chat [role="log"]');
    if (log && log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off");
    document.querySelectorAll("#chat a.tool[target]").forEach((link) => link.removeAttribute("target"));
    const answers = document.querySelectorAll("#chat .answer");
    const last = answers[answers.length - 1];
    const [before, was] = [count, working];
    working = Boolean(last?.querySelector(".badge-working"));
    if (working) return;
    count = answers.length;
    if (last && (was || count === before + 1)) say(told(last));
  }

  function told(answer) {
    const sources = answer.querySelectorAll(".sources li").length;
    const said = [...answer.querySelectorAll("p, li")].filter((part) => !part.closest(".sources, .tools"))
      .map((part) => (part.matches(".status") ? status(part) : words(part))).filter(Boolean);
    return [...said, sources ? `${sources} source${sources > 1 ? "s" : ""}.` : ""].join(" ").trim();
  }

  function start() {
    document.body.append(region);
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-live"] });
  }
  if (document.body) start(); else document.addEventListener("DOMContentLoaded", start);
})();
