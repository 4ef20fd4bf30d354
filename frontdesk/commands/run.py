"""`frontdesk run`: everything in one process."""

import asyncio
from argparse import ArgumentParser

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.loading import loading_for_good
from frontdesk.logging import configure_logging


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--demo",
        action="store_true",
        help="put the demo company into the database where it is empty, and stand in for the "
        "channels that the settings do not name",
    )


def _run(call: Invocation) -> int:
    with loading_for_good():
        from frontdesk.runtime import (  # noqa: PLC0415 - the other commands start without it
            run_server,
        )

    settings = call.settings
    configure_logging(settings.logging)
    asyncio.run(run_server(settings, demo=call.arguments.demo))
    return 0


RUN = Command(
    name="run",
    summary="start the server: website chat, forms, webhooks, staff console, API and the bot",
    description="Start the server with everything in one process. The database is brought to this "
    "version first. SIGTERM or Ctrl-C takes no new work, finishes what was begun and stops.",
    run=_run,
    add_arguments=_add_arguments,
)
