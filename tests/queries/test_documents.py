"""Documents: the one of a write is the one of the read after it, to the letter, and shows what is public."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.database.reader import Reader
from hytte.errors import NotFound
from hytte.models import Base, Listing, User
from hytte.queries import course as course_queries
from hytte.queries.course import course_listing_document
from hytte.queries.listings import listing_document, read_listing
from hytte.queries.search import list_listings
from hytte.queries.users import list_users, read_user, user_document
from hytte.representations import json
from hytte.schemas.course import CourseListing, CourseListingUpdate
from hytte.schemas.listings import ListingCreate, ListingFilter, ListingRead, ListingUpdate
from hytte.schemas.users import UserCreate, UserRead, UserUpdate
from hytte.services import course, listings, users
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

T = TypeVar("T")

ADA = UserCreate(username="Søren Ålbæk", email="ada@example.com")
LOFT = """
    "title": "Loft by the lakes", "description": "Quiet.\\nNo pets.",
    "address": "Nørrebrogade 20, 2200 København N", "price": 450.5, "currency": "DKK", "latitude": 55.687654321,
    "longitude": 12.555, "room_type": "entire_home", "property_type": "Loft", "capacity": 4, "bedrooms": 2,
    "beds": 3, "bathrooms": 1.5, "amenities": ["Wi-Fi", "Host’s \\"bikes\\"", "🛁"], "minimum_nights": 2,
    "maximum_nights": 30, "neighbourhood": "Nørrebro", "city": "København", "licence": "AB 12"
"""
BODIES = [
    f"{{{LOFT}}}",
    '{"address": "Ågade 1"}',
    '{"address": "x", "price": 12000, "currency": "JPY"}',
    '{"address": "x", "price": 1.234, "currency": "KWD"}',
    '{"address": "x", "price": 0.01}',
    '{"address": "x", "price": 999999.99}',
    '{"address": "x", "latitude": 0, "longitude": 0}',
    '{"address": "x", "latitude": -90, "longitude": 180.0}',
    '{"address": "x", "latitude": 55.6849999999999999, "longitude": 12.125}',
    '{"address": "x", "latitude": -0.001, "longitude": 0.005}',
    '{"address": "x", "latitude": -0.0, "longitude": -0.0}',
    '{"address": "x", "bathrooms": 0}',
    '{"address": "x", "bathrooms": 2}',
    '{"address": "x", "bathrooms": -0.0}',
    '{"address": "x", "bathrooms": 1e-300}',
    '{"address": "x", "description": "", "licence": ""}',
    '{"address": "A\u030arhus\\r\\n\u2028 \\u007f", "amenities": ["\\\\", "</script>", "\\t"]}',
]


@pytest.fixture(scope="module", params=ENGINES)
def tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for the whole module: PostgreSQL takes longer to make one than all these tests together."""
    url = migrated(new_database_url(request.param, tmp_path_factory.mktemp("documents")))
    with Database(Settings(database_url=url)) as opened:
        yield opened


@pytest.fixture
def database(tables: Database) -> Database:
    """The module's database without a row."""

    def emptying(session: Session) -> None:
        session.execute(delete(Listing))
        session.execute(delete(User))

    tables.transact_now(emptying)
    return tables


@pytest.fixture
def ada(database: Database) -> int:
    """The id of Ada, who hosts, under a name with Danish letters."""
    return database.transact_now(users.create_user, ADA).id


def read(database: Database, use: Callable[[Reader], Awaitable[T]]) -> T:
    """Open the database a second time, as a server does, and use its reader."""
    url = database.engine.url.set(drivername=database.engine.dialect.name).render_as_string(hide_password=False)

    async def reading() -> T:
        async with Database(Settings(database_url=url)) as opened:
            return await use(opened.reader)

    return asyncio.run(reading())


def body(text: str, **members: Any) -> dict[str, Any]:
    """Return the members of a request's content, as a server reads them."""
    value: dict[str, Any] = json.read(text.encode())
    return value | members


def post(database: Database, user_id: int, text: str) -> dict[str, Any]:
    """Add a listing and return its document."""
    new = ListingCreate.model_validate(body(text, user_id=user_id))
    return database.transact_now(
        lambda session: listing_document(listings.create_listing(session, new, default_currency="DKK"))
    )


@pytest.mark.parametrize("text", BODIES)
def test_a_new_listing_is_shown_as_it_is_read(database: Database, ada: int, text: str) -> None:
    written = post(database, ada, text)
    assert json.write(read(database, lambda reader: read_listing(reader, written["id"]))) == json.write(written)


@pytest.mark.parametrize("text", ["{}", '{"price": null, "amenities": null}', *BODIES])
def test_a_changed_listing_is_shown_as_it_is_read(database: Database, ada: int, text: str) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]
    changes = ListingUpdate.model_validate(body(text))
    written = database.transact_now(
        lambda session: listing_document(listings.update_listing(session, listing_id, changes))
    )
    assert json.write(read(database, lambda reader: read_listing(reader, listing_id))) == json.write(written)


def test_a_replaced_listing_is_shown_as_it_is_read(database: Database, ada: int) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]
    new = ListingCreate.model_validate(body(BODIES[1]))
    written = database.transact_now(
        lambda session: listing_document(listings.replace_listing(session, listing_id, new, "DKK"))
    )
    assert json.write(read(database, lambda reader: read_listing(reader, listing_id))) == json.write(written)


def test_a_listing_that_was_given_away_is_shown_with_its_new_owner(database: Database, ada: int) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]
    bo = database.transact_now(users.create_user, UserCreate(username="Bo", email="bo@example.com")).id
    written = database.transact_now(
        lambda session: listing_document(
            listings.update_listing(session, listing_id, ListingUpdate.model_validate({"user_id": bo}))
        )
    )
    assert (written["user_id"], written["username"]) == (bo, "Bo")
    assert json.write(read(database, lambda reader: read_listing(reader, listing_id))) == json.write(written)


def test_a_listing_is_shown_alike_alone_and_in_the_collection(database: Database, ada: int) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]
    alone = read(database, lambda reader: read_listing(reader, listing_id))
    page = read(database, lambda reader: list_listings(reader, ListingFilter(), "DKK"))
    assert json.write(page.items) == json.write([alone])


def test_a_listing_shows_what_was_sent(database: Database, ada: int) -> None:
    shown = post(database, ada, BODIES[0])
    sent = body(BODIES[0])
    assert {name: shown[name] for name in sent} == sent | {"latitude": 55.69, "longitude": 12.55, "price": 450.5}
    assert (shown["user_id"], shown["username"]) == (ada, "Søren Ålbæk")


@pytest.mark.parametrize("text", BODIES[:4])
def test_a_listing_has_the_members_and_types_that_are_promised(database: Database, ada: int, text: str) -> None:
    shown = post(database, ada, text)
    assert list(shown) == list(ListingRead.model_fields)
    ListingRead.model_validate(json.read(json.write(shown)), strict=True)


def test_a_new_user_is_shown_as_read(database: Database) -> None:
    written = database.transact_now(lambda session: user_document(users.create_user(session, ADA)))
    assert json.write(read(database, lambda reader: read_user(reader, written["id"]))) == json.write(written)


@pytest.mark.parametrize("changes", ['{"username": "Åse"}', '{"email": "aase@example.com"}', "{}"])
def test_a_changed_user_is_shown_as_read(database: Database, ada: int, changes: str) -> None:
    update = UserUpdate.model_validate(body(changes))
    written = database.transact_now(lambda session: user_document(users.update_user(session, ada, update)))
    assert json.write(read(database, lambda reader: read_user(reader, ada))) == json.write(written)


def test_a_replaced_user_is_shown_as_read(database: Database, ada: int) -> None:
    bo = UserCreate(username="Bo", email="bo@example.com")
    written = database.transact_now(lambda session: user_document(users.replace_user(session, ada, bo)))
    assert json.write(read(database, lambda reader: read_user(reader, ada))) == json.write(written)


def test_a_user_is_shown_alike_alone_and_in_the_collection(database: Database, ada: int) -> None:
    alone = read(database, lambda reader: read_user(reader, ada))
    page = read(database, lambda reader: list_users(reader, 20, None))
    assert json.write(page.items) == json.write([alone])


def test_a_user_has_the_members_and_types_that_are_promised(database: Database, ada: int) -> None:
    shown = read(database, lambda reader: read_user(reader, ada))
    assert list(shown) == list(UserRead.model_fields)
    UserRead.model_validate(json.read(json.write(shown)), strict=True)


COURSE = CourseListing.model_validate(
    body('{"username": "Ada", "email": "ada@example.com", "address": "Ågade 1", "price": 450.5}')
)


def test_a_listing_of_the_course_is_shown_as_it_is_read(database: Database) -> None:
    def adding(session: Session) -> tuple[int, dict[str, Any]]:
        listing = course.create_new_listing(session, COURSE, "DKK")
        return listing.id, course_listing_document(listing)

    listing_id, written = database.transact_now(adding)
    assert written == {"username": "Ada", "address": "Ågade 1", "price": 450.5}
    shown = read(database, lambda reader: course_queries.read_course_listing(reader, listing_id))
    assert json.write(shown) == json.write(written)


def test_a_renamed_owner_is_shown_as_read(database: Database) -> None:
    listing_id = database.transact_now(course.create_new_listing, COURSE, "DKK").id
    changes = CourseListingUpdate.model_validate({"username": "Åse"})
    written = database.transact_now(
        lambda session: course_listing_document(course.update_listing(session, listing_id, changes))
    )
    assert written["username"] == "Åse"
    shown = read(database, lambda reader: course_queries.read_course_listing(reader, listing_id))
    assert json.write(shown) == json.write(written)


IMPORTED = {"source": "elsewhere", "source_id": "1382677918676502519"}


def import_listing(database: Database, user_id: int) -> int:
    """Store a listing as an import does, which blurred its point already."""
    row = {"user_id": user_id, "address": "x", "address_folded": "x", "currency": "DKK"} | IMPORTED
    point = {"latitude": 55.680123456789012, "longitude": 12.100000000000001}

    def importing(session: Session) -> int:
        (listing_id,) = session.execute(
            insert(Base.metadata.tables["listings"]).returning(Listing.id), row | point
        ).one()
        return int(listing_id)

    return database.transact_now(importing)


def test_the_point_of_a_home_is_public_to_two_decimals(database: Database, ada: int) -> None:
    listing_id = post(database, ada, '{"address": "x", "latitude": 55.687654, "longitude": -12.551}')["id"]
    shown = read(database, lambda reader: read_listing(reader, listing_id))
    assert (shown["latitude"], shown["longitude"]) == (55.69, -12.55)


def test_the_point_of_an_imported_home_stays_as_its_source_blurred_it(database: Database, ada: int) -> None:
    listing_id = import_listing(database, ada)
    shown = read(database, lambda reader: read_listing(reader, listing_id))
    assert (shown["latitude"], shown["longitude"]) == (55.680123456789012, 12.100000000000001)


def test_an_imported_home_says_where_it_comes_from(database: Database, ada: int) -> None:
    listing_id = import_listing(database, ada)
    shown = read(database, lambda reader: read_listing(reader, listing_id))
    assert {name: shown[name] for name in IMPORTED} == IMPORTED


def test_a_changed_imported_home_is_shown_as_it_is_read(database: Database, ada: int) -> None:
    listing_id = import_listing(database, ada)
    changes = ListingUpdate.model_validate(body('{"title": "Attic"}'))
    written = database.transact_now(
        lambda session: listing_document(listings.update_listing(session, listing_id, changes))
    )
    assert json.write(read(database, lambda reader: read_listing(reader, listing_id))) == json.write(written)


def test_no_document_has_an_email(database: Database, ada: int) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]

    async def reading(reader: Reader) -> list[Any]:
        return [
            await read_user(reader, ada),
            (await list_users(reader, 20, None)).items,
            await read_listing(reader, listing_id),
            (await list_listings(reader, ListingFilter(), "DKK")).items,
            (await list_listings(reader, ListingFilter(), "DKK", user_id=ada)).items,
            await course_queries.read_course_user(reader, ada),
            await course_queries.read_course_listing(reader, listing_id),
            await course_queries.read_course_owner(reader, listing_id),
        ]

    def writing(session: Session) -> list[Any]:
        listing = listings.get_listing(session, listing_id)
        return [user_document(listing.user), listing_document(listing), course_listing_document(listing)]

    documents = read(database, reading) + database.transact_now(writing)
    assert all(documents)
    assert [
        document for document in documents if b"@" in json.write(document) or b"mail" in json.write(document)
    ] == []


def test_the_course_shows_the_id_and_the_name_of_a_user(database: Database, ada: int) -> None:
    listing_id = post(database, ada, BODIES[0])["id"]
    face = {"id": ada, "username": "Søren Ålbæk"}
    assert read(database, lambda reader: course_queries.read_course_user(reader, ada)) == face
    assert read(database, lambda reader: course_queries.read_course_owner(reader, listing_id)) == face


@pytest.mark.parametrize(
    "query",
    [
        read_user,
        read_listing,
        course_queries.read_course_user,
        course_queries.read_course_listing,
        course_queries.read_course_owner,
    ],
)
def test_what_is_not_there_is_not_found(
    database: Database, query: Callable[[Reader, int], Awaitable[Any]]
) -> None:
    with pytest.raises(NotFound):
        read(database, lambda reader: query(reader, 4711))
