"""django-helpdesk in an environment of its own, given the same mails as Frontdesk.

Once as its documentation sets it up: mails fetched by IMAP from a Dovecot, each acknowledged by
SMTP. And once bare, which is the least it can be made to do: mails read from a folder, nothing
sent, and on SQLite a write-ahead log that its documentation does not know.
"""

import asyncio
import json
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from benchmarks.engines import Engine
from benchmarks.programs import started_server
from benchmarks.support_mails import make_mails, write_mails
from tests.dovecot import PASSWORD, Dovecot, find_dovecot, start_dovecot

NAME = "django-helpdesk==2.6.1"
_REQUIREMENTS = (NAME, "psycopg[binary]>=3.2,<4")
_SCRIPT = Path(__file__).with_name("django_helpdesk.py")


@contextmanager
def running_dovecot(folder: Path) -> Iterator[Dovecot]:
    """Run a mail server of our own, which stops afterwards."""
    program = find_dovecot()
    if program is None:
        raise SystemExit("no Dovecot: install dovecot-imapd and dovecot-lmtpd")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    issued = trustme.CA().issue_cert("127.0.0.1", "localhost")
    issued.cert_chain_pems[0].write_to_path(str(certificate))
    issued.private_key_pem.write_to_path(str(key))
    server = start_dovecot(program, certificate=certificate, key=key)
    try:
        yield server
    finally:
        server.remove()


def count_taken(smtp_port: int) -> int:
    """Ask the SMTP stand-in how many mails it has taken."""
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        return int(client.noop()[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPeer:
    """The peer, installed.

    Attributes:
        python: of its environment.
        number: how many mails it is given.
    """

    python: Path
    dovecot: Dovecot
    number: int

    async def measure_documented(self, engine: Engine, folder: Path) -> float:
        """Have it fetch and acknowledge the mails; return how many a second."""
        user = f"{engine.name}-{folder.name}".lower()
        await asyncio.to_thread(self.dovecot.append, user, *make_mails(self.number))
        mailbox = ("--imap", str(self.dovecot.imap_port), "--user", user, "--password", PASSWORD)
        async with started_server("smtp_stand_in") as smtp_port:
            rate = await self._measure(engine, folder, *mailbox, "--smtp", str(smtp_port))
            sent = await asyncio.to_thread(count_taken, smtp_port)
        if sent != self.number:
            raise RuntimeError(f"the peer acknowledged {sent} of {self.number} mails")
        return rate

    async def measure_bare(self, engine: Engine, folder: Path) -> float:
        """Have it read the mails from a folder and tell nobody; return how many a second."""
        mails = folder / "mails"
        await asyncio.to_thread(write_mails, mails, self.number)
        return await self._measure(engine, folder, "--folder", str(mails), "--write-ahead")

    async def _measure(self, engine: Engine, folder: Path, *options: str) -> float:
        database, media = await engine.make_database(), folder / "media"
        printed = await run_program(
            str(self.python),
            str(_SCRIPT),
            *("--database", database, "--media", str(media)),
            *options,
        )
        found = json.loads(printed.strip().splitlines()[-1])
        if found["tickets"] != self.number:
            raise RuntimeError(f"the peer made {found['tickets']} tickets of {self.number} mails")
        return self.number / float(found["seconds"])


async def install_peer(folder: Path) -> Path:
    """Install the peer from PyPI into an environment of its own; return its Python."""
    python = folder / "peer" / "bin" / "python"
    await run_program(sys.executable, "-m", "venv", str(folder / "peer"))
    await run_program(str(python), "-m", "pip", "install", "--quiet", *_REQUIREMENTS)
    return python


async def run_program(*command: str) -> str:
    """Run a program to its end and return what it prints."""
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    printed, complaints = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{complaints.decode()[-2000:]}")
    return printed.decode()
