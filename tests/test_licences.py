"""No dependency brings the GPL or the AGPL into the environment. LGPL and MPL are welcome."""

from __future__ import annotations

import re
from email.message import Message
from enum import IntEnum
from importlib.metadata import distributions

import pytest


class Verdict(IntEnum):
    """Ordered, so that of "A OR B" the best counts and of "A AND B" the worst."""

    COPYLEFT = 0
    UNKNOWN = 1
    ALLOWED = 2


# Packages whose metadata names no licence that we know, and what their licence files say. Looked at only for those.
READ = {"axe-playwright-python": "MIT; the axe-core within it MPL-2.0"}

COPYLEFT = re.compile(r"(?<!l)gpl|affero|(?<!lesser )(?<!library )general public licen[cs]e", re.I)
ALLOWED = re.compile(
    r"\b(?:MIT|BSD|0BSD|Apache|ISC|ISCL|PSFL?|Python Software Foundation|MPL|Mozilla Public|LGPL\w*|Lesser General Public|Zlib"
    r"|BSL-1\.0|CC0-1\.0|(?:SIL )?OFL|CNRI-Python|Academic Free|HPND|Unicode-3\.0|Unlicense|public domain)\b",
    re.I,
)
# GCC's run-time libraries ship inside numerical wheels; this exception is there so that they bind nobody.
RUNTIME = re.compile(r"^GPL-[\w.+-]+ WITH GCC-exception-[\d.]+$", re.I)


def of_name(name: str) -> Verdict:
    if RUNTIME.match(name):
        return Verdict.ALLOWED
    if COPYLEFT.search(name):
        return Verdict.COPYLEFT
    return Verdict.ALLOWED if ALLOWED.search(name) else Verdict.UNKNOWN


def of_words(words: str) -> Verdict:
    """A licence in words; a whole licence text is known by its first line, the rest may quote other licences."""
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    return max(of_name(part) for part in re.split(r"\s+or\s+", first, flags=re.I))


def of_expression(expression: str) -> Verdict:
    """An SPDX expression: names, WITH, AND, OR and brackets, AND binding closer than OR."""
    while inner := re.search(r"\(([^()]*)\)", expression):
        expression = expression.replace(inner[0], f" :{of_expression(inner[1]).name} ")
    return max(
        min(Verdict[part[1:]] if part.startswith(":") else of_name(part) for part in map(str.strip, re.split(r"\s+AND\s+", choice)))
        for choice in re.split(r"\s+OR\s+", expression)
    )


def of_metadata(metadata: Message) -> Verdict:
    if expression := metadata.get("License-Expression"):
        return of_expression(expression)
    words = metadata.get("License") or ""
    if " or " in words.lower() and of_words(words) is Verdict.ALLOWED:
        return Verdict.ALLOWED
    classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    known = {of_words(words), *(of_words(c.split(" :: ")[-1]) for c in classifiers)} - {Verdict.UNKNOWN}
    return min(known, default=Verdict.UNKNOWN)


def test_no_installed_package_is_under_the_gpl_or_agpl():
    found = {d.name: of_metadata(d.metadata) for d in distributions()}
    assert len(found) > 50, "this has to run where the dependencies are installed"
    assert [name for name, verdict in found.items() if verdict is Verdict.COPYLEFT] == []


def test_every_installed_package_names_a_licence_or_was_read():
    unknown = {d.name for d in distributions() if of_metadata(d.metadata) is Verdict.UNKNOWN}
    assert unknown - READ.keys() == set(), "read their licence files and note what they say in READ"


def metadata(**fields: str) -> Message:
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return message


CLASSIFIER = "License :: OSI Approved :: "


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License_Expression": "GPL-3.0"}, Verdict.COPYLEFT),
        ({"License_Expression": "AGPL-3.0-or-later"}, Verdict.COPYLEFT),
        ({"License_Expression": "MIT AND GPL-2.0-only"}, Verdict.COPYLEFT),
        ({"License_Expression": "(MIT OR GPL-3.0-only) AND AGPL-3.0-only"}, Verdict.COPYLEFT),
        ({"License_Expression": "MIT AND (BSD-3-Clause AND (GPL-2.0-only OR AGPL-3.0-only))"}, Verdict.COPYLEFT),
        ({"License": "GPLv2+"}, Verdict.COPYLEFT),
        ({"License": "GNU General Public License v2 or later (GPLv2+)"}, Verdict.COPYLEFT),
        ({"License": "AGPL"}, Verdict.COPYLEFT),
        ({"License": "BSD", "Classifier": CLASSIFIER + "GNU General Public License v3 (GPLv3)"}, Verdict.COPYLEFT),
        ({"Classifier": CLASSIFIER + "GNU Affero General Public License v3"}, Verdict.COPYLEFT),
        ({"License_Expression": "LGPL-2.1-or-later"}, Verdict.ALLOWED),
        ({"License": "LGPLv3+"}, Verdict.ALLOWED),
        ({"Classifier": CLASSIFIER + "GNU Lesser General Public License v3 (LGPLv3)"}, Verdict.ALLOWED),
        ({"Classifier": CLASSIFIER + "GNU Library or Lesser General Public License (LGPL)"}, Verdict.ALLOWED),
        ({"Classifier": CLASSIFIER + "Mozilla Public License 2.0 (MPL 2.0)"}, Verdict.ALLOWED),
        ({"License_Expression": "MIT OR GPL-3.0-or-later"}, Verdict.ALLOWED),
        ({"License_Expression": "MPL-2.0 AND (Apache-2.0 OR GPL-3.0-only)"}, Verdict.ALLOWED),
        ({"License_Expression": "BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1"}, Verdict.ALLOWED),
        ({"License": "MIT or GPLv2", "Classifier": CLASSIFIER + "GNU General Public License (GPL)"}, Verdict.ALLOWED),
        ({"License": "BSD 3-Clause\n\nThe wheel bundles parts under the GPL"}, Verdict.ALLOWED),
        ({}, Verdict.UNKNOWN),
        ({"License": "UNKNOWN"}, Verdict.UNKNOWN),
        ({"License": "Proprietary"}, Verdict.UNKNOWN),
        ({"Classifier": "License :: OSI Approved"}, Verdict.UNKNOWN),
        ({"License_Expression": "SSPL-1.0"}, Verdict.UNKNOWN),
    ],
    ids=str,
)
def test_the_verdict_on_made_up_metadata(fields: dict[str, str], expected: Verdict):
    assert of_metadata(metadata(**fields)) is expected
