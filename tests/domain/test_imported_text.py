"""Text from other systems: HTML becomes plain, and what cannot be stored is left out."""

import pytest

from hytte.domain.html_text import plain_text
from hytte.domain.imported_text import one_line, paragraphs


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Quiet<br />and<br/>light<BR>here", "Quiet\nand\nlight\nhere"),
        ("<b>The space</b><br /><br /><br />Two rooms", "The space\n\nTwo rooms"),
        ("<p>One</p><p>Two</p>", "\nOne\n\nTwo\n"),
        ('<a href="https://example.org/" title="x">Ada</a>', "Ada"),
        ("No<!-- hidden --> pets", "No pets"),
        ("Tea &amp; cake &lt;3 &#229; &#xE5;", "Tea & cake <3 å å"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<script>alert(1)</script>", "alert(1)"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize("text", ["I <3 it", "<Metro 200 m>", "a < b > c", "Bed&notes", "R&B &c", "<", "&;"])
def test_what_only_looks_like_html_is_text(text: str) -> None:
    assert plain_text(text) == text


def test_a_long_run_of_opening_brackets_is_read_at_once() -> None:
    assert plain_text("<b " * 40_000) == "<b " * 40_000


def test_line_ends_are_lf_and_letters_are_composed() -> None:
    assert paragraphs("\r\nA\u030arhus\r\nby night\rby day\n ", 100) == "Århus\nby night\nby day"


def test_a_reference_composes_with_the_letter_before_it() -> None:
    assert paragraphs("caf\u0001e&#769;", 100) == "café"


def test_characters_that_xml_cannot_carry_are_left_out() -> None:
    assert paragraphs("a\x00b\x0bc\ufffed\uffffe\ud83df\tg", 100) == "abcdef\tg"


def test_one_line_has_single_blanks() -> None:
    assert one_line("\u3000Loft\u00a0 by\t\nthe<br>lakes ", 100) == "Loft by the lakes"


def test_a_clipped_text_does_not_end_in_a_blank() -> None:
    assert (one_line("ab cd", 3), paragraphs("ab\ncd", 3)) == ("ab", "ab")
