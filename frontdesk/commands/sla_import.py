"""`frontdesk sla import` and `frontdesk sla check`: policies and calendars from a file."""

from argparse import ArgumentParser
from contextlib import AbstractAsyncContextManager

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.definitions_import import ImportingDesk, add_path, import_file
from frontdesk.settings import Settings

_PARTS = "calendars and policies"


def _add_arguments(parser: ArgumentParser) -> None:
    add_path(parser, "[calendars.NAME] and [policies.NAME]")


def _run_import(call: Invocation) -> int:
    return import_file(call, _open_desk, parts=_PARTS, check_only=False)


def _run_check(call: Invocation) -> int:
    return import_file(call, _open_desk, parts=_PARTS, check_only=True)


def _open_desk(settings: Settings) -> AbstractAsyncContextManager[ImportingDesk]:
    from frontdesk.service_level_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_desk,
    )

    return opened_desk(settings)


SLA_IMPORT = Command(
    name="sla import",
    summary="take policies and calendars in from a file",
    description="Take service level policies and calendars in from a TOML file with "
    "[calendars.NAME] and [policies.NAME], as docs/agreements.md has them: all of them, or, where "
    "one is refused, none. Prints what is new and changed, and what was refused with its place and "
    "the reason. What is not in the file stays as it is. The same again changes nothing. Running "
    "servers go by it at once. Exit code 0: all of it is in; 1: something was refused; 2: nothing "
    "could be done.",
    run=_run_import,
    add_arguments=_add_arguments,
)
SLA_CHECK = Command(
    name="sla check",
    summary="say what `sla import` would do, and do nothing",
    description="Check a file of service level policies and calendars against what is on record, "
    "and say what `sla import` would do with it. Nothing is written. Exit codes as there.",
    run=_run_check,
    add_arguments=_add_arguments,
)
