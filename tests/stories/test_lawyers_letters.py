"""A lawyer writes about a complaint that is known already: nothing is conceded from then on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.alerts import list_alerts
from domain.complaint_facts import SpecialCase
from domain.errors import AccessDeniedError
from domain.knowledge import Matcher
from tests.stories.complaint_cases import ADA
from tests.stories.complaint_register import register
from tests.stories.redress_cases import DOING, budget, give, list_of, set_policy
from tests.stories.story_desk import ASTRID, StoryDesk, open_story_desk
from tests.stories.world import ANN

LOST = "My bag is lost for the third time and nobody answers. You promised to call. Disgraceful!"
LETTER = (
    "Please take notice that our client Ms Berg claims EUR 800 for her lost bag within 14 days, "
    "failing which our solicitor will issue proceedings."
)


@pytest.fixture
async def reading(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    async with open_story_desk(database_url, tmp_path, matcher) as desk:
        desk.system.feelings.load()
        yield desk


async def test_a_lawyers_letter_about_a_known_complaint_bars_what_the_table_gives(
    reading: StoryDesk,
):
    await set_policy(reading, give())
    await reading.customer_texts(ASTRID, LOST)
    (complaint,) = await register(reading)
    await reading.customer_texts(ASTRID, LETTER)
    (seen,) = await register(reading)
    assert (seen.number, seen.special) == (complaint.number, (SpecialCase.LAWYER,))
    told = [each.text for each in await reading.system.store.read(list_alerts, ADA, limit=9)]
    assert any(each.startswith(f"Complaint {seen.number} needs a supervisor") for each in told)
    with pytest.raises(AccessDeniedError, match="supervisor"):
        await reading.system.complaints.respond(seen.number, agent=ANN, edits=DOING)
    await reading.system.complaints.respond(seen.number, agent=ADA, edits=DOING)
    (refused,) = await list_of(reading, seen.number)
    assert refused.state == "refused"
    await reading.customer_texts(ASTRID, LETTER)
    again = [each.text for each in await reading.system.store.read(list_alerts, ADA, limit=9)]
    assert sum("needs a supervisor" in each for each in again) == 1


async def test_what_was_reserved_before_the_letter_is_not_given_by_itself(reading: StoryDesk):
    await set_policy(reading, give())
    await reading.customer_texts(ASTRID, LOST)
    (complaint,) = await register(reading)
    await reading.system.redress.propose(complaint.number, by=ANN)
    assert (await budget(reading))[1] == 25_00
    await reading.customer_texts(ASTRID, LETTER)
    assert (await budget(reading))[1] == 0
    await reading.system.complaints.respond(complaint.number, agent=ADA, edits=DOING)
    states = [each.state.value for each in await list_of(reading, complaint.number)]
    assert states == ["revoked", "refused"]
    assert "voucher" not in reading.said_to(ASTRID)[-1]
