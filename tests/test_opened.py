"""Each citation opens its file at its item with its words marked; of two papers that contradict, each is shown for what it is."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path

from conftest import CORPUS
from soak import scripts
from test_standing import DECEMBER, FINAL, JANUARY, ROPES
from worlds import Shell, assistant, world

from assistant.answer import Answer, Citation
from index.heal import heal, mask
from index.read import read
from index.store import Store
from web.chat import Conversation, ask, source

OPENED = 200 if os.environ.get("SOAK") else 50
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
RIVAL = DECEMBER.replace("Fellside Rescue Board", "Fellside Ropes Committee").replace("thirty-four", "fifty-one")


def words(text: str) -> list[str]:
    return _WORD.findall(html.unescape(_TAG.sub(" ", text)))


def test_every_citation_opens_the_right_file_and_item_with_its_words_marked(samples: Store):
    """The words are looked up in the file itself, read anew."""
    seen, texts = 0, {path.name: read(path).text for path in CORPUS.iterdir() if path.suffix in (".txt", ".md", ".html")}
    over = assistant(samples)
    for question in (script[0] for script in scripts() if len(script) == 1):
        *_, conversation = ask(over, question, Conversation())
        answer = conversation.exchanges[-1].answer
        for citation in answer.citations if answer else ():
            panel = source(over, conversation, f"{conversation.latest}-{citation.n}")
            assert opened(panel, citation, texts[citation.document.file]) == [], (question, citation.label)
            seen += 1
        if seen >= OPENED:
            break
    assert seen >= OPENED


def opened(panel: str, citation: Citation, text: str) -> list[str]:
    """What is wrong with a panel: its title, its file, the item shown, the words marked."""
    start, end = citation.span.start, citation.span.end
    shown = panel.partition('class="source-text"')[2].partition(">")[2]
    marked = words(" ".join(re.findall(r"<mark>(.*?)</mark>", shown)))
    whole = words(heal(mask(text, "md")[citation.item.span.start : citation.item.span.end]))
    return [
        name
        for name, wrong in (
            ("title", words(citation.label) != words(re.findall(r'id="source-title"[^>]*>(.*?)</h2>', panel)[0])),
            ("file", words(citation.document.file) != words(re.findall(r"<dt>File</dt><dd>(.*?)</dd>", panel)[0])),
            ("quote", citation.quote != heal(text[start:end])),
            ("marked", _bare(marked) != _bare(words(mask(text[start:end], "md")))),
            ("item", not set(whole) <= set(words(shown))),
        )
        if wrong
    ]


def _bare(found: list[str]) -> str:
    """Without the spaces between words, since a break of the conversion may stand inside one; and without the sign of a bullet."""
    return "".join(found)


def answered(answer: Answer) -> str:
    return " ".join([answer.text, *answer.notices])


def test_a_superseded_version_is_never_cited_and_says_what_takes_its_place(tmp_path: Path):
    with world(tmp_path, {"december.txt": DECEMBER, "january.txt": JANUARY, "final.txt": FINAL}) as store:
        answer = assistant(store).ask(ROPES)
        held = {d.file: d.superseded_by for d in store.catalog.documents()}
    assert {c.document.file for c in answer.citations} == {"final.txt"}
    assert "forty-three" in answer.text
    assert "thirty-four" not in answer.text
    assert held["december.txt"] is not None
    assert held["final.txt"] is None


def test_of_a_replaced_file_only_the_new_words_are_cited(shell: Shell, files: Path):
    path = files / "quay-minutes.txt"
    assert shell("ingest", files).code == 0
    path.write_text(path.read_text("utf-8").replace("£310,000", "£290,000"), "utf-8")
    assert shell("ingest", files).code == 0
    found = shell("ask", "What did the board decide about the ferry pontoon?", "--json").json
    assert "£290,000" in found["answer"]
    assert "£310,000" not in str(found)


def test_draft_minutes_say_that_they_are_a_draft_and_approved_ones_do_not(tmp_path: Path):
    with world(tmp_path / "draft", {"december.txt": DECEMBER}) as store:
        draft = assistant(store).ask(ROPES)
    with world(tmp_path / "final", {"final.txt": FINAL}) as store:
        final = assistant(store).ask(ROPES)
    assert (draft.citations[0].document.status, "13 December 2022, draft minutes" in draft.text) == ("draft", True)
    assert (final.citations[0].document.status, "13 December 2022, minutes" in final.text) == ("approved", True)


def test_of_two_bodies_that_contradict_each_is_told_with_its_date_and_status(tmp_path: Path):
    with world(tmp_path, {"december.txt": DECEMBER, "january.txt": JANUARY, "rival.txt": RIVAL}) as store:
        answer = assistant(store).ask("How many ropes does the rope store hold according to the board and the committee, compared?")
    told = answered(answer)
    assert "thirty-four ropes" in told
    assert "fifty-one ropes" in told
    assert {(c.document.file, c.document.status) for c in answer.citations} == {("december.txt", "approved"), ("rival.txt", "draft")}
    assert "Fellside Ropes Committee, 13 December 2022, draft minutes" in told
    assert "amended on 10 January 2023" in told
