"""Mail taken in, in messages a second, beside django-helpdesk's `get_email` on the same mails.

    python -m benchmarks.email_ingest [--write]

Target: at least 5 times the peer's figure where both do the same: take mails in through a socket,
put them on record, and acknowledge or answer each by SMTP. Frontdesk is handed the mails by LMTP,
and is done once each is parsed, recorded, matched, routed and its reply queued; it sends the
replies meanwhile, and when the last of them is sent is measured as well.
"""

import asyncio
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.engines import Engine, open_engines
from benchmarks.installations import Installation, furnish, opened
from benchmarks.mail_peer import NAME, MailPeer, count_taken, install_peer, running_dovecot
from benchmarks.programs import run_client, started_server
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.support_mails import ADDRESS, write_mails
from crm_store.schema import decisions, outbox
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.decisions import Answer
from tests.ports import free_port

NUMBER = 400
CONCURRENCY = 16
ROUNDS = 3
TARGET = 5
_SECONDS = 120.0
_HEAD = (
    "",
    "taken in/s",
    "reply queued/s",
    "reply sent/s",
    "get_email/s",
    "ratio",
    "ratio, sent",
    "bare get_email/s",
    "ratio",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Messages a second: acknowledged, replied to in the outbox, replied to; the peer's tickets."""

    accepted: float
    queued: float
    sent: float
    documented: float = 0.0
    bare: float = 0.0


class MailInstallation(Installation):
    """A site with one email account."""

    def __init__(self, folder: Path, url: str, smtp_port: int) -> None:
        super().__init__(folder, url, "http://127.0.0.1:9")
        self.smtp_port = smtp_port
        self.lmtp_port = free_port()

    def write_settings(self) -> None:
        """Write the settings, mail coming by LMTP."""
        super().write_settings()
        self.config.write_text(
            f"""{self.config.read_text()}
[[channels.email]]
account = "support"
address = "{ADDRESS}"
smtp = {{ host = "127.0.0.1", port = {self.smtp_port}, security = "none" }}
[channels.email.listen]
protocol = "lmtp"
host = "127.0.0.1"
port = {self.lmtp_port}
messages_per_minute = 1000000
"""
        )


async def measure_frontdesk(engine: Engine, folder: Path) -> tuple[float, float, float]:
    """Hand the mails over and wait for the last reply; messages a second of each."""
    url = await engine.make_database()
    await furnish(url)
    mails = folder / "ours"
    await asyncio.to_thread(write_mails, mails, NUMBER)
    async with started_server("smtp_stand_in") as smtp_port, opened(url) as store:
        site = MailInstallation(folder / "site", url, smtp_port)
        await asyncio.to_thread(site.folder.mkdir)
        await asyncio.to_thread(site.write_settings)
        await site.start_server()
        try:
            loop = asyncio.get_running_loop()
            began = loop.time()
            client = asyncio.create_task(
                run_client("lmtp_load", str(site.lmtp_port), str(CONCURRENCY), str(mails))
            )
            await _until_queued(store)
            queued = loop.time() - began
            await _until_sent(smtp_port)
            sent = loop.time() - began
            accepted = (await client)["seconds"]
        finally:
            await site.stop()
        if not await store.read(_count_answers):
            raise RuntimeError("no question was matched, so that less was done than is claimed")
    return NUMBER / accepted, NUMBER / queued, NUMBER / sent


async def _until_queued(store: Store) -> None:
    """Wait until the reply to every mail is on record."""
    async with asyncio.timeout(_SECONDS):
        while await store.read(_count_replies) < NUMBER:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


def _count_replies(tx: Transaction) -> int:
    number: int = tx.execute(select(func.count()).select_from(outbox)).scalar_one()
    return number


def _count_answers(tx: Transaction) -> int:
    """Count the mails that were answered with an article or two, rather than acknowledged."""
    answered = decisions.c.decision["kind"].as_string() == Answer.__name__
    number: int = tx.execute(select(func.count()).where(answered)).scalar_one()
    return number


async def _until_sent(smtp_port: int) -> None:
    """Wait until every reply has been sent."""
    async with asyncio.timeout(_SECONDS):
        while await asyncio.to_thread(count_taken, smtp_port) < NUMBER:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)


async def measure_engine(engine: Engine, peer: MailPeer, folder: Path) -> list[Round]:
    """Run the rounds on one engine, the two products in turn."""
    rounds = []
    for turn in range(ROUNDS):
        place = folder / f"{engine.name}-{turn}"
        await asyncio.to_thread(place.mkdir)
        documented = await peer.measure_documented(engine, place)
        bare = await peer.measure_bare(engine, place)
        accepted, queued, sent = await measure_frontdesk(engine, place)
        rounds.append(
            Round(accepted=accepted, queued=queued, sent=sent, documented=documented, bare=bare)
        )
    return rounds


def describe(engine: Engine, rounds: list[Round]) -> list[str]:
    """Write one line of the table."""

    def median(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in rounds))

    return [
        engine.title,
        f"{median('accepted'):,.0f}",
        f"{median('queued'):,.0f}",
        f"{median('sent'):,.0f}",
        f"{median('documented'):,.0f}",
        f"**{median('queued') / median('documented'):.1f}**",
        f"{median('sent') / median('documented'):.1f}",
        f"{median('bare'):,.0f}",
        f"{median('queued') / median('bare'):.1f}",
    ]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-email-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        python = await install_peer(folder)
        with running_dovecot(folder) as dovecot:
            peer = MailPeer(python=python, dovecot=dovecot, number=NUMBER)
            async with open_engines(folder) as engines:
                rows = [
                    describe(engine, await measure_engine(engine, peer, folder))
                    for engine in engines
                ]
    return f"""\
{render_table(list(_HEAD), rows)}

Medians of {ROUNDS} rounds of {NUMBER} mails from as many new customers: text, HTML, quoted threads
and pictures (`benchmarks/support_mails.py`). Target: the first ratio at least {TARGET}.

**Frontdesk** is handed the mails by {CONCURRENCY} connections by LMTP at once. Seconds count from
the first connection, the client's start included, until the last reply is in the outbox ("queued")
and until a mail server on this machine has taken the last one ("sent").

**The peer**, {NAME}, is set up as its documentation says: its e-mail
templates are loaded, so that it acknowledges each mail (one a mail, counted) by a mail server of
the same kind; it fetches the mails by IMAP from a Dovecot on this machine; the database has
Django's defaults, which on SQLite mean a rollback journal. The start of Django is left out. It
sends as it takes in, so that "ratio, sent" compares the same work to its very end.

**Bare** is the same peer with the least it can be given to do: it reads a folder, acknowledges
nothing, and on SQLite has a write-ahead log, of which its documentation says nothing. Frontdesk
does the same work in all ratios.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure how fast mail is taken in and answered.")
    section = Section(name="email", title="Taking mail in", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
