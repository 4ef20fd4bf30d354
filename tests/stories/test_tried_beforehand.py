"""What the desk says it would do with a sentence is what it then does with the real message."""

from dataclasses import replace

import pytest

from bot.articles import import_articles
from bot.try_out.new_customer import REFERENCE
from bot.try_out.trial import Trial, TrialOutcome
from bot.try_out.try_sentence import try_sentence
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.decisions import Answer, Ask, DecisionRecord, Escalate, Understanding
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_policy
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.supervisors import RULE, ask, do, say, write
from tests.stories.world import (
    ARTICLES,
    HALF_KNOWN,
    HALF_KNOWN_BOOKING,
    KNOWN,
    KNOWN_GERMAN,
    UNKNOWN,
    UNKNOWN_GERMAN,
)

pytestmark = SLOW_ON_POSTGRES

SEVERAL = "How much luggage may I carry on board? Is there wifi on board?"
TEXTS = (
    KNOWN,
    KNOWN_GERMAN,
    HALF_KNOWN,
    HALF_KNOWN_BOOKING,
    UNKNOWN,
    UNKNOWN_GERMAN,
    SEVERAL,
    f"{KNOWN} And is your captain married?",
    "hello",
    "thanks a lot",
    "I want to talk to a person",
    "  ",
    "that did not help",
    "lugage alowance",
)


async def try_it(desk: StoryDesk, text: str, channel: str, account: str) -> TrialOutcome:
    tools = desk.system.tools
    return await try_sentence(tools, Trial(text=text, channel=channel, account=account))


async def find_reply(desk: StoryDesk, thread: str) -> tuple[str | None, str | None]:
    """What the customer got, the reference left out, which no trial can know."""
    sent = await desk.log(thread, Direction.OUT)
    if not sent:
        return None, None
    reference = await desk.reference(thread)
    html = sent[-1].html
    return (
        sent[-1].text.replace(reference, REFERENCE),
        None if html is None else html.replace(reference, REFERENCE),
    )


def assert_same(tried: TrialOutcome, done: DecisionRecord) -> None:
    assert tried.record.decision == done.decision
    assert tried.record.rule == done.rule
    assert tried.record.trace == done.trace
    # What spoke for the articles is kept in round figures.
    before, after = tried.record.understanding, done.understanding
    assert [each.text for each in before.questions] == [each.text for each in after.questions]
    assert drop_figures(before) == drop_figures(after)


def drop_figures(understanding: Understanding) -> Understanding:
    return replace(understanding, explanation=None, questions=())


async def assert_same_words(desk: StoryDesk, tried: TrialOutcome, thread: str) -> None:
    text, html = await find_reply(desk, thread)
    assert (tried.reply.text if tried.reply else None) == text
    assert (tried.reply.html if tried.reply else None) == html


@pytest.mark.parametrize("text", TEXTS)
async def test_a_visitor_gets_what_was_shown_beforehand(desk: StoryDesk, text: str):
    tried = await try_it(desk, text, "web_chat", "site")

    await desk.visitor_writes("vera", text)

    assert_same(tried, await desk.last_decision("vera"))
    await assert_same_words(desk, tried, "vera")


@pytest.mark.parametrize("text", [*TEXTS, "STOP", "help"])
async def test_a_telephone_gets_what_was_shown_beforehand(desk: StoryDesk, text: str):
    tried = await try_it(desk, text, "sms", "main")

    await desk.customer_texts(ASTRID, text)

    assert_same(tried, await desk.last_decision(ASTRID))
    await assert_same_words(desk, tried, ASTRID)
    reference = await desk.reference(ASTRID)
    sent = [text.replace(reference, REFERENCE) for text in desk.said_to(ASTRID)]
    assert sent == ([] if tried.shown is None else [tried.shown.text])


@pytest.mark.parametrize("text", [KNOWN, HALF_KNOWN, UNKNOWN, SEVERAL])
async def test_a_letter_is_answered_as_was_shown_beforehand(
    desk: StoryDesk, letters: Letters, text: str
):
    tried = await try_it(desk, text, "email", "support")

    await letters.arrive(MARA, text)

    assert_same(tried, await desk.last_decision(MARA))
    await assert_same_words(desk, tried, MARA)


async def test_who_would_have_it_and_by_when_is_told_as_it_is_promised(desk: StoryDesk):
    tried = await try_it(desk, UNKNOWN, "sms", "main")

    await desk.customer_texts(ASTRID, UNKNOWN)

    conversation = await desk.conversation(ASTRID)
    clocks = (await desk.view(ASTRID)).clocks
    assert tried.handed_to is not None
    assert tried.handed_to.queue == conversation.queue
    assert [tried.handed_to.due_at] == [clock.promised_at for clock in clocks]


async def test_the_kinds_of_decisions_that_are_tried_differ(desk: StoryDesk):
    found = [
        (await try_it(desk, text, "web_chat", "site")).record.decision
        for text in (KNOWN, HALF_KNOWN, UNKNOWN)
    ]

    assert [type(each) for each in found] == [Answer, Ask, Escalate]


async def test_a_trial_leaves_nothing_behind(desk: StoryDesk):
    for text in TEXTS:
        await try_it(desk, text, "sms", "main")

    assert await desk.conversations() == []
    assert await desk.waiting_jobs() == {}
    assert desk.said_to(ASTRID) == []


async def test_what_a_trial_says_is_of_a_customer_who_begins(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "STOP")
    await desk.customer_texts(ASTRID, UNKNOWN)

    tried = await try_it(desk, KNOWN, "sms", "main")

    assert isinstance(tried.record.decision, Answer)


@pytest.mark.parametrize("text", [KNOWN, UNKNOWN, SEVERAL, "hello", "I want to talk to a person"])
async def test_the_supervisors_rules_are_tried_too(desk: StoryDesk, text: str):
    await agree(desk, make_policy("speedy", first=5, conditions={"tiers": ("never",)}))
    await write(
        desk, RULE, "all", everybody=True,
        actions=[do("queue", "bookings"), do("priority", "high"), do("policy", "speedy"),
                 say("reply", en="Our team reads this.")],
    )  # fmt: skip
    await write(
        desk, RULE, "hello", ask("text", "contains", "hello"), scope="message",
        actions=[say("reply", en="{company} says hello."), do("tag", "polite")],
    )  # fmt: skip
    await assert_told_as_done(desk, text)


async def test_what_the_bot_cannot_answer_any_more_is_tried_by_the_rules(desk: StoryDesk):
    await write(desk, RULE, "all", everybody=True, actions=[do("queue", "bookings")])
    found = next(each for each in ARTICLES if each.id == "cabin-baggage")

    def mark(tx: Transaction) -> None:
        marked = replace(found, sensitive=True)
        import_articles(tx, [marked], author="stories", now=desk.clock.now())

    await desk.system.store.run(mark)
    assert (await assert_told_as_done(desk, KNOWN)).handed_to is not None


async def assert_told_as_done(desk: StoryDesk, text: str) -> TrialOutcome:
    tried = await try_it(desk, text, "web_chat", "site")
    await desk.visitor_writes("vera", text)
    assert_same(tried, await desk.last_decision("vera"))
    await assert_same_words(desk, tried, "vera")
    queue = None if tried.handed_to is None else tried.handed_to.queue
    assert (await desk.conversation("vera")).queue == queue
    return tried
