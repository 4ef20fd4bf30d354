"""Rules about messages that ask several things: each is answered, or goes to a person."""

from dataclasses import replace

from domain.decisions import Answer, AskedQuestion, Escalate, Understanding
from domain.knowledge import ArticleMatch
from domain.routing import Hit, Miss, Situation
from routing.article_rules import TIE_WITHIN
from routing.queue_choice import choose_queue
from routing.sureness import is_sure, say_sure

# The reason of a handoff of what is left when a part of the questions is answered.
PARTLY_KNOWN = "partly_known"


def questions_all_known(situation: Situation) -> Hit | Miss:
    """Every question of the message has a sure answer: all of them go out in one reply."""
    questions = situation.understanding.questions
    one = _ask_one_thing(situation)
    if one is not None:
        return one
    known = _list_known(situation)
    if len(known) < len(questions):
        return Miss(why=f"{len(known)} of {len(questions)} questions have a sure answer.")
    answers = [question.matches[0] for question in known]
    return Hit(
        decision=Answer(responder="article", article=answers[0], more=tuple(answers[1:])),
        why=f"{_count(len(known))}: {_name(answers)}.",
    )


def questions_partly_known(situation: Situation) -> Hit | Miss:
    """Some questions have a sure answer, which goes out at once; the others a person answers."""
    questions = situation.understanding.questions
    one = _ask_one_thing(situation)
    if one is not None:
        return one
    known = _list_known(situation)
    answers = tuple(question.matches[0] for question in known)
    queue, queue_why = choose_queue(_find_rest(situation, known), situation.queues)
    return Hit(
        decision=Escalate(queue=queue, reason=PARTLY_KNOWN, meanwhile=answers),
        why=f"{len(known)} of {len(questions)} questions have a sure answer: {_name(answers)}; "
        f"a person answers the rest. {queue_why}",
    )


def _ask_one_thing(situation: Situation) -> Miss | None:
    """Say why a message is to be taken as one question; None where it is several."""
    questions = situation.understanding.questions
    if not questions:
        return Miss(why="The message asks one thing.")
    if any(_is_sensitive(question, situation) for question in questions):
        return Miss(why="One of the questions is about something sensitive, so nothing is sent.")
    known = _list_known(situation)
    if not known:
        return Miss(why=f"None of the message's {len(questions)} questions has a sure answer.")
    whole = _find_whole(situation)
    parts = {question.matches[0].article_id for question in questions if question.matches}
    if whole is not None and whole.article_id not in parts:
        return Miss(why=f"{say_sure(whole)} for the message as a whole, and for no part of it.")
    return None


def _is_sensitive(question: AskedQuestion, situation: Situation) -> bool:
    """Beside a death in the family, even the right answer to how to check in is wrong."""
    best = next(iter(question.matches), None)
    return best is not None and best.sensitive and best.confidence >= situation.policy.ask


def _list_known(situation: Situation) -> tuple[AskedQuestion, ...]:
    return tuple(
        question
        for question in situation.understanding.questions
        if question.matches and _is_known(question.matches, situation)
    )


def _is_known(matches: tuple[ArticleMatch, ...], situation: Situation) -> bool:
    best, rivals = matches[0], matches[1:2]
    if best.sensitive or not is_sure(best, situation):
        return False
    return not any(
        is_sure(rival, situation) and best.confidence - rival.confidence <= TIE_WITHIN
        for rival in rivals
    )


def _find_whole(situation: Situation) -> ArticleMatch | None:
    """Find the article that the whole message leads to, if it is sure or sensitive."""
    matches = situation.understanding.matches
    best = max(matches, key=lambda match: match.confidence, default=None)
    if best is None or not (is_sure(best, situation) or best.sensitive):
        return None
    return best


def _find_rest(situation: Situation, known: tuple[AskedQuestion, ...]) -> Understanding:
    """Find what the questions without an answer are about."""
    rest = tuple(
        match
        for question in situation.understanding.questions
        if question not in known
        for match in question.matches
    )
    return replace(situation.understanding, topic=None, matches=rest)


def _count(known: int) -> str:
    if known == 1:
        return "All questions of the message lead to one sure answer"
    return f"The message asks {known} things, and all have a sure answer"


def _name(answers: tuple[ArticleMatch, ...] | list[ArticleMatch]) -> str:
    return ", and ".join(say_sure(match) for match in answers)
