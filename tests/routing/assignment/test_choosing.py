"""Who serves whom next, and what is told about it."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assignment import AgentState, AssignmentPolicy, Presence, WaitingItem
from routing.assignment.crew import Crew
from routing.assignment.eligibility import explain_ineligible, find_lacks, has_room, measure_load
from routing.assignment.explaining import choose_agent, choose_next
from routing.assignment.telling import tell_assignment
from tests.routing.assignment.desks import NOON, QUEUES, agent, circumstances, item

pytestmark = pytest.mark.unit


def chosen(who: AgentState, items: Any, **more: Any) -> str | None:
    made = choose_next(who, items, circumstances([who], **more)).assignment
    return None if made is None else made.item


def test_the_least_slack_goes_first_and_not_who_came_first():
    assert chosen(agent(), [item("old", waited=5, target=60), item("new", waited=1)]) == "new"


def test_what_can_still_be_kept_goes_before_what_is_broken_already():
    assert chosen(agent(), [item("broken", waited=30), item("kept", waited=9)]) == "kept"


def test_whoever_waited_much_beyond_their_turn_goes_before_all_others():
    owed = item("owed", waited=30, turn_at=NOON - timedelta(minutes=25))
    assert chosen(agent(), [owed, item("kept", waited=9)]) == "owed"


def test_of_two_promises_alike_the_weightier_goes_first():
    assert chosen(agent(), [item("a"), item("b", priority="urgent", tier="gold")]) == "b"


def test_a_channel_without_room_is_passed_over():
    busy = agent(load={"chat": 1, "email": 2})
    assert chosen(busy, [item("chat", waited=9), item("mail", channel="email")]) is None
    assert (
        chosen(agent(load={"chat": 1, "email": 1}), [item("c"), item("m", channel="email")]) == "m"
    )


def test_the_agent_who_knows_the_customer_has_a_head_start():
    given = circumstances([agent("ann"), agent("bob")])
    items = [item("a", waited=1), item("b", waited=0, known_agent="bob")]
    assert choose_next(agent("bob"), items, given).assignment.item == "b"  # type: ignore[union-attr]
    assert choose_next(agent("ann"), items, given).assignment.item == "a"  # type: ignore[union-attr]


def test_whoever_is_missed_least_elsewhere_is_asked_first():
    polyglot = agent("ann", skills={"general": 3, "lang:en": 5, "lang:de": 5})
    plain = agent("bob", skills={"general": 3, "lang:en": 5})
    crew = Crew([polyglot, plain], QUEUES)
    made = choose_agent(item("x"), [polyglot, plain], crew, AssignmentPolicy(), NOON).assignment
    assert made is not None
    assert made.agent == "bob"


def test_another_teams_agent_helps_out_after_its_share_of_the_target_and_not_before():
    helper = agent(skills={"general": 3, "lang:en": 5})
    early, late = (item("x", queue="baggage", waited=waited) for waited in (7.9, 8.0))
    assert explain_ineligible(helper, early, QUEUES, NOON) == ("is not trained for baggage",)
    told = choose_next(helper, [late], circumstances([helper]))
    assert told.assignment is not None
    assert told.assignment.via == "general"
    assert "another team" in tell_assignment(told)


def test_every_reason_against_an_agent_is_told():
    who = agent(skills={"baggage": 1}, load={"chat": 2}, presence=Presence.WRAP_UP)
    told = explain_ineligible(who, item("x", queue="baggage"), QUEUES, NOON)
    assert told == (
        "is finishing what they closed last",
        "has no room for one more chat (100% busy)",
        "has baggage at level 1, 2 is needed",
        "does not speak en",
    )


def test_a_customer_hears_no_names_and_staff_hear_why():
    told = choose_next(agent(), [item("FD-1", waited=9)], circumstances([agent()]))
    assert tell_assignment(told) == (
        "Your turn came: somebody who speaks your language and can help you with it has your "
        "message now."
    )
    said = tell_assignment(told, "staff")
    assert said.startswith(
        "FD-1 (general) went to ann after 9 min: its promise could still be kept"
    )


def test_a_queue_that_is_not_there_leaves_work_visible_with_its_reason():
    told = choose_next(agent(), [item("x", queue="gone")], circumstances([agent()]))
    assert told.assignment is None
    assert told.rejected[0].reasons == ("there is no queue gone",)


ITEMS = st.lists(
    st.builds(
        lambda waited, target, queue, channel, language, known: (
            waited,
            target,
            queue,
            channel,
            language,
            known,
        ),
        st.integers(0, 60),
        st.sampled_from([5.0, 10.0, 60.0]),
        st.sampled_from(["general", "baggage", "gone"]),
        st.sampled_from(["chat", "email", "sms"]),
        st.sampled_from(["en", "de"]),
        st.sampled_from([None, "ann", "bob"]),
    ),
    max_size=12,
)


def build(drawn: Any) -> list[WaitingItem]:
    return [
        item(f"i{n}", waited=w, target=t, queue=q, channel=c, language=lang, known_agent=known)
        for n, (w, t, q, c, lang, known) in enumerate(drawn)
    ]


AGENTS = st.builds(
    agent,
    skills=st.dictionaries(
        st.sampled_from(["general", "baggage", "lang:en", "lang:de"]), st.integers(1, 5)
    ),
    capacity=st.dictionaries(st.sampled_from(["chat", "email", "sms"]), st.integers(0, 7)),
    load=st.dictionaries(st.sampled_from(["chat", "email", "sms"]), st.integers(0, 3)),
    presence=st.sampled_from(list(Presence)),
)


@given(AGENTS, ITEMS)
def test_nobody_gets_beyond_their_capacity_or_what_they_are_trained_for(
    who: AgentState, drawn: Any
):
    items = {each.id: each for each in build(drawn)}
    made = choose_next(who, items.values(), circumstances([who])).assignment
    if made is not None:
        taken = items[made.item]
        assert who.presence is Presence.AVAILABLE
        assert has_room(who, taken.channel)
        assert measure_load(who) + 1 / who.capacity[taken.channel] <= 1 + 1e-6
        assert not find_lacks(who.skills, QUEUES[made.via].requires, taken.language)


@given(AGENTS, ITEMS, st.randoms())
def test_the_choice_does_not_depend_on_the_order_in_which_it_is_asked(
    who: AgentState, drawn: Any, chance: Any
):
    items = build(drawn)
    shuffled = list(items)
    chance.shuffle(shuffled)
    given_ = circumstances([who, agent("bob")])
    assert choose_next(who, items, given_) == choose_next(who, shuffled, given_)


@given(st.lists(AGENTS, min_size=1, max_size=5), st.randoms())
def test_an_agent_is_chosen_alike_in_any_order(drawn: Any, chance: Any):
    agents = [
        agent(f"a{n}", skills=each.skills, capacity=each.capacity, load=each.load)
        for n, each in enumerate(drawn)
    ]
    shuffled = list(agents)
    chance.shuffle(shuffled)
    policy = AssignmentPolicy()
    one = choose_agent(item("x"), agents, Crew(agents, QUEUES), policy, NOON)
    other = choose_agent(item("x"), shuffled, Crew(shuffled, QUEUES), policy, NOON)
    assert one == other


@given(AGENTS, ITEMS)
def test_whatever_could_be_taken_is_not_left_while_an_agent_has_room(who: AgentState, drawn: Any):
    items = build(drawn)
    told = choose_next(who, items, circumstances([who]))
    could = [each for each in items if not explain_ineligible(who, each, QUEUES, NOON)]
    assert (told.assignment is not None) == bool(could)
