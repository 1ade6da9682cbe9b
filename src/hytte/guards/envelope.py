"""What every request and every answer has: an id, HEAD for everything that has GET, and the fields of safety."""

from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_MODIFIED = 304

Fields = list[tuple[bytes, bytes]]

_EVERYWHERE: Fields = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]
_POLICY = b"content-security-policy"
_DATA_POLICY = (
    _POLICY,
    b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
)
_PAGE_POLICY = (
    _POLICY,
    (
        b"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
        b"font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    ),
)
# A page that says no-referrer posts its own forms with `Origin: null`, like a stranger.
_PAGE_REFERRER = (b"referrer-policy", b"same-origin")
_DATA_REFERRER = (b"referrer-policy", b"no-referrer")
_OPEN = (b"access-control-allow-origin", b"*")


class Envelope:
    """Names each request (`X-Request-Id`), and answers HEAD as GET without the content."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["hytte.request_id"] = str(uuid4())
        is_head = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = common_fields(scope, message["headers"], message["status"])
                message["headers"] = [*message["headers"], *added]
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        # A copy: the server must go on knowing that it answers a HEAD.
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, sending)


def common_fields(scope: Scope, fields: Fields, status: int) -> Fields:
    """Return what is added to the fields of every answer.

    A browser may run nothing of data, and of a page only what it links to. The address resources, which
    answer every site, may be loaded by every site, too. What a 304 says replaces what the browser has kept, and
    as a 304 has no media type, it says nothing of the policy: that of the kept answer stays.
    """
    is_page = any(name == b"content-type" and value.startswith(b"text/html") for name, value in fields)
    shared = b"cross-origin" if _OPEN in fields else b"same-origin"
    policy = (_PAGE_REFERRER, _PAGE_POLICY) if is_page else (_DATA_REFERRER, _DATA_POLICY)
    return [
        (b"x-request-id", scope["hytte.request_id"].encode()),
        *_EVERYWHERE,
        (b"cross-origin-resource-policy", shared),
        *(policy if status != NOT_MODIFIED else ()),
    ]
