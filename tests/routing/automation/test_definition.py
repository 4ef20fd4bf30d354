"""Rules as they are written: read, written back, and refused with the place of the fault."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.automations import AutomationKind, Comparison, RuleScope
from domain.errors import InvalidInputError
from routing.automation.checks import check_names, find_oddities, find_problems
from routing.automation.condition_fields import find_field, list_fields
from routing.automation.definition import parse_automation, render_automation
from tests.routing.automation.written import KNOWN, TAG, ask, make

pytestmark = pytest.mark.unit
RULE, MACRO, TRIGGER = AutomationKind.RULE, AutomationKind.MACRO, AutomationKind.TRIGGER
GOLD = ask("tier", "is", "gold")


def parse(definition: Any, kind: AutomationKind = RULE, name: str = "a") -> Any:
    return parse_automation(kind, name, "v", 1, definition)


def test_what_is_written_is_read():
    rule = parse(
        {
            "title": "Gold",
            "scope": "message",
            "all_of": [{"field": "tier", "comparison": "is", "values": "gold"}],
            "actions": [
                {"do": "queue", "to": "general"},
                {"do": "tag", "to": "Very Important"},
                {"do": "reply", "texts": "Hello {name}"},
            ],
            "last": True,
        }
    )
    assert (rule.title, rule.scope, rule.last, rule.enabled) == (
        "Gold",
        RuleScope.MESSAGE,
        True,
        False,
    )
    assert rule.all_of[0].values == ("gold",)
    assert [each.to for each in rule.actions] == ["general", "very-important", ""]
    assert rule.actions[2].texts == {"en": "Hello {name}"}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"titel": "x"}, "titel", "did you mean 'title'?"),
        ({"title": ""}, "title", "write a few words"),
        ({"all_of": []}, "all_of", "everybody"),
        ({"everybody": True}, "everybody", "leave one out"),
        ({"all_of": "tier"}, "all_of", "no list"),
        ({"all_of": [ask("tear", "is", "x")]}, "all_of[0].field", "did you mean 'tier'?"),
        ({"all_of": [ask("tier", "equals", "x")]}, "all_of[0].comparison", "no comparison"),
        ({"all_of": [ask("tier", "between", "a", "b")]}, "all_of[0].comparison", "is, is_not"),
        ({"all_of": [ask("tier", "is")]}, "all_of[0].values", "at least one value"),
        ({"all_of": [ask("tier", "is", "a", "a")]}, "all_of[0].values[1]", "twice"),
        ({"all_of": [ask("topic", "known", "x")]}, "all_of[0].values", "takes none"),
        ({"all_of": [ask("status", "is", "open")]}, "all_of[0].field", "in a trigger"),
        ({"all_of": [ask("attribute:", "known")]}, "all_of[0].field", "attribute:loyalty_id"),
        ({"all_of": [ask("time", "between", "9", "17:00")]}, "all_of[0].values[0]", "00:00"),
        ({"all_of": [ask("time", "between", "09:00", "09:00")]}, "all_of[0].values", "no time"),
        ({"all_of": [ask("time", "between", "09:00")]}, "all_of[0].values", "takes two"),
        ({"all_of": [ask("weekday", "is", "mon")]}, "all_of[0].values[0]", "'monday'"),
        ({"all_of": [ask("text", "contains", "!!")]}, "all_of[0].values[0]", "no word"),
        ({"all_of": [ask("text", "contains", "re*fund")]}, "all_of[0].values[0]", "refund*"),
        ({"all_of": [ask("complaint", "at_least", 7)]}, "all_of[0].values[0]", "0 to 1"),
        ({"all_of": [ask("complaint", "at_least", "nan")]}, "all_of[0].values[0]", "no number"),
        ({"all_of": [ask("open_conversations", "is", 1.5)]}, "all_of[0].values[0]", "whole"),
        ({"all_of": [ask("urgency", "is", "huge")]}, "all_of[0].values[0]", "known are"),
        ({"all_of": [ask("tier", "is", "x" * 101)]}, "all_of[0].values[0]", "100"),
        ({"all_of": [ask("tier", "is", *map(str, range(51)))]}, "all_of[0].values", "50"),
        ({"all_of": [GOLD] * 21}, "all_of", "20"),
        ({"actions": []}, "actions", "nothing would be done"),
        ({"actions": [{"do": "dance"}]}, "actions[0].do", "no action of a rule"),
        ({"actions": [{"do": "assign", "to": "nobody"}]}, "actions[0].do", "no action of a rule"),
        ({"actions": [{"do": "priority", "to": "top"}]}, "actions[0].to", "no priority"),
        ({"actions": [TAG, TAG]}, "actions[1]", "before"),
        ({"actions": [{"do": "tag", "to": "-"}]}, "actions[0].to", "no tag"),
        ({"actions": [{"do": "reply", "to": "Ann", "texts": "x"}]}, "actions[0].to", "leave"),
        ({"actions": [{"do": "reply", "texts": {"de": "x"}}]}, "actions[0].texts.en", "first"),
        ({"actions": [{"do": "reply", "texts": {}}]}, "actions[0].texts", "by language"),
        ({"actions": [{"do": "reply", "texts": "{nmae}"}]}, "actions[0].texts.en", "{name}"),
        ({"actions": [{"do": "reply", "texts": "x" * 2001}]}, "actions[0].texts.en", "2,000"),
        ({"scope": "all"}, "scope", "no scope"),
        ({"scope": "message", "actions": [{"do": "priority", "to": "high"}]}, "actions", "queue"),
        ({"last": "yes"}, "last", "neither true nor false"),
        ({"schedule": {"idle_minutes": 5}}, "schedule", "means nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place_and_what_would_be_right(
    changed: dict[str, Any], field: str, words: str
):
    with pytest.raises(InvalidInputError) as refused:
        parse({"all_of": [GOLD], "actions": [TAG]} | changed)
    assert refused.value.field == field
    assert words in refused.value.reason


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (None, "schedule"),
        ({}, "schedule.at"),
        ({"idle_minutes": 0}, "schedule.idle_minutes"),
        ({"idle_minutes": True}, "schedule.idle_minutes"),
        ({"idle_minutes": 5, "at": ["09:00"]}, "schedule"),
        ({"at": ["25:00"]}, "schedule.at[0]"),
        ({"at": ["09:00"], "weekdays": ["someday"]}, "schedule.weekdays[0]"),
        ({"at": ["09:00"], "weekdays": []}, "schedule.weekdays"),
    ],
)
def test_a_trigger_says_when_it_looks(schedule: Any, field: str):
    with pytest.raises(InvalidInputError) as refused:
        parse({"all_of": [GOLD], "actions": [TAG], "schedule": schedule}, TRIGGER)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("all_of", "field"),
    [
        ([ask("tier", "is", "gold"), ask("tier", "is", "standard")], "all_of[1]"),
        ([ask("tier", "is", "gold"), ask("tier", "is_not", "Gold")], "all_of[1]"),
        ([ask("topic", "unknown"), ask("topic", "is", "x")], "all_of[1]"),
        ([ask("channel", "is", "email"), ask("account", "is", "sms/main")], "all_of[1]"),
        ([ask("time", "between", "09:00", "12:00"), ask("time", "between", "12:00", "13:00")],
         "all_of[1]"),
        ([ask("complaint", "at_least", 0.6), ask("complaint", "at_most", 0.5)], "all_of[1]"),
        ([ask("urgency", "at_least", "high"), ask("urgency", "is_not", "high")], "all_of[1]"),
        ([ask("text", "contains", "refund"), ask("text", "contains_not", "REFUND", "x")],
         "all_of[1]"),
        ([ask("tag", "is", "vip"), ask("tag", "unknown")], "all_of[1]"),
        ([ask("weekday", "is_not", "monday", "tuesday", "wednesday", "thursday", "friday",
              "saturday", "sunday")], "all_of[0]"),
        ([ask("attribute:x", "is", "1"), ask("attribute:x", "at_least", 2)], "all_of[1]"),
    ],
)  # fmt: skip
def test_what_can_never_hold_is_refused(all_of: list[Any], field: str):
    with pytest.raises(InvalidInputError, match="never hold") as refused:
        parse({"all_of": all_of, "actions": [TAG]})
    assert refused.value.field == field


def test_one_way_that_cannot_hold_is_only_odd():
    rule = make(GOLD, any_of=[ask("tier", "is", "standard"), ask("channel", "is", "sms")])
    assert any("any_of[0]" in each for each in find_oddities(rule, KNOWN))
    with pytest.raises(InvalidInputError, match="never hold"):
        make(GOLD, any_of=[ask("tier", "is", "standard")])


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"all_of": [ask("queue", "is", "germen")]}, "all_of[0].values[0]", "'german'"),
        ({"any_of": [ask("channel", "is", "fax")]}, "any_of[0].values[0]", "no channel"),
        ({"all_of": [ask("account", "is", "sms/man")]}, "all_of[0].values[0]", "'sms/main'"),
        ({"actions": [{"do": "queue", "to": "nowhere"}]}, "actions[0].to", "no queue"),
        ({"actions": [{"do": "policy", "to": "golden"}]}, "actions[0].to", "'gold'"),
        ({"actions": [{"do": "reply", "texts": {"en": "x", "fr": "x"}}]},
         "actions[0].texts.fr", "languages"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_the_nearest(
    changed: dict[str, Any], field: str, words: str
):
    rule = parse({"all_of": [GOLD], "actions": [TAG]} | changed)
    with pytest.raises(InvalidInputError) as refused:
        check_names(rule, KNOWN)
    assert refused.value.field == field
    assert words in refused.value.reason


def test_agents_are_named_by_macros_and_triggers():
    macro = make(kind=MACRO, actions=[{"do": "assign", "to": "me"}])
    assert not find_problems(macro, KNOWN)
    gone = make(kind=MACRO, actions=[{"do": "assign", "to": "eve@example.com"}])
    assert find_problems(gone, KNOWN)[0].field == "actions[0].to"
    with pytest.raises(InvalidInputError, match="nobody runs a trigger"):
        make(
            GOLD, kind=TRIGGER, schedule={"idle_minutes": 5}, actions=[{"do": "assign", "to": "me"}]
        )


def test_free_words_that_nobody_has_are_odd_and_not_refused():
    rule = make(ask("tier", "is", "golden"), ask("tag", "is", "pres"))
    assert not find_problems(rule, KNOWN)
    assert [each.split(":")[0] for each in find_oddities(rule, KNOWN)] == ["all_of[0]", "all_of[1]"]


def test_a_rule_that_takes_everything_is_said_to():
    everything = make(
        everybody=True, scope="message", last=True, actions=[{"do": "queue", "to": "general"}]
    )
    assert "it takes every message from the bot, which answers nobody any more" in find_oddities(
        everything, KNOWN
    )


WORDS = st.sampled_from(["gold", "sms", "refund", "vip", "a-b", "12", "0.5", "@example.com"])


@st.composite
def conditions(draw: Any, kind: AutomationKind) -> dict[str, Any]:
    name = draw(st.sampled_from([*list_fields(kind), "attribute:flights"]))
    field = find_field(name)
    assert field is not None
    comparison = draw(st.sampled_from(field.comparisons))
    if comparison in {Comparison.KNOWN, Comparison.UNKNOWN}:
        return ask(name, comparison)
    if comparison is Comparison.BETWEEN:
        return ask(name, comparison, "09:00", draw(st.sampled_from(["08:59", "17:00"])))
    one = comparison in {Comparison.AT_LEAST, Comparison.AT_MOST}
    values = st.sampled_from(field.choices) if field.choices else WORDS
    if field.kind == "labels":
        values = st.sampled_from(["vip", "a-b", "12"])
    if field.kind == "number" or (one and not field.choices):
        values = st.sampled_from([0, 1])
    return ask(
        name, comparison, *draw(st.lists(values, min_size=1, max_size=1 if one else 3, unique=True))
    )


@st.composite
def definitions(draw: Any) -> tuple[AutomationKind, dict[str, Any]]:
    kind = draw(st.sampled_from(AutomationKind))
    definition = {
        "all_of": draw(st.lists(conditions(kind), max_size=3)),
        "any_of": draw(st.lists(conditions(kind), max_size=3)),
        "actions": [
            TAG,
            *draw(st.sampled_from([[], [{"do": "reply", "texts": {"en": "Hi\n{name}"}}]])),
        ],
    }
    if kind is TRIGGER:
        definition["schedule"] = draw(
            st.sampled_from(
                [{"idle_minutes": 5}, {"at": ["17:00", "09:00"], "weekdays": ["monday"]}]
            )
        )
    if not definition["all_of"] and not definition["any_of"]:
        definition["everybody"] = True
    return kind, definition


@given(written=definitions())
@settings(deadline=None, max_examples=150)
def test_what_was_read_is_written_back_and_reads_the_same(written: Any):
    kind, definition = written
    try:
        automation = parse(definition, kind)
    except InvalidInputError as error:
        reason = error.reason
    else:
        assert parse(render_automation(automation), kind) == automation
        return
    assert "never hold" in reason, definition


def junk() -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), WORDS,
        st.sampled_from(["tier", "is", "known", "time", "between", "queue", "reply", "message"]),
    )  # fmt: skip
    keys = st.sampled_from(
        ["title", "all_of", "any_of", "field", "comparison", "values", "actions", "do", "to",
         "texts", "en", "scope", "last", "schedule", "idle_minutes", "at", "everybody"]
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )


@given(definition=junk(), kind=st.sampled_from(AutomationKind))
@settings(deadline=None, max_examples=200)
def test_nothing_but_a_refusal_comes_of_nonsense(definition: Any, kind: AutomationKind):
    try:
        acts = bool(parse(definition, kind).actions)
    except InvalidInputError:
        acts = True
    assert acts


def test_what_the_docs_show_can_be_used():
    page = (Path(__file__).parents[3] / "docs" / "rules.md").read_text()
    shown = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL)]
    counts = {
        key: sum(
            bool(parse(definition, kind, name))
            for document in shown
            for name, definition in document.get(key, {}).items()
        )
        for key, kind in (("rules", RULE), ("macros", MACRO), ("triggers", TRIGGER))
    }
    assert min(counts.values()) >= 1
    assert counts["rules"] >= 3


@pytest.mark.parametrize("text", ["{name}", " {agent} {name} ", "{name}\n"])
def test_a_text_of_which_nothing_may_be_left_is_refused(text: str):
    reply = {"do": "reply", "texts": {"en": text}}
    with pytest.raises(InvalidInputError, match="nothing is left of it"):
        parse({"all_of": [GOLD], "actions": [reply]})


def test_a_text_that_always_says_something_is_not():
    for text in ("Hello {name}", "{reference}", "{company}"):
        parse({"all_of": [GOLD], "actions": [{"do": "reply", "texts": {"en": text}}]})
