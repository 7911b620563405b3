"""The group "Search only in" above the question, as Gradio blocks; what it means stands in ``web.narrow``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from web.chat import Answering
from web.narrow import ANY_BODY, PAPER_OPTIONS, Choice, chips_html, without
from web.visitor import visitor_of

SCRIPT = Path(__file__).with_name("look") / "feedback.js"
_AS = "2024 or 2024-03-18"
_BODY = {"allow_custom_value": True, "interactive": True, "elem_id": "narrow-body"}  # what is no body is told of in our words
_FILL = "fill:"  # how a value from the page begins that fills all fields; the others name a chip


@dataclass(frozen=True, slots=True)
class Narrow:
    """``chips`` shows what is chosen and tells of the buttons that stand in HTML; its fields are those of ``Choice``, in order."""

    chips: gr.HTML
    group: gr.Accordion
    body: gr.Dropdown
    first: gr.Textbox
    last: gr.Textbox
    papers: gr.Radio

    @classmethod
    def made(cls) -> Narrow:
        chips = gr.HTML(elem_id="narrow-chips", padding=False, js_on_load=SCRIPT.read_text("utf-8"))
        with gr.Accordion("Search only in", open=False, elem_id="narrow") as group:
            with gr.Row():
                body = gr.Dropdown([ANY_BODY], value=ANY_BODY[1], label="Body", scale=2, min_width=200, **_BODY)
                first = gr.Textbox(label="From", placeholder=_AS, max_lines=1, min_width=120, elem_id="narrow-from")
                last = gr.Textbox(label="To", placeholder=_AS, max_lines=1, min_width=120, elem_id="narrow-to")
            papers = gr.Radio(PAPER_OPTIONS, value=PAPER_OPTIONS[0][1], label="Papers", elem_id="narrow-papers")
        return cls(chips, group, body, first, last, papers)

    @property
    def fields(self) -> list[gr.components.Component]:
        return [self.body, self.first, self.last, self.papers]

    def listen(self, assistant: Answering) -> None:
        """Shows what is chosen as chips, and takes one off or fills the fields where a button says so."""
        changed = [self.body.input, self.first.blur, self.first.submit, self.last.blur, self.last.submit, self.papers.input]
        shown = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on(changed, _shower(assistant), self.fields, [self.chips], **shown)
        self.chips.select(_setter(assistant), self.fields, [*self.fields, self.chips, self.group], **shown)


def _shower(assistant: Answering) -> Callable[..., str]:
    def show(body: str, first: str, last: str, papers: str, request: gr.Request) -> str:
        return _shown(assistant, Choice.of(body, first, last, papers), request)

    return show


def _setter(assistant: Answering) -> Callable[..., list[object]]:
    def set_fields(body: str, first: str, last: str, papers: str, event: gr.EventData, request: gr.Request) -> list[object]:
        said = str(event._data.get("value", ""))
        if said.startswith(_FILL):
            choice, opened = Choice.of(*said.removeprefix(_FILL).split("|")), gr.update(open=True)
        else:
            choice, opened = without(Choice.of(body, first, last, papers), said), gr.skip()
        return [choice.body, choice.first, choice.last, choice.papers, _shown(assistant, choice, request), opened]

    return set_fields


def _shown(assistant: Answering, choice: Choice, request: gr.Request) -> str:
    return chips_html(choice, visitor_of(request.request.scope).sees(assistant).store.catalog)
