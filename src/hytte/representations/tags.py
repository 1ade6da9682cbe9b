"""Entity tags: what a representation is a state of, in which variant, and whether a client has it already."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import blake2b

from starlette.datastructures import Headers

from hytte.errors import PreconditionFailed

_TAGS = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')


def fingerprint(*content: bytes) -> str:
    """Return the first part of a tag: 96 bits of BLAKE2b over the data of a document."""
    digest = blake2b(digest_size=12)
    for part in content:
        digest.update(part)
    return digest.hexdigest()


@lru_cache(maxsize=4096)
def http_date(updated_at: str) -> str:
    """Return an RFC 3339 instant as an HTTP date, which has whole seconds."""
    return format_datetime(datetime.fromisoformat(updated_at).astimezone(UTC), usegmt=True)


def is_fresh(headers: Headers, tag: str, updated_at: str | None) -> bool:
    """Say whether a GET can be answered with 304: the client has this very representation."""
    if_none_match = _joined(headers, "if-none-match")
    if if_none_match is not None:
        return if_none_match.strip() == "*" or tag.strip('"') in _read_tags(if_none_match)
    since = _read_date(headers.get("if-modified-since"))
    return since is not None and updated_at is not None and _whole_second(updated_at) <= since


def has_preconditions(headers: Headers) -> bool:
    """Say whether a write is meant for a certain state only."""
    return any(name in headers for name in ("if-match", "if-unmodified-since", "if-none-match"))


def check_preconditions(headers: Headers, current: str, updated_at: str | None) -> None:
    """Raise `PreconditionFailed` when a write is meant for another state than `current`, a fingerprint.

    Only the first part of each tag counts: who has read HTML may patch JSON. The order is that of RFC 9110,
    13.2.2.
    """
    if_match, since = _joined(headers, "if-match"), _read_date(headers.get("if-unmodified-since"))
    if if_match is not None:
        tags = {tag.partition("-")[0] for tag in _read_tags(if_match, strong=True)}
        fails = if_match.strip() != "*" and current not in tags
    else:
        fails = since is not None and updated_at is not None and _whole_second(updated_at) > since
    if not fails and (if_none_match := _joined(headers, "if-none-match")) is not None:
        tags = {tag.partition("-")[0] for tag in _read_tags(if_none_match)}
        fails = if_none_match.strip() == "*" or current in tags
    if fails:
        raise PreconditionFailed("The resource has changed since you read it; read it again.")


def _joined(headers: Headers, name: str) -> str | None:
    """Return a field whose value is a list: several of one name are one list (RFC 9110, 5.3)."""
    return ", ".join(headers.getlist(name)) if name in headers else None


def _read_tags(field: str, *, strong: bool = False) -> set[str]:
    """Return the tags of a list, without quotes; the weak ones are left out where only strong ones count."""
    return {tag for weak, tag in _TAGS.findall(field) if not (strong and weak)}


def _read_date(field: str | None) -> datetime | None:
    if field is None:
        return None
    try:
        date = parsedate_to_datetime(field)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None  # an invalid date is ignored (RFC 9110, 13.1.3 and 13.1.4)
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)


def _whole_second(updated_at: str) -> datetime:
    return datetime.fromisoformat(updated_at).replace(microsecond=0)
