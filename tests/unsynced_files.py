"""SQLite's files, not brought to the disk at every commit: no test outlives its machine's power.

What outlives a killed process is tested with processes of their own, which commit as on a site.
"""

import contextlib
import sqlite3

from sqlalchemy import Connection, Engine, event


def spare_syncs() -> None:
    """Have the stores of this process leave it to the system when their files reach the disk."""
    event.listen(Engine, "engine_connect", _spare)


def _spare(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        # Of what is no database, whoever wants to use it hears.
        with contextlib.suppress(sqlite3.DatabaseError):
            driver.execute("PRAGMA synchronous=OFF")
