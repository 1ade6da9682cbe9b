"""XML: one rule for any document."""

from typing import Any
from xml.etree import ElementTree

import pytest

from hytte.representations import xml
from hytte.representations.documents import Document

DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"


def render(data: Any, kind: str = "thing") -> str:
    content = xml.render(Document(kind, data), "http://127.0.0.1:8000")
    assert content.startswith(DECLARATION)
    return content.removeprefix(DECLARATION).decode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Ada", '<thing type="string">Ada</thing>'),
        ("", '<thing type="string" />'),
        (None, '<thing type="null" />'),
        (True, '<thing type="boolean">true</thing>'),
        (False, '<thing type="boolean">false</thing>'),
        (700, '<thing type="number">700</thing>'),
        (450.5, '<thing type="number">450.5</thing>'),
        (1e21, '<thing type="number">1e+21</thing>'),
        ([], '<thing type="array" />'),
        ({}, '<thing type="object" />'),
        (["a", 1], '<thing type="array"><item type="string">a</item><item type="number">1</item></thing>'),
        ({"user_id": 1}, '<thing type="object"><user_id type="number">1</user_id></thing>'),
        (
            [{"a": [None]}],
            '<thing type="array"><item type="object"><a type="array"><item type="null" /></a></item></thing>',
        ),
        ("<&>\"'", '<thing type="string">&lt;&amp;&gt;"\'</thing>'),
        ("]]>", '<thing type="string">]]&gt;</thing>'),
    ],
)
def test_a_value_is_an_element(data: Any, expected: str) -> None:
    assert render(data) == expected


def test_a_kind_is_the_name_of_the_root() -> None:
    assert render("x", "problem-kind") == '<problem_kind type="string">x</problem_kind>'


@pytest.mark.parametrize("name", ["", "1", "a b", "a:b", "é", "<", "-a", "a/b~c", '"'])
def test_a_member_whose_name_is_no_element_keeps_its_name(name: str) -> None:
    (member,) = ElementTree.fromstring(render({name: 1}))
    assert (member.tag, member.get("name"), member.text) == ("member", name, "1")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_carry_is_replaced(character: str) -> None:
    assert ElementTree.fromstring(render(f"a{character}b")).text == "a\ufffdb"
    assert ElementTree.fromstring(render({f"a{character}b": 1}))[0].get("name") == "a\ufffdb"


@pytest.mark.parametrize(
    "text", ["\t", "\n", "\r", "\r\n", "a\rb", "\x7f", "\x85", "\u2028", "\U0010ffff", " a "]
)
def test_every_storable_character_comes_back(text: str) -> None:
    assert ElementTree.fromstring(render(text)).text == text
    assert ElementTree.fromstring(render({f"{text}1": 1}))[0].get("name") == f"{text}1"
