"""Rules about what the knowledge base knows: answer, ask back, or hand over; never guess."""

from dataclasses import replace

from domain.decisions import Answer, Ask, Escalate
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply
from domain.routing import Hit, Miss, Situation
from routing.escalating import escalate
from routing.menu_rules import MENUS
from routing.queue_choice import choose_queue, find_matter
from routing.rules import ARTICLE_PREFIX, NONE_OF_THESE
from routing.sureness import is_sure, say_percent, say_sure, shorten_title, weigh

# Two articles above the answer threshold and no further apart than this are a tie.
TIE_WITHIN = 0.05
# A third time asking back tries anybody's patience.
MOST_QUESTIONS = 2
# A choice of so many is read at a glance.
MOST_CHOICES = 3
# The reasons of handoffs because of a sensitive article, and after an answer that was of no use.
SENSITIVE = "sensitive"
NOT_HELPED = "not_helped"


def did_not_help(situation: Situation) -> Hit | Miss:
    """Whom the answer did not help is not asked to go on with a bot."""
    if situation.understanding.intent != "not_helped":
        return Miss(why="The customer does not say that an answer did not help.")
    answered = situation.answered
    which = f"the answer '{shorten_title(answered)}'" if answered is not None else "it"
    return escalate(situation, NOT_HELPED, f"The customer says that {which} did not help.")


def sensitive_article(situation: Situation) -> Hit | Miss:
    """What is sensitive a person answers, who may find the article to be the right one."""
    sensitive = _find_sensitive(situation)
    if sensitive is None:
        return Miss(why="No sensitive article is among those that may be the answer.")
    if sensitive.confidence < situation.policy.ask:
        return Miss(
            why=f"The sensitive article {say_sure(sensitive)}, less than "
            f"{say_percent(situation.policy.ask)}, so it is no hint."
        )
    matter = find_matter(situation)
    if sensitive.topic is not None:
        matter = replace(matter, topic=sensitive.topic)
    queue, queue_why = choose_queue(matter, situation.queues)
    return Hit(
        decision=Escalate(queue=queue, reason=SENSITIVE),
        why=f"{say_sure(sensitive)} but sensitive, so a person answers; the article is suggested. "
        f"{queue_why}",
    )


def surely_known(situation: Situation) -> Hit | Miss:
    """One article is surely the answer."""
    best = _best(situation)
    if best is None:
        return Miss(why="No article comes near the message.")
    weighed = f"Best article {weigh(best, situation)}."
    if best.sensitive:
        return Miss(why=f"Best article {say_sure(best)}, but it is sensitive.")
    if not is_sure(best, situation):
        return Miss(why=weighed)
    rival = _rival(situation)
    if rival is not None:
        return Miss(why=f"Two articles tie: {say_sure(best)}, and {say_sure(rival)}.")
    return Hit(decision=Answer(responder="article", article=best), why=weighed)


def half_known(situation: Situation) -> Hit | Miss:
    """Some article may be the answer: ask which, unless that was asked enough.

    The choice `none` has an empty label; the responder puts it into the customer's language.
    """
    best, needed = next(iter(_rank_offered(situation)), None), situation.policy.ask
    if best is None:
        return Miss(why="No article comes near the message.")
    if best.confidence < needed:
        return Miss(
            why=f"Best article {say_sure(best)}, {say_percent(needed)} is needed to ask back."
        )
    if situation.pending is not None and situation.pending.question not in MENUS:
        return Miss(why="The bot had just asked back and got no choice; it does not ask again.")
    if situation.asked_before >= MOST_QUESTIONS:
        return Miss(why=f"The bot has asked back {situation.asked_before} times already.")
    return Hit(
        decision=Ask(question="did_you_mean", choices=_choices(situation)),
        why=f"Best article {say_sure(best)}: enough to ask back; that takes {say_percent(needed)}.",
    )


def unknown(situation: Situation) -> Hit | Miss:
    """What the bot does not know a person does; hits always, so it ends the table."""
    queue, why = choose_queue(find_matter(situation), situation.queues)
    return Hit(
        decision=Escalate(queue=queue, reason="unknown"),
        why=f"The bot has no sure answer, so a person takes over. {why}",
    )


def _rank(situation: Situation) -> list[ArticleMatch]:
    return sorted(situation.understanding.matches, key=lambda match: -match.confidence)


def _rank_offered(situation: Situation) -> list[ArticleMatch]:
    """Rank the articles that customers may be offered to choose from."""
    return [match for match in _rank(situation) if not match.sensitive]


def _best(situation: Situation) -> ArticleMatch | None:
    return next(iter(_rank(situation)), None)


def _rival(situation: Situation) -> ArticleMatch | None:
    """Find the article that is sure as well and ties with the best one."""
    ranked = _rank(situation)
    if len(ranked) < 2 or not is_sure(ranked[1], situation):
        return None
    return ranked[1] if ranked[0].confidence - ranked[1].confidence <= TIE_WITHIN else None


def _find_sensitive(situation: Situation) -> ArticleMatch | None:
    """Find the sensitive article that is the best one or ties with it, of any of the questions."""
    asked = situation.understanding.questions
    parts = (question.matches[0] for question in asked if question.matches)
    leading = (_best(situation), _rival(situation), *parts)
    found = [match for match in leading if match is not None and match.sensitive]
    return max(found, key=lambda match: match.confidence, default=None)


def _choices(situation: Situation) -> tuple[QuickReply, ...]:
    # What is not half as likely as asking takes would only make the list longer.
    floor = situation.policy.ask / 2
    near = [match for match in _rank_offered(situation) if match.confidence >= floor]
    articles = [
        QuickReply(label=match.title, value=f"{ARTICLE_PREFIX}{match.article_id}")
        for match in near[:MOST_CHOICES]
    ]
    return (*articles, QuickReply(label="", value=NONE_OF_THESE))
