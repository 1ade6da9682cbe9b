"""What a route returns: data, where it leads, and what may be done with it now; never a format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from hytte.representations.fields import Field, fields_of

Links = Callable[[], Sequence["Link"]]
Templates = Callable[[], Sequence["Template"]]

PUBLIC = "max-age=10, stale-while-revalidate=60"
"""How long caches may show what everybody may see before they ask again."""
UNCACHED = "private, no-cache"
"""What must be asked for each time."""
LASTING = "max-age=3600, stale-while-revalidate=86400"
"""The same for what changes with the software only."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on: `rel` is a relation registered by IANA, `href` a path; templated ones are RFC 6570."""

    rel: str
    href: str
    title: str | None = None
    name: str | None = None
    templated: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """What this actor may do now: a method on a target, with the fields of a schema (HAL-FORMS).

    `values` are those that the fields begin with; `without` are members that have no field.
    """

    name: str
    title: str
    method: str
    target: str
    schema: type[BaseModel] | None = None
    values: Mapping[str, Any] | None = None
    without: frozenset[str] = frozenset()

    def fields(self) -> tuple[Field, ...]:
        """Return the fields of the schema but those in `without`."""
        if self.schema is None:
            return ()
        return tuple(field for field in fields_of(self.schema) if field.name not in self.without)


@dataclass(frozen=True, slots=True)
class Document:
    """A resource at this moment.

    `data` is plain: dict, list, str, int, float, bool, None. Links and templates are asked for only by the
    representations that show them. `query` is what a collection was narrowed by, `item` makes the document
    of a member of it.
    """

    kind: str
    data: Any
    links: Links = tuple
    templates: Templates = tuple
    item: Callable[[Any], "Document"] | None = None
    item_schema: type[BaseModel] | None = None
    title: str | None = None
    updated_at: str | None = None
    caching: str = PUBLIC
    query: Mapping[str, str] = field(default_factory=dict)
    index: "Document | None" = None
    """What HAL and HTML show instead of this document: `/` is the course's greeting, and leads everywhere."""

    @property
    def is_collection(self) -> bool:
        """Say whether the data is a list of documents."""
        return self.item is not None
