"""Rules about what the knowledge base knows: answer, ask back, or hand over; never guess."""

import math

from domain.decisions import Answer, Ask, Escalate
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply
from domain.routing import Hit, Miss, Situation
from routing.queue_choice import choose_queue, find_matter
from routing.rules import ARTICLE_PREFIX, NONE_OF_THESE

# Two articles above the answer threshold and no further apart than this are a tie.
TIE_WITHIN = 0.05
# A third time asking back tries anybody's patience.
MOST_QUESTIONS = 2
# The sizes of a choice that is read at a glance, and of a title in a reason.
MOST_CHOICES = 3
TITLE_LENGTH = 60


def surely_known(situation: Situation) -> Hit | Miss:
    """One article is surely the answer."""
    best, needed = _best(situation), situation.policy.answer
    if best is None:
        return Miss(why="No article comes near the message.")
    if best.confidence < needed:
        return Miss(why=f"Best article {_sure(best)}, {_percent(needed)} is needed to answer.")
    rival = _rival(situation)
    if rival is not None:
        return Miss(why=f"Two articles tie: {_sure(best)}, and {_sure(rival)}.")
    return Hit(
        decision=Answer(responder="article", article=best),
        why=f"Best article {_sure(best)}, {_percent(needed)} is needed to answer.",
    )


def half_known(situation: Situation) -> Hit | Miss:
    """Some article may be the answer: ask which, unless that was asked enough.

    The choice `none` has an empty label; the responder puts it into the customer's language.
    """
    best, needed = _best(situation), situation.policy.ask
    if best is None:
        return Miss(why="No article comes near the message.")
    if best.confidence < needed:
        return Miss(why=f"Best article {_sure(best)}, {_percent(needed)} is needed to ask back.")
    if situation.pending is not None:
        return Miss(why="The bot had just asked back and got no choice; it does not ask again.")
    if situation.asked_before >= MOST_QUESTIONS:
        return Miss(why=f"The bot has asked back {situation.asked_before} times already.")
    return Hit(
        decision=Ask(question="did_you_mean", choices=_choices(situation)),
        why=f"Best article {_sure(best)}: enough to ask back, which takes {_percent(needed)}.",
    )


def unknown(situation: Situation) -> Hit | Miss:
    """What the bot does not know a person does; hits always, so it ends the table."""
    queue, why = choose_queue(find_matter(situation), situation.queues)
    return Hit(
        decision=Escalate(queue=queue, reason="unknown"),
        why=f"The bot has no sure answer, so a person takes over. {why}",
    )


def _best(situation: Situation) -> ArticleMatch | None:
    matches = situation.understanding.matches
    return max(matches, key=lambda match: match.confidence) if matches else None


def _rival(situation: Situation) -> ArticleMatch | None:
    ranked = sorted(situation.understanding.matches, key=lambda match: -match.confidence)
    if len(ranked) < 2 or ranked[1].confidence < situation.policy.answer:
        return None
    return ranked[1] if ranked[0].confidence - ranked[1].confidence <= TIE_WITHIN else None


def _choices(situation: Situation) -> tuple[QuickReply, ...]:
    # What is not half as likely as asking takes would only make the list longer.
    floor = situation.policy.ask / 2
    ranked = sorted(situation.understanding.matches, key=lambda match: -match.confidence)
    offered = [match for match in ranked if match.confidence >= floor][:MOST_CHOICES]
    articles = [
        QuickReply(label=match.title, value=f"{ARTICLE_PREFIX}{match.article_id}")
        for match in offered
    ]
    return (*articles, QuickReply(label="", value=NONE_OF_THESE))


def _sure(match: ArticleMatch) -> str:
    title = match.title
    if len(title) > TITLE_LENGTH:
        title = f"{title[: TITLE_LENGTH - 1].rstrip()}…"
    return f"'{title}' is {_percent(match.confidence)} sure"


def _percent(share: float) -> str:
    # Rounded down, so that "69 % sure, 70 % is needed" never reads as 70 of 70.
    return f"{math.floor(share * 100 + 1e-9)} %"
