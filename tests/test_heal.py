"""Masking keeps every place; healing makes of a stretch what a person reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.heal import heal, mask

SIGNS = st.text(alphabet="aB1 \n\t<>/!-*_#&;:|^{}.•\x0c\xa0\ufeff", max_size=80)
SOUP = st.lists(
    st.sampled_from(
        "<p> </p> <b> <!-- --> <script> </script> <a<b>> <br/> &amp; &nbsp; &#10; &bull; ** # --- \n word 12 é </td> <main> </main>".split(
            " "
        )
    ),
    max_size=40,
).map(" ".join)
FORMATS = st.sampled_from(["txt", "md", "html"])


@given(st.one_of(st.text(), SIGNS, SOUP), FORMATS)
def test_masking_keeps_the_length_of_any_text(text: str, format: str):
    assert len(mask(text, format)) == len(text)


@given(st.one_of(st.text(), SIGNS, SOUP), FORMATS)
def test_a_masked_character_is_the_one_that_stands_there_or_white_space_or_a_bullet(text: str, format: str):
    for here, there in zip(mask(text, format), text, strict=True):
        assert here == there or here.isspace() or here == "•"


@given(st.one_of(st.text(), SIGNS, SOUP), FORMATS)
def test_no_tag_is_left_in_a_masked_text(text: str, format: str):
    masked = mask(text, format)
    assert heal(masked) == heal(masked.replace("\n", " "))
    assert mask(masked, "txt") == masked


@given(st.one_of(st.text(), SIGNS, SOUP))
def test_healed_text_is_one_line_with_single_spaces(text: str):
    healed = heal(text)
    assert healed == " ".join(healed.split())


@pytest.mark.parametrize(
    ("text", "healed"),
    [
        ("one\n two\t\tthree", "one two three"),
        ("<p>Lamps</p><ul><li>four</li></ul>", "Lamps four"),
        ("Fish &amp; chips for &pound;4 at 2&nbsp;pm", "Fish & chips for £4 at 2 pm"),
        ("Lund&eacute;n &#8211; &#x2019;", "Lundén – ’"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("https://x.example/?a=1&region=2&copy=3", "https://x.example/?a=1&region=2&copy=3"),
        ("A&E and R&D; &unheard;", "A&E and R&D; &unheard;"),
        ("write to <clerk@moor.example> today", "write to <clerk@moor.example> today"),
        ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("<td style='a'>x</td><br/>y", "x y"),
        ("", ""),
    ],
)
def test_healing_resolves_references_and_leaves_what_is_no_tag(text: str, healed: str):
    assert heal(text) == healed


@pytest.mark.parametrize(
    ("text", "format", "masked"),
    [
        ("<p>a</p>b", "html", "\n  a\n   b"),
        ("<td>a<td>b", "html", "\t   a\t   b"),
        ("a<b>c</b>", "html", "a   c    "),
        ("**a** __b__", "txt", "  a     b  "),
        ("# Head\n#no", "md", "  Head\n#no"),
        ("26^{th} May", "txt", "26  th  May"),
        ("a\x0cb\xa0c\ufeffd", "txt", "a b c d"),
        ("a&nbsp;b", "txt", "a      b"),
        ("&bull; a", "html", "•      a"),
        ("*so* * 2*3", "md", " so  * 2*3"),
        ("*so*", "txt", "*so*"),
        ("---\nlayout: x\ntitle: Minutes of May\n---\nText", "md", "   \n         \n       Minutes of May\n   \nText"),
    ],
)
def test_masking_puts_breaks_for_blocks_tabs_for_cells_and_spaces_for_the_rest(text: str, format: str, masked: str):
    assert mask(text, format) == masked


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- 1. no item -->",
        "<script>var a='<p>';</script>",
        "<style>p {}</style>",
        "<head><title>x</title></head>",
        "<NAV>1. Home</nav >",
        "<footer>z</footer>",
    ],
)
def test_what_a_page_does_not_show_is_masked(hidden: str):
    assert mask(f"a{hidden}b", "html").split() == ["a", "b"]


def test_a_comment_that_is_never_closed_hides_nothing():
    assert heal(mask("<p>The budget <!-- was agreed.</p>", "html")) == "The budget <!-- was agreed."


def test_of_a_page_with_a_main_part_only_that_part_is_kept():
    page = "<div>We use cookies</div><main><p>Text</p></main><p>1. Privacy</p>"
    assert mask(page, "html").split() == ["Text"]
    assert mask("<p>No such part</p>", "html").split() == ["No", "such", "part"]
