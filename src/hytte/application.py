"""The application: its routes, its guards, and what it answers when something goes wrong."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hytte import __version__
from hytte.database import Database
from hytte.errors import HytteError, InternalError, Malformed
from hytte.guards.envelope import Envelope, common_fields
from hytte.guards.open_mode import LOOPBACK_NAMES, OpenMode
from hytte.representations.problems import problem_response
from hytte.representations.validation import validation_error
from hytte.routes import add_routes
from hytte.settings import Settings, read_settings

log = logging.getLogger(__name__)

DESCRIPTION = """
A self-hosted rental marketplace: people list homes, others find them.

Collections are plural and have full documents; the singular paths are those of the course that hytte grew
out of, with its small schemas. Errors are problem details (RFC 9457). Every GET has a HEAD, and every
resource has OPTIONS.
"""


def create_app(settings: Settings | None = None, *, host_names: frozenset[str] = LOOPBACK_NAMES) -> FastAPI:
    """Return the application for `settings`, or for those of the environment.

    It answers to `host_names` only; a test adds the name that its client uses. The database is opened
    when the server starts and closed when it stops. Raises `ConfigurationError`.
    """
    settings = settings or read_settings()
    database = Database(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with database:
            yield

    app = FastAPI(
        title="hytte",
        version=__version__,
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_url=None,  # routes/documentation.py serves it, and a page that needs no internet
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.database = database
    add_routes(app)
    app.add_middleware(OpenMode, host_names=host_names)
    app.add_middleware(Envelope)
    _add_problem_handlers(app)
    return app


def create_serving_app() -> FastAPI:
    """Return the application for a process that does nothing but serve it. Raises `ConfigurationError`."""
    app = create_app()
    # What is here now stays: the garbage collector need not look through it again every some requests.
    gc.collect()
    gc.freeze()
    return app


def _add_problem_handlers(app: FastAPI) -> None:
    async def on_error(request: Request, error: Exception) -> Response:
        return problem_response(request, _translate(error))

    async def on_crash(request: Request, _error: Exception) -> Response:
        # The server logs what happened, right after this; here is the name by which to find it.
        log.error("The request %s failed.", request.scope["hytte.request_id"])
        # Outside of the guards, whose headers it would lack; the server closes the connection after a crash.
        crash = InternalError("Something went wrong; the server's log says what.")
        response = problem_response(request, crash)
        response.raw_headers += [
            *common_fields(request.scope, response.raw_headers, response.status_code),
            (b"connection", b"close"),
        ]
        return response

    app.add_exception_handler(HytteError, on_error)
    app.add_exception_handler(RequestValidationError, on_error)
    app.add_exception_handler(HTTPException, on_error)
    app.add_exception_handler(Exception, on_crash)


def _translate(error: Exception) -> HytteError:
    if isinstance(error, HytteError):
        return error
    if isinstance(error, RequestValidationError):
        return validation_error(error)
    return Malformed("The request cannot be read.")  # what FastAPI could not make sense of
