"""Users as documents: where they lead, and what may be done with them now."""

from collections.abc import Sequence
from typing import Any

from hytte.queries.pages import Page
from hytte.representations.documents import Document, Link, Template
from hytte.schemas.listings import ListingCreate
from hytte.schemas.users import UserCreate, UserRead, UserUpdate

COLLECTION = Link("collection", "/users", "All users")


def user(data: dict[str, Any], *, is_used: bool = True) -> Document:
    """Return the document of a user; one who has listings (`is_used`) cannot be deleted."""
    path = f"/users/{data['id']}"
    # The e-mail is nobody's to see: a form for it begins empty.
    shown = {"username": data["username"]}
    return Document(
        kind="user",
        data=data,
        title=data["username"],
        links=lambda: (
            Link("self", path),
            COLLECTION,
            Link("item", f"{path}/listings", "Listings", name="listings"),
            Link("edit", path),
        ),
        templates=lambda: (
            Template("edit", "Change the user", "PATCH", path, UserUpdate, shown),
            Template("replace", "Replace the user", "PUT", path, UserCreate, shown),
            *(() if is_used else (Template("delete", "Delete the user", "DELETE", path),)),
            Template("create-listing", "Let a home", "POST", "/listings", ListingCreate, {"user_id": data["id"]}),
        ),
        updated_at=data["updated_at"],
    )


def users(page: Page, paging: Sequence[Link]) -> Document:
    """Return the document of a page of users; `paging` are its links to itself and other pages."""
    return Document(
        kind="users",
        data=page.items,
        title="Users",
        links=lambda: paging,
        templates=lambda: (Template("create", "Add a user", "POST", "/users", UserCreate),),
        item=user,
        item_schema=UserRead,
    )
