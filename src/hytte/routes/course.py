"""The course's own paths, with its small schemas, exactly as its contract has them."""

from typing import Annotated, Any

from fastapi import Header, Path, Request, Response

from hytte.database import Transaction
from hytte.queries import course as queries
from hytte.queries.course import course_listing_document
from hytte.representations import course as documents
from hytte.representations.responses import changed, created, no_content, respond
from hytte.routes.conditions import require_state
from hytte.routes.dependencies import ListingId, UserId, database_of, settings_of
from hytte.routes.users import list_user_listings
from hytte.schemas.course import CourseListing, CourseListingUpdate
from hytte.schemas.users import UserCreate
from hytte.schemas.values import STORABLE
from hytte.services import course, listings, users

Words = Annotated[str, Path(max_length=1000, pattern=STORABLE, examples=["Ada"])]
UserAgent = Annotated[
    str | None,
    Header(alias="User-Agent", max_length=1000, pattern=r"^[\t -~\x80-\xff]*$", examples=["curl/8.14.1"]),
]


async def say_hello(request: Request) -> Response:
    """Greet the world; as HAL and as a page, this is the way to everything else."""
    return respond(request, documents.home())


async def say_hello_to(request: Request, name: Words) -> Response:
    """Greet somebody."""
    return respond(request, documents.text(f"Hello world {name}!"))


async def say_greeting_to(request: Request, name: Words, greeting: Words) -> Response:
    """Greet somebody in words of your own."""
    return respond(request, documents.text(f"{greeting} {name}"))


async def get_user_agent(request: Request, user_agent: UserAgent = None) -> Response:
    """Tell which program the request says that it comes from."""
    return respond(request, documents.user_agent(f"Your user agent is {user_agent}"))


async def create_course_user(request: Request, new: UserCreate) -> Response:
    """Add a user.

    An e-mail address that has an account, in any spelling, is refused with 409.
    """

    def create(session: Transaction) -> tuple[int, dict[str, Any]]:
        user = users.create_user(session, new)
        return user.id, {"email": user.email}

    user_id, document = await database_of(request).transact(create)
    face = documents.course_user({"id": user_id, "username": new.username})
    return created(request, documents.course_user(document), f"/user/{user_id}", resource=face)


async def get_course_user(request: Request, user_id: UserId) -> Response:
    """Return the public face of a user: never the e-mail."""
    return respond(
        request, documents.course_user(await queries.read_course_user(database_of(request).reader, user_id))
    )


async def create_course_listing(request: Request, new: CourseListing) -> Response:
    """Add a listing, and its user too when nobody has the e-mail.

    An e-mail that is known under another username is refused with 409. The price is in the server's currency.
    """
    currency = settings_of(request).currency

    def create(session: Transaction) -> tuple[int, dict[str, Any]]:
        listing = course.create_new_listing(session, new, currency)
        return listing.id, course_listing_document(listing)

    listing_id, document = await database_of(request).transact(create)
    return created(request, documents.course_listing(document, listing_id), f"/listing/{listing_id}")


async def get_course_listing(request: Request, listing_id: ListingId) -> Response:
    """Return a listing in the course's small form."""
    listing = await queries.read_course_listing(database_of(request).reader, listing_id)
    return respond(request, documents.course_listing(listing, listing_id))


async def replace_course_listing(request: Request, listing_id: ListingId, new: CourseListing) -> Response:
    """Replace the four members of the course's form, and no other."""

    def replace(session: Transaction) -> dict[str, Any]:
        require_state(request, lambda: course_listing_document(listings.get_listing(session, listing_id)))
        return course_listing_document(course.replace_listing(session, listing_id, new))

    return changed(request, documents.course_listing(await database_of(request).transact(replace), listing_id))


async def update_course_listing(
    request: Request, listing_id: ListingId, changes: CourseListingUpdate
) -> Response:
    """Change the members that are sent (a merge patch, RFC 7396).

    Another e-mail moves the listing to that user; another username alone renames its owner.
    """

    def update(session: Transaction) -> dict[str, Any]:
        require_state(request, lambda: course_listing_document(listings.get_listing(session, listing_id)))
        return course_listing_document(course.update_listing(session, listing_id, changes))

    return changed(request, documents.course_listing(await database_of(request).transact(update), listing_id))


async def delete_course_listing(request: Request, listing_id: ListingId) -> Response:
    """Remove a listing."""

    def delete(session: Transaction) -> None:
        require_state(request, lambda: course_listing_document(listings.get_listing(session, listing_id)))
        listings.delete_listing(session, listing_id)

    await database_of(request).transact(delete)
    return no_content()


async def get_course_listing_user(request: Request, listing_id: ListingId) -> Response:
    """Return the public face of the user who lets a listing."""
    return respond(
        request, documents.course_user(await queries.read_course_owner(database_of(request).reader, listing_id))
    )


async def list_course_user_listings(request: Request, user_id: UserId) -> Response:
    """Return a page of the listings of a user: the same as `/users/{user_id}/listings`."""
    return await list_user_listings(request, user_id)
