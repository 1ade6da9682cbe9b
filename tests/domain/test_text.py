"""Text: stored in one form, compared without what people leave out when they type."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hytte.domain.text import email_key, folded, normalised

texts = st.text(max_size=50)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Søren Ålbæk", "Søren Ålbæk"),
        ("Søren A\u030albæk", "Søren Ålbæk"),
        ("\u212blborg", "Ålborg"),
        ("two\r\nlines", "two\nlines"),
        ("two\rlines", "two\nlines"),
        ("two\nlines", "two\nlines"),
        ("a\r\n\r\nb\r\rc\n\rd", "a\n\nb\n\nc\n\nd"),
        ("Nørrebro\r\nA\u030arhus", "Nørrebro\nÅrhus"),
        ("\ttab and  blanks ", "\ttab and  blanks "),
        ("", ""),
    ],
)
def test_text_is_stored_composed_and_with_line_feeds(text: str, stored: str) -> None:
    assert normalised(text) == stored


@given(texts)
def test_both_ways_to_write_a_letter_are_stored_alike(text: str) -> None:
    assert normalised(nfd(text)) == normalised(nfc(text))


@given(texts)
@example("\r\r\n")
def test_stored_text_stays_as_it_is(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(texts)
def test_stored_text_has_no_carriage_return(text: str) -> None:
    assert "\r" not in normalised(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nørre-Brogade 20", "noerre brogade 20"),
        ("NØRREBROGADE 20", "noerrebrogade 20"),
        ("Ærø", "aeroe"),
        ("Århus", "aarhus"),
        ("A\u030arhus", "aarhus"),
        ("Aarhus", "aarhus"),
        ("Allé", "alle"),
        ("Citroën", "citroen"),
        ("Müller", "muller"),
        ("Öresund", "oresund"),
        ("Ängelholm", "angelholm"),
        ("Louÿs", "louys"),
        ("Łódź", "łodz"),  # its stroke is no accent: Unicode has no Ł without it
        ("Rådhuspl. 1, 2. th", "raadhuspl 1 2 th"),
        ("Alexandrasvej", "aleksandrasvej"),
        ("AXEL", "aksel"),
        ("Straße", "strasse"),
        ("  a _ b\t\n/c  ", "a b c"),
        ("½", "1 2"),
        ("—?!", ""),
        ("", ""),
    ],
)
def test_a_text_is_compared_by_its_words_without_case_accents_and_punctuation(text: str, words: str) -> None:
    assert folded(text) == words


@given(texts)
@example("ǿ")  # ø with an accent
@example("ℂ")  # a capital letter of its own
@example("ⅹ")  # the Roman numeral
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(texts)
def test_both_ways_to_write_a_letter_are_compared_alike(text: str) -> None:
    assert folded(nfd(text)) == folded(nfc(text))


@given(texts)
def test_what_is_compared_is_words_of_letters_and_digits_with_single_blanks(text: str) -> None:
    assert all(word.isalnum() for word in folded(text).split(" ")) or folded(text) == ""


@pytest.mark.parametrize(
    "spellings",
    [
        ("ada@example.com", "Ada@Example.COM", "ADA@EXAMPLE.COM"),
        ("karen@kbh.dk", "\u212aaren@kbh.dk", "Karen@\u212abh.dk"),
        (
            "søren@ålbæk.dk",
            "SØREN@ÅLBÆK.DK",
            "søren@a\u030albæk.dk",
            "SØREN@A\u030aLBÆK.DK",
            "søren@\u212blbæk.dk",
        ),
        ("\u0390@example.com", "\u03aa\u0301@example.com"),  # small and capital: only one of them is one letter
        ("strasse@example.com", "straße@example.com", "STRAẞE@example.com"),
    ],
)
def test_all_spellings_of_an_address_are_one_account(spellings: tuple[str, ...]) -> None:
    assert len({email_key(spelling) for spelling in spellings}) == 1


@given(texts)
def test_both_ways_to_write_an_address_are_one_account(text: str) -> None:
    assert email_key(nfd(text)) == email_key(nfc(text))


LOOK_ALIKES = ("bi@example.com", "b\u0131@example.com", "b\u0456@example.com", "bl@example.com", "bí@example.com")


@pytest.mark.parametrize(("one", "other"), list(combinations(LOOK_ALIKES, 2)))
def test_addresses_that_only_look_alike_are_two_accounts(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


def test_the_dots_and_tags_of_an_address_count() -> None:
    assert len({email_key(f"{name}@example.com") for name in ("adabo", "ada.bo", "ada+bo", "ada-bo")}) == 4
