"""`frontdesk settings show`: what holds, and why."""

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.settings.rendering import render_settings


def _run(call: Invocation) -> int:
    loaded = call.load()
    say(f"# Read from {loaded.config or 'no file: there is no frontdesk.toml here'}.")
    say(render_settings(loaded))
    return 0


SETTINGS_SHOW = Command(
    name="settings show",
    summary="print every setting, without secrets, and where its value came from",
    description="Print every setting as TOML with where its value came from: the default, a line "
    "of the settings file, a variable of the environment or the command line. Secrets are hidden.",
    run=_run,
)
