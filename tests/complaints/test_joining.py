"""Five messages on three channels are one complaint, and two matters are never made one."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.joining import decide_joining
from domain.complaint_facts import JoiningKind, KnownComplaint, NewComplaint
from domain.complaints import ComplaintStage
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
LINK, REOPEN, NEW = JoiningKind
NOW = at("20 12:00")
KNOWN = KnownComplaint(
    id="k1",
    number="C-1",
    customer_id="c1",
    stage=ComplaintStage.INVESTIGATING,
    last_at=NOW - timedelta(hours=5),
    similarity=0.65,
    channel="email",
)
CAME = NewComplaint(at=NOW, channel="sms", customer_id="c1")
ONE, TWO = frozenset({"AU1"}), frozenset({"AU2"})


def test_the_same_words_of_the_same_customer_on_another_channel_are_one_matter():
    joining = decide_joining(CAME, [KNOWN])
    assert (joining.kind, joining.complaint_id) == (LINK, "k1")
    assert joining.why == (
        "the same matter as C-1: alike by 0.65 after 5.0 h, by sms after email, at least 0.6"
    )


@pytest.mark.parametrize(
    ("hours", "similarity", "kind"),
    [
        (1, 0.5, LINK),
        (1, 0.49, NEW),
        (1.1, 0.5, NEW),
        (24, 0.6, LINK),
        (24, 0.59, NEW),
        (336, 0.8, LINK),
        (336, 0.79, NEW),
        (337, 1.0, NEW),
    ],
)
def test_the_longer_ago_the_more_alike_it_must_be(
    hours: float, similarity: float, kind: JoiningKind
):
    known = replace(KNOWN, last_at=NOW - timedelta(hours=hours), similarity=similarity)
    assert decide_joining(CAME, [known]).kind is kind


def test_the_same_reference_is_the_same_matter_whatever_the_words():
    known = replace(KNOWN, references=ONE, similarity=0.0)
    assert decide_joining(replace(CAME, references=ONE), [known]).kind is LINK
    old = replace(known, last_at=NOW - timedelta(days=31))
    assert decide_joining(replace(CAME, references=ONE), [old]).kind is NEW


def test_another_order_is_another_matter_however_alike():
    known = replace(KNOWN, references=ONE, similarity=1.0)
    joining = decide_joining(replace(CAME, references=TWO), [known])
    assert (joining.kind, joining.related) == (NEW, ("k1",))
    assert joining.tried == ("C-1: about AU1, and this about AU2",)


def test_another_customers_is_never_joined_but_shown_where_it_is_about_the_same_flight():
    known = replace(KNOWN, customer_id="c2", references=ONE, similarity=1.0)
    joining = decide_joining(replace(CAME, references=ONE), [known])
    assert (joining.kind, joining.related) == (NEW, ("k1",))


def test_who_is_not_known_is_joined_by_a_reference_alone():
    nobody = replace(CAME, customer_id=None)
    assert decide_joining(nobody, [replace(KNOWN, similarity=1.0)]).kind is NEW
    known = replace(KNOWN, references=ONE)
    assert decide_joining(replace(nobody, references=ONE), [known]).kind is LINK


@pytest.mark.parametrize("stage", [ComplaintStage.RESPONDED, ComplaintStage.CLOSED])
def test_what_was_answered_is_opened_again_by_its_reference(stage: ComplaintStage):
    known = replace(KNOWN, references=ONE, stage=stage)
    assert decide_joining(replace(CAME, references=ONE), [known]).kind is REOPEN


def test_what_is_closed_is_not_opened_again_by_words_alone():
    closed = replace(KNOWN, stage=ComplaintStage.CLOSED, similarity=1.0)
    assert decide_joining(CAME, [closed]).kind is NEW


def test_one_about_two_orders_joins_the_nearer_and_shows_the_other():
    first = replace(KNOWN, references=ONE, similarity=0.2)
    second = replace(KNOWN, id="k2", number="C-2", references=TWO, similarity=0.3)
    joining = decide_joining(replace(CAME, references=ONE | TWO), [first, second])
    assert (joining.complaint_id, joining.related) == ("k2", ("k1",))


def test_five_times_on_three_channels_is_one_complaint():
    opened: list[KnownComplaint] = []
    for minute, channel in enumerate(("sms", "sms", "email", "web_chat", "email")):
        new = replace(CAME, channel=channel, at=NOW + timedelta(minutes=minute))
        joining = decide_joining(new, opened)
        if joining.kind is NEW:
            opened.append(replace(KNOWN, id=f"k{minute}", last_at=new.at, similarity=0.9))
    assert len(opened) == 1


knowns = st.builds(
    KnownComplaint,
    id=st.uuids().map(str),
    number=st.just("C"),
    customer_id=st.sampled_from(["c1", "c2", None]),
    stage=st.sampled_from(ComplaintStage),
    last_at=st.integers(0, 1000).map(lambda hours: NOW - timedelta(hours=hours)),
    similarity=st.floats(0, 1),
    channel=st.just("sms"),
    references=st.sampled_from([frozenset(), ONE, TWO, ONE | TWO]),
)


@given(st.lists(knowns, max_size=5), st.sampled_from([frozenset(), ONE]), st.randoms())
def test_the_order_of_what_is_known_changes_nothing_and_customers_are_never_mixed(
    known: list[KnownComplaint], references: frozenset[str], random: Random
):
    new = replace(CAME, references=references)
    joining = decide_joining(new, known)
    shuffled = random.sample(known, len(known))
    assert decide_joining(new, shuffled).complaint_id == joining.complaint_id
    if joining.complaint_id is not None:
        (taken,) = [each for each in known if each.id == joining.complaint_id]
        assert taken.customer_id in {"c1", None}
        assert taken.customer_id == "c1" or taken.references & references
        assert joining.complaint_id not in joining.related


def test_what_is_said_in_the_same_conversation_is_the_same_matter_until_it_is_closed():
    here = replace(KNOWN, here=True, similarity=0.0, last_at=NOW - timedelta(days=60))
    assert decide_joining(CAME, [here]).kind is LINK
    assert decide_joining(CAME, [replace(here, stage=ComplaintStage.RESPONDED)]).kind is REOPEN
    assert decide_joining(CAME, [replace(here, stage=ComplaintStage.CLOSED)]).kind is NEW
    other = decide_joining(replace(CAME, references=TWO), [replace(here, references=ONE)])
    assert other.kind is NEW


def test_a_complaint_that_is_named_is_meant_unless_it_is_another_customers():
    named = replace(KNOWN, named=True, similarity=0.0, last_at=NOW - timedelta(days=200))
    nearer = replace(KNOWN, id="k2", similarity=1.0)
    joining = decide_joining(CAME, [named, nearer])
    assert (joining.kind, joining.complaint_id) == (LINK, "k1")
    assert decide_joining(CAME, [replace(named, stage=ComplaintStage.CLOSED)]).kind is REOPEN
    assert decide_joining(CAME, [replace(named, customer_id="c2")]).kind is NEW
