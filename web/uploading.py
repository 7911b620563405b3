"""Uploading minutes: the form, the job that it begins with its progress, and letting in what was set aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import cast

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from assistant.assistant import Assistant
from assistant.config import Config
from index.admission import Leave
from index.errors import AssistantError, BadLabel
from index.labels import KNOWN, label_named
from web.held import HERE
from web.jobs import Desk, Job, Jobs
from web.outgoing import settled
from web.problem import NOT_FOUND, Refused, of_error, respond
from web.receive import Form, Limits, received
from web.routes import UPLOAD
from web.site import Site
from web.told import STAGES, STEPS, counted, share, told
from web.visitor import visitor_of

_WITHHELD = "withheld"  # until a day that is named beside it
_LABELS = {"open": "Everyone (open)", "exempt": "Those who may see exempt papers", "confidential": "Those who may see confidential papers"}
_NO_LABEL = Refused(422, "E_LABEL", "You did not say who may see these files.", "Choose who may see them, and upload them again.")
_NO_DAY = Refused(422, "E_LABEL", "You did not say until which day these files are withheld.", "Give the day, and upload them again.")
_NO_FILE = Refused(422, "E_USAGE", "No file was chosen.", "Choose one or more files of minutes.")
SAMPLES = Refused(
    409,
    "E_USAGE",
    "These are the sample minutes, and your own do not go among them.",
    "Begin with your own: python -m assistant ingest PATH, then start this page again.",
)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    title: str


def add_uploading(app: FastAPI, site: Site, jobs: Jobs) -> None:
    """The form and what comes of it, for those who look after the archive; the guard has let no one else send a body."""

    @app.get(UPLOAD)
    def form(request: Request) -> Response:
        tending(request)
        return site.page(request, "library_upload.html", here=HERE, error=None, offer=offer_of(site))

    @app.post(UPLOAD)
    async def upload(request: Request) -> Response:
        tending(request)
        try:
            job = await _begun(site, request, jobs)
        except (Refused, AssistantError) as error:
            return _told(site, request, error if isinstance(error, Refused) else of_error(error))
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(_place(job), 303)
        return JSONResponse({"job": _place(job)}, 202)

    @app.get(HERE + "/jobs/{name}.json")
    def progress(request: Request, name: str) -> Response:
        job = _job(request, jobs, name)
        return JSONResponse(asdict(_progress(job, _moving(site, job))))

    @app.get(HERE + "/jobs/{name}")
    def report(request: Request, name: str) -> Response:
        job = _job(request, jobs, name)
        seen = visitor_of(request.scope).sees(_into(site)) if _moving(site, job) else site.assistant(request)
        catalog = cast(Assistant, seen).store.catalog
        rows = [(piece, told(piece, catalog), STAGES[piece.stage]) for piece in job.pieces]
        progress, place = _progress(job, _moving(site, job)), _place(job)
        return site.page(request, "library_job.html", here=HERE, rows=rows, place=place, progress=progress)

    @app.post(HERE + "/jobs/{name}/again")
    def again(request: Request, name: str) -> Response:
        job = _job(request, jobs, name)
        number = request.query_params.get("file", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 4 and int(number) < len(job.pieces)):
            raise NOT_FOUND
        viewer = visitor_of(request.scope).viewer
        leave = Leave(force=True, approve="approve" in request.query_params)
        jobs.again(job, job.pieces[int(number)], leave, viewer.name if viewer else "")
        return RedirectResponse(_place(job), 303)


def desk_of(site: Site) -> Desk:
    """Where uploaded files go: into the archive that is shown, or, in place of the samples, into a person's own."""
    archive = site.archive
    filled = archive.own.begun.set if archive.own else bool
    return Desk(archive.config, lambda: _into(site).store.whole, archive.audit, site.gate.closing, filled)


def _into(site: Site) -> Assistant:
    return site.archive.own.assistant() if site.archive.own else cast(Assistant, site.archive.assistant)


async def _begun(site: Site, request: Request, jobs: Jobs) -> Job:
    """The job that the form begins. Raises Refused, NoSpace."""
    if offer_of(site).sample:
        raise SAMPLES
    jobs.refuse_more()
    config, visitor = site.archive.config, visitor_of(request.scope)
    store = (await to_thread.run_sync(_into, site)).store.whole.path
    form = await received(request, store, Limits(config.max_file_bytes))
    try:
        if not visitor.stays():  # it may have ended while the files came in
            raise NOT_FOUND
        if not form.files:
            raise _NO_FILE
        label = _label(form, config, needs_label(site))
        leave = Leave(force="approve" in form.fields, approve="approve" in form.fields)
        who = visitor.viewer.name if visitor.viewer else ""
        return await to_thread.run_sync(partial(jobs.add, form, label, who, leave))
    except BaseException:
        form.drop()
        raise


def _label(form: Form, config: Config, required: bool) -> str:
    """The label chosen. Raises Refused, BadLabel."""
    chosen = form.fields.get("label", "").strip()
    if chosen == _WITHHELD:
        day = form.fields.get("until", "").strip()
        if not day:
            raise _NO_DAY
        return label_named(f"withheld until {day}", config.labels)
    if not chosen and required:
        raise _NO_LABEL
    if chosen and chosen not in (*KNOWN, *config.labels):
        raise BadLabel("That is not one of the choices of who may see these files.", "Choose one of those offered.")
    return chosen


def needs_label(site: Site) -> bool:
    """Whether a file without a label is refused."""
    return site.archive.config.require_labels or site.gate.accounts is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers: who may see the files, whether one has to say so, and how large they may be."""

    choices: tuple[Choice, ...]
    required: bool
    sample: bool  # the samples are shown, and nothing of one's own goes among them
    begins: bool  # the samples are shown, and give way to the first file of one's own
    most_mb: int
    whole_mb: int


def offer_of(site: Site) -> Offer:
    config, required = site.archive.config, needs_label(site)
    first = () if required else (Choice("", "Everyone, but for what the minutes themselves mark otherwise"),)
    known = (Choice(name, _LABELS.get(name, f"Those who may see {name}")) for name in (*KNOWN, *config.labels))
    choices = (*first, *known, Choice(_WITHHELD, "Everyone from a day on; until then nobody else"))
    begins = site.archive.own is not None
    return Offer(
        choices,
        required,
        bool(site.archive.notice) and not begins,
        begins,
        config.max_file_mb,
        Limits(config.max_file_bytes).form // 1_000_000,
    )


def _told(site: Site, request: Request, refused: Refused) -> Response:
    """The form again with what was wrong; the one shape of errors for programs and the script."""
    settled(request.scope)
    if "text/html" not in request.headers.get("accept", ""):
        return respond(request.scope, refused)
    page = site.page(request, "library_upload.html", refused.status, here=HERE, error=refused, offer=offer_of(site))
    if refused.wait:
        page.headers["Retry-After"] = str(refused.wait)
    return page


def tending(request: Request) -> None:
    """Raises Refused for all but those who look after the archive: what one may not use is as good as not there."""
    if not visitor_of(request.scope).tends:
        raise NOT_FOUND


def _job(request: Request, jobs: Jobs, name: str) -> Job:
    tending(request)
    job = jobs.job(name)
    if job is None:
        words = "This upload is not remembered any more."
        raise Refused(404, "E_NOTFOUND", words, "What was taken in stands in the Library; upload again what is missing.")
    return job


def _place(job: Job) -> str:
    return f"{HERE}/jobs/{job.id}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is, as its page and its script show it."""

    steps: int
    most: int
    changes: int
    ended: bool
    said: str
    stages: tuple[str, ...]


def _moving(site: Site, job: Job) -> bool:
    """Whether the samples are about to give way to what was uploaded."""
    return site.archive.own is not None and any(piece.taken for piece in job.pieces)


def _progress(job: Job, moving: bool) -> Progress:
    stages = tuple(STAGES[piece.stage] for piece in job.pieces)
    said = f"{job.done} of {counted(len(job.pieces), 'file')} done"
    if moving and job.ended:
        said = f"{said}; your own archive is being opened"
    return Progress(sum(map(share, job.pieces)), STEPS * len(job.pieces), job.changes, job.ended and not moving, said, stages)
