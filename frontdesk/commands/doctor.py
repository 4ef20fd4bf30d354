"""`frontdesk doctor`: is everything there that Frontdesk needs?"""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.settings import SettingsError

if TYPE_CHECKING:
    from frontdesk.doctoring import Finding


def _run(call: Invocation) -> int:
    from frontdesk.doctoring import (  # noqa: PLC0415 - the other commands start without it
        Finding,
        examine,
    )

    try:
        loaded = call.load()
    except SettingsError as error:
        for problem in error.problems:
            _tell(Finding(name="settings", ok=False, words=problem))
        return 1
    origin = loaded.config or "defaults, environment and command line"
    _tell(Finding(name="settings", ok=True, words=f"from {origin}"))
    return asyncio.run(_tell_all(examine(loaded.settings)))


async def _tell_all(findings: "AsyncIterator[Finding]") -> int:
    failed = False
    async for finding in findings:
        _tell(finding)
        failed = failed or not finding.ok
    return 1 if failed else 0


def _tell(finding: "Finding") -> None:
    words = " ".join(finding.words.split())
    verdict = "FAIL" if not finding.ok else "warn" if finding.warning else "ok  "
    say(f"{verdict}  {finding.name}: {words}")


DOCTOR = Command(
    name="doctor",
    summary="check settings, database, secret, clock, channels and the work that waits",
    description="Check everything that Frontdesk needs, one line each: ok, or FAIL and what to do; "
    "warn where it works but should be changed. Exit code 1 where one fails.",
    run=_run,
)
