"""Skills, agents and the check of the staffing, from a terminal."""

import asyncio
from pathlib import Path

import pytest

from crm_store.staff import record_staff_member
from crm_store.store import make_store
from domain.staff import Role, StaffMember
from frontdesk.command_line import main
from tests.fakes import MONDAY_MORNING as NOW

ANNA = StaffMember(
    id="anna",
    email="anna@example.com",
    name="Anna Berg",
    role=Role.AGENT,
    password_hash="a hash",
    active=True,
    created_at=NOW,
)


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with all tables in which Anna works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)

    async def hire() -> None:
        store = make_store(sqlite_url)
        await store.open()
        await store.run(record_staff_member, ANNA)
        await store.close()

    asyncio.run(hire())


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    assert main(words) == code, capsys.readouterr().err
    printed = capsys.readouterr()
    return (printed.out or printed.err).splitlines()


def test_a_stranger_trains_somebody_for_a_queue(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "routing", "check") == [
        "Every queue is served, and everybody who takes work can be given some."
    ]
    assert "No skills yet" in told(capsys, "skill", "list")[0]
    assert told(capsys, "skill", "create", "bags", "--title", "Bags") == [
        "There is a skill bags (Bags) now."
    ]
    lost = ["--requires", "bags=2", "--overflow", "80%:general"]
    (made,) = told(capsys, "queue", "create", "lost", "--title", "Lost", *lost)
    assert made.endswith("topics: none  requires: bags=2  overflow: 0.8:general")
    problems = told(capsys, "routing", "check", code=1)
    assert problems[0].startswith("Nobody is trained for the queue Lost (bags at level 2)")

    given = ["--skills", "bags=3", "--capacity", "email=9", "--taking", "push"]
    shown = told(capsys, "agent", "set", "anna@example.com", *given)
    assert shown[:6] == [
        "Anna Berg <anna@example.com>, agent",
        "presence:   offline",
        "takes work: is given it (push)",
        "skills:     bags=3",
        "capacity:   api=5, email=9, sms=3, telegram=3, web_chat=2, web_form=5",
        "shifts:     whenever they are there",
    ]
    assert "serves:     general, lost" in shown
    assert told(capsys, "skill", "rename", "bags", "baggage") == [
        "The skill is called baggage (Bags) now."
    ]
    assert [line.split() for line in told(capsys, "skill", "list")] == [
        ["SKILL", "TITLE", "AGENTS", "REQUIRED", "BY"],
        ["baggage", "Bags", "Anna", "Berg", "lost"],
    ]
    assert told(capsys, "routing", "check") == [
        "Every queue is served, and everybody who takes work can be given some."
    ]
    assert "baggage=3" in told(capsys, "agent", "list")[1]
    assert told(capsys, "queue", "create", "lost", "--requires", "", "--overflow", "") == [
        "lost  Lost  first response within 240 min  topics: none"
    ]
    assert told(capsys, "skill", "remove", "baggage") == ["The skill baggage is gone."]
    assert "skills:     none" in told(capsys, "agent", "show", "ANNA@example.com")


def test_shifts_are_given_for_days_in_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    set_shifts = ["agent", "set", "anna@example.com", "--shifts"]
    shown = told(capsys, *set_shifts, "sat-sun 22:00-06:00")
    assert "shifts:     sat 22:00-06:00, sun 22:00-06:00" in shown
    assert "is on shift" in told(capsys, "routing", "check", code=1)[0]
    assert "shifts:     whenever they are there" in told(capsys, *set_shifts, "")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["skill", "create", "Bags"], "'Bags' is no name of a skill"),
        (["skill", "rename", "bags", "baggage"], "there is no skill 'bags'; there are none yet"),
        (["skill", "remove", "bags"], "there is no skill 'bags'"),
        (["agent", "show", "bo@example.com"], "nobody on the staff has the address bo@example.com"),
        (["agent", "set", "anna@example.com", "--skills", "bags=2"], "there is no skill 'bags'"),
        (["agent", "set", "anna@example.com", "--capacity", "fax=2"], "no kind of channel 'fax'"),
        (["agent", "set", "anna@example.com", "--shifts", "mon"], "'mon' is no shift"),
        (["queue", "create", "general", "--requires", "bags=2"], "there is no skill 'bags'"),
        (["queue", "create", "general", "--overflow", "0.8:x"], "there is no queue 'x'"),
        (["queue", "create", "general", "--overflow", "0.8:general"], "cannot overflow to itself"),
        (["queue", "create", "general", "--overflow", "x"], "'x' is no step"),
    ],
)
def test_what_cannot_be_is_refused_with_words(
    words: list[str], refusal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal in told(capsys, *words, code=2)[0]
