"""Listings as documents: where they lead, and what may be done with them now."""

from collections.abc import Mapping, Sequence
from typing import Any

from hytte.queries.pages import Page
from hytte.representations.documents import Document, Link, Template
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingRead, ListingUpdate

SEARCH = "/listings{?" + ",".join(ListingFilter.model_fields) + "}"
COLLECTION = Link("collection", "/listings", "All listings")

_BLURRED = frozenset({"latitude", "longitude"})
"""What everybody sees of a position is not what is stored, so a form must not begin with it and send it back."""


def listing(data: dict[str, Any]) -> Document:
    """Return the document of a listing."""
    path = f"/listings/{data['id']}"
    return Document(
        kind="listing",
        data=data,
        title=data["title"] or data["address"],
        links=lambda: (
            Link("self", path),
            COLLECTION,
            Link("author", f"/users/{data['user_id']}", data["username"]),
            Link("edit", path),
        ),
        templates=lambda: (
            Template("edit", "Change the listing", "PATCH", path, ListingUpdate, data, _BLURRED),
            Template("delete", "Delete the listing", "DELETE", path),
        ),
        updated_at=data["updated_at"],
    )


def listings(page: Page, paging: Sequence[Link], query: Mapping[str, str], *, up: Link | None = None) -> Document:
    """Return the document of a page of listings; `paging` are its links to itself and other pages."""
    links = (
        *paging,
        Link("search", SEARCH, "Search for listings", templated=True),
        *((up,) if up is not None else ()),
    )
    return Document(
        kind="listings",
        data=page.items,
        title="Listings",
        links=lambda: links,
        templates=lambda: (Template("create", "Let a home", "POST", "/listings", ListingCreate),),
        item=listing,
        item_schema=ListingRead,
        query=query,
    )
