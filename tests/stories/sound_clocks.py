"""The proof, at any point of a story, that its clocks add up and that none is missing."""

from sqlalchemy import select

from bot.thread_message import COURTESIES
from crm_store.conversation_view import ConversationView, read_conversation_view
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.conversations import Author, ConversationStatus, Direction
from domain.decisions import Escalate, Ignore
from domain.service_levels import ClockKind
from service_levels.clock_fold import replay
from tests.clocks import list_clock_events
from tests.stories.story_desk import StoryDesk

RESPONSES = frozenset({ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE})


async def require_sound_clocks(desk: StoryDesk, thread: str | None = None) -> None:
    """Play every clock of the record again and look for one that is not as its events say.

    Nobody may wait for a person's answer without a clock, and nothing runs on where a matter is
    settled.

    Args:
        thread: whose conversations to look at; None for all.
    """
    await desk.system.store.read(_require_sound_clocks, desk, thread)


def _require_sound_clocks(tx: Transaction, desk: StoryDesk, thread: str | None) -> None:
    agreements = desk.system.tools.agreements
    hours_of = agreements.hours_of(tx)
    promises_none = any(
        not policy.targets.keys() >= RESPONSES for policy in agreements.list_policies(tx)
    )
    wanted = select(conversations.c.reference)
    if thread is not None:
        wanted = wanted.where(conversations.c.thread == thread)
    for reference in tx.execute(wanted).scalars().all():
        view = read_conversation_view(tx, reference)
        for clock in view.clocks:
            assert replay(list_clock_events(tx, clock.id), hours_of) == clock.state
            assert clock.running or clock.next_at is None
            assert clock.running == (clock.stopped_by is None)
        _require_right_clocks(view, promises_none=promises_none)


def _require_right_clocks(view: ConversationView, *, promises_none: bool) -> None:
    running = [clock for clock in view.clocks if clock.running]
    kinds = [clock.kind for clock in running]
    assert len(kinds) == len(set(kinds)), "two clocks of one kind run at once"
    firsts = [clock for clock in view.clocks if clock.kind is ClockKind.FIRST_RESPONSE]
    # Merged on, it keeps the stopped clocks of what was merged into it before.
    if view.conversation.merged_into is None:
        assert len(firsts) <= len(view.joined.ids), "a first response is promised once"
    if view.conversation.status is ConversationStatus.RESOLVED:
        assert not running, "a clock runs on after resolution"
    elif view.conversation.queue is not None and _is_owed_an_answer(view):
        assert promises_none or RESPONSES & set(kinds), "somebody waits without a clock"


def _is_owed_an_answer(view: ConversationView) -> bool:
    """Say whether something was left to people that no agent has written after."""
    answered = max(
        (
            each.position
            for each in view.interactions
            if (each.author, each.direction) == (Author.AGENT, Direction.OUT)
        ),
        default=0,
    )
    asked = {each.id for each in view.interactions if each.position > answered}
    return view.conversation.waiting_since is not None and any(
        (isinstance(each.decision, Escalate) or each.decision == Ignore(reason="with_person"))
        and each.understanding.intent not in COURTESIES
        for each in view.decisions
        if each.interaction_id in asked
    )
