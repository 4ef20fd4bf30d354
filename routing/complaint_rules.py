"""A complaint goes to people, also where the bot knew an answer; pure, after the table."""

from dataclasses import replace
from typing import Final

from domain.decisions import Answer, Ask, Decision, Escalate, Ignore, Relay, RuleTrace
from domain.knowledge import ArticleMatch
from domain.routing import Ruling, Situation
from routing.queue_choice import choose_queue, find_matter

COMPLAINT: Final = "complaint"
"""Why a person sees to it."""
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
    queue, queue_why = choose_queue(find_matter(situation), situation.queues)
    handed = Escalate(queue=queue, reason=COMPLAINT, meanwhile=_list_answers(decision))
    told = f"It is about a complaint, so a person answers: {why}. {queue_why}"
    trace = (*ruling.trace, RuleTrace(rule=RULE, hit=True, why=told))
    return replace(ruling, decision=handed, rule=RULE, trace=trace)


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
    told = f"an agent is asked whether it is one, and the writer is displeased ({why})"
    return send_to_people(ruling, situation, told, surely=True)


def bare_acknowledgement(ruling: Ruling) -> Ruling:
    """Leave out of a handover all that goes out by itself but the acknowledgement."""
    decision = ruling.decision
    if not isinstance(decision, Escalate):
        return ruling
    return replace(ruling, decision=replace(decision, meanwhile=(), say=""))


def _answers(decision: Decision) -> bool:
    by_article = isinstance(decision, Answer) and decision.article is not None
    return by_article or isinstance(decision, Ask | Relay)


def _list_answers(decision: Decision) -> tuple[ArticleMatch, ...]:
    if not isinstance(decision, Answer) or decision.article is None:
        return ()
    return (decision.article, *decision.more)
