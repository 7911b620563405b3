"""Every error of the web server: one shape for programs, a plain page for browsers. None repeats what was sent."""

from __future__ import annotations

import logging
import math
import secrets

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from index.errors import AssistantError
from web.routes import API
from web.template import Link, filled

log = logging.getLogger(__name__)

_STATUS = {
    "E_AUTH": 401,
    "E_NOTFOUND": 404,
    "E_NOINPUT": 404,
    "E_LOCKED": 409,
    "E_TOO_LONG": 413,
    "E_TOO_LARGE": 413,
    "E_TYPE": 415,
    **dict.fromkeys(("E_BOMB", "E_STRUCTURE", "E_PARSE_LIMIT", "E_ENCRYPTED", "E_NO_TEXT", "E_ENCODING", "E_LABEL"), 422),
    **dict.fromkeys(("W_HIDDEN", "W_REDACTION"), 202),
    "E_JSON": 400,
    "E_EMPTY": 422,
    "E_RANGE": 422,
    "E_USAGE": 422,
    "E_CORRUPT": 503,
    "E_INDEX_VERSION": 503,
    "E_MODEL": 503,
    "E_EMBED": 503,
    "E_AWAY": 503,
    "E_CANTCREATE": 503,
    "E_NOSPACE": 507,
}


class Refused(Exception):
    """A request that is not carried out; ``wait`` is the number of seconds after which it may be sent again."""

    def __init__(self, status: int, code: str, message: str, hint: str = "", wait: float = 0) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.hint = status, code, message, hint
        self.wait = math.ceil(wait)


START, SIGN_IN = Link("/", "Start page"), Link("/login", "Sign in")
NOT_FOUND = Refused(404, "E_NOTFOUND", "There is no such page.", "Go to the start page.")
NOT_SIGNED_IN = Refused(401, "E_AUTH", "You are not signed in.", "Sign in, then try again.")
NO_TOKEN_OR_SESSION = Refused(401, "E_AUTH", "You are not signed in.", "Sign in, or send an account's token: Authorization: Bearer ...")
NO_TOKEN = Refused(401, "E_AUTH", "This token opens nothing.", "Make one: python -m assistant account token NAME")
FOREIGN = Refused(403, "E_ORIGIN", "This request came from another site.", "Open the page itself and try again.")
FAULT = Refused(500, "E_INTERNAL", "Something went wrong here.", "Try again; if it happens again, tell whoever runs this page.")


def of_status(status: int) -> Refused:
    """For a refusal of Gradio or Starlette, which say it in other words."""
    if status == 503:
        return Refused(503, "E_BUSY", "Too many questions are waiting.", "Ask again in a few seconds.", wait=5)
    if status in (401, 403, 404):  # what one may not have is as good as not there
        return NOT_FOUND
    if status == 405:
        return Refused(405, "E_USAGE", "This address does not take such a request.", "Go to the start page.")
    if status == 413:
        return too_large(0)
    if status < 500:
        return Refused(422 if status == 422 else 400, "E_JSON", "The request cannot be read.", "Load the page again.")
    return FAULT


def of_error(error: AssistantError) -> Refused:
    """An expected failure, as the contract for bad input has it."""
    return Refused(_STATUS.get(error.code, 500), error.code, error.message, error.hint)


def too_large(limit: int) -> Refused:
    over = f"larger than {limit:,} bytes" if limit else "too large"
    return Refused(413, "E_TOO_LARGE", f"The request is {over}.", "Send less.")


def error_json(refused: Refused, path: str) -> dict[str, dict[str, str]]:
    """The one shape; its ``ref`` is in the log too."""
    ref = secrets.token_hex(4)
    level = logging.ERROR if refused.status == 500 else logging.INFO
    log.log(level, "%s %s %s, ref %s", refused.status, refused.code, path[:80], ref)
    return {"error": {"code": refused.code, "message": refused.message, "hint": refused.hint, "ref": ref}}


def respond(scope: Scope, refused: Refused) -> Response:
    """The answer to a refused request; ``ref`` in it is in the log too."""
    error = error_json(refused, scope["path"])
    headers = {"Retry-After": str(refused.wait)} if refused.wait else {}
    if "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith(f"{API}/"):
        where = SIGN_IN if refused.status == 401 else START
        page = filled("problem.html", message=refused.message, hint=refused.hint, where=where, ref=error["error"]["ref"])
        return HTMLResponse(page, refused.status, headers)
    return JSONResponse(error, refused.status, headers)
