"""Which queue a matter goes to."""

import pytest

from domain.decisions import Escalate, Understanding
from domain.errors import NotFoundError
from domain.routing import QueueTopics
from routing.decision_table import decide
from routing.queue_choice import choose_queue
from tests.routing.situations import QUEUES, in_form, match, situation, understood

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("understanding", "queue"),
    [
        (understood(topic="baggage"), "baggage"),
        (understood(topic="Refund"), "bookings"),
        (understood(topic="lounges"), "general"),
        (understood(), "general"),
        (understood("question", match("a", 0.4, "booking")), "bookings"),
        (understood("question", match("a", 0.4, None)), "general"),
        (understood("question", match("a", 0.4, "pets"), match("b", 0.3, "booking")), "baggage"),
    ],
)
def test_the_queue_whose_topics_fit_takes_it(understanding: Understanding, queue: str) -> None:
    assert choose_queue(understanding, QUEUES)[0] == queue


def test_several_weaker_matches_outweigh_a_single_one() -> None:
    matches = (match("a", 0.3, "pets"), match("b", 0.2, "booking"), match("c", 0.2, "refund"))
    assert choose_queue(understood("question", *matches), QUEUES)[0] == "bookings"


def test_matches_next_to_nothing_are_no_hint() -> None:
    assert choose_queue(understood("question", match("a", 0.03)), QUEUES)[0] == "general"


def test_the_reason_names_the_queue_and_the_topic() -> None:
    assert choose_queue(understood(topic="baggage"), QUEUES)[1] == (
        "Queue 'baggage' is trained for the topic 'baggage'."
    )
    assert "'general' takes it" in choose_queue(understood(topic="lounges"), QUEUES)[1]


def test_without_a_marked_default_the_first_queue_takes_the_rest() -> None:
    assert choose_queue(understood(), (QueueTopics(name="all", topics=()),))[0] == "all"


def test_without_queues_it_says_what_to_do() -> None:
    with pytest.raises(NotFoundError, match="create at least one"):
        choose_queue(understood(), ())


def test_in_a_form_its_topic_tells_where_the_message_itself_does_not() -> None:
    form = in_form(topic="booking")
    for topic, queue in ((None, "bookings"), ("baggage", "baggage")):
        meant = understood("person", topic=topic)
        ruling = decide(situation("a person please", meant, form=form))
        assert isinstance(ruling.decision, Escalate)
        assert (ruling.rule, ruling.decision.queue) == ("asked_for_person", queue)
