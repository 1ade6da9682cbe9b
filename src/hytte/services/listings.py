"""What changes listings."""

from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from hytte.domain.money import to_major, to_minor
from hytte.errors import FieldError, Invalid, no_such
from hytte.models import Listing, User
from hytte.schemas.listings import ListingCreate, ListingUpdate
from hytte.services.locks import get_to_change, get_to_refer

_DEFAULTS: dict[str, Any] = {"amenities": [], "minimum_nights": 1}
"""What an absent member is, where that is not null."""


def create_listing(session: Session, new: ListingCreate, default_currency: str) -> Listing:
    """Add a listing of the user `new.user_id`. Raises `Invalid` when there is no such user, or none is named."""
    if new.user_id is None:
        raise _invalid("/user_id", "Name the user who lets it; the operator has no account.", "missing")
    listing = Listing()
    _assign(session, listing, _values(new, default_currency))
    session.add(listing)
    session.flush()
    return listing


def replace_listing(session: Session, listing_id: int, new: ListingCreate, default_currency: str) -> Listing:
    """Give every member of a listing a new value; the owner stays when none is named.

    Raises `NotFound`, `Invalid`.
    """
    listing = get_listing(session, listing_id)
    values = _values(new, default_currency)
    if new.user_id is None:
        del values["user_id"]
    _assign(session, listing, values)
    session.flush()
    return listing


def update_listing(session: Session, listing_id: int, changes: ListingUpdate) -> Listing:
    """Apply a merge patch to a listing. Raises `NotFound`, `Invalid`."""
    listing = get_listing(session, listing_id)
    values = changes.model_dump(include=changes.model_fields_set)
    if "price" not in values and "currency" in values and listing.price is not None:
        # The number stays the same, and must be an amount of the new currency.
        values["price"] = Decimal(str(to_major(listing.price, listing.currency)))
    _assign(session, listing, values)
    session.flush()
    return listing


def delete_listing(session: Session, listing_id: int) -> None:
    """Remove a listing. Raises `NotFound`."""
    session.delete(get_listing(session, listing_id))
    session.flush()


def get_listing(session: Session, listing_id: int) -> Listing:
    """Return a listing, locked for this transaction. Raises `NotFound`."""
    listing = get_to_change(session, Listing, listing_id)
    if listing is None:
        raise no_such("listing", listing_id)
    return listing


def _values(new: ListingCreate, default_currency: str) -> dict[str, Any]:
    values = new.model_dump()
    values["currency"] = new.currency or default_currency
    return values


def _assign(session: Session, listing: Listing, values: dict[str, Any]) -> None:
    """Set members of a listing, and judge the rules that need more than one of them."""
    for name, default in _DEFAULTS.items():
        if name in values and values[name] is None:
            values[name] = default
    if "user_id" in values:
        # By the number: setting `listing.user` would make the flush go through the user's listings, too,
        # which takes as long as the insert.
        set_committed_value(listing, "user", _owner(session, values["user_id"]))
    if values.get("price") is not None:
        values["price"] = to_minor(values["price"], values.get("currency") or listing.currency)
    for name, value in values.items():
        setattr(listing, name, value)
    _check_point(listing)
    _check_nights(listing)


def _owner(session: Session, user_id: int) -> User:
    # Locked against a deletion that would otherwise commit between this look and the insert.
    user = get_to_refer(session, User, user_id)
    if user is None:
        raise _invalid("/user_id", f"There is no user {user_id}.", "no_such_user")
    return user


def _check_point(listing: Listing) -> None:
    if (listing.latitude is None) != (listing.longitude is None):
        missing = "/latitude" if listing.latitude is None else "/longitude"
        raise _invalid(missing, "Latitude and longitude come together or not at all.", "whole_point")


def _check_nights(listing: Listing) -> None:
    if listing.maximum_nights is not None and listing.maximum_nights < listing.minimum_nights:
        raise _invalid("/maximum_nights", "The maximum is at least the minimum of nights.", "nights_range")


def _invalid(pointer: str, detail: str, code: str) -> Invalid:
    return Invalid("The listing is not acceptable.", fields=(FieldError(pointer, detail, code),))
