"""HTML: pages that people like to use, and that work without scripts.

Templates are written by hand, one for a kind of document; a generic one serves what has none yet. Which
links and forms a page has is decided by the document's links and templates.
"""

from functools import cache
from pathlib import Path
from typing import Any

from hytte.domain.currencies import EXPONENTS
from hytte.representations import json
from hytte.representations.documents import Document
from hytte.representations.tags import fingerprint

MEDIA_TYPE = "text/html"
_DIRECTORY = Path(__file__).parent.parent / "templates"


def render(document: Document, _base: str) -> bytes:
    """Return a page. Its forms say which state they are meant for, so that none overwrites another's change."""
    links = list(document.links())
    page = _environment().select_template([f"{document.kind}.html", "generic.html"])
    content: str = page.render(
        document=document,
        data=document.data,
        query=document.query,
        links=links,
        link={link.rel: link for link in reversed(links)},
        forms={template.name: template for template in document.templates()},
        fields_of=lambda template: template.fields(),
        state=f'"{fingerprint(json.write(document.data))}"',
    )
    return content.encode()


@cache
def _environment() -> Any:
    # Imported here, as it takes a while, and many servers never make a page.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_DIRECTORY),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"money": money, "words": words, "pointer": pointer}
    return environment


def money(amount: float, currency: str) -> str:
    """Return an amount for people: `1,185.00 DKK`."""
    return f"{amount:,.{EXPONENTS[currency]}f} {currency}"


def words(name: str) -> str:
    """Return a name for people: `private_room` is `Private room`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def pointer(text: str) -> str:
    """Return what a JSON Pointer leads to, for people: `/minimum_nights` is `Minimum nights`."""
    return words(text.strip("/").replace("/", " ")) or "The whole"
