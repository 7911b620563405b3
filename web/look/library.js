// What the pages of the library do more where there is script: files dropped, the sending shown, the progress followed without a jump.
"use strict";

const form = document.getElementById("upload");
const job = document.getElementById("job");

function tell(error) {
  const problem = document.getElementById("upload-problem");
  const [said, hint] = problem.querySelectorAll("p");
  said.textContent = error.message;
  hint.textContent = error.hint;
  problem.hidden = false;
  document.getElementById("sending").hidden = true;
  form.querySelector("button").disabled = false;
  problem.scrollIntoView({ block: "nearest" });
}

function send(event) {
  event.preventDefault();
  const request = new XMLHttpRequest();
  document.getElementById("upload-problem").hidden = true;
  document.getElementById("sending").hidden = false;
  form.querySelector("button").disabled = true;
  request.upload.addEventListener("progress", (sent) => {
    document.getElementById("sent").value = sent.total ? (100 * sent.loaded) / sent.total : 0;
  });
  request.addEventListener("load", () => {
    let said = {};
    try { said = JSON.parse(request.responseText); } catch { /* told below */ }
    if (said.job) window.location.assign(said.job);
    else tell(said.error || { message: "The files could not be sent.", hint: "Load the page again and try once more." });
  });
  request.addEventListener("error", () => tell({ message: "The upload was broken off.", hint: "Try again; where a file is very large, send it by itself." }));
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));
}

function catchDropped(drop, files) {
  const over = (event) => { event.preventDefault(); drop.classList.add("over"); };
  const away = () => drop.classList.remove("over");
  drop.addEventListener("dragenter", over);
  drop.addEventListener("dragover", over);
  drop.addEventListener("dragleave", away);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    away();
    if (event.dataTransfer.files.length) files.files = event.dataTransfer.files;
  });
}

function show(progress) {
  const bar = document.getElementById("bar");
  bar.value = progress.steps;
  document.querySelector("label[for=bar]").textContent = progress.said;
  progress.stages.forEach((stage, n) => {
    const badge = job.querySelectorAll(".files > li h2 .badge")[n];
    if (badge && stage !== "Done") badge.textContent = stage;
  });
}

async function renew() {
  const page = await (await fetch(job.dataset.place, { headers: { Accept: "text/html" } })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("job");
  if (!fresh) return;
  const focused = job.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  job.replaceChildren(...fresh.childNodes);
  if (focused) [...job.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
}

async function follow() {
  let said = "";
  for (let ended = job.dataset.ended === "1"; !ended;) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    try {
      const answer = await fetch(`${job.dataset.place}.json`, { headers: { Accept: "application/json" } });
      if (answer.status === 404 || answer.status === 401) return window.location.reload();
      const progress = await answer.json();
      show(progress);
      if (progress.said !== said || progress.ended) {
        said = progress.said;
        await renew();
        document.getElementById("told").textContent = said;
      }
      ended = progress.ended;
    } catch { /* the application may be starting again: ask once more */ }
  }
}

if (form) {
  form.addEventListener("submit", send);
  catchDropped(document.getElementById("drop"), document.getElementById("files"));
}
if (job) follow();
