"""What supervisors do with policies, and what they are told."""

from dataclasses import replace
from typing import Any

import pytest

from bot.service_level_desk.desk import ServiceLevelDesk
from domain.conversations import Priority
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.service_levels import ClockKind, PolicyFacts
from tests.bot.service_level_desk.agreed import ANN, for_tier, make_office, promise
from tests.fakes import FakeClock


async def list_names(desk: ServiceLevelDesk) -> list[str]:
    listing = await desk.list_policies()
    assert [each.policy.position for each in listing.policies] == [
        *range(1, len(listing.policies) + 1)
    ]
    return [each.policy.name for each in listing.policies]


def facts(tier: str = "standard", queue: str | None = "baggage") -> PolicyFacts:
    return PolicyFacts(tier=tier, channel="sms", account="sms/main", topic=None, queue=queue)


async def test_a_new_policy_is_tried_after_all_others(desk: ServiceLevelDesk):
    await desk.save_policy("gold", for_tier("gold"), by=ANN)
    await desk.save_policy("silver", for_tier("silver"), by=ANN)
    await desk.save_policy("vip", for_tier("vip"), by=ANN, position=1)
    assert await list_names(desk) == ["vip", "gold", "silver"]


async def test_an_edit_is_a_version_that_tells_what_changed_and_by_whom(
    desk: ServiceLevelDesk, clock: FakeClock
):
    made = await desk.save_policy("gold", promise("2h"), by=ANN)
    changed = promise("1h", warnings=[50])
    edited = await desk.save_policy("gold", changed, by=ANN, based_on=made.version)
    await desk.switch_policy("gold", on=False, by=ANN, based_on=edited.version)
    detail = await desk.get_policy("gold")
    assert [each.what for each in detail.history] == [
        "switched off",
        "targets, warnings changed",
        "made",
    ]
    assert {each.by for each in detail.history} == {"Supervisor Berg"}
    assert (detail.view.number, detail.view.changed_at) == (3, clock.now())
    assert detail.history[-1].definition["targets"] == {"first_response": "2h"}


async def test_what_is_saved_as_it_was_makes_no_version(desk: ServiceLevelDesk):
    made = await desk.save_policy("gold", promise(), by=ANN)
    again = await desk.save_policy("gold", promise(), by=ANN, based_on=made.version)
    assert again == made
    assert len((await desk.get_policy("gold")).history) == 1


async def test_of_two_who_edit_the_same_the_second_is_told(desk: ServiceLevelDesk):
    made = await desk.save_policy("gold", promise(), by=ANN)
    await desk.save_policy("gold", promise("1h"), by=ANN, based_on=made.version)
    for edit in (promise("3h"), promise("1h")):
        with pytest.raises(ConflictError, match="read it again"):
            await desk.save_policy("gold", edit, by=ANN, based_on=made.version)
    with pytest.raises(ConflictError, match="already"):
        await desk.save_policy("gold", promise("3h"), by=ANN)


async def test_a_policy_is_moved_and_the_others_make_room(desk: ServiceLevelDesk):
    for name in ("a", "b", "c"):
        await desk.save_policy(name, for_tier(name), by=ANN)
    await desk.move_policy("c", 1, by=ANN)
    assert await list_names(desk) == ["c", "a", "b"]
    assert (await desk.get_policy("c")).history[0].what == "moved to place 1"
    for place in (0, 4, -1):
        with pytest.raises(InvalidInputError) as refused:
            await desk.move_policy("c", place, by=ANN)
        assert refused.value.field == "position"


async def test_a_removed_policy_leaves_no_gap(desk: ServiceLevelDesk):
    for name in ("a", "b", "c"):
        await desk.save_policy(name, for_tier(name), by=ANN)
    await desk.remove_policy("b", by=ANN)
    assert await list_names(desk) == ["a", "c"]
    with pytest.raises(NotFoundError):
        await desk.get_policy("b")
    await desk.save_policy("b", for_tier("b"), by=ANN)
    history = (await desk.get_policy("b")).history
    assert [each.what for each in history] == ["made again", "removed", "made"]


async def test_what_can_never_hold_and_what_both_fit_is_told(desk: ServiceLevelDesk):
    await desk.save_policy("all", promise(), by=ANN)
    await desk.save_policy("gold", for_tier("gold"), by=ANN)
    _, gold = (await desk.list_policies()).policies
    assert gold.shadowed is not None
    assert gold.shadowed.by == ("all",)
    await desk.move_policy("gold", 1, by=ANN)
    listing = await desk.list_policies()
    assert all(each.shadowed is None for each in listing.policies)
    assert [(each.earlier, each.later) for each in listing.overlaps] == [("gold", "all")]


@pytest.mark.parametrize(
    ("definition", "field"),
    [
        (promise(calendar="office"), "calendar"),
        (promise(conditions={"queues": ["bagage"]}), "conditions.queues[0]"),
        (promise(conditions={"accounts": ["sms/other"]}), "conditions.accounts[0]"),
        (
            promise(steps=[{"at": "breach", "do": "reassign", "to": "nobody@example.com"}]),
            "steps[0].to",
        ),
        (promise(steps=[{"at": "breach", "do": "webhook", "to": "bell"}]), "steps[0].to"),
    ],
)
async def test_a_policy_names_nothing_that_there_is_not(
    desk: ServiceLevelDesk, definition: dict[str, Any], field: str
):
    with pytest.raises(InvalidInputError) as refused:
        await desk.save_policy("gold", definition, by=ANN)
    assert refused.value.field == field
    assert not (await desk.list_policies()).policies


async def test_what_there_is_can_be_named(desk: ServiceLevelDesk):
    await desk.save_calendar("office", make_office(), by=ANN)
    steps = [
        {"at": "50%", "do": "reassign", "to": "agent@example.com"},
        {"at": "breach", "do": "webhook", "to": "pager"},
        {"at": "breach", "do": "widen_queue", "to": "general"},
    ]
    definition = promise(calendar="office", conditions={"queues": ["baggage"]}, steps=steps)
    assert (await desk.save_policy("gold", definition, by=ANN)).calendar == "office"


async def test_trying_tells_which_policy_holds_and_why_the_others_do_not(
    desk: ServiceLevelDesk,
):
    await desk.save_policy("off", promise(enabled=False), by=ANN)
    await desk.save_policy("gold", for_tier("gold"), by=ANN)
    await desk.save_policy("all", {"targets": {"resolution": {"urgent": "4h"}}}, by=ANN)
    trial = await desk.try_policy(facts(), priority=Priority.URGENT)
    assert (trial.policy.name, dict(trial.targets)) == ("all", {ClockKind.RESOLUTION: 240})
    assert [(each.name, each.holds) for each in trial.tried] == [
        ("off", False),
        ("gold", False),
        ("all", True),
    ]
    assert trial.tried[0].reasons == ("it is switched off",)
    assert trial.tried[1].reasons == ("it is for the tier gold, not standard",)
    gold = await desk.try_policy(facts("gold"))
    assert gold.policy.name == "gold"
    assert gold.tried[2].reasons == ("it fits as well, but 'gold' comes first",)


async def test_topics_are_compared_as_queues_compare_them(desk: ServiceLevelDesk):
    await desk.save_policy("bags", promise(conditions={"topics": ["Lost Bags"]}), by=ANN)
    asked = replace(facts(), topic="LOST bags")
    assert (await desk.try_policy(asked)).policy.name == "bags"
    other = await desk.try_policy(replace(asked, topic="fares"))
    assert other.tried[0].reasons == ("it is for the topic lost bags, not fares",)


async def test_where_no_policy_fits_the_queue_keeps_its_own_promise(desk: ServiceLevelDesk):
    trial = await desk.try_policy(facts())
    assert trial.policy.name == "queue:baggage"
    assert trial.targets[ClockKind.FIRST_RESPONSE] == 30
    with pytest.raises(InvalidInputError, match="'baggage'"):
        await desk.try_policy(facts(queue="bagage"))


@pytest.mark.parametrize(
    ("definition", "field"),
    [
        ({"targets": {"resolution": "366d"}}, "targets.resolution"),
        (
            {
                "targets": {"first_response": "2h"},
                "steps": [{"at": "breach+366d", "do": "notify", "to": "queue"}],
            },
            "targets.first_response",
        ),
    ],
)
async def test_a_promise_that_would_fall_due_after_decades_is_refused(
    desk: ServiceLevelDesk, definition: dict[str, Any], field: str
):
    """Nobody could be handed over to people by it: its clock cannot be started."""
    rarely = {"title": "Rarely", "time_zone": "UTC", "week": {"monday": [["09:00", "10:00"]]}}
    await desk.save_calendar("rarely", rarely, by=ANN)
    with pytest.raises(InvalidInputError, match="opens too little") as refused:
        await desk.save_policy("all", definition | {"calendar": "rarely"}, by=ANN)
    assert refused.value.field == field
