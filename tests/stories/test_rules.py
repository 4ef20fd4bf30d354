"""Supervisors say where messages go, without code; nothing that must not be overridden is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.articles import import_articles
from crm_store.conversation_tags import list_tags
from crm_store.inbox import InboxFilter, list_work
from crm_store.schema import automation_versions, customers
from crm_store.staff import remove_queue
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus, Priority
from domain.decisions import Answer, Escalate, Ignore
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.service_levels import ClockKind
from tests.stories.agreements import agree, make_policy
from tests.stories.bells import BellDesk
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.supervisors import RULE, SUE, ask, do, say, write
from tests.stories.world import ANN, ARTICLES, KNOWN, KNOWN_ANSWER, UNKNOWN, UNKNOWN_GERMAN

GERMAN = ask("language", "is", "de")
CAPTAIN = ask("text", "contains", "captain")
TO_BOOKINGS = do("queue", "bookings")


async def tags(desk: StoryDesk, thread: str) -> tuple[str, ...]:
    conversation = await desk.conversation(thread)
    return await desk.system.store.read(list_tags, conversation.id)


async def traced(desk: StoryDesk, thread: str) -> dict[str, tuple[bool, str]]:
    record = await desk.last_decision(thread)
    return {
        each.rule: (each.hit, each.why) for each in record.trace if each.rule.startswith("rule:")
    }


async def give_tier(desk: StoryDesk, thread: str, tier: str) -> None:
    customer_id = (await desk.conversation(thread)).customer_id

    def change(tx: Transaction) -> None:
        changed = update(customers).where(customers.c.id == customer_id)
        tx.execute(changed.values(tier=tier, attributes={"loyalty": "A1"}))

    await desk.system.store.run(change)


async def test_a_handoff_goes_where_a_rule_says_and_how(desk: StoryDesk):
    await agree(desk, make_policy("speedy", first=5, conditions={"tiers": ("never",)}))
    await write(
        desk, RULE, "german", GERMAN,
        actions=[TO_BOOKINGS, do("priority", "high"), do("tag", "German"), do("policy", "speedy"),
                 say("reply", en="Our team reads this.", de="Das liest unser deutsches Team.")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, UNKNOWN_GERMAN)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.priority) == ("bookings", Priority.HIGH)
    assert conversation.policy == "speedy"
    assert await tags(desk, ASTRID) == ("german",)
    (clock,) = await desk.clocks(ASTRID, ClockKind.FIRST_RESPONSE)
    assert clock.state.terms.target == timedelta(minutes=5)
    (said,) = desk.said_to(ASTRID)
    assert said.startswith("Das liest unser deutsches Team.\n\n")
    assert conversation.reference in said
    hit, why = (await traced(desk, ASTRID))["rule:german"]
    assert hit
    assert why.startswith("The language is de.")

    await desk.customer_texts(JONAS, UNKNOWN)
    assert (await desk.conversation(JONAS)).queue == "general"
    hit, why = (await traced(desk, JONAS))["rule:german"]
    assert (hit, why) == (False, "The language is en, not de.")


async def test_rules_for_handoffs_leave_what_the_bot_knows_to_the_bot(desk: StoryDesk):
    await write(desk, RULE, "all", actions=[TO_BOOKINGS], everybody=True)
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]
    assert await traced(desk, ASTRID) == {}


async def test_a_rule_for_every_message_takes_one_from_the_bot(desk: StoryDesk):
    await write(
        desk, RULE, "luggage", ask("text", "contains", "luggage"),
        scope="message", actions=[TO_BOOKINGS, do("tag", "luggage")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, KNOWN)
    record = await desk.last_decision(ASTRID)
    assert isinstance(record.decision, Escalate)
    assert (record.rule, record.decision.reason) == ("rule:luggage", "rule")
    assert (await desk.conversation(ASTRID)).queue == "bookings"
    assert await tags(desk, ASTRID) == ("luggage",)
    assert KNOWN_ANSWER not in desk.said_to(ASTRID)[0]


async def test_a_rule_answers_in_place_of_the_bot(desk: StoryDesk):
    await write(
        desk, RULE, "strike", ask("text", "contains", "luggage"),
        scope="message",
        actions=[say("reply", en="{company} is on strike today."), do("tag", "strike")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID) == ["Aurora Airways is on strike today."]
    record = await desk.last_decision(ASTRID)
    assert isinstance(record.decision, Answer)
    conversation = await desk.conversation(ASTRID)
    assert (conversation.queue, conversation.status) == (None, ConversationStatus.PENDING)
    assert await tags(desk, ASTRID) == ("strike",)


async def test_customers_are_known_by_tier_and_what_else_is_on_record(desk: StoryDesk):
    await write(
        desk, RULE, "gold", ask("tier", "is", "gold"), ask("attribute:loyalty", "known"),
        actions=[do("priority", "urgent")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, KNOWN)
    await give_tier(desk, ASTRID, "gold")
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    assert (await desk.conversation(ASTRID)).priority is Priority.URGENT
    assert (await desk.conversation(JONAS)).priority is Priority.NORMAL


@pytest.mark.parametrize(
    ("text", "article"),
    [(KNOWN, "cabin-baggage"), (f"{KNOWN} Also, when do I get my refund?", "refund")],
)
async def test_what_the_bot_cannot_answer_any_more_is_handed_over_by_the_rules(
    desk: StoryDesk, text: str, article: str
):
    await write(desk, RULE, "all", everybody=True, actions=[TO_BOOKINGS, do("tag", "gone")])
    found = next(each for each in ARTICLES if each.id == article)

    def mark(tx: Transaction) -> None:
        marked = replace(found, sensitive=True)
        import_articles(tx, [marked], author="stories", now=desk.clock.now())

    await desk.system.store.run(mark)
    await desk.customer_texts(ASTRID, text)
    assert isinstance((await desk.last_decision(ASTRID)).decision, Answer)
    assert (await desk.conversation(ASTRID)).queue == "bookings"
    assert await tags(desk, ASTRID) == ("gone",)


async def test_nothing_overrides_stop_nor_the_person_who_has_the_conversation(desk: StoryDesk):
    await write(
        desk, RULE, "all", scope="message", everybody=True,
        actions=[TO_BOOKINGS, say("reply", en="Rules say hello.")],
    )  # fmt: skip
    await desk.customer_texts(ASTRID, "STOP")
    record = await desk.last_decision(ASTRID)
    assert (record.rule, await traced(desk, ASTRID)) == ("consent_keyword", {})
    await desk.customer_texts(ASTRID, "hello again")
    record = await desk.last_decision(ASTRID)
    assert record.rule == "opted_out_sender"
    assert isinstance(record.decision, Escalate)
    # It goes where the rule says, and says nothing that was refused.
    assert (record.decision.queue, record.decision.say) == ("bookings", "")
    assert len(desk.said_to(ASTRID)) == 1

    await desk.customer_texts(JONAS, KNOWN)
    assert len(desk.said_to(JONAS)) == 1
    await desk.customer_texts(JONAS, KNOWN)
    record = await desk.last_decision(JONAS)
    assert isinstance(record.decision, Ignore)
    assert len(desk.said_to(JONAS)) == 1


async def test_machines_and_loops_are_as_they_were(desk: StoryDesk):
    await write(
        desk, RULE, "all", scope="message", everybody=True,
        actions=[say("reply", en="Rules say hello.")],
    )  # fmt: skip
    most = desk.system.tools.settings.policy.most_replies
    for _ in range(most + 1):
        await desk.customer_texts(ASTRID, "hello")
    record = await desk.last_decision(ASTRID)
    assert record.rule == "replied_too_often"
    assert desk.said_to(ASTRID).count("Rules say hello.") == most


async def test_an_old_rule_that_nobody_can_read_is_left_out_and_no_message_lost(desk: StoryDesk):
    rule = await write(desk, RULE, "broken", actions=[TO_BOOKINGS], everybody=True)
    await write(desk, RULE, "good", actions=[do("tag", "seen")], everybody=True)

    def spoil(tx: Transaction) -> None:
        changed = update(automation_versions).where(automation_versions.c.id == rule.version)
        tx.execute(changed.values(definition={"name": "broken", "all_of": 7}))

    await desk.system.store.run(spoil)
    desk.system.tools.automations._versions.clear()
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert (await desk.conversation(ASTRID)).queue == "general"
    assert await tags(desk, ASTRID) == ("seen",)
    assert await desk.shunted() == ()
    shown = (await desk.system.rules.list(RULE))[0]
    assert (shown.readable, shown.automation.name) == (False, "broken")
    with pytest.raises(ConflictError, match="cannot be read"):
        await desk.system.rules.move(RULE, "broken", 2, by=SUE)
    await write(desk, RULE, "broken", actions=[TO_BOOKINGS], everybody=True)
    await desk.customer_texts(JONAS, UNKNOWN)
    assert (await desk.conversation(JONAS)).queue == "bookings"


async def test_a_supervisor_tries_a_rule_switches_it_on_and_goes_back(desk: StoryDesk):
    for thread, text in ((ASTRID, UNKNOWN), (JONAS, KNOWN), ("+15550144", "captain captain")):
        await desk.customer_texts(thread, text)
    rules = desk.system.rules
    definition = {"all_of": [CAPTAIN], "actions": [TO_BOOKINGS, do("priority", "high")]}
    tried = await rules.dry_run(RULE, "captain", by=SUE, definition=definition)
    assert (tried.looked_at, tried.fitting, tried.hit) == (3, 2, 2)
    assert tried.moves == {("general", "bookings"): 2}
    assert tried.changes == {"priority": 2}
    latest = tried.examples[0]
    assert (latest.reference, latest.words) == (
        await desk.reference("+15550144"),
        "captain captain",
    )
    assert latest.why == "The text has “captain”."
    assert any("tags" in note for note in tried.notes)
    assert await rules.list(RULE) == ()

    await write(desk, RULE, "captain", CAPTAIN, actions=definition["actions"], on=False)
    await desk.customer_texts("+15550145", UNKNOWN)
    assert (await desk.conversation("+15550145")).queue == "general"
    await rules.switch(RULE, "captain", on=True, by=SUE)
    await desk.customer_texts("+15550146", UNKNOWN)
    assert (await desk.conversation("+15550146")).queue == "bookings"
    await write(desk, RULE, "captain", CAPTAIN, actions=[do("queue", "baggage")])
    await desk.customer_texts("+15550147", UNKNOWN)
    assert (await desk.conversation("+15550147")).queue == "baggage"
    await rules.roll_back(RULE, "captain", 2, by=SUE)
    await desk.customer_texts("+15550148", UNKNOWN)
    assert (await desk.conversation("+15550148")).queue == "bookings"
    history = (await rules.get(RULE, "captain")).history
    assert [each.what for each in history] == [
        "gone back to version 2", "actions changed", "switched on", "made",
    ]  # fmt: skip
    assert {each.by for each in history} == {"Sue"}


async def test_a_dry_run_warns_of_what_hits_nothing_everything_or_comes_too_late(desk: StoryDesk):
    for number in range(20):
        await desk.customer_texts(f"+155502{number:02}", UNKNOWN)
    rules = desk.system.rules

    async def warned(**definition: object) -> str:
        tried = await rules.dry_run(RULE, "new", by=SUE, definition=definition)
        return " ".join(tried.warnings)

    tag = [do("tag", "x")]
    nothing = await warned(all_of=[ask("channel", "is", "web_chat")], actions=tag)
    assert "none of the last 20 messages" in nothing
    everything = await warned(everybody=True, scope="message", actions=[TO_BOOKINGS])
    assert "every one of the last 20 messages" in everything
    assert "takes every message from the bot" in everything
    await write(desk, RULE, "first", CAPTAIN, actions=[TO_BOOKINGS], last=True)
    late = await warned(all_of=[CAPTAIN], actions=tag)
    assert "tried on none" in late
    assert "is never tried" in late


async def test_what_a_rule_names_must_be_there_also_when_it_is_switched_on(desk: StoryDesk):
    with pytest.raises(InvalidInputError, match="did you mean 'bookings'"):
        await write(desk, RULE, "typo", CAPTAIN, actions=[do("queue", "bookins")])
    with pytest.raises(NotFoundError):
        await desk.system.rules.switch(RULE, "typo", on=True, by=SUE)
    rule = await write(desk, RULE, "a", CAPTAIN, actions=[TO_BOOKINGS])
    await write(desk, RULE, "a", CAPTAIN, actions=[do("queue", "general")])
    with pytest.raises(ConflictError, match="somebody changed"):
        await desk.system.rules.switch(RULE, "a", on=False, by=SUE, based_on=rule.version)


async def test_agents_tag_conversations_and_find_them_by_their_tags(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.tag(reference, agent=ANN, add=["Lost Property", "vip"])
    await desk.system.desk.tag(reference, agent=ANN, add=["vip"], remove=["lost-property"])
    assert await tags(desk, ASTRID) == ("vip",)
    events = [each.text for each in await desk.log(ASTRID) if "ag" in each.text]
    assert events == ["Tagged lost-property, vip by Ann", "Tag lost-property taken off by Ann"]
    (row,) = await desk.system.store.read(list_work, InboxFilter(tag="VIP"))
    assert (row.conversation.reference, row.tags) == (reference, ("vip",))
    with pytest.raises(InvalidInputError, match="no tag"):
        await desk.system.desk.tag(reference, agent=ANN, add=["!"])


async def test_what_a_form_hands_over_goes_where_rules_say_too(bells_anywhere: BellDesk):
    desk = bells_anywhere
    await write(
        desk, RULE, "bells", ask("reason", "is", "form_failed", "refused", "asked_for_person"),
        actions=[TO_BOOKINGS, do("tag", "bell"), say("reply", en="A person rings for you.")],
    )  # fmt: skip
    for text in ("ring the bell", "2", "blurgh", "grumpf", "hrrmpf"):
        await desk.customer_texts(ASTRID, text)
    conversation = await desk.conversation(ASTRID)
    assert conversation.queue == "bookings"
    assert await tags(desk, ASTRID) == ("bell",)
    assert "A person rings for you." in desk.said_to(ASTRID)[-1]
    assert any(event.startswith("rule:bells: ") for event in await desk.events_of(ASTRID))


async def test_a_queue_that_a_rule_sends_to_is_kept(desk: StoryDesk):
    await write(desk, RULE, "captain", CAPTAIN, actions=[TO_BOOKINGS])
    with pytest.raises(ConflictError, match="named by the rule captain"):
        await desk.system.store.run(remove_queue, "bookings")
    await desk.system.rules.switch(RULE, "captain", on=False, by=SUE)
    await desk.system.store.run(remove_queue, "bookings")
    (shown,) = await desk.system.rules.list(RULE)
    assert [each.field for each in shown.problems] == ["actions[0].to"]
    with pytest.raises(InvalidInputError, match="no queue 'bookings'"):
        await desk.system.rules.switch(RULE, "captain", on=True, by=SUE)
