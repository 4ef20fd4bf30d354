"""An article is published beside running processes that are busy; each of them soon knows it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from crm_store.articles import get_index_version
from crm_store.store import Store
from tests.end_to_end.conftest import ANSWER
from tests.end_to_end.processes import Site
from tests.end_to_end.test_killed import make_texts, read_what_was_said, settle
from tests.end_to_end.texting import Texts

NEW_QUESTION = "may I enter the lounge in Oslo"
NEW_ANSWER = "With a business ticket."
ARTICLE = {
    "id": "lounge",
    "title": "Who may use the lounge?",
    "variants": [NEW_QUESTION, "lounge access"],
    "answer": NEW_ANSWER,
}
DEADLINE = 60.0
EARLY = 200
LATE = 40


@pytest.mark.slow
async def test_what_is_published_under_load_is_known_to_every_process(
    site: Site, record: Store, tmp_path: Path
):
    await site.start_server()
    processes = 1
    if record.shared:
        await site.start_worker()
        processes = 2
    early = make_texts(site, EARLY)
    asking = asyncio.create_task(early.send_all())
    article = tmp_path / "lounge.jsonl"
    article.write_text(json.dumps(ARTICLE))
    await site.run_command("kb", "import", str(article))
    version = await record.read(get_index_version)
    async with asyncio.timeout(DEADLINE):
        while count_serving(site, version) < processes:  # noqa: ASYNC110 - it shows in logs alone
            await asyncio.sleep(0.1)
    await asking
    late = make_late_texts(site)
    await late.send_all()
    await settle(record)

    said = await record.read(read_what_was_said)
    answers = {customer: text for customer, _, direction, text in said if direction == "out"}
    assert len(early.acknowledged) == EARLY
    assert len(late.acknowledged) == LATE
    for texts, expected in ((early, ANSWER), (late, NEW_ANSWER)):
        assert {answers[customer] for customer, _ in texts.pending.values()} == {expected}
    assert '"job_shunted"' not in site.logs()


def make_late_texts(site: Site) -> Texts:
    start = 10_000
    return Texts(
        site,
        {
            f"SM{index:032x}": (f"+1555{index:07}", NEW_QUESTION)
            for index in range(start, start + LATE)
        },
    )


def count_serving(site: Site, version: int) -> int:
    """How many processes have an index of this version, by what they log."""
    return sum(
        any(
            line.get("event") == "knowledge_learnt" and line["version"] >= version
            for line in map(read_line, path.read_text().splitlines())
        )
        for path in site.folder.glob("log-*")
    )


def read_line(line: str) -> dict[str, Any]:
    return json.loads(line) if line.startswith("{") else {}
