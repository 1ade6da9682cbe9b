"""The control: a plain FastAPI route that returns fixed bytes. Everything is told as a multiple of its cost."""

from fastapi import FastAPI, Response


def create_app() -> FastAPI:
    """Return the application."""
    app = FastAPI(openapi_url=None)

    async def fixed() -> Response:
        return Response(b'{"message":"Hello world"}', media_type="application/json")

    app.add_api_route("/fixed", fixed)
    return app
