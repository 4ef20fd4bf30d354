"""What time the database says it is."""

from datetime import UTC, datetime

from sqlalchemy import text

from crm_store.transaction import Transaction


def read_database_time(tx: Transaction) -> datetime:
    """Read the database's own clock; SQLite's is the machine's."""
    if tx.on_postgres:
        told: datetime = tx.execute(text("SELECT clock_timestamp()")).scalar_one()
        return told.astimezone(UTC)
    written = tx.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")).scalar_one()
    return datetime.fromisoformat(written)
