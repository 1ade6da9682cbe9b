"""Users, as they are written: one account for an e-mail, no listing without its user."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from hytte.database import Database
from hytte.errors import Conflict, NotFound
from hytte.models import Base, Listing, User
from hytte.schemas.listings import ListingCreate
from hytte.schemas.users import UserCreate, UserUpdate
from hytte.services import users
from hytte.services.listings import create_listing
from hytte.settings import Settings
from tests.conftest import ENGINES, migrated, new_database_url

ADA = UserCreate(username="Ada", email="ada@example.com")
BO = UserCreate(username="Bo", email="bo@example.com")
USERS = Base.metadata.tables["users"]
NOBODY = 4711


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


def all_users(database: Database) -> Sequence[Row[Any]]:
    return database.transact_now(lambda session: session.execute(select(USERS).order_by(User.id)).all())


def only_user(database: Database) -> Row[Any]:
    (user,) = all_users(database)
    return user


def test_a_user_is_stored_as_given(database: Database) -> None:
    database.transact_now(users.create_user, UserCreate(username="Søren Ålbæk", email="Soeren@Example.com"))
    user = only_user(database)
    assert (user.username, user.email, user.email_key) == (
        "Søren Ålbæk",
        "Soeren@example.com",
        "soeren@example.com",
    )
    assert (user.source, user.source_id) == (None, None)


def test_a_user_who_was_just_made_was_never_changed(database: Database) -> None:
    user = database.transact_now(users.create_user, ADA)
    assert user.updated_at == user.created_at


def test_two_users_may_have_the_same_name(database: Database) -> None:
    for email in ("ada@example.com", "ada@example.org"):
        database.transact_now(users.create_user, UserCreate(username="Ada", email=email))
    assert [user.username for user in all_users(database)] == ["Ada", "Ada"]


@pytest.mark.parametrize(
    ("email", "spelling"),
    [
        ("karen@example.com", "KAREN@EXAMPLE.COM"),
        ("karen@example.com", "\u212aaren@example.com"),
        ("ålbæk@example.com", "A\u030aLBÆK@example.com"),
        ("karen@ålbæk.dk", "karen@" + "ålbæk".encode("idna").decode() + ".dk"),
    ],
)
def test_an_email_is_one_account_in_all_its_spellings(database: Database, email: str, spelling: str) -> None:
    database.transact_now(users.create_user, UserCreate(username="Karen", email=email))
    with pytest.raises(Conflict) as refused:
        database.transact_now(users.create_user, UserCreate(username="Bo", email=spelling))
    assert [(field.pointer, field.code) for field in refused.value.fields] == [("/email", "email_taken")]
    assert only_user(database).username == "Karen"


def test_an_email_that_only_looks_alike_is_another_account(database: Database) -> None:
    for email in ("bi@example.com", "b\u0131@example.com"):
        database.transact_now(users.create_user, UserCreate(username="Bo", email=email))
    assert len(all_users(database)) == 2


def test_replacing_a_user_changes_name_and_email(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.replace_user, ada.id, UserCreate(username="Åse", email="ÅSE@example.com"))
    user = only_user(database)
    assert (user.id, user.username, user.email, user.email_key) == (
        ada.id,
        "Åse",
        "ÅSE@example.com",
        "åse@example.com",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("Ada", "ada@example.com")),
        ({"username": "Åse"}, ("Åse", "ada@example.com")),
        ({"email": "aase@example.com"}, ("Ada", "aase@example.com")),
        ({"username": "Åse", "email": "aase@example.com"}, ("Åse", "aase@example.com")),
    ],
)
def test_updating_a_user_changes_what_is_sent(
    database: Database, changes: dict[str, str], expected: tuple[str, str]
) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.update_user, ada.id, UserUpdate.model_validate(changes))
    user = only_user(database)
    assert (user.username, user.email, user.email_key) == (*expected, expected[1])


def test_an_own_email_can_be_spelt_anew(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.update_user, ada.id, UserUpdate(email="Ada@example.com"))
    assert only_user(database).email == "Ada@example.com"


def test_an_email_of_somebody_else_cannot_be_taken(database: Database) -> None:
    database.transact_now(users.create_user, ADA)
    bo = database.transact_now(users.create_user, BO)
    before = all_users(database)
    with pytest.raises(Conflict):
        database.transact_now(users.update_user, bo.id, UserUpdate(username="Ada", email="ADA@example.com"))
    with pytest.raises(Conflict):
        database.transact_now(users.replace_user, bo.id, ADA)
    assert all_users(database) == before


def test_an_email_that_was_given_up_is_free(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.update_user, ada.id, UserUpdate(email="lovelace@example.com"))
    assert database.transact_now(users.create_user, ADA).id != ada.id


def test_a_change_moves_the_time_of_the_last_update_only(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.update_user, ada.id, UserUpdate(username="Åse"))
    user = only_user(database)
    assert user.created_at == ada.created_at
    assert user.updated_at > ada.updated_at


def test_what_changes_nothing_is_no_update(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.update_user, ada.id, UserUpdate(username="Ada"))
    database.transact_now(users.replace_user, ada.id, ADA)
    assert only_user(database).updated_at == ada.updated_at


def test_a_deleted_user_is_gone_and_the_others_stay(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    database.transact_now(users.create_user, BO)
    database.transact_now(users.delete_user, ada.id)
    assert only_user(database).username == "Bo"


def test_a_user_with_listings_is_not_deleted_and_neither_are_the_listings(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    loft = ListingCreate.model_validate({"user_id": ada.id, "address": "Nørrebrogade 20"})
    database.transact_now(create_listing, loft, "DKK")
    with pytest.raises(Conflict):
        database.transact_now(users.delete_user, ada.id)
    owners = database.transact_now(lambda session: session.scalars(select(Listing.user_id)).all())
    assert (only_user(database).username, owners) == ("Ada", [ada.id])


def test_a_user_who_is_not_there_cannot_be_changed(database: Database) -> None:
    for service, values in (
        (users.replace_user, (BO,)),
        (users.update_user, (UserUpdate(username="Bo"),)),
        (users.delete_user, ()),
    ):
        with pytest.raises(NotFound):
            database.transact_now(service, NOBODY, *values)


def test_the_id_of_a_deleted_user_is_never_given_again(database: Database) -> None:
    given = []
    for _ in range(3):
        ada = database.transact_now(users.create_user, ADA)
        given.append(ada.id)
        database.transact_now(users.delete_user, ada.id)
    assert given == sorted(set(given))


def test_a_known_email_finds_its_user_in_every_spelling(database: Database) -> None:
    ada = database.transact_now(users.create_user, ADA)
    found = database.transact_now(users.find_or_create_user, "Ada", "ADA@EXAMPLE.COM")
    assert found.id == ada.id


def test_an_unknown_email_makes_a_user(database: Database) -> None:
    database.transact_now(users.find_or_create_user, "Ada", "ada@example.com")
    assert only_user(database).username == "Ada"


def test_a_known_email_under_another_name_is_a_conflict(database: Database) -> None:
    database.transact_now(users.create_user, ADA)
    with pytest.raises(Conflict) as refused:
        database.transact_now(users.find_or_create_user, "Bo", "ada@example.com")
    assert [(field.pointer, field.code) for field in refused.value.fields] == [("/username", "other_username")]


# SQLite has one writer: there, nothing happens between its look and its insert.
@pytest.mark.parametrize("tables", ["postgresql"], indirect=True)
def test_a_user_whom_another_request_makes_meanwhile_is_found(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = users._find_by_email
    others = [ADA]

    def looking(session: Session, email: str) -> User | None:
        found = look(session, email)
        if others:
            database.transact_now(users.create_user, others.pop())
        return found

    monkeypatch.setattr(users, "_find_by_email", looking)
    found = database.transact_now(users.find_or_create_user, "Ada", "ada@example.com")
    assert found.id == only_user(database).id


ROW = {"username": "Ada", "email": "ada@example.com", "email_key": "ada@example.com"}
HOST = {"username": "Ada", "source": "elsewhere", "source_id": "1"}


def insert_then_give_up(database: Database, *rows: dict[str, Any]) -> int:
    """Insert rows past the services, then roll back; return how many there were."""

    class GivenUp(Exception):
        pass

    counts = []

    def inserting(session: Session) -> None:
        for row in rows:
            session.execute(insert(USERS), row)
        counts.append(len(session.execute(select(User.id)).all()))
        raise GivenUp

    with pytest.raises(GivenUp):
        database.transact_now(inserting)
    return counts[0]


@pytest.mark.parametrize(
    "rows",
    [
        [ROW],
        [HOST],
        [ROW | HOST],
        [HOST, HOST | {"source": "another"}],
        [{"username": "Ada"}, {"username": "Ada"}],
    ],
)
def test_control_the_table_takes_rows_that_are_right(database: Database, rows: list[dict[str, Any]]) -> None:
    assert insert_then_give_up(database, *rows) == len(rows)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([ROW | {"username": ""}], "ck_users_username_length"),
        ([ROW | {"username": "a" * 256}], "ck_users_username_length|too long"),
        ([ROW | {"username": None}], "(?i)not.null"),
        ([ROW | {"email_key": None}], "ck_users_email_has_key"),
        ([ROW | {"email": None}], "ck_users_email_has_key"),
        ([ROW | {"source": "elsewhere"}], "ck_users_source_has_id"),
        ([ROW | {"source_id": "1"}], "ck_users_source_has_id"),
        ([ROW | {"created_at": None}], "(?i)not.null"),
        ([ROW, ROW | {"email": "Ada@example.com"}], "uq_users_email_key|users.email_key"),
        ([HOST, HOST | {"username": "Bo"}], "uq_users_source_source_id|users.source, users.source_id"),
    ],
)
def test_the_table_itself_refuses_what_must_not_be(
    database: Database, rows: list[dict[str, Any]], why: str
) -> None:
    with pytest.raises((IntegrityError, DataError), match=why):
        insert_then_give_up(database, *rows)
