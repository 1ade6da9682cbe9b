"""Text as hytte stores it and as it compares it."""

import re
import unicodedata

_DANISH = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "a", "ë": "e", "ü": "u", "ö": "o", "ÿ": "y", "x": "ks"}
)
_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]+")


def normalised(text: str) -> str:
    """Return the text as it is stored: Unicode NFC, with LF as the only line end."""
    if text.isascii():
        return text if "\r" not in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def folded(text: str) -> str:
    """Return the words of a text as they are compared in a search: `Nørre-Brogade 20` is `noerre brogade 20`.

    Case, accents and punctuation do not count; æ, ø and å are ae, oe and aa, and x is ks, as in the
    address service (DAWA's folding).
    """
    letters = unicodedata.normalize("NFC", text.casefold()).translate(_DANISH)
    if not letters.isascii():
        # What is left has accents (ǿ) or is a letter in another dress (ℂ, ⅹ); below may be one of the table.
        plain = "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))
        letters = plain.casefold().translate(_DANISH)
    return _NO_LETTER_OR_DIGIT.sub(" ", letters).strip()


def email_key(email: str) -> str:
    """Return what must be unique of an e-mail address: one account for all its spellings.

    Compared after NFC and case folding, as Unicode defines caseless matching (D145); letters that only
    look alike stay different, so an address cannot take over another's account.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", email).casefold())
