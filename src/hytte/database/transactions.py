"""One use case, one transaction: run it whole, again when the database says so, and only then answer."""

import logging
import math
import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as CheckoutTimeout
from sqlalchemy.orm import Session

from hytte.errors import Unavailable

T = TypeVar("T")

log = logging.getLogger(__name__)

ATTEMPTS = 5
_RETRIED_SQLSTATES = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: the transaction did nothing, and may succeed when it runs again."""


def run(engine: Engine, use_case: Callable[[Session], T], *, deadline: float = math.inf) -> T:
    """Run `use_case(session)` in a transaction and commit; the only place where hytte commits.

    The answer may be sent once this returns: FastAPI's own `yield` dependencies commit *after* the client
    has its 201. Serialization failures, deadlocks and a busy SQLite are tried again as a whole, at most
    five times with jitter, and not after `deadline` (of `time.monotonic`). Raises `Unavailable` when that
    does not help or the database is out of reach.
    """
    for attempt in range(1, ATTEMPTS + 1):
        if time.monotonic() > deadline:
            raise Unavailable("The database is busy; try again.")
        try:
            with Session(engine, expire_on_commit=False) as session, session.begin():
                return use_case(session)
        except CheckoutTimeout as error:
            raise Unavailable("All connections to the database are in use; try again.") from error
        except DBAPIError as error:
            if not is_transient(error):
                raise
            if not is_worth_retrying(error) or attempt == ATTEMPTS:
                raise unavailable(error.orig) from error
            # Jitter, so that those who collided do not collide again.
            time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
    raise AssertionError("unreachable")


def unavailable(cause: BaseException | None) -> Unavailable:
    """Return the error for a database that cannot be used now; its log, or who runs a command, is told why."""
    why = " ".join(str(cause).split()).removesuffix(".") or type(cause).__name__
    log.warning("The database cannot be used: %s.", why)
    return Unavailable("The database cannot be used now; try again.")


def is_worth_retrying(error: DBAPIError) -> bool:
    """Say whether the same transaction may succeed when it is run again now."""
    return sqlstate(error) in _RETRIED_SQLSTATES or "database is locked" in str(error.orig)


def is_transient(error: DBAPIError) -> bool:
    """Say whether the error is of the database's state (gone, slow, busy, full), not of the statement."""
    state = sqlstate(error)
    if state is None:
        # SQLite: locked, full, unreadable; a malformed file is a plain DatabaseError.
        return type(error) in {OperationalError, DatabaseError}
    # Classes of SQLSTATE: 08 connection, 40 rollback, 53 resources, 55 lock, 57 operator, 58 system; and a
    # database that is read-only for now (25006), or that ended an idle or long transaction (25P03, 25P04).
    is_of_state = state[:2] in {"08", "40", "53", "55", "57", "58"} or state in {"25006", "25P03", "25P04"}
    return is_of_state or error.connection_invalidated


def sqlstate(error: DBAPIError) -> str | None:
    """Return PostgreSQL's code of an error; None for SQLite and for a connection that broke."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
