"""A Word file becomes its text as Word shows it, with marks and what was left out; a bad one becomes a BadFile."""

from __future__ import annotations

import pickle
import zipfile
from io import BytesIO

import pytest
from documents import docx, level, listed, numbering, p, part, r, table, tc, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from index.docx import read_docx
from index.errors import BadFile
from index.numbering import figure
from index.pages import Paged

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word files begin so, and encrypted ones
BULLETS = [level(0, "bullet", "\uf0b7"), level(1, "bullet", "o")]
OUTLINE = [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)")]
RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Wide"><w:name w:val="Wide"/><w:pPr><w:spacing w:after="200"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def read(body: str, **parts: str) -> Paged:
    return read_docx("minutes.docx", docx(body, **parts))


def refused(content: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        read_docx("minutes.docx", content)
    assert caught.value.hint
    return caught.value.code


def marked(source: Paged, kind: str) -> list[str]:
    return [source.text[m.span.start : m.span.end] for m in source.marks if m.kind == kind]


def styled(text: str, style: str) -> str:
    return p(text, properties=f'<w:pStyle w:val="{style}"/>')


def listing(*levels: str) -> str:
    return numbering({0: levels}, {1: (0, "")})


def left_out(source: Paged) -> list[tuple[str, str]]:
    return [(out.reason, out.text) for out in source.left_out]


def test_paragraphs_come_in_order_and_an_empty_one_is_an_empty_line():
    assert (
        read(p("Parish Council") + p() + p("1. Welcome") + p("The chair spoke.")).text == "Parish Council\n\n1. Welcome\nThe chair spoke."
    )


def test_wide_space_between_paragraphs_is_an_empty_line():
    body = styled("One.", "Wide") + styled("Two.", "Wide") + p("Three.") + p("Four.")
    assert read(body, styles=STYLES).text == "One.\n\nTwo.\n\nThree.\nFour."


def test_a_list_without_space_between_its_own_paragraphs_stays_together():
    close = '<w:contextualSpacing/><w:spacing w:after="200"/>'
    assert read(p("One", properties=close) + p("Two", properties=close)).text == "One\nTwo"


def test_an_outline_is_numbered_as_word_shows_it():
    body = listed("Welcome", 1) + listed("Ann spoke.", 1, 1) + listed("briefly", 1, 2) + listed("clearly", 1, 2)
    body += listed("Bob spoke.", 1, 1) + listed("Money", 1) + listed("None was left.", 1, 1) + listed("at all", 1, 2)
    assert read(body, numbering=listing(*OUTLINE)).text.split("\n") == [
        "1. Welcome",
        "1.1 Ann spoke.",
        "(a) briefly",
        "(b) clearly",
        "1.2 Bob spoke.",
        "2. Money",
        "2.1 None was left.",
        "(a) at all",
    ]


def test_two_lists_of_one_definition_count_on_and_a_third_starts_anew():
    lists = numbering({0: OUTLINE}, {1: (0, ""), 2: (0, ""), 3: (0, RESTART)})
    body = listed("a", 1) + p("between") + listed("b", 2) + listed("c", 3) + listed("d", 3)
    assert read(body, numbering=lists).text == "1. a\nbetween\n2. b\n1. c\n2. d"


def test_a_list_may_start_at_another_number_and_in_another_form():
    levels = [level(0, "upperRoman", "%1)", start=4), level(1, "decimal", "%1.%2", extra="<w:isLgl/>")]
    assert read(listed("a", 1) + listed("b", 1, 1) + listed("c", 1), numbering=listing(*levels)).text == "IV) a\n4.1 b\nV) c"


def test_a_level_that_never_restarts_counts_through():
    levels = [level(0, "decimal", "Item %1"), level(1, "decimal", "Action %2:", extra='<w:lvlRestart w:val="0"/>')]
    body = listed("Roads", 1) + listed("AA", 1, 1) + listed("Money", 1) + listed("BB", 1, 1)
    assert read(body, numbering=listing(*levels)).text == "Item 1 Roads\nAction 1: AA\nItem 2 Money\nAction 2: BB"


def test_a_style_brings_its_list_and_a_paragraph_may_leave_it():
    body = styled("Roads", "Numbered") + p("Not one.", properties='<w:pStyle w:val="Numbered"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read(body + styled("Money", "Numbered"), styles=STYLES, numbering=listing(*OUTLINE)).text == "1. Roads\nNot one.\n2. Money"


def test_all_bullets_are_one_sign():
    assert read(listed("A bench", 1) + listed("A tree", 1, 1), numbering=listing(*BULLETS)).text == "• A bench\n• A tree"


@pytest.mark.parametrize(
    ("count", "format", "expected"),
    [
        (1, "decimal", "1"),
        (3, "decimalZero", "03"),
        (26, "lowerLetter", "z"),
        (28, "lowerLetter", "bb"),
        (27, "upperLetter", "AA"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (5, "none", ""),
        (0, "lowerLetter", ""),
    ],
)
def test_figures_in_all_forms(count: int, format: str, expected: str):
    assert figure(count, format) == expected


def test_bold_and_italic_runs_are_marks():
    source = read(p("It was ", r("agreed", "b"), " to ", r("wait", "i"), "."))
    assert source.text == "It was agreed to wait."
    assert (marked(source, "bold"), marked(source, "italic")) == (["agreed"], ["wait"])


def test_a_number_before_a_bold_title_is_bold_with_it():
    body = p(r("Welcome", "b"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert marked(read(body, numbering=listing(*OUTLINE)), "bold") == ["1. Welcome"]


def test_headings_are_marks_by_style_name_by_its_parent_or_by_outline_level():
    body = styled("Roads", "H1") + styled("Bridges", "Sub") + p("Mills", properties='<w:outlineLvl w:val="1"/>') + p("They were closed.")
    assert marked(read(body, styles=STYLES), "heading") == ["Roads\nBridges\nMills"]


def test_a_bold_style_in_a_bold_style_is_plain_and_off_is_off():
    strong = '<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>plain</w:t></w:r>'
    off = '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>off</w:t></w:r>'
    assert marked(read(p("bold ", strong, " bold ", off, properties='<w:pStyle w:val="H1"/>'), styles=STYLES), "bold") == [
        "bold ",
        " bold ",
    ]
    assert marked(read(p(strong), styles=STYLES), "bold") == ["plain"]


def test_inserted_words_are_in_and_deleted_ones_out():
    deleted = '<w:del><w:r><w:delText xml:space="preserve">refused </w:delText></w:r></w:del>'
    source = read(p("The plan was ", deleted, f"<w:ins>{r('agreed')}</w:ins>", "."))
    assert source.text == "The plan was agreed."
    assert left_out(source) == [("deleted", "refused")]


def test_moved_words_stand_where_they_went():
    source = read(p("<w:moveFrom>" + r("Old place.") + "</w:moveFrom>", "Rest.") + p("<w:moveTo>" + r("New place.") + "</w:moveTo>"))
    assert source.text == "Rest.\nNew place."


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next():
    assert read(p("The plan ", properties="<w:rPr><w:del/></w:rPr>") + p("was agreed.")).text == "The plan was agreed."


def test_a_deleted_row_is_out():
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("Old") + "</w:tr>"
    assert read("<w:tbl>" + gone + "<w:tr>" + tc("New") + tc("AA") + "</w:tr></w:tbl>").text == "New\tAA"


def test_hidden_words_are_out_and_reported():
    source = read(p("Open.", r(" Secret words.", "vanish")) + styled("All of this.", "Ghost"), styles=STYLES)
    assert source.text == "Open."
    assert left_out(source) == [("hidden", "Secret words."), ("hidden", "All of this.")]
    assert [(w.kind, w.detail) for w in source.warnings] == [("W_HIDDEN", "5 hidden words were left out")]


def test_comments_notes_heads_and_feet_are_out_and_listed():
    body = p("Agreed.", "<w:r><w:footnoteReference w:id='1'/></w:r>", "<w:r><w:commentReference w:id='1'/></w:r>")
    source = read(body, comments=p("Really?"), footnotes=p("See page 2."), header=p("Mill Parish"), footer=p("Page 1"))
    assert source.text == "Agreed."
    assert sorted(left_out(source)) == [
        ("comment", "Really?"),
        ("note", "See page 2."),
        ("running foot", "Page 1"),
        ("running head", "Mill Parish"),
    ]


def test_a_table_comes_row_by_row_with_tabs_between_its_cells():
    assert read(table(("Item", "Lead"), ("1", "AA"), ("", "BB"))).text == "Item\tLead\n1\tAA\n\tBB"


def test_merged_cells_come_once():
    wide = tc("Attendance", properties='<w:gridSpan w:val="2"/>')
    tall, below = (tc(text, properties=f'<w:vMerge w:val="{kind}"/>') for text, kind in (("Members", "restart"), ("Members", "continue")))
    assert read(table((wide,), (tall, "Ann"), (below, "Bob"))).text == "Attendance\nMembers\tAnn\n\tBob"


def test_a_cell_of_several_paragraphs_keeps_them_together():
    assert (
        read(table(("1", tc("Roads", "The bridge was closed."), "AA"), ("2", "Money", ""))).text
        == "1\tRoads\nThe bridge was closed.\n\tAA\n2\tMoney"
    )


def test_a_long_row_is_set_apart_from_the_next():
    assert (
        read(table((tc("Roads", "One.", "Two."),), (tc("Money", "None.", "At all."),))).text == "Roads\nOne.\nTwo.\n\nMoney\nNone.\nAt all."
    )


def test_a_table_within_a_cell_comes_row_by_row():
    assert read(table((tc(p("Votes"), table(("For", "3"), ("Against", "2")), p()),))).text.split() == ["Votes", "For", "3", "Against", "2"]


def test_fields_show_their_result_and_a_table_of_contents_is_out():
    def field(code: str, result: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        return mark("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark("separate") + r(result) + mark("end")

    source = read(p(field("TOC \\o", "Roads 2")) + p("See ", field("PAGEREF x", "page 3"), "."))
    assert source.text == "See page 3."
    assert left_out(source) == [("contents", "Roads 2")]


def test_words_of_a_text_box_come_once_behind_their_paragraph():
    alternative = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    choices = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    both = f"<mc:AlternateContent {alternative}>{choices}</mc:AlternateContent>"
    assert read(p("Before.", f"<w:r>{both}</w:r>") + p("After.")).text == "Before.\n\nIn the box.\nAfter."


def test_breaks_tabs_links_and_controls():
    link = "<w:hyperlink>" + r("our page") + "</w:hyperlink>"
    control = "<w:sdt><w:sdtContent>" + r(" now") + "</w:sdtContent></w:sdt>"
    body = p("Present:", "<w:r><w:tab/><w:t>Ann</w:t><w:br/><w:t>Bob</w:t><w:noBreakHyphen/><w:t>Ash</w:t></w:r>") + p(
        "See ", link, control
    )
    assert read(body).text == "Present:\tAnn\nBob-Ash\nSee our page now"


def test_signs_that_do_not_show_are_out():
    assert read(p("man\u00adage\u200bment\u00a0plan\u202e")).text == "management plan"


def test_no_text_is_refused():
    assert refused(docx(p() + p(r("hidden", "vanish")))) == "E_NO_TEXT"


def test_what_is_no_word_file_is_refused():
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    others = [b"", b"%PDF-1.7", b"Minutes", OLE, zipped({"a.txt": "a"}), docx(p("a"), main_type=macros), docx(p("a"), main_type=sheet)]
    assert {refused(content) for content in others} == {"E_TYPE"}


def test_encrypted_files_are_refused():
    assert refused(OLE + bytes(100) + "EncryptedPackage".encode("utf-16-le")) == "E_ENCRYPTED"
    locked = bytearray(docx(p("a")))
    with zipfile.ZipFile(BytesIO(locked)) as opened:
        start = opened.start_dir
    locked[start + 8] |= 1
    assert refused(bytes(locked)) == "E_ENCRYPTED"


def document(xml: str) -> bytes:
    with zipfile.ZipFile(BytesIO(docx(p("a")))) as opened:
        return zipped({name: opened.read(name) for name in opened.namelist()} | {"word/document.xml": xml})


def test_a_bomb_is_refused_before_it_is_unpacked():
    assert refused(document(part("document", p("a") * 200_000))) == "E_BOMB"
    assert refused(zipped({f"part{n}": "" for n in range(2_001)})) == "E_BOMB"


def test_damaged_xml_and_entities_are_refused():
    entity = '<!DOCTYPE a [<!ENTITY b "bang">]>'
    xml = part("document", f"<w:body>{p('a')}</w:body>")
    assert refused(document(xml[:-5])) == "E_STRUCTURE"
    assert refused(document(xml.replace("?>", "?>" + entity).replace(">a<", ">&b;<"))) == "E_STRUCTURE"
    assert refused(document(part("document", "<w:sdt>" * 300 + "</w:sdt>" * 300))) == "E_STRUCTURE"


def test_a_file_that_is_cut_off_is_refused():
    content = docx(listed("One.", 1), numbering=listing(*OUTLINE))
    assert {refused(content[:length]) for length in range(4, len(content) - 1, 97)} == {"E_STRUCTURE"}


WHOLE = docx(table(("1", tc("Roads", "Closed."))) + listed("One.", 1) + styled("Two.", "H1"), numbering=listing(*OUTLINE), styles=STYLES)


def read_or_refused(content: bytes) -> None:
    try:
        source = read_docx("minutes.docx", content)
    except BadFile as error:
        assert error.code in ("E_TYPE", "E_STRUCTURE", "E_NO_TEXT", "E_ENCRYPTED", "E_BOMB")  # noqa: PT017
    else:
        assert source.text.strip()
        assert all(0 <= m.span.start < m.span.end <= len(source.text) for m in source.marks)


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", OLE]))
def test_random_bytes_are_never_more_than_a_bad_file(content: bytes, start: bytes):
    with pytest.raises(BadFile):
        read_docx("minutes.docx", start + content)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, bytes]]):
    content = bytearray(WHOLE)
    for place, put in changes:
        content[place : place + len(put)] = put
    read_or_refused(bytes(content))


TAGS = st.sampled_from(
    "p r t tbl tr tc sdt sdtContent ins del pPr rPr numPr numId ilvl fldChar txbxContent drawing vMerge tcPr trPr pStyle b br".split()
)
XML = st.recursive(
    st.text(alphabet="ab 1", max_size=4),
    lambda inner: st.builds(
        lambda tag, value, parts: f'<w:{tag} w:val="{value}">{"".join(parts)}</w:{tag}>',
        TAGS,
        st.integers(-2, 12),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@settings(deadline=None)
@given(XML)
def test_any_well_formed_body_is_read_or_refused(body: str):
    read_or_refused(docx(body, numbering=listing(*OUTLINE), styles=STYLES))


def test_a_source_can_be_handed_over_by_a_child_process():
    source = read(p("One.", r("Two.", "b")))
    assert pickle.loads(pickle.dumps(source)) == source
