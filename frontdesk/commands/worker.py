"""`frontdesk worker`: one more process on the same PostgreSQL."""

import asyncio

from domain.errors import FrontdeskError
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.loading import loading_for_good
from frontdesk.logging import configure_logging
from frontdesk.migration_connections import find_sqlite_path


def _run(call: Invocation) -> int:
    with loading_for_good():
        from frontdesk.runtime import (  # noqa: PLC0415 - the other commands start without it
            run_worker,
        )

    settings = call.settings
    if find_sqlite_path(settings.database.url) is not None:
        raise FrontdeskError(
            "the embedded database serves one process alone; name a PostgreSQL in database.url to "
            "run workers beside the server"
        )
    configure_logging(settings.logging)
    asyncio.run(run_worker(settings))
    return 0


WORKER = Command(
    name="worker",
    summary="start one more process that shares the work, without HTTP (PostgreSQL only)",
    description="Work on messages and deliveries beside a running server, on the same PostgreSQL. "
    "Start as many as you like. SIGTERM or Ctrl-C finishes what was begun and stops.",
    run=_run,
)
