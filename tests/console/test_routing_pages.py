"""Supervisors see who is there and train people, ask for skills and see what is wrong, on pages."""

from typing import Any

import pytest

from bot.staffing.change_queue import QueueChange
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.assignment import OverflowStep
from domain.staffing import AgentProfile, Taking
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over
from tests.console.test_needs_a_person import be
from tests.console.test_service_level_pages import fields_of

PEOPLE = "/console/routing"
AGENT = f"{PEOPLE}/agents/s-agent"
QUEUE = f"{PEOPLE}/queues/baggage"
SKILLS = f"{PEOPLE}/skills"


@pytest.fixture
async def supervisor(browser: Browser) -> Browser:
    await browser.log_in("supervisor@example.com")
    return browser


async def make_skills(console: Console) -> None:
    for name, title in (("lost-baggage", "Lost baggage"), ("lang:de", "German")):
        await console.services.floor.create_skill(name, title=title, by="Ingrid")


async def train(console: Console, **profile: Any) -> AgentProfile:
    whole = AgentProfile(staff_id="s-agent", **profile)
    return await console.services.floor.save_profile(whole, by="Ingrid")


async def profile_of(console: Console, staff_id: str = "s-agent") -> AgentProfile:
    return (await console.services.floor.get_agent(staff_id)).profile


def form_of(page: str) -> dict[str, str]:
    return fields_of(page.replace('name="version"', 'name="version" data-x="based_on"'))


async def test_it_is_seen_who_is_there_and_how_much_room_they_have(
    supervisor: Browser, console: Console
):
    await make_skills(console)
    await train(
        console,
        skills={"lost-baggage": 3, "lang:de": 5},
        capacity={"email": 5, "api": 2},
        taking=Taking.PUSH,
    )
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        theirs = hand_over(tx, begin(tx, 1, now=now), now=now)
        change_conversation(tx, theirs, now=now, assignee="s-agent")
        be(tx, "s-agent", "wrap_up", now)

    await console.services.store.run(record)
    page = await supervisor.read(PEOPLE)
    words = words_of(page)
    assert "Agent Berg Wrap-up for" in words
    assert "Is given work" in words
    assert 'aria-label="API: 1 of 2 at once"' in page
    assert 'aria-label="Email: 0 of 5 at once"' in page
    assert "German level 5 Lost baggage level 3" in words
    assert "Trained for General, Baggage" in words
    assert f'href="{AGENT}"' in page
    assert "Knowledge Berg Knowledge" in words[words.index("Take no work of queues") :]


async def test_an_agent_is_trained_given_room_and_shifts_on_one_page(
    supervisor: Browser, console: Console
):
    await make_skills(console)
    fields = form_of(await supervisor.read(AGENT))
    assert fields["capacity.email"] == "5"
    answer = await supervisor.act(
        AGENT,
        **fields
        | {
            "taking": "push",
            "skills.lang:de": "4",
            "capacity.email": "3",
            "capacity.sms": "",
            "shifts.monday": "09:00-12:00, 13:00-17:00",
            "shifts.friday": "22:00-06:00",
        },
    )
    assert answer.headers["Location"] == f"{AGENT}?said=agent-saved"
    profile = await profile_of(console)
    assert dict(profile.skills) == {"lang:de": 4}
    assert profile.capacity["email"] == 3
    assert "sms" not in profile.capacity
    assert profile.taking is Taking.PUSH
    assert [each.weekday for each in profile.shifts] == [0, 0, 4]
    page = await supervisor.read(f"{AGENT}?said=agent-saved")
    words = words_of(page)
    assert "It holds for what is given out from now on." in words
    assert "Skill lang:de: none → 4; at once" in words
    assert "at once email: 5 → 3" in words
    assert form_of(page)["shifts.monday"] == "09:00-12:00, 13:00-17:00"
    assert "Supervisor Berg" in words[words.index("Who changed what") :]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("capacity.email", "many", "'many' is no whole number; write one"),
        ("capacity.email", "1000", "1000 at once cannot be used"),
        ("shifts.monday", "nine to five", "is no shift"),
        ("shifts.tuesday", "09:00-12:00, 11:00-13:00", "overlap"),
        ("skills.lost-baggage", "9", "Level 9 cannot be used"),
        ("taking", "", "Choose how they come by work"),
    ],
)
async def test_what_is_wrong_with_a_profile_is_said_beside_its_field(
    supervisor: Browser, console: Console, field: str, typed: str, told: str
):
    await make_skills(console)
    fields = form_of(await supervisor.read(AGENT)) | {"capacity.sms": "7", field: typed}
    answer = await supervisor.act(AGENT, **fields)
    page = await answer.text()
    assert answer.status == 422
    assert f'id="{field}-error"' in page
    assert f'href="#{field}"' in page
    assert told in words_of(page)
    assert form_of(page)["capacity.sms"] == "7"
    assert (await profile_of(console)).version == 0


async def test_nobody_overwrites_what_a_colleague_changed_meanwhile(
    supervisor: Browser, console: Console
):
    fields = form_of(await supervisor.read(AGENT))
    await train(console, capacity={"email": 1})
    answer = await supervisor.act(AGENT, **fields | {"capacity.email": "9"})
    page = await answer.text()
    assert answer.status == 409
    assert "Somebody else changed it while you did." in words_of(page)
    assert form_of(page)["capacity.email"] == "9"
    assert (await profile_of(console)).capacity["email"] == 1
    assert (await supervisor.act(AGENT, **form_of(page))).status == 303
    assert (await profile_of(console)).capacity["email"] == 9


async def test_a_queue_asks_for_skills_and_has_helpers(supervisor: Browser, console: Console):
    await make_skills(console)
    fields = {
        "title": "Lost bags",
        "topics": "baggage, bags",
        "first_response_minutes": "45",
        "requires.lost-baggage": "2",
        "overflow[0].after": "80",
        "overflow[0].to": "general",
    }
    more = await (await supervisor.act(QUEUE, **fields, more="1")).text()
    assert 'name="overflow[3].to"' in more
    assert 'value="Lost bags"' in more
    answer = await supervisor.act(QUEUE, **fields)
    assert answer.headers["Location"] == f"{QUEUE}?said=queue-saved"
    queue = (await console.services.floor.get_queue("baggage")).queue
    assert dict(queue.requires) == {"lost-baggage": 2}
    assert queue.overflow == (OverflowStep(after=0.8, to="general"),)
    assert queue.topics == ("baggage", "bags")
    words = words_of(await supervisor.read(f"{PEOPLE}/queues"))
    assert "Lost baggage from level 2" in words
    assert "after 80 % to General" in words
    assert "Nobody is trained for the queue Lost bags" in words
    assert "To the queue" in words
    await train(console, skills={"lost-baggage": 2})
    words = words_of(await supervisor.read(f"{PEOPLE}/queues"))
    assert "Nobody is trained for" not in words
    assert "Served by Agent Berg" in words


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("overflow[0].to", "baggage", "cannot overflow to itself"),
        ("overflow[0].after", "soon", "such as 80"),
        ("first_response_minutes", "0", "0 cannot be used"),
        ("title", "", "cannot be used"),
    ],
)
async def test_what_is_wrong_with_a_queue_is_said_beside_its_field(
    supervisor: Browser, field: str, typed: str, told: str
):
    fields = {
        "title": "Bags",
        "first_response_minutes": "45",
        "overflow[0].after": "80",
        "overflow[0].to": "general",
    }
    answer = await supervisor.act(QUEUE, **fields | {field: typed})
    page = await answer.text()
    assert answer.status == 422
    assert f'id="{field}-error"' in page
    assert told in words_of(page)


async def test_a_circle_of_helpers_is_refused(supervisor: Browser, console: Console):
    change = QueueChange(overflow=(OverflowStep(after=0.5, to="baggage"),))
    await console.services.floor.save_queue("general", change, by="Ingrid")
    answer = await supervisor.act(
        QUEUE,
        **{
            "title": "Bags",
            "first_response_minutes": "45",
            "overflow[0].after": "80",
            "overflow[0].to": "general",
        },
    )
    assert answer.status == 422
    assert "circle" in await answer.text()


async def test_queues_are_made_and_removed(supervisor: Browser, console: Console):
    answer = await supervisor.act(
        f"{PEOPLE}/new-queue", title="Groups & events", first_response_minutes="60"
    )
    assert answer.headers["Location"] == f"{PEOPLE}/queues?said=queue-made"
    named = f"{PEOPLE}/queues/groups-events"
    assert "Groups &amp; events" in await supervisor.read(named)
    assert "Remove the queue" in await supervisor.read(f"{named}/remove")
    assert (await supervisor.act(f"{named}/remove")).status == 303
    assert (await supervisor.get(named)).status == 404
    assert (await supervisor.act(f"{PEOPLE}/queues/general/remove")).status == 409


async def test_skills_are_added_renamed_and_removed(supervisor: Browser, console: Console):
    answer = await supervisor.act(SKILLS, name="Lost-Baggage", title="Lost baggage")
    assert answer.headers["Location"] == f"{SKILLS}?said=skill-made"
    await train(console, skills={"lost-baggage": 2})
    change = QueueChange(requires={"lost-baggage": 1})
    await console.services.floor.save_queue("baggage", change, by="Ingrid")
    words = words_of(await supervisor.read(SKILLS))
    assert "Lost baggage lost-baggage Agent Berg · required by Baggage" in words
    answer = await supervisor.act(f"{SKILLS}/lost-baggage", name="bags", title="Bags")
    assert answer.status == 303
    assert dict((await profile_of(console)).skills) == {"bags": 2}
    page = words_of(await supervisor.read(f"{SKILLS}/bags/remove"))
    assert "cannot be removed while queues require it" in page
    assert "Baggage" in page
    assert (await supervisor.act(f"{SKILLS}/bags/remove")).status == 409
    await console.services.floor.save_queue("baggage", QueueChange(requires={}), by="Ingrid")
    assert "Agent Berg has it no more" in words_of(await supervisor.read(f"{SKILLS}/bags/remove"))
    assert (await supervisor.act(f"{SKILLS}/bags/remove")).status == 303
    assert not (await profile_of(console)).skills


async def test_a_skill_that_cannot_be_is_refused_beside_what_was_typed(
    supervisor: Browser, console: Console
):
    await make_skills(console)
    answer = await supervisor.act(SKILLS, name="lost baggage!", title="Something")
    page = await answer.text()
    assert answer.status == 422
    assert 'id="name-error"' in page
    assert 'value="lost baggage!"' in page
    answer = await supervisor.act(f"{SKILLS}/lost-baggage", name="lang:xx", title="Bags")
    page = await answer.text()
    assert answer.status == 422
    assert 'id="lost-baggage.name-error"' in page
    assert (await supervisor.act(SKILLS, name="lang:de", title="Deutsch")).status == 409


async def test_problems_stand_on_top_with_a_way_to_what_helps(
    supervisor: Browser, console: Console
):
    await make_skills(console)
    await train(console, capacity={"email": 0})
    page = await supervisor.read(PEOPLE)
    assert "takes work but has room for none" in page
    assert f'href="{PEOPLE}/agents/agent%40example.com"' in page
    assert "Agent Berg" in await supervisor.read(f"{PEOPLE}/agents/agent%40example.com")
    assert "Nobody who takes work speaks German" in await supervisor.read(SKILLS)


async def test_who_is_no_supervisor_is_not_shown_the_staffing(browser: Browser):
    await browser.log_in("agent@example.com")
    assert (await browser.get(PEOPLE)).status == 403
    assert "People and queues" not in await browser.read("/console/")
