"""The table `listings`."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from hytte.domain.text import folded
from hytte.models.base import Base, Identifier, at_creation, by_code_point, now

if TYPE_CHECKING:
    from hytte.models.users import User

ROOM_TYPES = ("entire_home", "private_room", "shared_room", "hotel_room")


class Listing(Base):
    """A home that somebody lets.

    `price` is for one night, in minor units of `currency`; a listing without one is shown, not bookable.
    `address_folded` and `city_folded` are what searches compare (`domain.text.folded`), the same on every
    engine. `source` and `source_id` say where an imported listing comes from.
    """

    __tablename__ = "listings"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("length(title) BETWEEN 1 AND 255", name="title_length"),
        CheckConstraint("length(address) BETWEEN 1 AND 300", name="address_length"),
        CheckConstraint("length(description) <= 10000", name="description_length"),
        CheckConstraint("price > 0", name="price_positive"),
        CheckConstraint("length(currency) = 3", name="currency_code"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_range"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_range"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="whole_point"),
        CheckConstraint(
            "room_type IN ({})".format(", ".join(f"'{room_type}'" for room_type in ROOM_TYPES)),
            name="room_type_known",
        ),
        CheckConstraint("capacity >= 1", name="capacity_positive"),
        CheckConstraint("bedrooms >= 0 AND beds >= 0 AND bathrooms >= 0", name="rooms_not_negative"),
        CheckConstraint("minimum_nights >= 1 AND maximum_nights >= minimum_nights", name="nights_range"),
        CheckConstraint("(source IS NULL) = (source_id IS NULL)", name="source_has_id"),
        Index(None, "user_id", "id"),
        Index(None, "city_folded", "id"),
        Index(None, "currency", "price", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Identifier]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    title: Mapped[str | None] = mapped_column(String(255))
    description: Mapped[str | None]
    address: Mapped[str] = mapped_column(by_code_point(300))
    address_folded: Mapped[str] = mapped_column(by_code_point())
    price: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    room_type: Mapped[str | None] = mapped_column(String(20))
    property_type: Mapped[str | None] = mapped_column(String(100))
    capacity: Mapped[int | None]
    bedrooms: Mapped[int | None]
    beds: Mapped[int | None]
    bathrooms: Mapped[float | None]
    amenities: Mapped[list[str]] = mapped_column(JSON().with_variant(JSONB, "postgresql"), default=list)
    minimum_nights: Mapped[int] = mapped_column(default=1)
    maximum_nights: Mapped[int | None]
    neighbourhood: Mapped[str | None] = mapped_column(String(255))
    city: Mapped[str | None] = mapped_column(String(255))
    city_folded: Mapped[str | None] = mapped_column(by_code_point())
    licence: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(String(50))
    source_id: Mapped[str | None] = mapped_column(String(50))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=at_creation, onupdate=now)

    user: Mapped["User"] = relationship(back_populates="listings")

    @validates("address", "city")
    def _fold(self, name: str, text: str | None) -> str | None:
        setattr(self, f"{name}_folded", None if text is None else folded(text))
        return text
