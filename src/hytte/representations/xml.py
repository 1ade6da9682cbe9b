"""XML: one rule for any document.

An object is an element with a child for each member, named as in JSON; an array has a child `item` for each
of its values; `type` tells which JSON type a value has, so that nothing is lost on the way back.
"""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from hytte.representations.documents import Document

MEDIA_TYPE = "application/xml"
PROBLEM = "application/problem+xml"

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot carry (section 2.2), not even escaped."""


def render(document: Document, _base: str) -> bytes:
    """Return a document as XML; its links are in the `Link` field."""
    root = Element(document.kind.replace("-", "_"))
    _fill(root, document.data)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    # A reader makes a line feed of a bare carriage return (XML 1.0, section 2.11).
    return content.replace(b"\r", b"&#13;")


def _fill(element: Element, value: Any) -> None:
    element.set("type", _type(value))
    if isinstance(value, dict):
        for name, member in value.items():
            _fill(_child(element, name), member)
    elif isinstance(value, list):
        for member in value:
            _fill(SubElement(element, "item"), member)
    elif value is not None:
        element.text = _text(value)


def _child(element: Element, name: str) -> Element:
    if _NAME.fullmatch(name):
        return SubElement(element, name)
    return SubElement(element, "member", {"name": _FORBIDDEN.sub("\ufffd", name)})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else repr(value)


def _type(value: Any) -> str:
    for kind, name in ((dict, "object"), (list, "array"), (bool, "boolean"), (str, "string")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "number"
