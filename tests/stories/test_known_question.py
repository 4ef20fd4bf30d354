"""A customer asks what the knowledge base knows, and has the answer at once."""

from domain.conversations import Author, ConversationStatus, Direction
from domain.decisions import Answer
from domain.messages import DeliveryState
from routing.decision_table import DECISION_TABLE
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER


async def test_it_is_answered_at_once(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    conversation = await desk.conversation(ASTRID)
    assert conversation.status is ConversationStatus.PENDING
    assert conversation.queue is None
    assert conversation.first_response_at == desk.clock.now()


async def test_the_record_says_what_was_said_and_from_which_version_of_which_article(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, KNOWN, sid="SM" + "7" * 32)
    question, answer = await desk.log(ASTRID)
    assert (question.direction, question.author) == (Direction.IN, Author.CUSTOMER)
    assert (question.text, question.external_id) == (KNOWN, "SM" + "7" * 32)
    assert (answer.direction, answer.author) == (Direction.OUT, Author.BOT)
    assert answer.source_ids == {"article": "cabin-baggage", "version": 1}


async def test_the_decision_record_names_every_rule_that_was_tried(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    record = await desk.last_decision(ASTRID)
    names = [rule.__name__ for rule in DECISION_TABLE]
    tried = names[: names.index("surely_known") + 1]
    assert [step.rule for step in record.trace] == tried
    assert [step.hit for step in record.trace] == [False] * (len(tried) - 1) + [True]
    assert all(step.why for step in record.trace)
    assert isinstance(record.decision, Answer)
    assert record.understanding.index_version == desk.system.index.current().version
    question, _ = await desk.log(ASTRID)
    assert record.interaction_id == question.id


async def test_word_of_its_delivery_reaches_the_log(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    _, answer = await desk.log(ASTRID)
    assert answer.delivery is DeliveryState.SENT
    await desk.delivery_is_reported(desk.last_sms(), "delivered")
    _, answer = await desk.log(ASTRID)
    assert answer.delivery is DeliveryState.DELIVERED


async def test_word_that_comes_late_changes_nothing(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    for status in ("delivered", "sent", "queued", "undelivered"):
        await desk.delivery_is_reported(desk.last_sms(), status)
    _, answer = await desk.log(ASTRID)
    assert answer.delivery is DeliveryState.DELIVERED


async def test_a_text_that_never_reached_the_telephone_is_shown_as_failed_with_the_reason(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.delivery_is_reported(desk.last_sms(), "undelivered", error_code="30005")
    _, answer = (await desk.log(ASTRID))[:2]
    assert answer.delivery is DeliveryState.FAILED
    assert "30005" in (answer.delivery_error or "")


async def test_two_customers_never_read_each_others_answers(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(JONAS, "When do I get my refund?")
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert desk.said_to(JONAS) == ["Within seven days."]
    assert (await desk.conversation(ASTRID)).id != (await desk.conversation(JONAS)).id


async def test_small_talk_is_answered_in_kind(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "hello")
    await desk.customer_texts(ASTRID, "thank you")
    hello, welcome = desk.said_to(ASTRID)
    assert "Aurora Airways" in hello
    assert "welcome" in welcome
    assert len(await desk.conversations(ASTRID)) == 1
