"""The settings of a running hytte: one frozen object, read from `HYTTE_…` environment variables."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    ] = None
    currency: Annotated[
        str,
        Field(description="The ISO 4217 code of prices that name no currency.", pattern="^[A-Z]{3}$"),
    ] = "DKK"
    max_body_bytes: Annotated[
        int, Field(description="The largest request content that is read, in bytes.", ge=1)
    ] = 256 * 1024
    statement_timeout: Annotated[
        float, Field(description="Seconds that one PostgreSQL statement may take.", gt=0)
    ] = 5.0
    lock_timeout: Annotated[
        float, Field(description="Seconds that a PostgreSQL statement waits for a lock.", gt=0)
    ] = 2.0
    idle_transaction_timeout: Annotated[
        float, Field(description="Seconds that a PostgreSQL transaction may be idle.", gt=0)
    ] = 10.0
    read_connections: Annotated[
        int, Field(description="PostgreSQL connections of one process for reading.", ge=1, le=100)
    ] = 10
    write_connections: Annotated[
        int, Field(description="PostgreSQL connections of one process for writing.", ge=1, le=100)
    ] = 5
