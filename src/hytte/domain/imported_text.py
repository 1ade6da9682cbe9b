"""Text from other systems, made such that hytte stores it and every format can carry it."""

import re

from hytte.domain.html_text import plain_text
from hytte.domain.text import normalised

# C0 controls but TAB, LF and CR, lone surrogates (JSON can spell them), U+FFFE and U+FFFF: XML carries none
# of them, PostgreSQL no NUL, UTF-8 no surrogate.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def one_line(text: str, longest: int) -> str:
    """Return a title or a name: plain text of at most `longest` characters, single blanks between words."""
    return " ".join(_storable(text).split())[:longest].rstrip()


def paragraphs(text: str, longest: int) -> str:
    """Return plain text of at most `longest` characters, its lines kept, nothing blank around it."""
    return _storable(text).strip()[:longest].rstrip()


def _storable(text: str) -> str:
    return normalised(_UNSTORABLE.sub("", plain_text(text)))
