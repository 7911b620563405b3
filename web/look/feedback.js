// The buttons beneath an answer and on the chips: they stand in HTML, and what they mean is done here or asked of the server.
const field = (id) => document.querySelector(`${id} textarea, ${id} input`);

function ask(words) {
  const box = field("#question");
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.querySelector("#ask").click(), 50);
}

function made(tag, words, of = {}) {
  return Object.assign(document.createElement(tag), { textContent: words, ...of });
}

// What is wrong with an answer: one reason, and a comment if somebody likes. Nothing is sent before "Send".
const REASONS = [
  ["wrong item", "It points to the wrong item"],
  ["wrong statement", "Something it says is wrong"],
  ["not complete", "Something is missing"],
  ["should say not recorded", "It should say that the minutes do not record this"],
  ["other", "Something else"],
];

function form(vote) {
  const dialog = made("dialog", "", { className: "opinion-form" });
  dialog.setAttribute("aria-labelledby", "opinion-title");
  const inside = made("form", "", { method: "dialog" });
  inside.append(made("h2", vote === "up" ? "This answer was right" : "What is wrong with this answer?", { id: "opinion-title" }));
  if (vote === "down") {
    const reasons = made("fieldset");
    reasons.append(made("legend", "Choose one"));
    for (const [value, words] of REASONS) {
      const row = made("label");
      row.append(made("input", "", { type: "radio", name: "reason", value, required: true }), made("span", words));
      reasons.append(row);
    }
    inside.append(reasons);
  }
  const comment = made("label", "Anything to add? (up to 500 characters)", { className: "opinion-comment" });
  comment.append(made("textarea", "", { name: "comment", maxLength: 500, rows: 3 }));
  const kept = "Your question, the questions before it in this conversation, which items were cited and what you say here are kept, "
    + "so that the staff who look after this archive can check the answer. Your name is not in it.";
  const row = made("p", "", { className: "opinion-row" });
  row.append(made("button", "Send", { type: "submit", className: "opinion-send" }), made("button", "Cancel", { type: "button", className: "opinion-cancel" }));
  inside.append(comment, made("p", kept, { className: "opinion-kept" }), made("p", "", { className: "opinion-wrong", role: "alert" }), row);
  dialog.append(inside);
  return dialog;
}

function told(line, words) {
  const thanks = made("span", words, { tabIndex: -1 });
  line.replaceChildren(thanks);
  thanks.focus();
}

async function sent(body) {
  try {
    const response = await fetch("/feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    return response.ok ? "" : (await response.json()).detail || "It could not be kept. Try again.";
  } catch {
    return "The page could not be reached. Try again.";
  }
}

function opinion(button) {
  const line = button.closest(".opinion");
  const vote = button.classList.contains("vote-up") ? "up" : "down";
  const dialog = form(vote);
  const inside = dialog.querySelector("form");
  inside.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(inside);
    const wrong = await sent({ answer: button.value, vote, reason: given.get("reason"), comment: given.get("comment") });
    dialog.querySelector(".opinion-wrong").textContent = wrong;
    if (wrong) return;
    dialog.close();
    told(line, "Thank you. What you said is kept.");
  });
  dialog.querySelector(".opinion-cancel").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); if (button.isConnected) button.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

// The group is opened by the server; then the keyboard is there.
function change(fields) {
  trigger("select", { value: `fill:${fields}` });
  let left = 40;
  const wait = setInterval(() => {
    const open = document.querySelector("#narrow-papers")?.offsetParent;
    if (open) document.querySelector("#narrow .label-wrap").focus();
    if (open || !--left) clearInterval(wait);
  }, 50);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".beneath button, .narrow-chip");
  if (!button) return;
  if (button.matches(".narrow-chip")) trigger("select", { value: button.value });
  if (button.matches(".change")) change(button.value);
  if (button.matches(".choice")) ask(button.value);
  if (button.matches(".vote")) opinion(button);
});

// Once a chip is gone or the fields are filled, the keyboard is where one goes on from there.
watch("value", () => {
  if (document.activeElement && document.activeElement !== document.body) return;
  (element.querySelector("button") || field("#question")).focus();
});
