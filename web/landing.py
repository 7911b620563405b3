"""Where somebody lands after signing in: at the page that was asked for where it is one of ours, else at the start page."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from starlette.types import Scope

from web.routes import PAGE, READ, route_of

MOST = 500  # characters
_PLAIN = re.compile(r"/[!-\[\]-~]*")  # printable ASCII, no space, no backslash
_OF_GRADIO = "/gradio_api/"  # what its script asks for is no page


def landing(wanted: str) -> str:
    """``wanted``, a path with or without a query, where it leads to a page of the table of addresses; else the start page."""
    path = wanted.partition("?")[0]
    if len(wanted) > MOST or not _PLAIN.fullmatch(wanted) or "//" in path or "#" in wanted:
        return PAGE
    plain = unquote(path)
    route = route_of(plain)
    leads = route is not None and route.access == "visitor" and "GET" in route.methods and not plain.startswith(_OF_GRADIO)
    return wanted if leads else PAGE


def sign_in_path(scope: Scope, ended: bool) -> str:
    """Where a browser that has to sign in first is sent, with the way back to what it asked for."""
    path, query = quote(scope["path"]), scope["query_string"].decode("latin-1")
    back = next((way for way in (f"{path}?{query}" if query else path, path) if landing(way) == way), PAGE)
    told = [*(["ended"] if ended else []), *([f"next={quote(back, safe='')}"] if back != PAGE else [])]
    return f"/login{'?' if told else ''}{'&'.join(told)}"


def may_be_sent(scope: Scope, accept: str) -> bool:
    """True for a browser that shows what it gets: a program is told that it has to sign in."""
    return scope["method"] in READ and "text/html" in accept
