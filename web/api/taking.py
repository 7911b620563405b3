"""A file taken in over the API: one at a time, answered when it can be asked about."""

from __future__ import annotations

import errno
import secrets
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import cast

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.assistant import Assistant
from assistant.render import report_json
from index.content import format_of
from index.errors import AssistantError, BadFile, CannotCreate, NoSpace
from index.folders import Labelling
from index.ingest import Pipeline
from index.report import Entry, IngestReport
from index.uploads import folder_of, safe_name
from web.api.asking import Json
from web.api.given import Upload, checked, query_in
from web.filing import FILING, filed, place
from web.gate import address_of
from web.problem import Refused, of_error
from web.routes import INGEST
from web.site import Site
from web.visitor import visitor_of

_WAITING = 2  # files that wait for another


def add_taking(app: FastAPI, site: Site) -> None:
    one = CapacityLimiter(1)

    @app.post(INGEST)
    async def take_in(request: Request) -> Response:
        visitor = visitor_of(request.scope)
        if site.archive.notice:
            raise Refused(422, "E_USAGE", "These are samples: they take no files.", "Start with your own: python -m assistant ingest PATH")
        if wait := site.gate.uploads.take(visitor.viewer.name if visitor.viewer else address_of(request)):
            raise Refused(429, "E_RATE", "You have sent many files in a short time.", f"Send it again in {wait:.0f} seconds.", wait)
        given, content = await _file_in(request)
        if one.statistics().tasks_waiting >= _WAITING:
            raise Refused(503, "E_BUSY", "Other files are being taken in.", "Send it again in a minute.", wait=30)
        labelling = Labelling(given.label, site.archive.config.labels, site.archive.config.require_labels or site.gate.accounts is not None)
        work = partial(_taken, site, site.assistant(request), given.name, content, labelling)
        entry = await to_thread.run_sync(work, limiter=one)
        files = cast(list[object], report_json(IngestReport((entry,)))["files"])
        return Json(files[0], 202 if entry.outcome == "held" else 200)


async def _file_in(request: Request) -> tuple[Upload, bytes]:
    """Name, label and bytes: of a form with ``file`` and ``label``, or of a body that is the file. Raises Refused."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/octet-stream":
        return query_in(request.query_params, Upload), await request.body()
    if kind != "multipart/form-data":
        raise Refused(415, "E_TYPE", "A file was expected.", "Send it as multipart/form-data, or as application/octet-stream with ?name=")
    if request.query_params:
        raise Refused(422, "E_FIELD", "A form takes no parameters.", "Send the label as a field of the form.")
    try:
        async with request.form(max_files=1, max_fields=4, max_part_size=10_000) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                raise Refused(422, "E_FIELD", "The field 'file' is missing.", "Send the file in it, with its name.")
            others = {name: value for name, value in form.multi_items() if name != "file"}
            return checked(Upload, {**others, "name": file.filename}, "field"), await file.read()
    except HTTPException as error:
        raise Refused(400, "E_JSON", "The form cannot be read.", "Send one file and its label.") from error


def _taken(site: Site, assistant: Assistant, name: str, content: bytes, labelling: Labelling) -> Entry:
    """What became of it. Raises Refused for a file that cannot be taken in, as the contract for bad input has it."""
    most = site.archive.config.max_file_bytes
    if len(content) > most:
        over = f"{safe_name(name)}: {len(content):,} bytes, more than {most:,}"
        raise of_error(BadFile(over, "split the file", code="E_TOO_LARGE"))
    try:
        format_of(safe_name(name))
        entry = _ingested(site, assistant, name, content, labelling)
    except AssistantError as error:
        raise of_error(error) from error
    if entry.outcome == "failed":
        raise of_error(AssistantError(entry.message, entry.hint, entry.code))
    return entry


def _ingested(site: Site, assistant: Assistant, name: str, content: bytes, labelling: Labelling) -> Entry:
    store, config, who = assistant.store.whole, site.archive.config, assistant.viewer.name
    safe, path = safe_name(name), folder_of(store.path) / f".{secrets.token_hex(8)}{Path(safe_name(name)).suffix}"
    try:
        _write(path, content)
        pipeline = Pipeline(most=config.max_file_bytes, seconds=config.max_read_seconds)
        with FILING:
            at = place(store, config, path, safe, sha256(content).hexdigest())
            return filed(store, site.archive.audit, path, at, pipeline, labelling, who)
    finally:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # another file lies there
            path.parent.rmdir()


def _write(path: Path, content: bytes) -> None:
    """Raises NoSpace, CannotCreate."""
    try:
        path.write_bytes(content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace("There is no room for the file.", "Make room on the disk of the store.") from error
        raise CannotCreate("The file cannot be written.", "Make the folder of the store writable.") from error
