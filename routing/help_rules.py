"""Rules about what the customer has read in the help centre before they wrote."""

from domain.routing import Hit, Miss, Situation
from routing.article_rules import NOT_HELPED
from routing.escalating import escalate
from routing.sureness import say_percent, say_sure


def read_in_vain(situation: Situation) -> Hit | Miss:
    """Whom an article did not help gets a person, rather than the same article once more."""
    read = situation.read_in_vain
    if read is None:
        return Miss(why="The customer does not come from an article that did not help.")
    asked = situation.understanding.questions
    parts = (question.matches[0] for question in asked if question.matches)
    near = max(situation.understanding.matches, key=lambda match: match.confidence, default=None)
    leading = [each for each in (near, *parts) if each is not None and each.article_id == read]
    if not leading:
        return Miss(why="What may answer it is another article than the one that did not help.")
    if leading[0].confidence < situation.policy.ask:
        return Miss(
            why=f"{say_sure(leading[0])}, less than {say_percent(situation.policy.ask)}, "
            "so it would not be sent again."
        )
    why = f"{say_sure(leading[0])}, but the customer has read it and said that it did not help."
    return escalate(situation, NOT_HELPED, why)
