"""Every line of the log of routing, as customers could be told it and as staff read it."""

import re
from datetime import timedelta
from itertools import product

import pytest

from domain.assignment import (
    Assignment,
    Band,
    Candidate,
    Explanation,
    Presence,
    Rejection,
    ScorePart,
)
from domain.routing_names import RoutingNames
from domain.routings import Routing, RoutingKind
from routing.assignment.explaining import choose_agent, choose_next
from routing.assignment.staff_words import tell_staff, tell_wait
from routing.assignment.telling import tell_assignment, tell_customer, with_sentences
from routing.assignment.told_words import WORDS
from tests.routing.assignment.desks import NOON, agent, circumstances, item

pytestmark = pytest.mark.unit

NAMES = RoutingNames(
    agents={"s-1": "Anna Berg", "s-2": "Bo Lund", "s-9": "Ida Holm"},
    queues={"baggage": "Lost bags", "general": "Anything else"},
    references={"v-1": "FD-00000001", "v-2": "FD-00000002"},
)
_MADE = (RoutingKind.PUSHED, RoutingKind.PULLED)


def explain(
    *, pulled: bool = True, language: str = "", via: str = "baggage", known: bool = False
) -> Explanation:
    made = Assignment(
        item="v-1",
        agent="s-1",
        queue="baggage",
        via=via,
        language=language,
        at=NOON,
        waited=timedelta(minutes=9),
        known=known,
    )
    slack = ScorePart(name="slack", amount=3.0, words="3.0 minutes left")
    best = Candidate(id="v-1", score=2.5, parts=(slack,), band=Band.PRESSING)
    able = Candidate(id="s-1", score=0.2, parts=())
    return Explanation(
        pulled=pulled,
        subject="s-1" if pulled else "v-1",
        at=NOON,
        assignment=made,
        candidates=(best,) if pulled else (able,),
        rejected=(Rejection(id="s-2" if not pulled else "v-2", reasons=("is away",)),),
    )


def line(kind: RoutingKind, **changes: object) -> Routing:
    given: dict[str, object] = {
        "position": 1,
        "id": "r-1",
        "conversation_id": "v-1",
        "kind": kind,
        "agent": None if kind in {*RoutingKind} - {*_MADE, "taken", "assigned"} else "s-1",
        "before": "s-2",
        "by": "s-9" if kind in {"assigned", "released", "queued"} else None,
        "queue": "baggage",
        "via": "baggage",
        "at": NOON,
        "waited": timedelta(minutes=9),
        "known": False,
        "reason": "",
        "told": "",
        "explanation": explain(pulled=kind is RoutingKind.PULLED) if kind in _MADE else None,
    }
    return Routing(**(given | changes))  # type: ignore[arg-type] # a story's own words


def every_line() -> list[Routing]:
    """Every kind in every circumstance: known or not, helping out or not, in a language or not."""
    lines = []
    for kind, known, via, language, agent_id in product(
        RoutingKind, (False, True), ("baggage", "general"), ("", "de"), ("s-1", None)
    ):
        pulled = kind is RoutingKind.PULLED
        told = explain(pulled=pulled, language=language, via=via, known=known)
        explanation = told if kind in _MADE else None
        lines.append(line(kind, known=known, via=via, agent=agent_id, explanation=explanation))
    return lines


@pytest.mark.parametrize("language", WORDS)
def test_every_line_reads_as_a_sentence_that_names_nobody_and_no_score(language: str):
    for each in every_line():
        told = tell_customer(each, language)
        assert re.fullmatch(r"[A-ZÄÖÜ][^\d{}_]{30,}\.", told), told
        for kept_back in (*NAMES.agents.values(), *NAMES.agents, *NAMES.queues, "FD-", "score"):
            assert kept_back not in told.split(), told
        assert len(told) < 240
        assert not re.search(r"\b(queue|routing|agent|Warteschlange|Bewertung|Punkte)\b", told)


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_a_sentence_for_every_kind(language: str):
    assert set(WORDS[language].plain) == set(RoutingKind)
    for part in ("spoken", "known", "helping"):
        assert set(getattr(WORDS[language], part)) == set(getattr(WORDS["en"], part))


def test_german_customers_are_told_in_german_and_others_in_english():
    queued = line(RoutingKind.QUEUED)
    assert tell_customer(queued, "de-AT").startswith("Ihre Nachricht")
    assert tell_customer(queued, "fi") == tell_customer(queued, None)
    assert tell_customer(queued).startswith("Your message")


def test_what_counted_is_what_the_customer_hears():
    assert "helped you before" in tell_customer(line(RoutingKind.PUSHED, known=True))
    assert "another team" in tell_customer(line(RoutingKind.PULLED, via="general"))
    spoken = line(RoutingKind.PUSHED, explanation=explain(pulled=False, language="de"))
    assert "speaks your language" in tell_customer(spoken)
    assert "speaks your language" not in tell_customer(line(RoutingKind.PUSHED))
    assert "to the team" in tell_customer(line(RoutingKind.ASSIGNED, agent=None))
    assert "somebody of our team" in tell_customer(line(RoutingKind.ASSIGNED))


def test_who_waited_past_the_promise_hears_an_apology():
    choice = choose_next(agent(), [item("x", waited=20, target=10)], circumstances([agent()]))
    assert "sorry" in tell_assignment(choice)
    assert "leid" in tell_assignment(choice, language="de")
    in_time = choose_next(agent(), [item("x", waited=1, target=10)], circumstances([agent()]))
    assert "sorry" not in tell_assignment(in_time)


def test_staff_read_names_titles_and_no_ids():
    for each in every_line():
        said = tell_staff(each, NAMES)
        assert re.fullmatch(r"[A-Z].*\.", said), said
        assert not re.search(r"\b(s-\d|v-\d|baggage|general)\b", said), said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            RoutingKind.PUSHED,
            (
                "Given to Anna Berg after 9 min: nobody else with room could take it; 1 could not "
                "be chosen; Bo Lund had it before."
            ),
        ),
        (
            RoutingKind.PULLED,
            (
                "Anna Berg asked for the next one and got it after 9 min: its promise could still "
                "be kept and was the next to fall due; 1 could not be chosen; Bo Lund had it "
                "before."
            ),
        ),
        (RoutingKind.TAKEN, "Anna Berg took it by hand after 9 min; Bo Lund had it before."),
        (RoutingKind.ASSIGNED, "Ida Holm gave it to Anna Berg after 9 min; Bo Lund had it before."),
        (
            RoutingKind.RELEASED,
            "Ida Holm gave it back to the queue Lost bags; Bo Lund had it before.",
        ),
        (
            RoutingKind.HANDED_ON,
            ("Bo Lund is not there, so it is back in the queue Lost bags for whoever can take it."),
        ),
        (
            RoutingKind.QUEUED,
            "Ida Holm put it into the queue Lost bags; Bo Lund had it before.",
        ),
        (
            RoutingKind.WIDENED,
            (
                "Time is running out after 9 min: the people of Lost bags may take it from Lost "
                "bags as well."
            ),
        ),
        (RoutingKind.UNSERVED, "Nobody can take it from the queue Lost bags after 9 min."),
    ],
)
def test_each_kind_says_who_and_why(kind: RoutingKind, words: str):
    assert tell_staff(line(kind), NAMES) == words


def test_what_nobody_can_take_says_what_is_against_everybody():
    crew = [agent("s-1", presence=Presence.OFFLINE), agent("s-2", skills={})]
    given = circumstances(crew)
    found = choose_agent(item("v-1", queue="baggage"), crew, given.crew, given.policy, NOON)
    said = tell_staff(line(RoutingKind.UNSERVED, explanation=found), NAMES)
    assert "1 is offline" in said
    assert "1 is not trained for baggage" in said


def test_room_kept_free_names_the_conversation_it_is_for():
    held = Explanation(
        pulled=True,
        subject="s-1",
        at=NOON,
        assignment=None,
        candidates=(),
        rejected=(),
        held_for="v-2",
    )
    said = tell_assignment(held, "staff", names=NAMES)
    assert said == "Anna Berg keeps room free for FD-00000002, which is pressing."


def test_a_line_gets_both_sentences_and_keeps_a_reason_that_it_has():
    made = with_sentences(line(RoutingKind.TAKEN), NAMES, "de")
    assert made.reason.startswith("Anna Berg took it by hand")
    assert made.told.endswith("Ihrer Nachricht angenommen.")
    kept = with_sentences(line(RoutingKind.HANDED_ON, reason="Away since 10:02."), NAMES, "en")
    assert kept.reason == "Away since 10:02."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0.5, "under a minute"), (9, "9 min"), (120, "2 h"), (125, "2 h 5 min"), (1623, "1 d 3 h")],
)
def test_a_wait_is_told_in_its_two_largest_units(minutes: float, words: str):
    assert tell_wait(timedelta(minutes=minutes)) == words
