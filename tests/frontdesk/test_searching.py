"""A server follows what is published, and loses no reading when it stops."""

from datetime import date
from pathlib import Path

from crm_store.article_reads import list_most_read
from crm_store.articles import record_article
from crm_store.transaction import Transaction
from domain.knowledge import Article
from frontdesk.runtime import searching
from frontdesk.settings import load_settings
from frontdesk.wiring import make_system
from tests.fakes import MONDAY_MORNING, FakeClock

BAGS = Article(id="bags", locale="en", title="Cabin baggage", variants=(), answer="One bag.")


def publish(tx: Transaction) -> None:
    record_article(tx, BAGS, author="kim", now=MONDAY_MORNING)


async def test_what_was_read_is_written_when_the_server_stops(tmp_path: Path, sqlite_url: str):
    file = tmp_path / "frontdesk.toml"
    file.write_text(f'[server]\ndata_dir = "{tmp_path}"\n[database]\nurl = "{sqlite_url}"\n')
    settings = load_settings(file, (), {}).settings
    system = make_system(settings, secret="a secret of this test alone", clock=FakeClock())
    await system.store.open()
    try:
        await system.store.run(publish)
        async with searching(system):
            found = await system.help_search.search("baggage", "en")
            system.help_search.count_read("bags", "en")
        ranked = await system.store.read(list_most_read, "en", since=date(2026, 3, 2), limit=3)
    finally:
        await system.http.close()
        await system.store.close()
    assert [hit.article_id for hit in found.hits] == ["bags"]
    assert ranked == (("bags", 1),)
