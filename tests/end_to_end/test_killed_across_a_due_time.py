"""A process that dies changes no breach instant: whoever looks next sees to it, as of then."""

import asyncio
from datetime import datetime, timedelta

from crm_store.clocks import get_clock
from crm_store.conversations import change_conversation, record_conversation
from crm_store.customers import record_customer
from crm_store.interactions import list_interactions
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Interaction
from domain.sla_clocks import ClockEventKind, SlaClock
from frontdesk.system import SystemClock
from tests.clocks import list_clock_events, put_clock
from tests.end_to_end.processes import Site
from tests.engines import SLOW_ON_POSTGRES

pytestmark = SLOW_ON_POSTGRES

CLOCK, TALK = "clock-1", "talk-1"
# Long enough to kill the process before, and short enough to wait for.
AHEAD = timedelta(seconds=3)
PATIENCE_SECONDS = 60.0


def put_waiting(tx: Transaction, due: datetime) -> None:
    """Have a customer wait who was promised an answer within the hour that ends at `due`."""
    began = due - timedelta(hours=1)
    customer = record_customer(tx, customer_id="mara", name="Mara", language="en", now=began)
    conversation = record_conversation(
        tx,
        conversation_id=TALK,
        reference="FD-KILLED",
        customer_id=customer.id,
        key=ThreadKey(channel="web_form", account="contact", thread="mara"),
        subject=None,
        language="en",
        now=began,
    )
    change_conversation(tx, conversation, now=began, queue="general", waiting_since=began)
    put_clock(tx, clock_id=CLOCK, conversation_id=TALK, now=began)


def list_breaches(tx: Transaction) -> list[Interaction]:
    """What the log says of promises that were broken."""
    said = list_interactions(tx, TALK, limit=100)
    return [each for each in said if each.source_ids.get("event") == "breach"]


async def until_seen(record: Store) -> SlaClock:
    """Wait until the breach was seen to."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await record.read(is_seen):  # noqa: ASYNC110 - another process sees to it
            await asyncio.sleep(0.05)
    return await record.read(get_clock, CLOCK)


def is_seen(tx: Transaction) -> bool:
    """Whether the breach was seen to."""
    return "breach" in get_clock(tx, CLOCK).seen


async def test_a_process_killed_across_a_due_time_changes_no_breach_instant(
    site: Site, record: Store
):
    site.encoder = "none"
    site.write_settings()
    process = await site.start_server()
    due = SystemClock().now() + AHEAD
    await record.run(put_waiting, due)
    process.kill()
    await process.wait()
    assert (await record.read(get_clock, CLOCK)).seen == ()
    await asyncio.sleep((due - SystemClock().now()).total_seconds() + 1)
    process = await site.start_server()
    clock = await until_seen(record)
    process.terminate()
    assert await process.wait() == 0
    assert clock.state.breached_at == due
    (told,) = await record.read(list_breaches)
    assert told.at == due
    events = await record.read(list_clock_events, CLOCK)
    seen = [each for each in events if each.kind is ClockEventKind.MILESTONE]
    assert [each.at for each in seen if each.reason == "breach"] == [due]
