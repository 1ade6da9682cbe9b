"""The course's way of changing listings: the body names the owner by username and e-mail."""

from sqlalchemy.orm import Session

from hytte.domain.money import to_minor
from hytte.domain.text import email_key
from hytte.models import Listing
from hytte.schemas.course import CourseListing, CourseListingUpdate
from hytte.services.listings import get_listing
from hytte.services.users import find_or_create_user, get_user


def create_new_listing(session: Session, new: CourseListing, default_currency: str) -> Listing:
    """Add a listing, and its owner too if nobody has the e-mail.

    Raises `Conflict` when the e-mail is known under another username, `Invalid` for the price.
    """
    listing = Listing(
        user=find_or_create_user(session, new.username, new.email),
        address=new.address,
        currency=default_currency,
        price=to_minor(new.price, default_currency),
    )
    session.add(listing)
    session.flush()
    return listing


def replace_listing(session: Session, listing_id: int, new: CourseListing) -> Listing:
    """Replace the four members that the course knows, and no other. Raises as `update_listing` does."""
    return update_listing(session, listing_id, CourseListingUpdate(**new.model_dump()))


def update_listing(session: Session, listing_id: int, changes: CourseListingUpdate) -> Listing:
    """Apply a merge patch: another e-mail moves the listing, another username alone renames its owner.

    Raises `NotFound`; `Conflict` when the e-mail is known under another username; `Invalid` for the price.
    """
    listing = get_listing(session, listing_id)
    sent = changes.model_fields_set
    if "email" in sent and email_key(changes.email) != listing.user.email_key:
        username = changes.username if "username" in sent else None
        owner = listing.user.username
        listing.user = find_or_create_user(session, username, changes.email, otherwise=owner)
    elif "username" in sent:
        get_user(session, listing.user_id).username = changes.username
    if "address" in sent:
        listing.address = changes.address
    if "price" in sent:
        listing.price = to_minor(changes.price, listing.currency)
    session.flush()
    return listing
