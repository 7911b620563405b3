// The list of conversations: opens one in the chat, keeps its name in the address so that loading the page anew opens it again, and folds away on a narrow screen.
const wide = window.matchMedia("(min-width: 1100px)");
const KEY = "#talk-";
let unfolded = null; // as the reader left it; null: as the screen has it
let asked = location.hash.startsWith(KEY) ? location.hash.slice(KEY.length) : "";
let chosen = false;

function fold() {
  const details = element.querySelector("details");
  if (details) details.open = unfolded ?? wide.matches;
}

function open(id) {
  chosen = true;
  trigger("select", { value: id });
}

element.addEventListener("click", (event) => {
  if (event.target.closest("summary")) unfolded = !element.querySelector("details").open;
  const link = event.target.closest(`a[href^="${KEY}"]`);
  if (!link) return;
  event.preventDefault();
  open(link.getAttribute("href").slice(KEY.length));
});

wide.addEventListener("change", () => { unfolded = null; fold(); });
window.addEventListener("hashchange", () => { if (location.hash.startsWith(KEY)) open(location.hash.slice(KEY.length)); });

watch("value", () => {
  fold();
  if (asked) {
    const id = asked;
    asked = "";
    trigger("select", { value: id });
    return;
  }
  const current = element.querySelector("a[aria-current]");
  const address = current?.getAttribute("href") ?? "";
  if (address !== location.hash && (address || location.hash.startsWith(KEY))) history.replaceState(history.state, "", address || location.pathname);
  if (chosen && (document.activeElement === document.body || element.contains(document.activeElement))) current?.focus();
  chosen = false;
});
