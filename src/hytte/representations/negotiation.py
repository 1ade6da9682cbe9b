"""Which representation a client prefers: RFC 9110, 12.4 and 12.5, with real q-values."""

import re
from collections.abc import Sequence
from functools import lru_cache

from starlette.requests import Request

from hytte.errors import NotAcceptable

MEDIA_TYPE = "hytte.media_type"
"""Where a request keeps what was chosen for it, before its route ran: nothing is written for a 406."""

LONGEST_KEPT = 500

_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_RANGE = re.compile(rf"({_WORD})/({_WORD})((?:\s*;\s*[^;]*)*)")
_CODING = re.compile(rf"({_WORD})((?:\s*;\s*[^;]*)*)")
_QUALITY = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_HARMLESS = {"charset=utf-8"}


def choose(request: Request, offered: tuple[str, ...]) -> str:
    """Return the media type that a request prefers. Raises `NotAcceptable`."""
    fields = request.headers.getlist("accept")
    if not fields or fields == ["*/*"]:
        return offered[0]
    field = ", ".join(fields)
    # What clients really send is short and always the same; longer ones are not worth keeping.
    find = preferred if len(field) <= LONGEST_KEPT else preferred.__wrapped__
    media_type = find(field, offered)
    if media_type is None:
        raise NotAcceptable(f"The resource is to be had as {', '.join(offered)}.")
    return media_type


@lru_cache(maxsize=1024)
def preferred(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered media type that `Accept` likes best, the first of equals; None when it likes none.

    The most specific range that matches a type decides on it. Ranges that cannot be read are ignored, as
    is a field without any that can.
    """
    ranges = [found for part in accept.split(",") if (found := _read_range(part.strip())) is not None]
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda media_type: _quality(media_type, ranges))
    return best if _quality(best, ranges) > 0 else None


@lru_cache(maxsize=1024)
def accepts_gzip(accept_encoding: str) -> bool:
    """Say whether `Accept-Encoding` takes gzip, and likes it at least as much as no coding."""
    qualities: dict[str, float] = {}
    for part in accept_encoding.split(","):
        match = _CODING.fullmatch(part.strip())
        if match is not None and (quality := _read_quality(match[2])[0]) is not None:
            qualities[match[1].lower()] = quality
    gzip = qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0)))
    return gzip > 0 and gzip >= qualities.get("identity", 0.0)


def _read_range(text: str) -> tuple[str, str, float] | None:
    """Return type, subtype and quality of a media range; None when it is malformed or can match nothing."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    quality, others = _read_quality(match[3])
    kind, subtype = match[1].lower(), match[2].lower()
    if quality is None or (kind == "*" and subtype != "*"):
        return None
    # A range with parameters is for a representation that has them, and none of ours does.
    return kind, f"{subtype};" if others - _HARMLESS else subtype, quality


def _read_quality(parameters: str) -> tuple[float | None, set[str]]:
    """Return the quality (None when malformed) and the other parameters."""
    quality: float | None = 1.0
    others = set()
    for parameter in filter(None, (part.strip() for part in parameters.split(";"))):
        if match := _QUALITY.fullmatch(parameter):
            quality = float(match[1])
        elif parameter[:1] in {"q", "Q"} and parameter[1:].lstrip().startswith("="):
            quality = None
        else:
            others.add(parameter.lower())
    return quality, others


def _quality(media_type: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    kind, _, subtype = media_type.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        matching = [quality for *media_range, quality in ranges if tuple(media_range) == wanted]
        if matching:
            return max(matching)
    return 0.0
