"""The requests that are measured, to hytte and to the course's way, under the same names."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx2
from sqlalchemy import select

from bench.data import CITY
from bench.load import get, post
from bench.processes import Server
from bench.trials import Subject
from hytte.database import Database
from hytte.models import Listing
from hytte.queries.pages import Cursor
from hytte.settings import Settings

ONE = "GET /listings/{id}"
PAGE = "GET /listings?limit=20"
DEEP = "the same, page 1,000"
BY_PRICE = "GET /listings?limit=20&sort=price"
IN_CITY = "GET /listings?limit=20&city=…"
CREATE = "POST /listings"
UNCHANGED = "GET /listings/{id}, 304"
MEDIA_TYPES = {"HAL": "application/hal+json", "XML": "application/xml", "HTML": "text/html"}

PAGE_SIZE = 20
DEEP_PAGE = 1_000
NEW_LISTING: dict[str, Any] = {
    "title": "Bright flat by the lakes",
    "description": "Two rooms on the second floor, five minutes from the metro and two from the water.",
    "address": "Nørrebrogade 20, 2200 København N",
    "price": 700,
    "latitude": 55.69,
    "longitude": 12.55,
    "room_type": "entire_home",
    "property_type": "Apartment",
    "capacity": 4,
    "bedrooms": 1,
    "beds": 2,
    "bathrooms": 1.5,
    "amenities": ["Wi-Fi", "Kitchen", "Washing machine"],
    "minimum_nights": 2,
    "maximum_nights": 30,
    "neighbourhood": "Nørrebro",
    "city": "København",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What requests need to know of a filled database: all listings' ids, the newest first, and a user."""

    ids: Sequence[int]
    user_id: int

    @property
    def offset(self) -> int:
        """How many listings come before the deep page."""
        return min(DEEP_PAGE - 1, len(self.ids) // PAGE_SIZE - 1) * PAGE_SIZE


def facts(url: str) -> Facts:
    """Look into a database."""
    with Database(Settings(database_url=url)) as database, database.engine.connect() as connection:
        found = connection.execute(select(Listing.id, Listing.user_id).order_by(Listing.id.desc())).all()
    return Facts([row.id for row in found], found[0].user_id)


def hytte_reads(server: Server, known: Facts) -> list[Subject]:
    """Return what is read from hytte."""
    cursor = Cursor("newest", None, known.ids[known.offset - 1]).encoded()
    return [
        Subject(ONE, server, _one(known)),
        Subject(PAGE, server, _same(get(f"/listings?limit={PAGE_SIZE}"))),
        Subject(DEEP, server, _same(get(f"/listings?limit={PAGE_SIZE}&cursor={cursor}"))),
        Subject(BY_PRICE, server, _same(get(f"/listings?limit={PAGE_SIZE}&sort=price"))),
        Subject(IN_CITY, server, _same(get(f"/listings?limit={PAGE_SIZE}&city={quote(CITY)}"))),
        *_representations(server, known),
    ]


def _representations(server: Server, known: Facts) -> list[Subject]:
    """Return one listing and a page in other media types than JSON, and a listing that the client has."""
    one, page = f"/listings/{known.ids[0]}", f"/listings?limit={PAGE_SIZE}"
    with httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", trust_env=False) as client:
        tag = client.get(one).headers["ETag"]
    return [
        Subject(UNCHANGED, server, _same(get(one, tag=tag))),
        *(Subject(f"{ONE} as {name}", server, _same(get(one, accept))) for name, accept in MEDIA_TYPES.items()),
        *(Subject(f"{PAGE} as {name}", server, _same(get(page, accept))) for name, accept in MEDIA_TYPES.items()),
    ]


def course_reads(server: Server, known: Facts) -> list[Subject]:
    """Return what is read from the course's way."""
    return [
        Subject(ONE, server, _one(known)),
        Subject(PAGE, server, _same(get(f"/listings?limit={PAGE_SIZE}"))),
        Subject(DEEP, server, _same(get(f"/listings?limit={PAGE_SIZE}&offset={known.offset}"))),
    ]


def creates(server: Server, known: Facts) -> list[Subject]:
    """Return what is written, to either."""
    return [Subject(CREATE, server, _same(post("/listings", {"user_id": known.user_id, **NEW_LISTING})))]


def _one(known: Facts) -> Callable[[int], Sequence[bytes]]:
    chance = random.Random(1)
    return lambda count: [get(f"/listings/{number}") for number in chance.choices(known.ids, k=count)]


def _same(request: bytes) -> Callable[[int], Sequence[bytes]]:
    return lambda count: [request] * count
