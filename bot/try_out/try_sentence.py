"""What the bot would do if a new customer wrote a sentence now."""

import asyncio

from bot.automating.apply_rules import shape_ruling
from bot.compose import BOT, make_outbound
from bot.deciding import Deciding
from bot.facts.read_facts import describe_reading
from bot.find_answers import FindArticle
from bot.place_message import Placed
from bot.processing import Processing
from bot.read_message import choose_words, complete_message
from bot.situation import read_situation
from bot.tools import Tools
from bot.try_out.new_customer import make_conversation, make_message
from bot.try_out.phrase_decision import phrase_decision
from bot.try_out.trial import LONGEST_TRIED, Trial, TrialOutcome
from channels.contract import ShowingChannel, Shown
from crm_store.articles import find_published_article
from crm_store.transaction import Transaction
from domain.channels import Channel
from domain.conversations import Conversation
from domain.decisions import DecisionRecord
from domain.errors import InvalidInputError
from domain.jobs import Job, JobKind
from domain.knowledge import Article, Matcher
from domain.replies import Reply
from routing.decision_table import decide


async def try_sentence(
    tools: Tools, trial: Trial, *, draft: Article | None = None, matcher: Matcher | None = None
) -> TrialOutcome:
    """Say what the bot would do, by the code that does it; nothing is written.

    Args:
        draft: an article to answer with as if it were published.
        matcher: what knows the draft; None for what is published.

    Raises:
        NotFoundError: the settings name no such account.
        InvalidInputError: the text is too long to be tried.
    """
    if len(trial.text) > LONGEST_TRIED:
        raise InvalidInputError(f"try {LONGEST_TRIED:,} characters at the most", field="text")
    await tools.offer.load()
    processing = await _read(tools, trial, matcher)
    return await tools.store.read(_decide, trial, processing, _find_with(draft))


async def _read(tools: Tools, trial: Trial, matcher: Matcher | None) -> Processing:
    now = tools.clock.now()
    channel = tools.get_channel(trial.channel, trial.account)
    message = make_message(tools, trial, now)
    words = choose_words(message) if channel.capabilities.threaded else message.text
    understander = tools.understander if matcher is None else tools.understander.knowing(matcher)
    conversation = make_conversation(
        trial.channel, trial.account, language="", now=now, thread=message.sender.value
    )
    return Processing(
        tools=tools,
        job=_stand_in(conversation),
        reference=conversation.reference,
        message=complete_message(message),
        understanding=await asyncio.to_thread(
            understander.understand,
            words,
            hint=message.language,
            precision=tools.settings.policy.precision_on(message.channel),
        ),
        now=now,
    )


def _stand_in(conversation: Conversation) -> Job:
    """Make the job that would process the message; nothing asks for more than that it is there."""
    return Job(
        id="",
        position=0,
        kind=JobKind.PROCESS,
        ordering_key="",
        subject="",
        available_at=conversation.created_at,
        attempts=1,
        lease_until=None,
        created_at=conversation.created_at,
    )


def _decide(
    tx: Transaction, trial: Trial, processing: Processing, find: FindArticle
) -> TrialOutcome:
    tools, understanding, message = processing.tools, processing.understanding, processing.message
    conversation = make_conversation(
        trial.channel,
        trial.account,
        language=understanding.language,
        now=processing.now,
        thread=message.sender.value,
    )
    placed = Placed(conversation=conversation, writer=None, consent=message.consent)
    situation = read_situation(tx, processing, placed)
    ruling = decide(situation)
    facts = describe_reading(processing, conversation, ruling.decision)
    ruling, _ = shape_ruling(tx, tools, conversation, ruling, facts, customer_name=None)
    deciding = Deciding(
        tools=tools,
        understanding=understanding,
        queues=situation.queues,
        text=message.text,
        customer_name=None,
        now=processing.now,
    )
    phrased = phrase_decision(tx, deciding, conversation, ruling.decision, find, facts)
    channel = tools.get_channel(trial.channel, trial.account)
    return TrialOutcome(
        trial=trial,
        record=DecisionRecord(
            id="",
            conversation_id="",
            interaction_id="",
            decision=ruling.decision,
            rule=ruling.rule,
            trace=ruling.trace,
            understanding=understanding,
            at=processing.now,
            evidence=facts.evidence,
        ),
        reply=phrased.reply,
        shown=None if phrased.reply is None else show_reply(channel, conversation, phrased.reply),
        handed_to=phrased.handed_to,
        capabilities=channel.capabilities,
    )


def show_reply(channel: Channel, conversation: Conversation, reply: Reply) -> Shown:
    """Show a reply as its customer gets it: as the channel writes it, or else as it is."""
    if isinstance(channel, ShowingChannel):
        return channel.show(make_outbound(conversation, "example", reply, BOT))
    return Shown(text=reply.text)


def _find_with(draft: Article | None) -> FindArticle:
    """Find what is published, with a draft in its place or beside it."""

    def find(tx: Transaction, article_id: str, locale: str) -> Article | None:
        found = find_published_article(tx, article_id, locale)
        if draft is None or draft.id != article_id:
            return found
        if found is None or draft.locale in {locale, found.locale}:
            return draft
        return found if found.locale == locale else min(found, draft, key=_locale)

    return find


def _locale(article: Article) -> str:
    return article.locale
