// Opens a citation of an answer in this panel, moves the focus there, and gives it back on Escape or Close.
const wide = window.matchMedia("(min-width: 900px)");
const empty = props.value;
let opener = null;

// An error of the server has one shape, of which the page of Gradio shows "detail". Where the session has ended, there is only signing in.
const send = window.fetch;
window.fetch = async (...request) => {
  const response = await send(...request);
  if (response.status === 401) location.assign("/login?ended");
  if (response.ok || !response.headers.get("content-type")?.includes("json")) return response;
  const { error } = await response.clone().json();
  return new Response(JSON.stringify({ detail: `${error.message} ${error.hint}` }), response);
};

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
  const item = event.target.closest("a.source-go");
  if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  trigger("select", { value: `item:${item.dataset.item}` });
});

// The chat of Gradio names each message by its whole HTML, would read an answer out again with every sentence, and scrolls to
// the end of a long answer: here the question stays in sight until the reader scrolls.
let rows = 0;
let scrolled = false;

function follow(log, busy) {
  const all = log.querySelectorAll(".message-row");
  if (all.length !== rows) scrolled = false;
  if (scrolled || (!busy && all.length === rows)) return;
  rows = all.length;
  const last = all[rows - 1];
  const asked = last?.previousElementSibling?.matches(".user-row") && last.matches(".bot-row") ? last.previousElementSibling : last;
  if (asked) log.scrollTop += asked.getBoundingClientRect().top - log.getBoundingClientRect().top;
}

new MutationObserver(() => {
  document.querySelectorAll('#chat [data-testid][aria-label*="<"]').forEach((message) => message.removeAttribute("aria-label"));
  const log = document.querySelector('#chat [role="log"]');
  if (!log) return;
  const busy = Boolean(log.querySelector(".badge-working"));
  const was = log.getAttribute("aria-busy");
  if (was !== String(busy)) log.setAttribute("aria-busy", String(busy));
  follow(log, busy || was === "true");
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });

for (const kind of ["wheel", "touchmove", "keydown"]) {
  document.addEventListener(kind, (event) => { scrolled = scrolled || Boolean(event.target.closest?.('#chat [role="log"]')); }, { passive: true });
}

watch("value", () => {
  const title = element.querySelector("#source-title");
  if (!title) return;
  const text = element.querySelector(".source-text");
  const mark = text && text.querySelector("mark");
  if (mark) text.scrollTop += mark.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  title.focus({ preventScroll: true });
  title.closest(".source").scrollIntoView({ block: wide.matches ? "nearest" : "start" });
});
