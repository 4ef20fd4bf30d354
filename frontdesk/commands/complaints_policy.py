"""`frontdesk complaints policy show`, `check` and `import`: what complaints are decided by."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.definitions_import import AUTHOR, REFUSED, add_path, read_document
from frontdesk.commands.output import say, say_json
from frontdesk.commands.printable import show
from frontdesk.settings import Settings

if TYPE_CHECKING:
    from bot.redress.policy_changes import PolicyCheck, PolicyView

_PARTS: Final = "a complaint policy, such as [gestures] and [limits]"


def _add_show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON in place of TOML")


def _add_path(parser: ArgumentParser) -> None:
    add_path(parser, _PARTS)


def _show(call: Invocation) -> int:
    from complaints.policy_toml import render_toml  # noqa: PLC0415 - see `_read`

    view = asyncio.run(_read(call.settings))
    if call.arguments.json:
        say_json(view.definition)
        return 0
    say(show(f"# {_tell_version(view)}"))
    for oddity in view.oddities:
        say(show(f"# to look at: {oddity}"))
    for line in render_toml(view.definition).splitlines():
        say(show(line))
    return 0


def _check(call: Invocation) -> int:
    return _write(call, check_only=True)


def _import(call: Invocation) -> int:
    return _write(call, check_only=False)


def _write(call: Invocation, *, check_only: bool) -> int:
    # Before the database, so that a misspelt path is told first.
    document = read_document(call.arguments.path, parts=_PARTS)
    check, number = asyncio.run(_save(call.settings, document, check_only=check_only))
    for line in _render(check, number):
        say(show(line))
    return REFUSED if check.faults else 0


async def _read(settings: Settings) -> "PolicyView":
    from bot.redress.policy_changes import (  # noqa: PLC0415 - the other commands start without it
        read_policy_view,
    )
    from frontdesk.opened_store import opened_store  # noqa: PLC0415 - see above

    async with opened_store(settings) as store:
        return await store.read(read_policy_view)


async def _save(
    settings: Settings, document: Mapping[str, Any], *, check_only: bool
) -> tuple["PolicyCheck", int | None]:
    """Check a policy, and write it where it may be; tell the number of its version."""
    from bot.redress.policy_changes import (  # noqa: PLC0415 - the other commands start without it
        check_policy,
        save_policy,
    )
    from frontdesk.opened_store import opened_store  # noqa: PLC0415 - see above
    from frontdesk.system import SystemClock  # noqa: PLC0415 - see above

    async with opened_store(settings) as store:
        check = await store.read(check_policy, document)
        if check_only or check.faults:
            return check, None
        policy = await store.run(
            save_policy, document, based_on=None, by=AUTHOR, now=SystemClock().now()
        )
    return check, policy.number


def _render(check: "PolicyCheck", number: int | None) -> Iterator[str]:
    yield from (
        f"refused: {each.field}: {each.reason}" if each.field else f"refused: {each.reason}"
        for each in check.faults
    )
    yield from (f"to look at: {each}" for each in check.oddities)
    yield from (f"changed: {each}" for each in check.changed)
    if check.faults:
        yield f"{len(check.faults)} refused; nothing was written"
    elif not check.changed:
        yield "nothing is changed by it"
    elif number is None:
        yield "it can be taken in; nothing was written"
    else:
        yield f"version {number} holds from now on"


def _tell_version(view: "PolicyView") -> str:
    version = view.version
    if version is None:
        return "the complaint policy as it is shipped"
    by = f" by {version.created_by}" if version.created_by else ""
    return f"version {version.number} of the complaint policy, {version.created_at:%Y-%m-%d}{by}"


COMPLAINTS_POLICY_SHOW = Command(
    name="complaints policy show",
    summary="show what complaints are graded by, made good with and asked about",
    description="Show the complaint policy at work, all of it, as a TOML file that `complaints "
    "policy import` takes in again.",
    run=_show,
    add_arguments=_add_show_arguments,
)
COMPLAINTS_POLICY_CHECK = Command(
    name="complaints policy check",
    summary="say what is wrong with a policy's file, or what it would change",
    description="Check a file of the complaint policy, as docs/redress.md has it. Everything that "
    "is wrong is told with its place and what to do. Nothing is written. Exit code 0: it can be "
    "taken in; 1: something is wrong; 2: nothing could be done.",
    run=_check,
    add_arguments=_add_path,
)
COMPLAINTS_POLICY_IMPORT = Command(
    name="complaints policy import",
    summary="take the complaint policy in from a file",
    description="Take the complaint policy in from a TOML file, as docs/redress.md has it: all of "
    "it, or, where something is wrong, nothing. It becomes the next version, and holds at once in "
    "running servers. What the file leaves out is as it is shipped. Exit codes as of `check`.",
    run=_import,
    add_arguments=_add_path,
)
