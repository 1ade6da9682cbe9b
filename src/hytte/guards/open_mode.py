"""Open mode trusts the machine, so it must be the machine that asks: no other name, no other site, no proxy."""

import re
from functools import lru_cache

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hytte.errors import Forbidden, HytteError, Malformed, Misdirected
from hytte.representations.problems import problem_response

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?", re.IGNORECASE)
Headers = list[tuple[bytes, bytes]]


class OpenMode:
    """Refuses what a web page, a rebound name or a proxy could send to a server that asks for no credentials.

    421 for a `Host` that is not ours (DNS rebinding), 403 for a forwarded request, and 403 for a write
    that a browser sends from another site. Reading from another site passes: without CORS the page does
    not see the answer. Requests that say nothing of their origin are not from a browser.
    """

    def __init__(self, app: ASGIApp, host_names: frozenset[str]) -> None:
        self.app = app
        self._host_name = lru_cache(maxsize=256)(_host_name)
        self._host_names = host_names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http":
            try:
                self._check(scope)
            except HytteError as error:
                await problem_response(Request(scope), error)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        hosts: list[bytes] = []
        origins: list[bytes] = []
        fetch_sites: list[bytes] = []
        is_forwarded = False
        for name, value in scope["headers"]:
            if name == b"host":
                hosts.append(value)
            elif name == b"origin":
                origins.append(value)
            elif name == b"sec-fetch-site":
                fetch_sites.append(value)
            elif name == b"forwarded" or name.startswith(b"x-forwarded-"):
                is_forwarded = True
        self._check_host(scope, hosts)
        if is_forwarded:
            raise Forbidden("The request came through a proxy; in open mode hytte serves this machine only.")
        if scope["method"] not in SAFE_METHODS:
            _check_site(hosts[0], origins, fetch_sites)

    def _check_host(self, scope: Scope, hosts: list[bytes]) -> None:
        if len(hosts) != 1:
            raise Malformed("A request has one Host field.")
        name = self._host_name(hosts[0])
        if name is None:
            raise Malformed("The Host field cannot be read.")
        if name not in self._host_names:
            raise Misdirected("In open mode hytte answers to names of this machine only, such as localhost.")
        scope["hytte.host"] = hosts[0].decode()


def _host_name(host: bytes) -> str | None:
    """Return the name in a `Host` field without the port, in small letters; None when it is malformed."""
    match = _HOST.fullmatch(host.decode("latin-1"))
    return match[1].lower() if match else None


def _check_site(host: bytes, origins: list[bytes], fetch_sites: list[bytes]) -> None:
    refused = Forbidden("The request comes from a page of another site, which may not write here.")
    if any(site not in {b"same-origin", b"none"} for site in fetch_sites):
        raise refused
    if any(origin.partition(b"://")[2].lower() != host.lower() for origin in origins):
        raise refused
