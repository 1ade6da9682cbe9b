"""The course's own way, on hytte's tables and with hytte's members, to compare with.

Plain functions, a session as a `yield` dependency, ORM objects, a response model, an engine with its defaults.
The user comes by a join rather than by one more query for each listing, and the amenities are JSON: as the
course would do it with such tables, at its best.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, relationship

from hytte import models
from hytte.domain.text import folded


class Base(DeclarativeBase):
    metadata = models.Base.metadata


class User(Base):
    __table__ = models.User.__table__

    id: Mapped[int]
    username: Mapped[str]


class Listing(Base):
    __table__ = models.Listing.__table__

    id: Mapped[int]
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def username(self) -> str:
        return self.user.username


class ListingIn(BaseModel):
    user_id: int
    address: str
    title: str | None = None
    description: str | None = None
    price: float | None = None
    currency: str = "DKK"
    latitude: float | None = None
    longitude: float | None = None
    room_type: str | None = None
    property_type: str | None = None
    capacity: int | None = None
    bedrooms: int | None = None
    beds: int | None = None
    bathrooms: float | None = None
    amenities: list[str] = []
    minimum_nights: int = 1
    maximum_nights: int | None = None
    neighbourhood: str | None = None
    city: str | None = None
    licence: str | None = None


class ListingOut(ListingIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
    username: str
    source: str | None
    source_id: str | None
    created_at: datetime
    updated_at: datetime


engine = create_engine(os.environ["BENCH_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
api = FastAPI()


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


CurrentSession = Annotated[Session, Depends(get_session)]


@api.get("/listings/{listing_id}", response_model=ListingOut)
def get_listing(listing_id: int, session: CurrentSession) -> Any:
    listing = session.get(Listing, listing_id)
    if listing is None:
        raise HTTPException(404)
    return listing


@api.get("/listings", response_model=list[ListingOut])
def list_listings(
    session: CurrentSession,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Any:
    page = select(Listing).order_by(Listing.id.desc()).offset(offset).limit(limit)
    return session.scalars(page).all()


@api.post("/listings", response_model=ListingOut, status_code=201)
def create_listing(new: ListingIn, session: CurrentSession) -> Any:
    listing = Listing(
        **new.model_dump(),
        address_folded=folded(new.address),
        city_folded=None if new.city is None else folded(new.city),
    )
    session.add(listing)
    session.commit()
    return listing


def create_app() -> FastAPI:
    """Return the application; the other servers are made by such functions."""
    return api
