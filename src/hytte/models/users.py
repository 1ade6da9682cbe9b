"""The table `users`."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hytte.models.base import Base, Identifier, at_creation, now

if TYPE_CHECKING:
    from hytte.models.listings import Listing


class User(Base):
    """A person who hosts or travels.

    `email` is as it was given, `email_key` what must be unique of it (`domain.text.email_key`); both are
    empty for hosts that were imported, who cannot sign in.
    """

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email_key"),
        UniqueConstraint("source", "source_id"),
        CheckConstraint("length(username) BETWEEN 1 AND 255", name="username_length"),
        CheckConstraint("(email IS NULL) = (email_key IS NULL)", name="email_has_key"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="source_has_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Identifier]
    username: Mapped[str] = mapped_column(String(255))
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(1000))
    source: Mapped[str | None] = mapped_column(String(50))
    source_id: Mapped[str | None] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=at_creation, onupdate=now)

    # The database refuses to delete a user with listings; the ORM must not empty their `user_id` first.
    listings: Mapped[list["Listing"]] = relationship(back_populates="user", passive_deletes="all")
