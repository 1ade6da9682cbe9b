"""The course's small documents; `/` leads everywhere."""

from typing import Any

from hytte.representations.documents import LASTING, UNCACHED, Document, Link, Template
from hytte.representations.listings import SEARCH
from hytte.schemas.listings import ListingCreate
from hytte.schemas.users import UserCreate

_WAYS_ON = (
    Link("self", "/", "Home"),
    Link("search", SEARCH, "Search for listings", templated=True),
    Link("collection", "/listings", "Listings", name="listings"),
    Link("collection", "/users", "Users", name="users"),
    Link("service-desc", "/openapi.json", "The description of the API (OpenAPI)"),
    Link("service-doc", "/docs", "The API, to read and to try"),
)


def home() -> Document:
    """Return the course's greeting; as HAL and HTML it is the way to everything."""
    index = Document(
        kind="home",
        data={"title": "hytte"},
        title="hytte",
        links=lambda: _WAYS_ON,
        templates=lambda: (
            Template("create-user", "Add a user", "POST", "/users", UserCreate),
            Template("create-listing", "Let a home", "POST", "/listings", ListingCreate),
        ),
    )
    return Document("greeting", "Hello world", links=lambda: _WAYS_ON, caching=LASTING, index=index)


def text(words: str) -> Document:
    """Return a greeting."""
    return Document("greeting", words, links=lambda: (Link("up", "/", "Home"),))


def user_agent(words: str) -> Document:
    """Return what a request says of its program: for it alone, as no cache knows what it depends on."""
    return Document("greeting", words, links=lambda: (Link("up", "/", "Home"),), caching=UNCACHED)


def course_user(data: dict[str, Any]) -> Document:
    """Return the course's document of a user."""
    return Document(
        "course-user",
        data,
        links=lambda: (Link("up", "/", "Home"), Link("collection", "/users", "All users")),
        title=data.get("username"),
    )


def course_listing(data: dict[str, Any], listing_id: int) -> Document:
    """Return the course's document of a listing."""
    path = f"/listing/{listing_id}"
    return Document(
        "course-listing",
        data,
        title=data["address"],
        links=lambda: (
            Link("self", path),
            Link("author", f"{path}/user", data["username"]),
            Link("collection", "/listings", "All listings"),
            Link("edit", path),
            Link("alternate", f"/listings/{listing_id}", "The whole listing"),
        ),
    )
