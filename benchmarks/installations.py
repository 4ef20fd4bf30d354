"""The real server on a database with the demo's knowledge, and what it is posted."""

import asyncio
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from benchmarks.programs import started_server
from bot.articles import import_articles
from crm_store.jobs import count_jobs
from crm_store.schema import interactions
from crm_store.staff import record_queue
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from demo.story_files import ARTICLES
from domain.staff import Queue
from frontdesk.migrating import migrate
from frontdesk.system import SystemClock
from knowledge_base.importing import read_articles
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN, Site

SMS_PATH = "/channels/sms/main"
_QUESTION = "How much cabin baggage may I take?"
_SETTLED_SECONDS = 120.0


class Installation(Site):
    """A site as the tests start it, logging as much as an operator's does."""

    def write_settings(self) -> None:
        """Write the settings; without debugging, which writes a line for each job."""
        super().write_settings()
        self.config.write_text(self.config.read_text().replace('"debug"', '"info"'))


async def furnish(url: str) -> None:
    """Bring an empty database to this version and put queues and the demo's articles into it."""
    await migrate(url)
    async with opened(url) as store:
        await store.run(_record_knowledge)


def _record_knowledge(tx: Transaction) -> None:
    for position, name in enumerate(("general", "baggage")):
        queue = Queue(
            name=name,
            title=name.title(),
            topics=() if position == 0 else (name,),
            is_default=position == 0,
            first_response_minutes=60,
            position=position,
        )
        record_queue(tx, queue)
    articles = read_articles(ARTICLES).articles
    import_articles(tx, articles, author="benchmark", now=SystemClock().now())


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    """Open a store beside the server's own."""
    store = make_store(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def installed(folder: Path, url: str) -> AsyncIterator[Installation]:
    """Run the server on a furnished database, and the stand-in that takes its texts."""
    async with started_server("sms_stand_in") as port:
        site = Installation(folder, url, f"http://127.0.0.1:{port}")
        await asyncio.to_thread(folder.mkdir)
        await asyncio.to_thread(site.write_settings)
        await site.start_server()
        try:
            yield site
        finally:
            await site.stop()


def write_texts(file: Path, site_url: str, *, number: int, start: int) -> int:
    """Write signed webhook requests, each from a customer of their own; return a body's size."""
    requests = [_render_request(site_url, index) for index in range(start, start + number)]
    file.write_bytes(pickle.dumps(requests[::-1]))
    return len(requests[0].partition(b"\r\n\r\n")[2])


def _render_request(site_url: str, index: int) -> bytes:
    sid = f"SM{index:032x}"
    fields = {
        "ToCountry": "US",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": _QUESTION,
        "FromCountry": "US",
        "To": "+15550100",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT_SID,
        "From": f"+1555{index:07}",
        "ApiVersion": "2010-04-01",
    }
    url = f"{site_url}{SMS_PATH}"
    signature = RequestValidator(AUTH_TOKEN).compute_signature(url, fields)
    body = urlencode(fields).encode()
    head = (
        f"POST {SMS_PATH} HTTP/1.1",
        f"Host: {site_url.removeprefix('http://')}",
        "User-Agent: TwilioProxy/1.1",
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
        f"Content-Length: {len(body)}",
        f"X-Twilio-Signature: {signature}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


async def until_settled(store: Store) -> None:
    """Wait until all that was taken in is answered and sent."""
    async with asyncio.timeout(_SETTLED_SECONDS):
        while await store.read(_count_work):  # noqa: ASYNC110 - another process works on it
            await asyncio.sleep(0.1)


def count_interactions(tx: Transaction) -> int:
    """How many interactions are on record."""
    number: int = tx.execute(select(func.count()).select_from(interactions)).scalar_one()
    return number


def _count_work(tx: Transaction) -> int:
    """What is to be done now."""
    return sum(count_jobs(tx).values())
