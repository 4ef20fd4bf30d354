"""Whoever gets a conversation, and however: the log of routing has one line of it."""

from crm_store.routings import list_routings
from domain.routings import Routing, RoutingKind
from domain.service_levels import EscalationStep, StepAction
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.supervisors import MACRO, do, write
from tests.stories.world import ANN, BEN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

TAKEN, ASSIGNED, RELEASED = RoutingKind.TAKEN, RoutingKind.ASSIGNED, RoutingKind.RELEASED


async def hands(desk: StoryDesk, thread: str = ASTRID) -> list[tuple[str, str | None]]:
    """Kind and agent of each line after the one that put it into its queue, oldest first."""
    lines = await lines_of(desk, thread)
    assert lines[0].kind is RoutingKind.QUEUED
    return [(each.kind, each.agent) for each in lines[1:]]


async def lines_of(desk: StoryDesk, thread: str) -> tuple[Routing, ...]:
    conversation = await desk.conversation(thread)
    found = await desk.system.store.read(list_routings, conversation.id)
    return tuple(sorted(found, key=lambda each: each.position))


async def test_who_answers_first_has_it_and_the_log_says_so_once(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=5)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.agent_replies(ASTRID, "To a pilot.", agent=BEN)
    assert await hands(desk) == [(TAKEN, ANN.id)]
    line = (await lines_of(desk, ASTRID))[-1]
    assert (line.by, line.reason) == (ANN.id, "Ann answered it, and has it from then on.")
    assert line.waited is not None


async def test_who_opens_it_again_has_it_and_the_log_says_so_once(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.agent_resolves(ASTRID)
    reference = await desk.reference(ASTRID)
    await desk.system.desk.reopen(reference, agent=BEN)
    await desk.agent_resolves(ASTRID, agent=BEN)
    await desk.system.desk.reopen(reference, agent=BEN)
    assert await hands(desk) == [(TAKEN, ANN.id), (TAKEN, BEN.id)]
    assert (await lines_of(desk, ASTRID))[-1].before == ANN.id


async def test_what_a_step_a_macro_and_hands_do_is_told_once_each(desk: StoryDesk):
    step = EscalationStep(do=StepAction.REASSIGN, to=BEN.email, after_minutes=30)
    await agree(desk, make_policy(steps=(step,)))
    await write(desk, MACRO, "mine", actions=[do("assign", "me"), do("priority", "high")])
    await desk.customer_texts(ASTRID, UNKNOWN)
    reference, system = await desk.reference(ASTRID), desk.system.desk
    await system.take(reference, agent=ANN)
    await desk.time_passes(minutes=90)
    await system.run_macro(reference, "mine", agent=ANN)
    await system.release(reference, agent=ANN)
    assert await hands(desk) == [
        (TAKEN, ANN.id), (ASSIGNED, BEN.id), (ASSIGNED, ANN.id), (RELEASED, None),
    ]  # fmt: skip


async def test_merging_gives_nobody_anything(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.customer_texts(JONAS, UNKNOWN)
    one, other = await desk.reference(ASTRID), await desk.reference(JONAS)
    await desk.system.desk.take(one, agent=ANN)
    await desk.system.desk.merge(one, agent=BEN, into=other, confirmed=True)
    await desk.system.desk.unmerge(one, agent=BEN)
    assert (await desk.conversation(ASTRID)).assignee == ANN.id
    assert (await desk.conversation(JONAS)).assignee is None
    assert (await hands(desk), await hands(desk, JONAS)) == ([(TAKEN, ANN.id)], [])
