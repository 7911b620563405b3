// A button that copies the address beside it, where the browser lets it; without this script the address can be selected.
for (const field of document.querySelectorAll("input[data-copy]")) {
  const button = document.createElement("button");
  const told = document.createElement("span");
  button.type = "button";
  button.className = "second";
  button.textContent = "Copy the link";
  told.setAttribute("role", "status");
  told.className = "help";
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = "Copied.";
    } catch {
      told.textContent = document.execCommand("copy") ? "Copied." : "Not copied: press Ctrl and C.";
    }
  });
  field.addEventListener("focus", () => field.select());
  field.after(button, told);
}
