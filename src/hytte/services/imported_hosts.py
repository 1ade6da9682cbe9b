"""Hosts that come with imported listings: users without e-mail or password."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from hytte.models import User
from hytte.models.base import now
from hytte.services.source_keys import stored_by_source_id, upsert

USERS = User.metadata.tables[User.__tablename__]


def store_hosts(session: Session, source: str, usernames: Mapping[str, str]) -> dict[str, int]:
    """Write hosts, `source_id` to username; return their user ids by `source_id`.

    A host who is stored under another name is renamed, others are left as they are.
    """
    columns = (USERS.c.id, USERS.c.username)
    stored = stored_by_source_id(session, USERS, columns, source, usernames)
    instant = now()
    changed = [
        {
            "source": source,
            "source_id": source_id,
            "username": usernames[source_id],
            "created_at": instant,
            "updated_at": instant,
        }
        for source_id in sorted(usernames)
        if source_id not in stored or stored[source_id][1] != usernames[source_id]
    ]
    if changed:
        upsert(session, USERS, changed)
        written = [str(row["source_id"]) for row in changed]
        stored |= stored_by_source_id(session, USERS, columns, source, written)
    return {source_id: row[0] for source_id, row in stored.items()}
