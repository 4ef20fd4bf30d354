"""Calendars and policies from one document: all of it, or nothing."""

import pytest

from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.import_definitions import arrange_in_slots, insert_new
from domain.errors import InvalidInputError
from tests.bot.service_level_desk.agreed import ANN, for_tier, make_office, promise

DOCUMENT = {
    "calendars": {"office": make_office(holidays=["NO"])},
    "policies": {"gold": for_tier("gold", calendar="office"), "all": promise("4h")},
}


async def list_names(desk: ServiceLevelDesk) -> list[str]:
    return [each.policy.name for each in (await desk.list_policies()).policies]


async def test_a_policy_may_count_by_a_calendar_of_the_same_document(desk: ServiceLevelDesk):
    report = await desk.import_definitions(DOCUMENT, by="command line")
    assert report.new == ["calendar office", "policy gold", "policy all"]
    assert not report.refused
    assert await list_names(desk) == ["gold", "all"]
    assert (await desk.get_policy("gold")).view.changed_by == "command line"


async def test_the_same_again_changes_nothing(desk: ServiceLevelDesk):
    await desk.import_definitions(DOCUMENT, by="command line")
    report = await desk.import_definitions(DOCUMENT, by="command line")
    assert report.unchanged == ["calendar office", "policy gold", "policy all"]
    assert (report.new, report.changed, report.reordered) == ([], [], False)
    assert (await desk.get_calendar("office")).view.number == 1


async def test_where_one_is_refused_nothing_is_written_and_all_faults_are_told(
    desk: ServiceLevelDesk,
):
    document = {
        "calendars": {"office": make_office(), "moon": make_office(time_zone="Moon/Tycho")},
        "policies": {"gold": promise(0), "all": promise(), "lost": "policy"},
    }
    report = await desk.import_definitions(document, by="command line")
    assert [where for where, _ in report.refused] == [
        "calendar moon: time_zone",
        "policy gold: targets.first_response",
        "policy lost",
    ]
    assert len(await desk.list_calendars()) == 1
    assert not (await desk.list_policies()).policies


async def test_a_check_tells_the_same_and_writes_nothing(desk: ServiceLevelDesk):
    report = await desk.import_definitions(DOCUMENT, by="command line", check_only=True)
    assert report.new == ["calendar office", "policy gold", "policy all"]
    assert not (await desk.list_policies()).policies


async def test_what_is_not_in_the_document_stays_in_its_place(desk: ServiceLevelDesk):
    for name in ("a", "b", "c"):
        await desk.save_policy(name, for_tier(name), by=ANN)
    document = {"policies": {name: for_tier(name) for name in ("c", "new", "a")}}
    report = await desk.import_definitions(document, by="command line")
    assert report.reordered
    assert await list_names(desk) == ["c", "new", "b", "a"]
    assert (await desk.get_policy("c")).history[0].what == "moved to place 1"


async def test_that_a_new_one_moves_others_along_is_told(desk: ServiceLevelDesk):
    await desk.save_policy("a", for_tier("a"), by=ANN)
    document = {"policies": {name: for_tier(name) for name in ("new", "a")}}
    report = await desk.import_definitions(document, by="command line")
    assert (await list_names(desk), report.reordered) == (["new", "a"], True)
    behind = {"policies": {name: for_tier(name) for name in ("a", "last")}}
    assert not (await desk.import_definitions(behind, by="command line")).reordered


async def test_what_can_never_hold_is_pointed_out(desk: ServiceLevelDesk):
    document = {"policies": {"all": promise(), "gold": for_tier("gold")}}
    report = await desk.import_definitions(document, by="command line")
    assert report.new == ["policy all", "policy gold"]
    assert len(report.warnings) == 1


@pytest.mark.parametrize("document", [{"policy": {}}, {"policies": []}, {"calendars": 5}])
async def test_a_document_of_another_shape_is_refused(
    desk: ServiceLevelDesk, document: dict[str, object]
):
    with pytest.raises(InvalidInputError):
        await desk.import_definitions(document, by="command line")


def test_those_that_are_named_take_each_others_places():
    assert arrange_in_slots(["a", "x", "b", "y", "c"], ["c", "a"]) == ["c", "x", "b", "y", "a"]
    assert arrange_in_slots(["x", "y"], []) == ["x", "y"]


@pytest.mark.parametrize(
    ("standing", "named", "order"),
    [
        ([], ["n", "m"], ["n", "m"]),
        (["a", "b"], ["n"], ["a", "b", "n"]),
        (["a", "b"], ["n", "b"], ["a", "n", "b"]),
        (["a", "b"], ["a", "n", "m", "b"], ["a", "n", "m", "b"]),
    ],
)
def test_what_is_new_stands_behind_the_one_named_before_it(
    standing: list[str], named: list[str], order: list[str]
):
    assert insert_new(standing, named) == order
