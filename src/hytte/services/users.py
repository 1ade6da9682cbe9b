"""What changes users."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hytte.domain.text import email_key
from hytte.errors import Conflict, FieldError, no_such
from hytte.models import Listing, User
from hytte.schemas.users import UserCreate, UserUpdate
from hytte.services.locks import get_to_change


def create_user(session: Session, new: UserCreate) -> User:
    """Add a user. Raises `Conflict` when the e-mail, in any spelling, has an account."""
    user = User(username=new.username, email=new.email, email_key=email_key(new.email))
    session.add(user)
    _flush_email(session)
    return user


def replace_user(session: Session, user_id: int, new: UserCreate) -> User:
    """Give a user a new name and e-mail. Raises `NotFound`, `Conflict`."""
    user = get_user(session, user_id)
    user.username = new.username
    _set_email(session, user, new.email)
    return user


def update_user(session: Session, user_id: int, changes: UserUpdate) -> User:
    """Apply a merge patch to a user. Raises `NotFound`, `Conflict`."""
    user = get_user(session, user_id)
    if "username" in changes.model_fields_set:
        user.username = changes.username
    if "email" in changes.model_fields_set:
        _set_email(session, user, changes.email)
    session.flush()
    return user


def delete_user(session: Session, user_id: int) -> None:
    """Remove a user. Raises `NotFound`, and `Conflict` for one who has listings."""
    session.delete(get_user(session, user_id))
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("The user has listings; delete those first.") from error


def is_used(session: Session, user_id: int) -> bool:
    """Say whether a user has listings, and so cannot be deleted."""
    return session.scalar(select(exists().where(Listing.user_id == user_id))) or False


def get_user(session: Session, user_id: int) -> User:
    """Return a user, locked for this transaction. Raises `NotFound`."""
    user = get_to_change(session, User, user_id)
    if user is None:
        raise no_such("user", user_id)
    return user


def find_or_create_user(session: Session, username: str | None, email: str, *, otherwise: str = "") -> User:
    """Return the user of an e-mail, made without a password if there is none.

    Raises `Conflict` when the e-mail is known under another username than `username`. Without one any is
    fine, and a user who is made is called `otherwise`.
    """
    user = _find_by_email(session, email)
    if user is None:
        try:
            with session.begin_nested():
                return create_user(session, UserCreate(username=username or otherwise, email=email))
        except Conflict:
            # Another transaction made the same user between the look and the insert, and has committed.
            user = _find_by_email(session, email)
            if user is None:
                raise
    if username is not None and user.username != username:
        detail = "The e-mail belongs to a user with another username."
        raise Conflict(detail, fields=(FieldError("/username", detail, "other_username"),))
    return user


def _find_by_email(session: Session, email: str) -> User | None:
    # Locked against a deletion that would otherwise commit before the user is given a listing.
    found = select(User).where(User.email_key == email_key(email))
    return session.scalar(found.with_for_update(read=True, key_share=True))


def _set_email(session: Session, user: User, email: str) -> None:
    user.email, user.email_key = email, email_key(email)
    _flush_email(session)


def _flush_email(session: Session) -> None:
    """Write users; `uq_users_email_key` is the only constraint that a validated user can violate."""
    try:
        session.flush()
    except IntegrityError as error:
        detail = "The e-mail already has an account."
        raise Conflict(detail, fields=(FieldError("/email", detail, "email_taken"),)) from error
