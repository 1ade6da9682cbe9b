"""Listings, as they are written: whole or not at all, with an owner and a price that its currency can have."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.errors import Invalid, NotFound
from hytte.models import Base, Listing, User
from hytte.schemas.listings import ListingCreate, ListingUpdate
from hytte.schemas.users import UserCreate
from hytte.services import listings
from hytte.services.users import create_user
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

LISTINGS = Base.metadata.tables["listings"]
NOBODY = 4711
LOFT: dict[str, Any] = {
    "title": "Loft by the lakes",
    "description": "Quiet.\nNo pets.",
    "address": "Nørrebrogade 20, 2200 København N",
    "price": 700,
    "currency": "DKK",
    "latitude": 55.69,
    "longitude": 12.55,
    "room_type": "entire_home",
    "property_type": "Loft",
    "capacity": 4,
    "bedrooms": 2,
    "beds": 3,
    "bathrooms": 1.5,
    "amenities": ["Wi-Fi", "Sauna"],
    "minimum_nights": 2,
    "maximum_nights": 30,
    "neighbourhood": "Nørrebro",
    "city": "København",
    "licence": "AB 12",
}


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


@pytest.fixture
def ada(database: Database) -> int:
    """The id of Ada, who hosts."""
    new = UserCreate(username="Ada", email="ada@example.com")
    return database.transact_now(create_user, new).id


@pytest.fixture
def bo(database: Database) -> int:
    """The id of Bo, who travels, and may host one day."""
    new = UserCreate(username="Bo", email="bo@example.com")
    return database.transact_now(create_user, new).id


def new_listing(members: dict[str, Any]) -> ListingCreate:
    """Return a request body; its fractions are `Decimal` where a schema is strict."""
    return ListingCreate.model_validate(_exact(members))


def changes_of(members: dict[str, Any]) -> ListingUpdate:
    return ListingUpdate.model_validate(_exact(members))


def _exact(members: dict[str, Any]) -> dict[str, Any]:
    return {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in members.items()}


def create(database: Database, user_id: int | None, default_currency: str = "DKK", **members: Any) -> int:
    """Add a listing and return its id."""
    new = new_listing({"user_id": user_id, "address": "Nørrebrogade 20"} | members)
    return database.transact_now(listings.create_listing, new, default_currency).id


def update(database: Database, listing_id: int, **members: Any) -> None:
    database.transact_now(listings.update_listing, listing_id, changes_of(members))


def all_listings(database: Database) -> Sequence[Row[Any]]:
    return database.transact_now(lambda session: session.execute(select(LISTINGS).order_by(Listing.id)).all())


def only_listing(database: Database) -> Row[Any]:
    (listing,) = all_listings(database)
    return listing


def refusal(error: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    """Return which member is refused, and why."""
    (field,) = error.value.fields
    return field.pointer, field.code


def test_a_listing_is_stored_as_given(database: Database, ada: int) -> None:
    create(database, ada, **LOFT)
    row = only_listing(database)._mapping
    assert {name: row[name] for name in LOFT} == LOFT | {"price": 70_000}
    assert (row["user_id"], row["source"], row["source_id"]) == (ada, None, None)


def test_a_listing_without_details_has_defaults(database: Database, ada: int) -> None:
    create(database, ada)
    row = only_listing(database)._mapping
    given = {"id", "user_id", "address", "address_folded", "currency", "amenities", "minimum_nights"}
    given |= {"created_at", "updated_at"}
    assert {row[name] for name in row if name not in given} == {None}
    assert (row["currency"], row["amenities"], row["minimum_nights"]) == ("DKK", [], 1)


def test_a_listing_that_was_just_made_was_never_changed(database: Database, ada: int) -> None:
    create(database, ada)
    row = only_listing(database)
    assert row.updated_at == row.created_at


def test_a_listing_is_found_by_its_words(database: Database, ada: int) -> None:
    create(database, ada, address="Østergade 1, 8000 Århus C", city="Århus")
    row = only_listing(database)
    assert (row.address_folded, row.city_folded) == ("oestergade 1 8000 aarhus c", "aarhus")


def test_the_same_listing_twice_is_two_listings(database: Database, ada: int) -> None:
    assert create(database, ada, **LOFT) != create(database, ada, **LOFT)
    assert len(all_listings(database)) == 2


@pytest.mark.parametrize("user_id", [NOBODY, None])
def test_an_owner_must_be_a_user(database: Database, user_id: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, user_id)
    assert refusal(refused) == ("/user_id", "missing" if user_id is None else "no_such_user")


@pytest.mark.parametrize(
    ("currency", "price", "minor"),
    [("DKK", 450.5, 45_050), ("JPY", 12_000, 12_000), ("KWD", 1.234, 1_234), ("CLF", 0.0001, 1)],
)
def test_a_price_is_counted_in_its_currency(
    database: Database, ada: int, currency: str, price: float, minor: int
) -> None:
    create(database, ada, price=price, currency=currency)
    assert only_listing(database).price == minor


@pytest.mark.parametrize(("currency", "price"), [("DKK", 450.505), ("JPY", 0.5), ("KWD", 1.2345)])
def test_a_price_with_more_decimals_than_its_currency_is_refused(
    database: Database, ada: int, currency: str, price: float
) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, ada, price=price, currency=currency)
    assert refusal(refused) == ("/price", "price_decimals")
    assert all_listings(database) == []


def test_a_price_without_a_currency_is_in_the_servers(database: Database, ada: int) -> None:
    create(database, ada, default_currency="JPY", price=12_000)
    row = only_listing(database)
    assert (row.price, row.currency) == (12_000, "JPY")


@pytest.mark.parametrize(("given", "missing"), [("latitude", "/longitude"), ("longitude", "/latitude")])
def test_half_a_point_is_refused(database: Database, ada: int, given: str, missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, ada, **dict[str, Any]({given: 12}))
    assert refusal(refused) == (missing, "whole_point")


@pytest.mark.parametrize(("least", "most"), [(2, 1), (2**31 - 1, 1)])
def test_a_stay_that_is_longer_at_least_than_at_most_is_refused(
    database: Database, ada: int, least: int, most: int
) -> None:
    with pytest.raises(Invalid) as refused:
        create(database, ada, minimum_nights=least, maximum_nights=most)
    assert refusal(refused) == ("/maximum_nights", "nights_range")


def test_stays_may_all_have_the_same_length(database: Database, ada: int) -> None:
    create(database, ada, minimum_nights=7, maximum_nights=7)
    assert only_listing(database).maximum_nights == 7


def test_replacing_a_listing_resets_what_is_not_sent(database: Database, ada: int) -> None:
    listing_id = create(database, ada, **LOFT | {"currency": "EUR"})
    before = only_listing(database)
    database.transact_now(listings.replace_listing, listing_id, new_listing({"address": "Ågade 1"}), "DKK")
    row = only_listing(database)._mapping
    assert {name: row[name] for name in LOFT} == dict.fromkeys(LOFT) | {
        "address": "Ågade 1",
        "currency": "DKK",
        "amenities": [],
        "minimum_nights": 1,
    }
    assert (row["id"], row["created_at"]) == (before.id, before.created_at)


def test_replacing_a_listing_keeps_its_owner_when_none_is_named(database: Database, ada: int, bo: int) -> None:
    listing_id = create(database, bo)
    database.transact_now(listings.replace_listing, listing_id, new_listing({"address": "Ågade 1"}), "DKK")
    assert only_listing(database).user_id == bo


def test_replacing_a_listing_can_give_it_away(database: Database, ada: int, bo: int) -> None:
    listing_id = create(database, ada)
    new = new_listing({"address": "Ågade 1", "user_id": bo})
    database.transact_now(listings.replace_listing, listing_id, new, "DKK")
    assert only_listing(database).user_id == bo


@pytest.mark.parametrize("member", sorted(LOFT.keys() - {"currency"}))
def test_updating_a_listing_changes_what_is_sent_and_nothing_else(
    database: Database, ada: int, member: str
) -> None:
    value: Any = {
        "price": 800,
        "latitude": 55.7,
        "longitude": -12,
        "room_type": "hotel_room",
        "bathrooms": 2,
        "amenities": [],
    }.get(member, 5 if isinstance(LOFT[member], int) else "Åbo")
    listing_id = create(database, ada, **LOFT)
    update(database, listing_id, **{member: value})
    row = only_listing(database)._mapping
    expected = LOFT | {member: value}
    assert {name: row[name] for name in LOFT} == expected | {"price": expected["price"] * 100}


def test_nothing_sent_changes_nothing(database: Database, ada: int) -> None:
    listing_id = create(database, ada, **LOFT)
    before = only_listing(database)
    update(database, listing_id)
    assert only_listing(database) == before


def test_null_removes_what_is_optional(database: Database, ada: int) -> None:
    listing_id = create(database, ada, **LOFT)
    removed = LOFT.keys() - {"address", "currency"}
    update(database, listing_id, **dict.fromkeys(removed))
    row = only_listing(database)._mapping
    assert {name: row[name] for name in removed} == dict.fromkeys(removed) | {
        "amenities": [],
        "minimum_nights": 1,
    }


def test_what_is_removed_is_found_no_longer(database: Database, ada: int) -> None:
    listing_id = create(database, ada, **LOFT)
    update(database, listing_id, city=None, address="Ågade 1")
    row = only_listing(database)
    assert (row.city_folded, row.address_folded) == (None, "aagade 1")


def test_a_listing_can_be_given_away(database: Database, ada: int, bo: int) -> None:
    listing_id = create(database, ada)
    update(database, listing_id, user_id=bo)
    assert only_listing(database).user_id == bo


def test_a_listing_cannot_be_given_to_nobody(database: Database, ada: int) -> None:
    listing_id = create(database, ada)
    before = only_listing(database)
    with pytest.raises(Invalid) as refused:
        update(database, listing_id, user_id=NOBODY, title="Attic")
    assert refusal(refused) == ("/user_id", "no_such_user")
    assert only_listing(database) == before


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [(700, "JPY", 700), (700, "KWD", 700_000), (450.5, "EUR", 45_050), (450.5, "CLF", 4_505_000)],
)
def test_another_currency_leaves_the_number_of_the_price_as_it_is(
    database: Database, ada: int, price: float, currency: str, minor: int
) -> None:
    listing_id = create(database, ada, price=price, currency="DKK")
    update(database, listing_id, currency=currency)
    row = only_listing(database)
    assert (row.price, row.currency) == (minor, currency)


def test_another_currency_that_cannot_have_the_price_is_refused(database: Database, ada: int) -> None:
    listing_id = create(database, ada, price=450.5, currency="DKK")
    before = only_listing(database)
    with pytest.raises(Invalid) as refused:
        update(database, listing_id, currency="JPY", title="Attic")
    assert refusal(refused) == ("/price", "price_decimals")
    assert only_listing(database) == before


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"price": 800}, (80_000, "DKK")),
        ({"price": 800, "currency": "JPY"}, (800, "JPY")),
        ({"price": None, "currency": "JPY"}, (None, "JPY")),
        ({"price": None}, (None, "DKK")),
    ],
)
def test_a_new_price_is_read_in_the_currency_that_the_listing_then_has(
    database: Database, ada: int, changes: dict[str, Any], expected: tuple[int | None, str]
) -> None:
    listing_id = create(database, ada, price=450.5, currency="DKK")
    update(database, listing_id, **changes)
    row = only_listing(database)
    assert (row.price, row.currency) == expected


def test_a_currency_changes_where_there_is_no_price(database: Database, ada: int) -> None:
    listing_id = create(database, ada)
    update(database, listing_id, currency="JPY")
    row = only_listing(database)
    assert (row.price, row.currency) == (None, "JPY")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"latitude": None}, ("/latitude", "whole_point")),
        ({"longitude": None}, ("/longitude", "whole_point")),
        ({"minimum_nights": 31}, ("/maximum_nights", "nights_range")),
        ({"maximum_nights": 1}, ("/maximum_nights", "nights_range")),
    ],
)
def test_a_change_is_judged_with_what_is_stored(
    database: Database, ada: int, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    listing_id = create(database, ada, **LOFT)
    before = only_listing(database)
    with pytest.raises(Invalid) as refused:
        update(database, listing_id, title="Attic", **changes)
    assert refusal(refused) == expected
    assert only_listing(database) == before


def test_a_change_moves_the_time_of_the_last_update_only(database: Database, ada: int) -> None:
    listing_id = create(database, ada)
    before = only_listing(database)
    update(database, listing_id, title="Attic")
    row = only_listing(database)
    assert row.created_at == before.created_at
    assert row.updated_at > before.updated_at


def test_what_changes_nothing_is_no_update(database: Database, ada: int) -> None:
    listing_id = create(database, ada, **LOFT)
    before = only_listing(database)
    update(database, listing_id, user_id=ada, **LOFT)
    database.transact_now(listings.replace_listing, listing_id, new_listing(LOFT), "EUR")
    assert only_listing(database) == before


def test_a_deleted_listing_is_gone_and_the_others_stay(database: Database, ada: int) -> None:
    kept, deleted = create(database, ada), create(database, ada)
    database.transact_now(listings.delete_listing, deleted)
    assert only_listing(database).id == kept


def test_the_user_of_a_deleted_listing_stays(database: Database, ada: int) -> None:
    database.transact_now(listings.delete_listing, create(database, ada))
    assert database.transact_now(lambda session: session.scalars(select(User.id)).all()) == [ada]


def test_a_listing_that_is_not_there_cannot_be_changed(database: Database) -> None:
    for service, values in (
        (listings.replace_listing, (new_listing({"address": "Ågade 1"}), "DKK")),
        (listings.update_listing, (changes_of({"title": "Attic"}),)),
        (listings.delete_listing, ()),
        (listings.get_listing, ()),
    ):
        with pytest.raises(NotFound):
            database.transact_now(service, NOBODY, *values)


def test_the_id_of_a_deleted_listing_is_never_given_again(database: Database, ada: int) -> None:
    given = []
    for _ in range(3):
        given.append(create(database, ada))
        database.transact_now(listings.delete_listing, given[-1])
    assert given == sorted(set(given))


def insert_then_give_up(database: Database, *rows: dict[str, Any]) -> int:
    """Insert rows past the services, then roll back; return how many could be inserted."""

    class GivenUp(Exception):
        pass

    inserted = []

    def inserting(session: Session) -> None:
        for row in rows:
            session.execute(insert(LISTINGS), row)
            inserted.append(row)
        raise GivenUp

    with pytest.raises(GivenUp):
        database.transact_now(inserting)
    return len(inserted)


ROW: dict[str, Any] = LOFT | {"price": 70_000, "address_folded": "x"}
BARE: dict[str, Any] = {"address": "x", "address_folded": "x", "currency": "DKK"}
IMPORTED = {"source": "elsewhere", "source_id": "1"}


@pytest.mark.parametrize(
    "rows",
    [
        [ROW],
        [BARE],
        [ROW, ROW],
        [ROW | IMPORTED, ROW | IMPORTED | {"source": "another"}],
        [ROW | {"title": "a" * 255, "address": "a" * 300, "description": "a" * 10_000}],
        [ROW | {"latitude": -90, "longitude": 180, "bedrooms": 0, "beds": 0, "bathrooms": 0, "price": 1}],
    ],
)
def test_control_the_table_takes_rows_that_are_right(
    database: Database, ada: int, rows: list[dict[str, Any]]
) -> None:
    assert insert_then_give_up(database, *({"user_id": ada} | row for row in rows)) == len(rows)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"user_id": None}, "(?i)not.null"),
        ({"user_id": NOBODY}, "(?i)foreign key"),
        ({"price": -1}, "price_positive"),
        ({"price": 0}, "price_positive"),
        ({"currency": None}, "(?i)not.null"),
        ({"currency": "kr"}, "currency_code"),
        ({"currency": ""}, "currency_code"),
        ({"title": ""}, "title_length"),
        ({"title": "a" * 256}, "title_length|too long"),
        ({"address": None}, "(?i)not.null"),
        ({"address": ""}, "address_length"),
        ({"address": "a" * 301}, "address_length|too long"),
        ({"address_folded": None}, "(?i)not.null"),
        ({"description": "a" * 10_001}, "description_length"),
        ({"latitude": None}, "whole_point"),
        ({"longitude": None}, "whole_point"),
        ({"latitude": 90.01}, "latitude_range"),
        ({"latitude": -90.01}, "latitude_range"),
        ({"longitude": 180.01}, "longitude_range"),
        ({"longitude": -180.01}, "longitude_range"),
        ({"latitude": float("inf")}, "latitude_range"),
        ({"room_type": "castle"}, "room_type_known"),
        ({"room_type": ""}, "room_type_known"),
        ({"capacity": 0}, "capacity_positive"),
        ({"bedrooms": -1}, "rooms_not_negative"),
        ({"beds": -1}, "rooms_not_negative"),
        ({"bathrooms": -0.5}, "rooms_not_negative"),
        ({"bedrooms": -1, "beds": None, "bathrooms": None}, "rooms_not_negative"),
        ({"minimum_nights": 0}, "nights_range"),
        ({"minimum_nights": 0, "maximum_nights": None}, "nights_range"),
        ({"minimum_nights": None}, "(?i)not.null"),
        ({"minimum_nights": 31}, "nights_range"),
        ({"maximum_nights": 1}, "nights_range"),
        ({"source": "elsewhere"}, "source_has_id"),
        ({"source_id": "1"}, "source_has_id"),
        ({"created_at": None}, "(?i)not.null"),
    ],
)
def test_the_table_itself_refuses_what_must_not_be(
    database: Database, ada: int, change: dict[str, Any], why: str
) -> None:
    with pytest.raises((IntegrityError, DataError), match=why):
        insert_then_give_up(database, {"user_id": ada} | ROW | change)


def test_the_table_itself_refuses_the_same_imported_listing_twice(database: Database, ada: int) -> None:
    row = {"user_id": ada} | ROW | IMPORTED
    with pytest.raises(IntegrityError, match=r"uq_listings_source_source_id|listings.source, listings.source_id"):
        insert_then_give_up(database, row, row)
