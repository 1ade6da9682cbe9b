"""Writes that are meant for a certain state: judged inside the transaction that writes, on the locked row."""

from collections.abc import Callable
from typing import Any

from fastapi import Request

from hytte.representations.responses import data_fingerprint
from hytte.representations.tags import check_preconditions, has_preconditions


def require_state(request: Request, current: Callable[[], dict[str, Any]]) -> None:
    """Raise `PreconditionFailed` when the document that `current` gives is not the one the client means.

    `current` locks what it reads: of two editors who read the same state one writes, and the other then
    finds another state.
    """
    if has_preconditions(request.headers):
        data = current()
        check_preconditions(request.headers, data_fingerprint(data), data.get("updated_at"))
