"""`frontdesk rasa domain`: what a Rasa project must know of our actions."""

import yaml

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say


def _run(_: Invocation) -> int:
    # They load rasa-sdk, which takes as long as all other commands need together.
    from bot.actions.registry import ACTIONS  # noqa: PLC0415 - see above
    from bot.rasa.domain_file import make_domain  # noqa: PLC0415 - see above

    say(yaml.safe_dump(make_domain(ACTIONS), sort_keys=False).rstrip())
    return 0


RASA_DOMAIN = Command(
    name="rasa domain",
    summary="print the part of a Rasa project's domain that has the self-service actions",
    description="Print the forms, slots and actions of the self-service that there is, as a part "
    "of a Rasa project's domain: frontdesk rasa domain > domain/frontdesk.yml. See docs/rasa.md.",
    run=_run,
)
