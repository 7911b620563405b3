"""The page: the chat and the panel beside it, as Gradio blocks. What is shown comes from ``web.chat``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from assistant.conversations import NONE, Conversations
from index.errors import AssistantError
from web.asking import Asking
from web.chat import Answering, Conversation, Exchange, source
from web.feedback import Noted, finished
from web.holdings import MOST, Examples, holdings_html
from web.incoming import Function
from web.message import question_html
from web.narrow import Choice, body_options
from web.narrowing import Narrow
from web.panel import EMPTY
from web.talks import GONE, Talks, said, talks_of, tools_html
from web.visitor import Visitor, bar_html, visitor_of

TITLE = "Minutes assistant"
LOOK = Path(__file__).with_name("look")
STYLE = (LOOK / "common.css", LOOK / "chat.css", LOOK / "beneath.css")
SCRIPT, LIST_SCRIPT = LOOK / "panel.js", LOOK / "talks.js"
WELCOME = "Ask about the minutes. Every statement in an answer names the item it comes from."
_AT_ONCE, _WAITING = 4, 32  # questions answered at the same time, and waiting for their turn
_OPENING = 8  # sources opened at the same time; they do not wait for questions
_KEPT = 8 * 3600  # seconds an idle conversation is kept on the server

_QUESTIONS, CHOOSING = "questions", "conversations"

Message = dict[str, str]
Trigger = Callable[..., object]  # a component's event, such as box.submit
Shown = tuple[list[Message], Conversation, object, object, object, object]  # chat, conversation, box, examples, "New conversation", list
Asker = Callable[..., Iterator[Shown]]


def theme() -> gr.themes.Base:
    """System fonts, for a light and a dark screen; the colours of our own parts are in common.css."""
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "DejaVu Sans", "sans-serif"]
    return gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=fonts, font_mono=["ui-monospace", "monospace"])


def build_page(
    assistant: Answering, examples: Examples, notice: str = "", conversations: Conversations = NONE, noted: Noted | None = None
) -> gr.Blocks:
    """The page for one archive; ``notice`` stands above everything where there is one, as HTML. What is answered is put down in ``noted``,
    so that something can be said of it."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        conversation = gr.State(Conversation(), time_to_live=_KEPT)
        bar = gr.HTML(elem_id="bar", padding=False)
        gr.HTML(f'<h1>{TITLE}</h1><p class="lead">{WELCOME}</p>{notice}', elem_id="head")
        held = gr.HTML(elem_id="held")
        with gr.Row(elem_id="desk", equal_height=False):
            talks = gr.HTML(elem_id="talks", padding=False, js_on_load=LIST_SCRIPT.read_text("utf-8"))
            with gr.Column(scale=3, min_width=300, elem_id="left"):
                chat = _chatbot()
                narrow = Narrow.made()
                box, send = _composer()
                tries = _examples()
                fresh = gr.Button("New conversation", size="sm", variant="secondary", visible=False, elem_id="fresh")
            with gr.Column(scale=2, min_width=300, elem_id="right"):
                panel = gr.HTML(EMPTY, elem_id="panel", js_on_load=SCRIPT.read_text("utf-8"))
        asked = [chat, conversation, box, tries, fresh, talks]
        answer = _asker(assistant, conversations, noted or Noted())
        _answer_on([box.submit, send.click], answer, [box, conversation, *narrow.fields], asked)
        for button in tries.children:
            _answer_on([button.click], answer, [button, conversation, *narrow.fields], asked)
        fresh.click(_starter(conversations), None, [*asked, panel], show_progress="hidden", api_visibility="private")
        _open_on(panel.select, assistant, conversation, panel)
        _choose_on(talks.select, assistant, conversations, [*asked, panel])
        narrow.listen(assistant)
        greeted = [bar, held, narrow.body, talks, *tries.children]
        page.load(_greeter(assistant, examples, conversations), None, greeted, show_progress="hidden", api_visibility="private")
    return page.queue(default_concurrency_limit=_AT_ONCE, max_size=_WAITING, api_open=False)


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        show_label=False,
        autoscroll=False,  # panel.js shows the question, not the end of the answer
        container=False,
        height="auto",
        layout="panel",
        buttons=[],
        latex_delimiters=[],
        feedback_options=None,
        allow_file_downloads=False,
        group_consecutive_messages=False,
        placeholder="<p>Your answers will appear here.</p>",
    )


def _composer() -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="composer", equal_height=True):
        box = gr.Textbox(
            label="Your question",
            placeholder="Ask about the minutes",
            max_lines=6,
            scale=5,
            min_width=200,
            autofocus=True,
            elem_id="question",
        )
        send = gr.Button("Ask", variant="primary", scale=1, min_width=80, elem_id="ask")
    return box, send


def _examples() -> gr.Column:
    """Buttons without words: what each visitor may see tells which questions suit it."""
    with gr.Column(elem_id="examples") as tries:
        for _ in range(MOST):
            gr.Button("", size="sm", variant="secondary", visible=False, elem_classes="example")
    return tries


def _answer_on(triggers: Sequence[Trigger], answer: Asker, inputs: list[Component], outputs: list[Block]) -> None:
    gr.on(
        triggers,
        answer,
        inputs,
        outputs,
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=_AT_ONCE,
        concurrency_id=_QUESTIONS,
        trigger_mode="once",
    )


def _open_on(trigger: Trigger, assistant: Answering, conversation: Component, panel: Component) -> None:
    gr.on(
        [trigger],
        _opener(assistant),
        [conversation],
        [panel],
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=_OPENING,
        concurrency_id="sources",
    )


def _choose_on(trigger: Trigger, assistant: Answering, kept: Conversations, outputs: list[Block]) -> None:
    gr.on(
        [trigger],
        _chooser(assistant, kept),
        None,
        outputs,
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=_OPENING,
        concurrency_id=CHOOSING,
    )


def functions_of(page: gr.Blocks) -> Mapping[int, Function]:
    """What a request may set going, by its number."""
    return {
        number: Function(len(one.inputs), one.concurrency_id == _QUESTIONS, str(one.concurrency_id)) for number, one in page.fns.items()
    }


def _visitor(request: gr.Request) -> Visitor:
    return visitor_of(request.request.scope)


def _greeter(assistant: Answering, examples: Examples, kept: Conversations) -> Callable[[gr.Request], list[object]]:
    def greet(request: gr.Request) -> list[object]:
        visitor = _visitor(request)
        catalog = visitor.sees(assistant).store.catalog
        asked = [gr.update(value=example, visible=True) for example in examples(catalog)][:MOST]
        hidden = [gr.update(visible=False)] * (MOST - len(asked))
        held = holdings_html(catalog.documents())
        bodies = gr.update(choices=body_options(catalog.documents()))
        return [bar_html(visitor, "/"), held, bodies, talks_of(kept, visitor).listed(Conversation()), *asked, *hidden]

    return greet


def _asker(assistant: Answering, kept: Conversations, noted: Noted) -> Asker:
    def answer(
        question: str, conversation: Conversation, body: str, first: str, last: str, papers: str, request: gr.Request
    ) -> Iterator[Shown]:
        visitor = _visitor(request)
        talks = talks_of(kept, visitor)
        box: object = ""
        asking = Asking(visitor.sees(assistant), Choice.of(body, first, last, papers))
        if not visitor.stays():  # it waited its turn meanwhile
            return
        told = None  # of the list: it is written anew when something in it has changed
        for now in talks.ask(asking, question, conversation):
            if not visitor.stays():
                return
            now = finished(now, asking, noted, visitor.key)
            if now.exchanges[-1].failed:
                box = question  # to be changed and asked again
            known, told = told, (now.id, now.trouble)
            listed = gr.skip() if known == told else talks.listed(now)
            yield messages(now), now, box, gr.update(visible=False), gr.update(visible=True), listed
            box = gr.skip()

    return answer


def _chooser(assistant: Answering, kept: Conversations) -> Callable[[gr.EventData, gr.Request], tuple[object, ...]]:
    def choose(event: gr.EventData, request: gr.Request) -> tuple[object, ...]:
        visitor = _visitor(request)
        talks = talks_of(kept, visitor)
        try:
            chosen = talks.open(visitor.sees(assistant), str(event._data.get("value", "")))
        except AssistantError as error:
            return _started(talks, Conversation(), said(error))
        if chosen is None:
            return _started(talks, Conversation(), GONE)
        return messages(chosen), chosen, "", gr.update(visible=False), gr.update(visible=True), talks.listed(chosen), EMPTY

    return choose


def _opener(assistant: Answering) -> Callable[[Conversation, gr.EventData, gr.Request], str]:
    def open_source(conversation: Conversation, event: gr.EventData, request: gr.Request) -> str:
        return source(_visitor(request).sees(assistant), conversation, str(event._data.get("value", "")))

    return open_source


def messages(conversation: Conversation) -> list[Message]:
    """The conversation as the chat shows it: ours are the only tags in it."""
    first = conversation.forgotten + 1
    return [message for n, exchange in enumerate(conversation.exchanges, first) for message in _pair(conversation, n, exchange)]


def _pair(conversation: Conversation, n: int, exchange: Exchange) -> tuple[Message, ...]:
    asked = ({"role": "user", "content": question_html(exchange.question)},) if exchange.question.strip() else ()
    tools = tools_html(conversation, n) if exchange.answer else ""
    return *asked, {"role": "assistant", "content": exchange.html + exchange.beneath + tools}


def _starter(kept: Conversations) -> Callable[[gr.Request], tuple[object, ...]]:
    def start(request: gr.Request) -> tuple[object, ...]:
        return _started(talks_of(kept, _visitor(request)), Conversation())

    return start


def _started(talks: Talks, conversation: Conversation, notice: str = "") -> tuple[object, ...]:
    """An empty page; ``notice`` stands above the list."""
    return [], conversation, "", gr.update(visible=True), gr.update(visible=False), talks.listed(conversation, notice), EMPTY
