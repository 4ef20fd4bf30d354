"""Which conditions hold of what is known, and the sentence that says why."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.automations import Comparison
from routing.automation.matching import Known, check_condition, match
from routing.automation.words import fold_pattern, fold_text
from tests.routing.automation.written import FACTS, ask, facts, make

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (ask("channel", "is", "sms", "email"), True),
        (ask("channel", "is", "email"), False),
        (ask("channel", "is_not", "email"), True),
        (ask("account", "is", "SMS/main"), True),
        (ask("sender", "is", "+15550142"), True),
        (ask("text", "contains", "refund"), True),
        (ask("text", "contains", "fund"), False),
        (ask("text", "contains", "möchte eine"), True),
        (ask("text", "contains", "mochte EINE rückerstattung"), True),
        (ask("text", "contains", "rücker*"), True),
        (ask("text", "contains", "rücker"), False),
        (ask("text", "contains_not", "luggage", "refund"), False),
        (ask("text", "contains_not", "luggage"), True),
        (ask("subject", "unknown"), True),
        (ask("subject", "contains", "help"), False),
        (ask("topic", "is", "Refund"), True),
        (ask("topic", "known"), True),
        (ask("language", "is", "DE"), True),
        (ask("tier", "is_not", "standard"), True),
        (ask("priority", "at_least", "high"), False),
        (ask("priority", "at_most", "normal"), True),
        (ask("queue", "is", "general"), True),
        (ask("reason", "is", "unknown"), True),
        (ask("urgency", "at_least", "medium"), True),
        (ask("urgency", "at_least", "high"), False),
        (ask("sentiment", "is", "negative"), False),
        (ask("sentiment", "is_not", "negative"), True),
        (ask("sentiment", "at_most", "neutral"), False),
        (ask("sentiment", "unknown"), True),
        (ask("complaint", "at_least", 0.4), True),
        (ask("complaint", "at_least", 0.41), False),
        (ask("open_conversations", "at_least", 2), True),
        (ask("open_conversations", "is", "2"), True),
        (ask("recent_breach", "unknown"), True),
        (ask("tag", "is", "vip", "press"), True),
        (ask("tag", "is_not", "press"), True),
        (ask("tag", "known"), True),
        (ask("time", "between", "13:00", "13:01"), True),
        (ask("time", "between", "12:00", "13:00"), False),
        (ask("time", "between", "22:00", "06:00"), False),
        (ask("weekday", "is", "monday"), True),
        (ask("attribute:loyalty_id", "is", "a-1"), True),
        (ask("attribute:loyalty_id", "unknown"), False),
        (ask("attribute:flights", "at_least", 12), True),
        (ask("attribute:flights", "is", 12.0), True),
        (ask("attribute:loyalty_id", "at_least", 1), False),
        (ask("attribute:nickname", "is_not", "Bob"), True),
        (ask("attribute:nickname", "contains", "Bob"), False),
    ],
)
def test_a_condition_holds_or_not(asked: dict[str, Any], holds: bool):
    (condition,) = make(asked).all_of
    held = check_condition(condition, Known(FACTS))
    assert held.holds is holds, held.why
    assert held.why
    assert not held.why.endswith(".")


def test_a_night_goes_over_midnight():
    (night,) = make(ask("time", "between", "22:00", "06:00")).all_of
    zone = ZoneInfo("Europe/Oslo")
    for hour, holds in ((21, False), (22, True), (23, True), (0, True), (5, True), (6, False)):
        local = datetime(2026, 3, 2, hour, 0, tzinfo=zone)
        assert check_condition(night, Known(facts(local=local))).holds is holds


def test_a_domain_stands_for_all_its_addresses():
    (domain,) = make(ask("sender", "is", "@example.com")).all_of
    assert check_condition(domain, Known(facts(sender="Ann@Example.com"))).holds
    assert not check_condition(domain, Known(facts(sender="ann@sub.example.org"))).holds
    assert domain.comparison is Comparison.IS


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("straße", "STRASSE", True),
        ("cafe", "Café au lait", True),
        ("don't", "I DON'T know", True),
        ("a b", "a, b", True),
        ("a b", "ab", False),
        ("返金", "返金してください", True),
        ("refund*", "refunds", True),
        ("my refund*", "where is my refunding", True),
    ],
)
def test_words_are_compared_without_case_and_accents(pattern: str, text: str, found: bool):
    assert (fold_pattern(pattern) in fold_text(text)) is found


def test_all_of_one_list_hold_and_one_of_the_other():
    both = make(
        ask("tier", "is", "gold"), any_of=[ask("channel", "is", "email"), ask("tag", "known")]
    )
    fit = match(both, Known(FACTS))
    assert fit.fits
    assert fit.why == "The customer's tier is gold; it is tagged vip."
    nothing = match(both, Known(facts(tags=frozenset())))
    assert not nothing.fits
    assert nothing.why == "The channel is sms, not email; it has no tag."
    first = match(both, Known(facts(tier="standard")))
    assert first.why == "The customer's tier is standard, not gold."


def test_what_is_for_everybody_says_so():
    assert match(make(everybody=True), Known(FACTS)).why == "It is for everybody."


def test_a_sentence_stays_short_whatever_is_known_of_a_customer():
    (known,) = make(ask("attribute:notes", "known")).all_of
    held = check_condition(known, Known(facts(attributes={"notes": "x" * 10_000})))
    assert held.holds
    assert len(held.why) < 120
