"""The database: engines, transactions, the reader, migrations. The only place that commits."""

from sqlalchemy.orm import Session as Transaction

from hytte.database.databases import Database

__all__ = ["Database", "Transaction"]
