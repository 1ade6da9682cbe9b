"""The settings of a running hytte: one frozen object, read from `HYTTE_…` environment variables."""

from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, Field, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from hytte.domain.currencies import EXPONENTS
from hytte.errors import ConfigurationError

DAY = 24 * 60 * 60


def _currency(code: str) -> str:
    if code not in EXPONENTS:
        raise ValueError("it is no currency code of ISO 4217, such as DKK")
    return code


def _public_url(text: str | None) -> str | None:
    if text is None:
        return None
    url = TypeAdapter(AnyHttpUrl).validate_python(text)
    if url.query is not None or url.fragment is not None or url.path not in {None, "/"}:
        raise ValueError("it is more than a scheme, a host and a port")
    return str(url).rstrip("/")


class Settings(BaseSettings):
    """Everything that can be set; each default is safe on a machine that nobody prepared."""

    model_config = SettingsConfigDict(env_prefix="HYTTE_", frozen=True, extra="ignore")

    database_url: Annotated[
        str,
        Field(description="`sqlite:///path/to/file.db` or `postgresql://user@host/name`."),
    ] = "sqlite:///hytte.db"
    public_url: Annotated[
        str | None,
        Field(description="The URL that links begin with; without one they begin with the request's `Host`."),
        AfterValidator(_public_url),
    ] = None
    currency: Annotated[
        str,
        Field(description="The ISO 4217 code of prices that name no currency."),
        AfterValidator(_currency),
    ] = "DKK"
    max_body_bytes: Annotated[
        int, Field(description="The largest request content that is read, in bytes.", ge=1)
    ] = 256 * 1024
    statement_timeout: Annotated[
        float, Field(description="Seconds that one PostgreSQL statement may take.", ge=0.001, le=DAY)
    ] = 5.0
    lock_timeout: Annotated[
        float, Field(description="Seconds that a PostgreSQL statement waits for a lock.", ge=0.001, le=DAY)
    ] = 2.0
    idle_transaction_timeout: Annotated[
        float, Field(description="Seconds that a PostgreSQL transaction may be idle.", ge=0.001, le=DAY)
    ] = 10.0
    read_connections: Annotated[
        int, Field(description="PostgreSQL connections of one process for reading.", ge=1, le=100)
    ] = 10
    write_connections: Annotated[
        int, Field(description="PostgreSQL connections of one process for writing.", ge=1, le=100)
    ] = 5


def read_settings() -> Settings:
    """Return the settings of the environment. Raises `ConfigurationError` that names the first bad one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(("HYTTE", *map(str, first["loc"]))).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(f"The setting {name} is not acceptable: {reason}.") from None
