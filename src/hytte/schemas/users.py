"""Users on the wire."""

from pydantic import BaseModel

from hytte.schemas.values import Body, Email, Id, Instant, Patch, Source, SourceId, Username


class UserCreate(Body):
    """A new user, or all of one (PUT)."""

    username: Username
    email: Email


class UserUpdate(Patch):
    """A merge patch of a user: members that are absent stay as they are."""

    username: Username = ""
    email: Email = ""


class UserRead(BaseModel):
    """The public face of a user: never the e-mail. `source` says where an imported host comes from."""

    id: Id
    username: Username
    source: Source | None
    source_id: SourceId | None
    created_at: Instant
    updated_at: Instant
