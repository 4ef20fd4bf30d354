"""Rules about the language of a message."""

from domain.decisions import FOREIGN_LANGUAGE
from domain.routing import Hit, Miss, Situation
from routing.escalating import escalate


def foreign_language(situation: Situation) -> Hit | Miss:
    """What is in a language that the bot does not speak it does not pretend to understand."""
    language = situation.understanding.entities.get(FOREIGN_LANGUAGE)
    if language is None:
        return Miss(why="The message is in a language that the bot speaks, as far as it can tell.")
    why = f"The message is in another language than the bot speaks ('{language}', it seems)."
    return escalate(situation, FOREIGN_LANGUAGE, why)
