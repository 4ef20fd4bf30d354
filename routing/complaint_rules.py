"""A complaint goes to people, also where the bot knew an answer; pure, after the table."""

from dataclasses import replace
from typing import Final

from domain.decisions import Answer, Ask, Decision, Escalate, Ignore, Relay, RuleTrace
from domain.knowledge import ArticleMatch
from domain.routing import Ruling, Situation
from routing.queue_choice import choose_queue, find_matter

COMPLAINT: Final = "complaint"
"""Why a person sees to it."""
DOUBTED: Final = "maybe_complaint"
"""The same where an agent is asked whether it is one; words that fit any handover go with it."""
DID_YOU_MEAN: Final = "did_you_mean"
RULE: Final = "complaint_to_people"


def send_to_people(ruling: Ruling, situation: Situation, why: str, *, surely: bool) -> Ruling:
    """Hand over what the bot would have answered; a sure answer goes out with that.

    Args:
        why: it is about a complaint, in words.
        surely: whether the message itself complains. What is only said beside a known complaint
            goes to people where the bot would have answered a question, and not a courtesy, nor a
            request to have something done.

    Returns:
        The ruling as it was where people see to it anyway, or the bot is to be silent.
    """
    decision = ruling.decision
    if isinstance(decision, Escalate | Ignore) or not (surely or _answers(decision)):
        return ruling
    told = f"It is about a complaint, so a person answers: {why}."
    return _hand_over(ruling, situation, told, COMPLAINT)


def send_doubted_to_people(ruling: Ruling, situation: Situation, why: str) -> Ruling:
    """Hand over what would be asked back of somebody displeased, who may be complaining.

    "Is it this?" is the wrong tone then. A form goes on as it would.

    Args:
        why: an agent is asked whether it is a complaint, in words.
    """
    displeased = situation.understanding.sentiment == "negative"
    asks = isinstance(ruling.decision, Ask) and ruling.decision.question == DID_YOU_MEAN
    if not (displeased and asks) or situation.form is not None:
        return ruling
    told = f"An agent is asked whether it is a complaint ({why}), and asking back would be no help."
    return _hand_over(ruling, situation, told, DOUBTED)


def bare_acknowledgement(ruling: Ruling) -> Ruling:
    """Leave out of a handover all that goes out by itself but the acknowledgement."""
    decision = ruling.decision
    if not isinstance(decision, Escalate):
        return ruling
    return replace(ruling, decision=replace(decision, meanwhile=(), say=""))


def _hand_over(ruling: Ruling, situation: Situation, told: str, reason: str) -> Ruling:
    queue, queue_why = choose_queue(find_matter(situation), situation.queues)
    answers = _list_answers(ruling.decision)
    handed = Escalate(queue=queue, reason=reason, meanwhile=answers)
    trace = (*ruling.trace, RuleTrace(rule=RULE, hit=True, why=f"{told} {queue_why}"))
    return replace(ruling, decision=handed, rule=RULE, trace=trace)


def _answers(decision: Decision) -> bool:
    by_article = isinstance(decision, Answer) and decision.article is not None
    return by_article or isinstance(decision, Ask | Relay)


def _list_answers(decision: Decision) -> tuple[ArticleMatch, ...]:
    if not isinstance(decision, Answer) or decision.article is None:
        return ()
    return (decision.article, *decision.more)
