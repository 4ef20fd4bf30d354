"""A vote is read where it surely is one, counts once, and can be changed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.vote_links import parse_claim, render_claim
from complaints.vote_reading import read_vote
from complaints.votes import cast_vote, find_wilson_interval, summarise
from domain.errors import InvalidInputError
from domain.satisfaction import Ballot, Survey, VoteClaim
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
CSAT, CES = Survey
NOW = at("2 9:00")
BALLOT = Ballot(id="b-1", survey=CSAT, asked_at=NOW, closes_at=NOW + timedelta(days=3))
EFFORT = Ballot(id="b-2", survey=CES, asked_at=NOW, closes_at=NOW + timedelta(days=3))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        (" 4! ", 4),
        ("four", 4),
        ("Fünf, danke", 5),
        ("eine 3 bitte", 3),
        ("4/5", 4),
        ("4 out of 5.", 4),
        ("5 von 5", 5),
        ("4 stars, thanks", 4),
        ("⭐⭐⭐", 3),
        ("5️⃣", 5),
        ("\uff15", 5),
        ("very satisfied", 5),
        ("Sehr zufrieden!", 5),
        ("nicht zufrieden", 2),
        ("SEHR SCHLECHT", 1),
    ],
)
def test_a_vote_is_read_as_people_write_it(text: str, value: int):
    assert read_vote(text, BALLOT, NOW).value == value


@pytest.mark.parametrize(
    "text",
    [
        "5 bags are lost",
        "0",
        "6",
        "10",
        "-5",
        "4.5",
        "8/10",
        "4 5",
        "4 or 5",
        "not good",
        "5?",
        "good question",
        "",
        "one two",
        "⭐⭐⭐⭐⭐⭐",
        "5 " * 40,
        "FD-7K3M9QXD",
        "call me at 5",
        "½",
    ],
)
def test_what_is_in_doubt_is_no_vote_and_says_why(text: str):
    reading = read_vote(text, BALLOT, NOW)
    assert reading.value is None
    assert reading.words


def test_effort_has_its_own_scale_and_words():
    assert read_vote("sehr einfach", EFFORT, NOW).value == 7
    assert read_vote("7", EFFORT, NOW).value == 7
    assert read_vote("very difficult", EFFORT, NOW).value == 1
    assert read_vote("4/5", EFFORT, NOW).value is None


def test_votes_are_read_within_the_window_alone():
    assert read_vote("5", BALLOT, BALLOT.closes_at - timedelta(seconds=1)).value == 5
    assert read_vote("5", BALLOT, BALLOT.closes_at).value is None
    assert read_vote("5", BALLOT, NOW - timedelta(seconds=1)).value is None


@given(st.text(max_size=80), st.sampled_from([BALLOT, EFFORT]))
def test_whatever_is_written_a_vote_is_on_the_scale(text: str, ballot: Ballot):
    value = read_vote(text, ballot, NOW).value
    assert value is None or 1 <= value <= ballot.survey.most


def test_one_vote_counts_and_can_be_changed_while_it_is_open():
    ballot = cast_vote(BALLOT, 2, NOW)
    again = cast_vote(ballot, 2, NOW + timedelta(minutes=1))
    assert (again.value, again.changes) == (2, 0)
    changed = cast_vote(again, 5, NOW + timedelta(minutes=2))
    assert (changed.value, changed.changes) == (5, 1)
    assert cast_vote(changed, 1, NOW) == changed
    with pytest.raises(InvalidInputError, match="counted until"):
        cast_vote(changed, 1, BALLOT.closes_at)
    with pytest.raises(InvalidInputError, match="from 1 to 5"):
        cast_vote(changed, 6, NOW)


def test_a_link_says_what_is_signed_and_is_read_back():
    claim = VoteClaim(ballot_id="b-1", survey=CSAT, value=4, closes_at=at("5 9:00"))
    text = render_claim(claim)
    assert text == "v1.csat.b-1.4.1772697600"
    assert parse_claim(text) == claim


@pytest.mark.parametrize(
    "text",
    ["", "v1.csat.b-1.6.1", "v1.csat.b-1.0.1", "v2.csat.b.1.1", "v1.nps.b.1.1", "v1.csat..1.1"],
)
def test_what_is_no_claim_is_refused(text: str):
    with pytest.raises(InvalidInputError):
        parse_claim(text)


@pytest.mark.parametrize(("ballot", "value"), [("a.b", 1), ("", 1), ("b", 6)])
def test_what_cannot_be_signed_is_refused(ballot: str, value: int):
    claim = VoteClaim(ballot_id=ballot, survey=CSAT, value=value, closes_at=NOW)
    with pytest.raises(InvalidInputError):
        render_claim(claim)


def test_a_survey_nobody_answered_has_no_figures():
    summary = summarise(CSAT, [BALLOT])
    assert (summary.asked, summary.voted, summary.mean, summary.top) == (1, 0, None, None)


def test_other_surveys_are_left_out():
    ballots = [cast_vote(BALLOT, 5, NOW), cast_vote(EFFORT, 1, NOW)]
    assert summarise(CSAT, ballots).counts == (0, 0, 0, 0, 1)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_narrows_with_more(case: tuple[int, int]):
    hits, count = case
    low, high = find_wilson_interval(hits, count)
    assert 0 <= low <= hits / count <= high <= 1
    more_low, more_high = find_wilson_interval(hits * 4, count * 4)
    assert more_high - more_low < high - low


def test_an_interval_of_nothing_is_refused():
    with pytest.raises(InvalidInputError):
        find_wilson_interval(0, 0)
