"""PostgreSQL as hytte uses it: limits on what its server waits for, and on a network that loses what is sent."""

from sqlalchemy import URL, Engine, create_engine

from hytte.errors import ConfigurationError
from hytte.settings import Settings

CHECKOUT_TIMEOUT = 2.0
"""Seconds to wait for a free connection before the answer is 503."""

CONNECT_TIMEOUT = 5
"""Seconds to wait for a server that does not answer."""


def require_driver() -> None:
    """Raise `ConfigurationError` with what to install when psycopg is missing."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise ConfigurationError("PostgreSQL needs its driver: pip install 'hytte[postgres]'.") from None


def session_options(settings: Settings) -> str:
    """Return libpq's `options`: the time limits of every session."""
    limits = {
        "statement_timeout": settings.statement_timeout,
        "lock_timeout": settings.lock_timeout,
        "idle_in_transaction_session_timeout": settings.idle_transaction_timeout,
    }
    return " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in limits.items()) + " -c timezone=UTC"


def network_limits(settings: Settings) -> dict[str, int]:
    """Return libpq's limits for a network that loses what is sent: no wait for its answer is without end."""
    milliseconds = round((settings.statement_timeout + 1) * 1000)
    return {"connect_timeout": CONNECT_TIMEOUT, "tcp_user_timeout": milliseconds}


def create_postgresql_engine(url: URL, settings: Settings) -> Engine:
    """Return the engine for writing, with at most `settings.write_connections` connections."""
    require_driver()
    return create_engine(
        url,
        pool_size=settings.write_connections,
        max_overflow=0,
        pool_timeout=CHECKOUT_TIMEOUT,
        pool_pre_ping=True,
        hide_parameters=True,  # errors are logged, and must not tell what people wrote
        connect_args={
            "client_encoding": "utf8",
            "application_name": "hytte",
            "options": session_options(settings),
            **network_limits(settings),
        },
    )
