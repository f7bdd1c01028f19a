"""Insert unless it is there: the one way to be idempotent on both databases."""

from sqlalchemy import inspect
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Table
from storage.database import Tx


def insert_if_new(tx: Tx, row: Table) -> bool:
    """Insert the row unless a unique constraint stands against it; returns whether it was inserted.

    The row itself does not join the session: select it to go on with it.
    """
    tx.flush()  # the row may refer to one that the session still holds back
    mapper = inspect(type(row))
    values = {c.key: v for c in mapper.columns if (v := getattr(row, c.key)) is not None}
    is_postgres = tx.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    statement = insert(type(row)).values(values).on_conflict_do_nothing()
    # Asked for the key that was given, since drivers differ in what they count as a changed row.
    return tx.connection().execute(statement.returning(*mapper.primary_key)).first() is not None
