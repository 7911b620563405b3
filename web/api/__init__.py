"""The JSON API under /api/v1: what the command line answers, for programs elsewhere.

given.py      what a request may say, checked field by field
shapes.py     what is answered: the contract of assistant/contract.py as models
asking.py     questions: the answer whole, or sentence by sentence
reading.py    search, items and registers
taking.py     a file taken in
document.py   the OpenAPI document made of the models, and the page written from it
"""

from __future__ import annotations

from fastapi import FastAPI

from web.api.asking import Slots, add_asking
from web.api.document import add_document
from web.api.reading import add_reading
from web.api.taking import add_taking
from web.site import Site


def add_api(app: FastAPI, site: Site) -> None:
    """The JSON API, its OpenAPI document, and the page about it."""
    slots = Slots()
    add_asking(app, site, slots)
    add_reading(app, site, slots)
    add_taking(app, site)
    add_document(app, site)
