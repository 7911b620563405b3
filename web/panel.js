// Opens a citation of an answer in this panel, moves the focus there, and gives it back on Escape or Close.
const wide = window.matchMedia("(min-width: 900px)");
const empty = props.value;
let opener = null;

function point(href) {
  document.querySelectorAll("#chat a.cite").forEach((link) => {
    if (link.getAttribute("href") === href) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

function close() {
  if (!element.querySelector(".source")) return;
  props.value = empty;
  point(null);
  (opener?.isConnected ? opener : document.querySelector("#question textarea")).focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('#chat a[href^="#cite-"]');
  if (!link) return;
  event.preventDefault();
  opener = link;
  point(link.getAttribute("href"));
  trigger("select", { value: link.getAttribute("href").slice("#cite-".length) });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});

element.addEventListener("click", (event) => {
  if (event.target.closest(".source-close")) close();
});

// The chat of Gradio names each message by its whole HTML, and would read an answer out again with every sentence.
const log = () => document.querySelector('#chat [role="log"]');
new MutationObserver(() => {
  document.querySelectorAll('#chat [data-testid][aria-label*="<"]').forEach((message) => message.removeAttribute("aria-label"));
  const busy = String(Boolean(document.querySelector("#chat .badge-working")));
  if (log() && log().getAttribute("aria-busy") !== busy) log().setAttribute("aria-busy", busy);
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });

watch("value", () => {
  const title = element.querySelector("#source-title");
  if (!title) return;
  const text = element.querySelector(".source-text");
  const mark = text && text.querySelector("mark");
  if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  title.focus({ preventScroll: true });
  title.closest(".source").scrollIntoView({ block: wide.matches ? "nearest" : "start" });
});
