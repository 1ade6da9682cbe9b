"""HTML as plain text: without tags, with the characters that its references stand for."""

import re
from html import unescape

_BLOCKS = "address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul"
_INLINE = """
a abbr b big center cite code del em font i img ins kbd label mark q s script small span strike strong style
sub sup tbody td th thead tt u var
"""
_LEFT_BY: dict[str, str] = dict.fromkeys(_BLOCKS.split(), "\n") | dict.fromkeys(_INLINE.split(), "")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>|<!--[^<>]*-->")
# Only with its semicolon: a browser would also read `Bed&notes` as `Bed¬es`, which no one means in a title.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_EMPTY_LINES = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """Return the text of an HTML fragment: `Quiet &amp; light.<br />No pets` has two lines.

    Elements that begin a line in a browser begin one here, others leave nothing. What is in angle brackets
    and no element of HTML is text, as people write `<3` and `<Metro 200 m>`.
    """
    if "<" in html:
        html = _EMPTY_LINES.sub("\n\n", _TAG.sub(_what_a_tag_leaves, html))
    if "&" in html:
        html = _REFERENCE.sub(lambda reference: unescape(reference[0]), html)
    return html


def _what_a_tag_leaves(tag: re.Match[str]) -> str:
    is_comment = tag[1] is None
    return "" if is_comment else _LEFT_BY.get(tag[1].lower(), tag[0])
