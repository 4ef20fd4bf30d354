"""What a decision would say to the customer: `carry_out` without the record."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answer import keep_back, phrase_answer
from bot.answer_several import leave_rest, phrase_answers
from bot.ask_back import phrase_question
from bot.automating.rule_reply import RULE_RESPONDER, TEXT, fit_text
from bot.automating.shape_handoff import shape_by_facts
from bot.clocks.promise import preview_promise
from bot.deciding import Deciding
from bot.find_answers import FindArticle, find_answers
from bot.hand_over import phrase_handoff
from bot.try_out.trial import HandedTo
from bot.usual_wait import find_usual_wait
from crm_store.staff import get_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Answer, Ask, Decision, Escalate
from domain.knowledge import ArticleMatch
from domain.replies import Reply
from domain.routing_facts import RoutingFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrased:
    """What would be said, and who would have it."""

    reply: Reply | None = None
    handed_to: HandedTo | None = None


def phrase_decision(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    decision: Decision,
    find: FindArticle,
    facts: RoutingFacts,
) -> Phrased:
    """Phrase what a decision says.

    Args:
        find: finds the articles that are answered with.
        facts: of the message, for the rules that shape what the bot cannot answer after all.
    """

    def keep(escalation: Escalate) -> Phrased:
        shaped, _ = shape_by_facts(
            tx, deciding.tools, conversation, escalation, facts, customer_name=None
        )
        return _phrase_handoff(tx, deciding, conversation, shaped, find)

    match decision:
        case Answer(responder=responder) if responder == RULE_RESPONDER:
            text = decision.context.get(TEXT, "")
            return Phrased(reply=fit_text(deciding.tools, conversation, text))
        case Answer():
            return _phrase_answer(tx, deciding, conversation, decision, find, keep)
        case Ask():
            return Phrased(reply=phrase_question(deciding, conversation, decision))
        case Escalate():
            return _phrase_handoff(tx, deciding, conversation, decision, find)
        case _:
            return Phrased()


def _phrase_answer(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    decision: Answer,
    find: FindArticle,
    keep: Callable[[Escalate], Phrased],
) -> Phrased:
    match = decision.article
    if match is None:
        return Phrased(reply=phrase_answer(deciding, conversation, decision, None))
    if decision.more:
        return _phrase_several(tx, deciding, conversation, (match, *decision.more), find, keep)
    article = find(tx, match.article_id, conversation.language or match.locale)
    if article is None or article.sensitive:
        return keep(keep_back(deciding, match, article))
    return Phrased(reply=phrase_answer(deciding, conversation, decision, article))


def _phrase_several(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    matches: tuple[ArticleMatch, ...],
    find: FindArticle,
    keep: Callable[[Escalate], Phrased],
) -> Phrased:
    public_url = deciding.tools.settings.public_url
    answers = find_answers(tx, conversation, matches, public_url=public_url, find=find)
    if len(answers) < len(matches):
        return keep(leave_rest(deciding, matches, answers))
    return Phrased(reply=phrase_answers(deciding, conversation, answers))


def _phrase_handoff(
    tx: Transaction,
    deciding: Deciding,
    conversation: Conversation,
    escalation: Escalate,
    find: FindArticle,
) -> Phrased:
    queue = get_queue(tx, escalation.queue)
    handed_over = replace(
        conversation,
        queue=queue.name,
        priority=escalation.priority,
        topic=deciding.understanding.topic,
        policy=escalation.policy,
    )
    due_at = preview_promise(tx, deciding.tools, handed_over, now=deciding.now)
    handed_to = HandedTo(queue=queue.name, title=queue.title, due_at=due_at)
    if not escalation.acknowledge:
        return Phrased(handed_to=handed_to)
    reply = phrase_handoff(
        deciding.tools,
        conversation,
        escalation,
        find_answers(
            tx,
            conversation,
            escalation.meanwhile,
            public_url=deciding.tools.settings.public_url,
            find=find,
        ),
        customer_name=deciding.customer_name,
        due_at=due_at,
        usual_wait=find_usual_wait(tx, queue.name, now=deciding.now),
        now=deciding.now,
    )
    return Phrased(reply=reply, handed_to=handed_to)
