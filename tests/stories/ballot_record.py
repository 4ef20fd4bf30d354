"""What the record says of ballots, and how a story decides what customers are asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.complaints.policy_at_work import get_complaint_policy
from complaints.shipped_policy import SHIPPED
from crm_store.ballots import list_ballots_of, list_votes
from crm_store.transaction import Transaction
from domain.ballots import CastVote, PlannedBallot
from domain.complaint_policy import ComplaintPolicy
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN

PERSON = "I want to speak to a person"
PERSON_GERMAN = "Ich möchte mit einem Menschen sprechen"


def ask_by(monkeypatch: pytest.MonkeyPatch, **recovery: Any) -> None:
    """Have customers be asked as a policy says that is not the shipped one."""
    policy = replace(SHIPPED, recovery=replace(SHIPPED.recovery, **recovery))
    for module in ("plan_ballot", "ask_ballots", "vote", "judge_recovery", "plan_follow_up"):
        monkeypatch.setattr(f"bot.recovery.{module}.get_complaint_policy", _always(policy))


def _always(policy: ComplaintPolicy) -> Callable[[Transaction], ComplaintPolicy]:
    def get(_tx: Transaction) -> ComplaintPolicy:
        return policy

    get.__doc__ = get_complaint_policy.__doc__
    return get


async def ballots_of(desk: StoryDesk, thread: str) -> tuple[PlannedBallot, ...]:
    """The ballots of the latest conversation of a thread."""
    conversation = await desk.conversation(thread)
    return await desk.system.store.read(list_ballots_of, conversation.id)


async def votes_on(desk: StoryDesk, ballot: PlannedBallot) -> list[CastVote]:
    """All votes that were ever given."""
    return list(await desk.system.store.read(list_votes, ballot.id))


async def settle_by_person(desk: StoryDesk, number: str, text: str = PERSON) -> None:
    """Have somebody ask for a person by text, be answered, and the matter be resolved."""
    await desk.customer_texts(number, text)
    await desk.agent_replies(number, "It is on its way.", agent=ANN)
    await desk.agent_resolves(number, agent=ANN)
