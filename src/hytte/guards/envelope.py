"""What every request and every answer has: an id, and HEAD for everything that has GET."""

from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send


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
        headers = common_headers(scope)
        is_head = scope["method"] == "HEAD"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        # A copy: the server must go on knowing that it answers a HEAD.
        await self.app({**scope, "method": "GET"} if is_head else scope, receive, sending)


def common_headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Return the fields of every answer."""
    return [(b"x-request-id", scope["hytte.request_id"].encode()), (b"x-content-type-options", b"nosniff")]
