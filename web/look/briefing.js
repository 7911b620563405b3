// Moves a point up or down at once, where the form would be sent for it. Without this script the form is sent.
"use strict";
(() => {
  const form = document.querySelector("form.briefing");
  const said = document.getElementById("said");
  if (!form) return;

  const settle = (list) => {
    const last = list.children.length - 1;
    [...list.children].forEach((point, n) => {
      for (const [name, at] of [["up", 0], ["down", last]]) {
        const button = point.querySelector(`button[name=${name}]`);
        if (button) button.disabled = n === at;
      }
    });
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const point = button.closest("li");
    const list = point.parentElement;
    if (button.name === "up") point.previousElementSibling?.before(point);
    else point.nextElementSibling?.after(point);
    settle(list);
    const other = point.querySelector(`button[name=${button.name === "up" ? "down" : "up"}]`);
    (button.disabled ? other : button).focus();
    const place = [...list.children].indexOf(point) + 1;
    said.textContent = `Moved ${button.name}: now ${place} of ${list.children.length}.`;
  });
})();
