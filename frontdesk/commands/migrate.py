"""`frontdesk migrate`: bring the database to this version."""

import asyncio

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.migrating import migrate


def _run(call: Invocation) -> int:
    migration = asyncio.run(migrate(call.settings.database.url))
    if not migration.changed:
        say(f"The database is at version {migration.after} already.")
    elif migration.before is None:
        say(f"The database was empty and is now at version {migration.after}.")
    else:
        say(f"The database came from version {migration.before} to {migration.after}.")
    return 0


MIGRATE = Command(
    name="migrate",
    summary="bring the database to this version",
    description="Bring the database to the version this Frontdesk works with; make a backup first. "
    "All of it happens or nothing. Several processes may do it at once.",
    run=_run,
)
