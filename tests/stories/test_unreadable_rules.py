"""What is on record and means nothing here stops neither messages nor supervisors."""

from typing import Any

import pytest
from sqlalchemy import update

from crm_store.schema import automation_versions
from crm_store.transaction import Transaction
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.supervisors import RULE, ask, do, write
from tests.stories.world import UNKNOWN

SPOILT: dict[str, dict[str, Any]] = {
    "a field of a newer Frontdesk": {
        "all_of": [{"field": "mood", "comparison": "is", "values": ["bad"]}]
    },
    "a value of a newer Frontdesk": {
        "all_of": [{"field": "time", "comparison": "between", "values": ["noon"]}]
    },
    "an action of a newer Frontdesk": {"actions": [{"do": "fly", "to": "x", "texts": {}}]},
}


@pytest.mark.parametrize("changes", SPOILT.values(), ids=SPOILT.keys())
async def test_what_cannot_be_read_is_left_out_and_shown(desk: StoryDesk, changes: dict[str, Any]):
    made = await write(desk, RULE, "spoilt", ask("channel", "is", "sms"), actions=[do("tag", "x")])

    def spoil(tx: Transaction) -> None:
        row = tx.find_row(automation_versions.select())
        assert row is not None
        newer = tx.insert(automation_versions).values(
            {**row._mapping, "id": "newer", "number": 9, "definition": row.definition | changes}
        )
        tx.execute(newer)
        tx.execute(
            update(automation_versions.metadata.tables["automations"]).values(version_id="newer")
        )

    await desk.system.store.run(spoil)
    assert made.name == "spoilt"
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert (await desk.conversation(ASTRID)).queue == "general"
    (view,) = await desk.system.rules.list(RULE)
    assert not view.readable
    detail = await desk.system.rules.get(RULE, "spoilt")
    assert detail.history[0].what == "cannot be read"
    await write(desk, RULE, "sound", ask("channel", "is", "sms"), actions=[do("tag", "y")])
    assert [each.readable for each in await desk.system.rules.list(RULE)] == [False, True]
