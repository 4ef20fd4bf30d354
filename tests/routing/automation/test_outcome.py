"""What all rules that fit say together."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.automations import Action, ActionKind, Automation
from domain.errors import InvalidInputError
from routing.automation.matching import Known, match
from routing.automation.outcome import try_rules
from routing.automation.shadowing import check_shadowing, find_shadowed_rules
from tests.routing.automation.written import FACTS, ask, facts, make

pytestmark = pytest.mark.unit
GERMAN = ask("language", "is", "de")
GOLD = ask("tier", "is", "gold")
NEVER = ask("tier", "is", "bronze")


def to(queue: str) -> dict[str, Any]:
    return {"do": "queue", "to": queue}


def tag(name: str) -> dict[str, Any]:
    return {"do": "tag", "to": name}


def test_the_first_that_sets_something_has_it_and_tags_add_up():
    rules = [
        make(NEVER, name="bronze", actions=[to("nowhere")]),
        make(GOLD, name="gold", actions=[tag("vip"), {"do": "priority", "to": "high"}]),
        make(
            GERMAN,
            name="german",
            actions=[to("german"), tag("de"), {"do": "priority", "to": "low"}],
        ),
        make(everybody=True, name="all", actions=[to("general"), {"do": "policy", "to": "gold"}]),
    ]
    outcome = try_rules(rules, FACTS, handing_over=True)
    assert (outcome.queue, outcome.priority, outcome.policy) == ("german", "high", "gold")
    assert outcome.tags == ("vip", "de")
    assert outcome.fitting == ("gold", "german", "all")
    assert outcome.set_by[ActionKind.PRIORITY] == "gold"
    assert [(each.rule, each.hit) for each in outcome.trace] == [
        ("rule:bronze", False), ("rule:gold", True), ("rule:german", True), ("rule:all", True),
    ]  # fmt: skip
    assert "priority was set by gold before" in outcome.trace[2].why
    assert outcome.trace[0].why == "The customer's tier is gold, not bronze."


def test_after_the_last_one_no_rule_is_tried():
    rules = [
        make(GOLD, name="gold", last=True),
        make(everybody=True, name="all", actions=[to("general")]),
    ]
    outcome = try_rules(rules, FACTS, handing_over=True)
    assert (outcome.queue, len(outcome.trace)) == (None, 1)
    assert "no rule after it is tried" in outcome.trace[0].why


def test_a_rule_for_handoffs_has_no_say_while_the_bot_sees_to_it():
    rules = [make(GOLD, name="gold", actions=[to("german")])]
    assert try_rules(rules, FACTS, handing_over=False).trace == ()


def test_a_rule_for_every_message_takes_it_from_the_bot_and_all_rules_shape_that():
    rules = [
        make(GOLD, name="first", actions=[to("german")]),
        make(GERMAN, name="take", scope="message", actions=[to("general"), tag("taken")]),
    ]
    outcome = try_rules(rules, FACTS, handing_over=False)
    assert (outcome.forced, outcome.queue, outcome.tags) == ("take", "german", ("taken",))
    closed = [make(GOLD, name="first", last=True), rules[1]]
    outcome = try_rules(closed, FACTS, handing_over=False)
    assert (outcome.forced, outcome.queue) == ("take", "general")


def test_a_reply_alone_answers_and_forces_nothing():
    rules = [make(GOLD, name="hi", scope="message", actions=[{"do": "reply", "texts": "Hi"}])]
    outcome = try_rules(rules, FACTS, handing_over=False)
    assert (outcome.forced, outcome.queue, outcome.texts) == (None, None, {"en": "Hi"})


def test_what_is_gone_is_passed_over_and_said():
    def find_gone(action: Action) -> str | None:
        return "there is no queue 'german'" if action.to == "german" else None

    rules = [
        make(GOLD, name="gold", actions=[to("german"), tag("vip")]),
        make(everybody=True, name="all", actions=[to("general")]),
    ]
    outcome = try_rules(rules, FACTS, handing_over=True, find_gone=find_gone)
    assert (outcome.queue, outcome.tags) == ("general", ("vip",))
    assert "since there is no queue 'german'" in outcome.trace[0].why


def shadowed(*rules: Automation) -> dict[str, tuple[tuple[str, ...], bool]]:
    return {each.rule: (each.by, each.reached) for each in find_shadowed_rules(rules)}


def test_a_rule_behind_one_that_takes_everything_is_pointed_out():
    everything = make(everybody=True, name="all", last=True, actions=[to("general")])
    late = make(GOLD, name="late")
    assert shadowed(everything, late) == {"late": (("all",), False)}
    assert shadowed(late, everything) == {}
    (found,) = find_shadowed_rules([everything, late])
    assert "never tried" in found.sentence
    assert "move it before that" in found.sentence


def test_two_that_take_everything_together_shadow_a_third():
    rules = [
        make(ask("channel", "is", "sms"), name="sms", last=True),
        make(ask("channel", "is_not", "sms"), name="others", last=True),
        make(ask("account", "is", "sms/main"), GOLD, name="late"),
        make(GOLD, name="gold"),
    ]
    assert shadowed(*rules) == {"late": (("sms",), False), "gold": (("sms", "others"), False)}


def test_a_rule_whose_every_word_was_said_before_changes_nothing():
    rules = [
        make(
            ask("text", "contains", "refund", "money"),
            name="wide",
            actions=[to("general"), tag("x")],
        ),
        make(
            ask("text", "contains", "refund"), GOLD, name="narrow", actions=[to("german"), tag("x")]
        ),
        make(ask("text", "contains", "refund"), name="more", actions=[to("german"), tag("y")]),
    ]
    assert shadowed(*rules) == {"narrow": (("wide",), True)}


def test_a_rule_for_handoffs_shadows_none_for_every_message():
    handoffs = make(everybody=True, name="all", last=True)
    messages = make(GOLD, name="gold", scope="message", actions=[to("general")])
    assert shadowed(handoffs, messages) == {}
    assert "gold" in shadowed(make(everybody=True, name="m", scope="message", last=True), messages)


def test_where_looking_would_take_too_long_it_is_said_from_which_rule_on_nobody_looked():
    sms = [
        make(ask("text", "contains", f"word-{number}"), name=f"r{number}", last=True)
        for number in range(400)
    ]
    check = check_shadowing(sms)
    assert check.unchecked[-1] == "r399"
    assert check.unchecked[0] not in {each.rule for each in check.shadowed}
    assert check.stopped is not None
    assert repr(check.unchecked[0]) in check.stopped
    assert check_shadowing(sms[:20]).stopped is None


def test_what_is_switched_off_shadows_nothing():
    off = make(everybody=True, name="all", last=True, enabled=False)
    assert shadowed(off, make(GOLD, name="gold")) == {}


CONDITIONS = st.sampled_from(
    [
        ask("channel", "is", "sms"), ask("channel", "is_not", "sms"),
        ask("channel", "is", "sms", "email"),
        ask("account", "is", "sms/main"), ask("tier", "is", "gold"), ask("tier", "is_not", "gold"),
        ask("topic", "known"), ask("topic", "unknown"), ask("topic", "is", "refund"),
        ask("complaint", "at_least", 0.4), ask("complaint", "at_most", 0.4),
        ask("time", "between", "09:00", "17:00"), ask("time", "between", "17:00", "09:00"),
        ask("text", "contains", "refund"), ask("text", "contains_not", "refund"),
        ask("tag", "is", "vip"), ask("tag", "unknown"), ask("urgency", "at_least", "medium"),
        ask("sender", "is", "@example.com"), ask("sender", "is", "ann@example.com"),
    ]
)  # fmt: skip
SOME_FACTS = st.builds(
    facts,
    channel=st.sampled_from(["sms", "email", "web_chat"]),
    tier=st.sampled_from(["gold", "standard"]),
    topic=st.sampled_from([None, "refund", "baggage"]),
    complaint=st.sampled_from([None, 0.1, 0.4, 0.9]),
    text=st.sampled_from(["refund", "hello"]),
    tags=st.sampled_from([frozenset(), frozenset({"vip"}), frozenset({"x"})]),
    urgency=st.sampled_from([None, "low", "high"]),
    sender=st.sampled_from(["ann@example.com", "bob@example.com", "+1555"]),
)


@st.composite
def rule_lists(draw: Any) -> list[Automation]:
    rules = []
    for at in range(draw(st.integers(2, 4))):
        written: dict[str, Any] = {
            "last": True,
            "name": f"r{at}",
            "any_of": draw(st.lists(CONDITIONS, max_size=2)),
        }
        asked = draw(st.lists(CONDITIONS, max_size=2))
        if not asked and not written["any_of"]:
            written["everybody"] = True
        # Some can never hold, and are refused.
        with suppress(InvalidInputError):
            rules.append(make(*asked, **written))
    return rules


@given(rules=rule_lists(), known=SOME_FACTS)
@settings(deadline=None, max_examples=200)
def test_no_rule_that_is_said_to_be_in_vain_is_ever_reached(rules: Any, known: Any):
    known = facts(
        **{name: getattr(known, name) for name in (
            "channel", "tier", "topic", "complaint", "text", "tags", "urgency", "sender")},
        account=f"{known.channel}/main",
    )  # fmt: skip
    in_vain = {each.rule for each in find_shadowed_rules(rules) if not each.reached}
    first = next((rule.name for rule in rules if match(rule, Known(known)).fits), None)
    assert first not in in_vain
