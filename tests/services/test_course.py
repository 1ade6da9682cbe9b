"""The course's listings: the body names the owner, who is found, made, renamed, or left."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.errors import Conflict, Invalid, NotFound
from hytte.models import Base, Listing, User
from hytte.schemas.course import CourseListing, CourseListingUpdate
from hytte.schemas.listings import ListingUpdate
from hytte.services import course
from hytte.services.listings import update_listing
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

USERS = Base.metadata.tables["users"]
LISTINGS = Base.metadata.tables["listings"]
NOBODY = 4711
ADA = {"username": "Ada", "email": "ada@example.com"}
BO = {"username": "Bo", "email": "bo@example.com"}
LOFT = {"address": "Nørrebrogade 20", "price": 700}


@pytest.fixture(scope="module", params=ENGINES)
def tables(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for the whole module: PostgreSQL takes longer to make one than all these tests together."""
    url = migrated(new_database_url(request.param, tmp_path_factory.mktemp("tables")))
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


def create(database: Database, default_currency: str = "DKK", **members: Any) -> Listing:
    new = CourseListing.model_validate(ADA | LOFT | members)
    return database.transact_now(course.create_new_listing, new, default_currency)


def update(database: Database, listing_id: int, **members: Any) -> Listing:
    changes = CourseListingUpdate.model_validate(members)
    return database.transact_now(course.update_listing, listing_id, changes)


def replace(database: Database, listing_id: int, **members: Any) -> Listing:
    new = CourseListing.model_validate(members)
    return database.transact_now(course.replace_listing, listing_id, new)


def stored(database: Database) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
    """Return all rows of both tables."""

    def reading(session: Session) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
        users = session.execute(select(USERS).order_by(User.id)).all()
        return users, session.execute(select(LISTINGS).order_by(Listing.id)).all()

    return database.transact_now(reading)


def people(database: Database) -> list[tuple[str, str]]:
    return [(user.username, user.email) for user in stored(database)[0]]


def owners(database: Database) -> list[str]:
    """Return the e-mail of each listing's owner."""
    users, listings = stored(database)
    emails = {user.id: user.email for user in users}
    return [emails[listing.user_id] for listing in listings]


def test_a_listing_of_somebody_new_makes_its_user(database: Database) -> None:
    listing = create(database)
    assert (listing.address, listing.price, listing.currency) == ("Nørrebrogade 20", 70_000, "DKK")
    assert people(database) == [("Ada", "ada@example.com")]
    assert owners(database) == ["ada@example.com"]


def test_a_second_listing_is_of_the_same_user(database: Database) -> None:
    create(database)
    create(database, email="ADA@Example.com")
    assert owners(database) == ["ada@example.com"] * 2


def test_the_same_listing_twice_is_two_listings(database: Database) -> None:
    assert create(database).id != create(database).id


def test_a_known_email_under_another_name_is_a_conflict_and_makes_nothing(database: Database) -> None:
    create(database)
    before = stored(database)
    with pytest.raises(Conflict):
        create(database, username="Bo")
    assert stored(database) == before


def test_the_price_is_in_the_servers_currency(database: Database) -> None:
    listing = create(database, "JPY", price=12_000)
    assert (listing.price, listing.currency) == (12_000, "JPY")


def test_a_price_that_the_servers_currency_cannot_have_makes_neither_listing_nor_user(database: Database) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, "JPY", price=Decimal("450.5"))
    assert [field.pointer for field in refused.value.fields] == ["/price"]
    assert stored(database) == ([], [])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("Nørrebrogade 20", 70_000)),
        ({"price": 800}, ("Nørrebrogade 20", 80_000)),
        ({"address": "Ågade 1"}, ("Ågade 1", 70_000)),
        ({"address": "Ågade 1", "price": Decimal("450.5")}, ("Ågade 1", 45_050)),
        (ADA | {"price": 800}, ("Nørrebrogade 20", 80_000)),
    ],
)
def test_a_patch_changes_what_is_sent(
    database: Database, changes: dict[str, Any], expected: tuple[str, int]
) -> None:
    listing = update(database, create(database).id, **changes)
    assert (listing.address, listing.price) == expected
    assert people(database) == [("Ada", "ada@example.com")]


def test_a_price_is_changed_in_the_currency_of_the_listing(database: Database) -> None:
    listing_id = create(database).id
    database.transact_now(update_listing, listing_id, ListingUpdate(currency="KWD"))
    assert update(database, listing_id, price=Decimal("1.234")).price == 1_234


def test_another_username_alone_renames_the_owner_of_all_their_listings(database: Database) -> None:
    first, _second = create(database), create(database)
    update(database, first.id, username="Ada Lovelace")
    assert people(database) == [("Ada Lovelace", "ada@example.com")]
    assert owners(database) == ["ada@example.com"] * 2


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.COM"])
def test_another_username_with_the_same_email_renames_the_owner(database: Database, email: str) -> None:
    update(database, create(database).id, username="Ada Lovelace", email=email)
    assert people(database) == [("Ada Lovelace", "ada@example.com")]


def test_a_known_email_with_its_username_moves_the_listing(database: Database) -> None:
    moved, _kept, _of_bo = create(database), create(database), create(database, **BO)
    update(database, moved.id, **BO)
    assert owners(database) == ["bo@example.com", "ada@example.com", "bo@example.com"]
    assert people(database) == [("Ada", "ada@example.com"), ("Bo", "bo@example.com")]


def test_an_unknown_email_with_a_username_moves_the_listing_to_somebody_new(database: Database) -> None:
    update(database, create(database).id, **BO)
    assert owners(database) == ["bo@example.com"]
    assert people(database) == [("Ada", "ada@example.com"), ("Bo", "bo@example.com")]


def test_an_unknown_email_alone_moves_the_listing_to_somebody_new_of_the_same_name(database: Database) -> None:
    update(database, create(database).id, email="ada@example.org")
    assert owners(database) == ["ada@example.org"]
    assert people(database) == [("Ada", "ada@example.com"), ("Ada", "ada@example.org")]


def test_the_document_of_a_moved_listing_has_its_new_owner(database: Database) -> None:
    assert update(database, create(database).id, **BO).user.username == "Bo"


def test_a_listing_of_an_imported_host_moves_to_whom_the_email_names(database: Database) -> None:
    def importing(session: Session) -> int:
        host = {"username": "Ada", "source": "elsewhere", "source_id": "1"}
        (user_id,) = session.execute(insert(USERS).returning(User.id), host).one()
        listing = {"user_id": user_id, "address": "Ågade 1", "address_folded": "aagade 1", "currency": "DKK"}
        (listing_id,) = session.execute(insert(LISTINGS).returning(Listing.id), listing).one()
        return int(listing_id)

    update(database, database.transact_now(importing), **BO)
    assert owners(database) == ["bo@example.com"]


@pytest.mark.parametrize("method", [update, replace])
def test_a_known_email_with_another_username_is_a_conflict_and_changes_nothing(
    database: Database, method: Any
) -> None:
    listing_id = create(database).id
    create(database, **BO)
    before = stored(database)
    with pytest.raises(Conflict):
        method(database, listing_id, username="Cy", email="bo@example.com", address="Ågade 1", price=1)
    assert stored(database) == before


def test_a_price_that_is_refused_changes_nothing(database: Database) -> None:
    listing_id = create(database).id
    before = stored(database)
    with pytest.raises(Invalid):
        update(database, listing_id, **BO, address="Ågade 1", price=Decimal("450.505"))
    assert stored(database) == before


def test_a_put_replaces_the_four_members_of_the_course(database: Database) -> None:
    listing = replace(database, create(database).id, **BO, address="Ågade 1", price=800)
    assert (listing.user.username, listing.address, listing.price) == ("Bo", "Ågade 1", 80_000)


def test_a_put_leaves_the_members_that_the_course_does_not_know(database: Database) -> None:
    listing_id = create(database).id
    details = {"title": "Loft", "capacity": 4, "amenities": ["Sauna"], "currency": "EUR", "minimum_nights": 3}
    database.transact_now(update_listing, listing_id, ListingUpdate.model_validate(details))
    replace(database, listing_id, **ADA, address="Ågade 1", price=800)
    row = stored(database)[1][0]._mapping
    assert {name: row[name] for name in details} == details


def test_a_put_with_another_username_renames_the_owner(database: Database) -> None:
    replace(database, create(database).id, **ADA | LOFT | {"username": "Ada Lovelace"})
    assert people(database) == [("Ada Lovelace", "ada@example.com")]


def test_what_changes_nothing_is_no_update(database: Database) -> None:
    listing_id = create(database).id
    before = stored(database)
    update(database, listing_id, **ADA)
    replace(database, listing_id, **ADA | LOFT)
    assert stored(database) == before


@pytest.mark.parametrize("method", [update, replace])
def test_a_listing_that_is_not_there_cannot_be_changed_and_makes_no_user(database: Database, method: Any) -> None:
    with pytest.raises(NotFound):
        method(database, NOBODY, **ADA | LOFT)
    assert people(database) == []
