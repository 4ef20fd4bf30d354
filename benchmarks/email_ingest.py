"""Mail taken in, in messages a second, beside django-helpdesk's `get_email` on the same mails.

    python -m benchmarks.email_ingest [--write]

Target: at least 5 times the peer's figure. Frontdesk is handed the mails by LMTP, and is done once
each is parsed, recorded, matched, routed and its reply queued; it sends the replies meanwhile. The
peer reads a folder, makes a ticket of each mail and sends nothing.
"""

import asyncio
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engines import Engine, open_engines
from benchmarks.installations import Installation, count_interactions, furnish, opened
from benchmarks.programs import run_client, started_server
from benchmarks.report import Section, describe_conditions, parse_options, present, render_table
from benchmarks.support_mails import ADDRESS, write_mails
from crm_store.store import Store
from tests.end_to_end.processes import free_port

PEER = ("django-helpdesk==2.6.1", "psycopg[binary]>=3.2,<4")
NUMBER = 400
CONCURRENCY = 16
ROUNDS = 3
TARGET = 5
_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Messages a second: acknowledged, queued for reply, and the peer's tickets."""

    accepted: float
    answered: float
    peer: float


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


async def install_peer(folder: Path) -> Path:
    """Install the peer from PyPI into an environment of its own; return its Python."""
    python = folder / "peer" / "bin" / "python"
    await _run(sys.executable, "-m", "venv", str(folder / "peer"))
    await _run(str(python), "-m", "pip", "install", "--quiet", *PEER)
    return python


async def measure_peer(python: Path, engine: Engine, folder: Path) -> float:
    """Have the peer take mails in; return how many a second."""
    mails = folder / "mails"
    await asyncio.to_thread(write_mails, mails, NUMBER)
    script = Path(__file__).with_name("django_helpdesk.py")
    printed = await _run(str(python), str(script), await engine.make_database(), str(mails))
    found = json.loads(printed.strip().splitlines()[-1])
    if found["tickets"] != NUMBER:
        raise RuntimeError(f"the peer made {found['tickets']} tickets of {NUMBER} mails")
    return NUMBER / float(found["seconds"])


async def measure_frontdesk(engine: Engine, folder: Path) -> tuple[float, float]:
    """Hand the mails over and wait for the last reply to be queued; messages a second of each."""
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
            await _until_replied(store)
            seconds = loop.time() - began
            accepted = (await client)["seconds"]
        finally:
            await site.stop()
    return NUMBER / accepted, NUMBER / seconds


async def _until_replied(store: Store) -> None:
    """Wait until every mail and its reply are on record."""
    async with asyncio.timeout(_SECONDS):
        while await store.read(count_interactions) < 2 * NUMBER:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.05)


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaints = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{complaints.decode()[-2000:]}")
    return printed.decode()


async def measure_engine(engine: Engine, python: Path, folder: Path) -> list[Round]:
    """Run the rounds on one engine, the two products in turn."""
    rounds = []
    for turn in range(ROUNDS):
        place = folder / f"{engine.name}-{turn}"
        await asyncio.to_thread(place.mkdir)
        peer = await measure_peer(python, engine, place)
        accepted, answered = await measure_frontdesk(engine, place)
        rounds.append(Round(accepted=accepted, answered=answered, peer=peer))
    return rounds


def describe(engine: Engine, rounds: list[Round]) -> list[str]:
    """Write one line of the table."""

    def median(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in rounds))

    return [
        engine.title,
        f"{median('accepted'):,.0f}",
        f"{median('answered'):,.0f}",
        f"{median('peer'):,.0f}",
        f"**{median('answered') / median('peer'):.1f}**",
    ]


async def measure() -> str:
    """Measure both engines and write the section's words."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-email-") as name:
        folder = Path(name)
        conditions = describe_conditions(folder)
        python = await install_peer(folder)
        async with open_engines(folder) as engines:
            rows = [
                describe(engine, await measure_engine(engine, python, folder)) for engine in engines
            ]
    head = ["", "taken in/s", "reply queued/s", "get_email/s", "ratio"]
    return f"""\
{render_table(head, rows)}

Medians of {ROUNDS} rounds of {NUMBER} mails from as many new customers: text, HTML, quoted threads
and pictures (`benchmarks/support_mails.py`), {CONCURRENCY} connections by LMTP at once. Seconds
count from the first connection, the client's start included, until the last reply is in the
outbox. The peer is {PEER[0]} with its defaults, reading the same mails from a folder; the start of
Django is left out, and it sends no mail, while Frontdesk sends all replies meanwhile. On
SQLite it has a write-ahead log, which is kinder to it than Django's default. Target: at
least {TARGET}.

{conditions}"""


def main() -> None:
    """Print the section, and keep it where asked to."""
    write = parse_options("Measure how fast mail is taken in and answered.")
    section = Section(name="email", title="Taking mail in", body=asyncio.run(measure()))
    present(section, write=write)


if __name__ == "__main__":
    main()
