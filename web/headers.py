"""The headers of every answer: nothing is loaded from elsewhere, nothing is framed, nothing personal is kept."""

from __future__ import annotations

import base64
import hashlib
import re

# The page of Gradio writes styles into its elements and makes the scripts of its components from strings.
_PAGE = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'"
)
_REST = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer a browser sends "Origin: null" with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S)


def security(secure: bool) -> dict[str, str]:
    """For any answer; ``secure`` is True where it goes out by https."""
    return {**_ALWAYS, **({"Strict-Transport-Security": "max-age=31536000"} if secure else {}), "Content-Security-Policy": _REST}


def page_policy(page: bytes) -> str:
    """The policy for the page of Gradio: of the scripts written into a page only those that the server wrote there are run."""
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE.findall(page))
    return _PAGE.format(hashes="".join(f" 'sha256-{digest}'" for digest in digests))
