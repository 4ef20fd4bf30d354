"""`frontdesk rules import` and `rules check`: rules, macros and triggers from a file."""

from argparse import ArgumentParser
from contextlib import AbstractAsyncContextManager

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.definitions_import import ImportingDesk, add_path, import_file
from frontdesk.settings import Settings

_PARTS = "rules, macros and triggers"


def _add_arguments(parser: ArgumentParser) -> None:
    add_path(parser, "[rules.NAME], [macros.NAME] and [triggers.NAME]")


def _run_import(call: Invocation) -> int:
    return import_file(call, _open_desk, parts=_PARTS, check_only=False)


def _run_check(call: Invocation) -> int:
    return import_file(call, _open_desk, parts=_PARTS, check_only=True)


def _open_desk(settings: Settings) -> AbstractAsyncContextManager[ImportingDesk]:
    from frontdesk.automation_tools import (  # noqa: PLC0415 - the other commands start without it
        opened_rule_desk,
    )

    return opened_rule_desk(settings)


RULES_IMPORT = Command(
    name="rules import",
    summary="take rules, macros and triggers in from a file",
    description="Take rules, macros and triggers in from a TOML file with [rules.NAME], "
    "[macros.NAME] and [triggers.NAME], as docs/rules.md has them: all of them, or, where one is "
    "refused, none. Prints what is new and changed, and what was refused with its place and the "
    "reason. What is not in the file stays as it is. The same again changes nothing. Running "
    "servers go by it at once. Exit code 0: all of it is in; 1: something was refused; 2: nothing "
    "could be done.",
    run=_run_import,
    add_arguments=_add_arguments,
)
RULES_CHECK = Command(
    name="rules check",
    summary="say what `rules import` would do, and do nothing",
    description="Check a file of rules, macros and triggers against what is on record, and say "
    "what `rules import` would do with it. Nothing is written. Exit codes as there.",
    run=_run_check,
    add_arguments=_add_arguments,
)
