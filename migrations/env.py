"""How Alembic runs the versions: on the connection it is handed, inside its transaction.

`frontdesk.migrating` opens that connection and holds the lock, so that nothing here needs to know
an address or an engine.
"""

from alembic import context
from sqlalchemy import Connection

from crm_store.schema import metadata


def run_migrations(connection: Connection) -> None:
    """Run what is due; all of it or, after an error, none of it.

    Args:
        connection: open, its transaction begun; whoever opened it commits.
    """
    context.configure(
        connection=connection,
        target_metadata=metadata,
        # SQLite's tables are changed by copying them; PostgreSQL's in place.
        render_as_batch=connection.dialect.name == "sqlite",
        # Both engines undo table changes with their transaction; Alembic doubts it of SQLite.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run_migrations(context.config.attributes["connection"])
