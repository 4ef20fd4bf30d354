"""Rules about who leads the conversation."""

from domain.decisions import Relay
from domain.routing import Hit, Miss, Situation

EMBEDDED = "embedded"


def led_elsewhere(situation: Situation) -> Hit | Miss:
    """Where the settings leave an account's conversations to another program, it decides."""
    if situation.dialogue == EMBEDDED:
        return Miss(why="The embedded dialogue leads this account's conversations.")
    return Hit(
        decision=Relay(to=situation.dialogue),
        why=f"The settings leave this account's conversations to {situation.dialogue.title()}.",
    )
