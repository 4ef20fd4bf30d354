"""A real Rasa 3.6, which runs under Python 3.10 alone: found, or installed once for all runs."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from frontdesk.rasa_server import HEALTH

VERSION = "3.6.21"
NAMED = "FRONTDESK_TEST_RASA"
# Written last, so that half an installation is never used.
_READY = "all-installed"
_UV = Path(sys.executable).parent / "uv"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "frontdesk-tests"
_INSTALL_SECONDS = 900.0
_START_SECONDS = 120.0
# It tells nobody that it runs, and asks for no GPU.
_ENVIRONMENT = {"RASA_TELEMETRY_ENABLED": "false", "CUDA_VISIBLE_DEVICES": "-1"}


def find_rasa() -> Path:
    """The command `rasa`: the one named by the environment, or one of our own."""
    if NAMED in os.environ:
        return Path(os.environ[NAMED])
    folder = _CACHE / f"rasa-{VERSION}"
    if not (folder / _READY).exists():
        _install(folder)
    return folder / "bin" / "rasa"


def _install(folder: Path) -> None:
    python = _find_python()
    if python is None:
        pytest.skip(f"no Rasa: neither {NAMED} nor a Python 3.10 to install it under")
    shutil.rmtree(folder, ignore_errors=True)
    commands: tuple[list[str | Path], ...] = (
        [_UV, "venv", "--quiet", "--python", python, folder],
        [_UV, "pip", "install", "--quiet", "--python", folder / "bin/python", f"rasa=={VERSION}"],
    )
    for command in commands:
        subprocess.run(command, check=True, timeout=_INSTALL_SECONDS)
    (folder / _READY).touch()


def _find_python() -> Path | None:
    """A Python 3.10 that runs: a shim of pyenv stands on the path for each, whatever is chosen."""
    shims = Path.home() / ".pyenv" / "versions"
    named = shutil.which("python3.10")
    found = [*sorted(shims.glob("3.10.*/bin/python")), *([Path(named)] if named else [])]
    return next((each for each in found if _runs(each)), None)


def _runs(python: Path) -> bool:
    said = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
    return said.stdout.startswith("Python 3.10.")


@dataclass
class RasaProject:
    """A small bot: trained, then serving."""

    folder: Path
    command: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def train(self) -> None:
        """Train it, which takes some twenty seconds."""
        await self._run("train", "--domain", "domain", "--data", "data", "--quiet")

    async def _run(self, *arguments: str) -> None:
        process = await self._start(*arguments)
        async with asyncio.timeout(_INSTALL_SECONDS):
            assert await process.wait() == 0, self.log.read_text()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve it, from when it answers."""
        process = await self._start("run", "--port", str(self.port), "--interface", "127.0.0.1")
        try:
            async with asyncio.timeout(_START_SECONDS), aiohttp.ClientSession() as session:
                while not await self._answers(session):
                    assert process.returncode is None, self.log.read_text()
                    await asyncio.sleep(0.2)
            yield
        finally:
            process.terminate()
            await process.wait()

    @property
    def log(self) -> Path:
        return self.folder / "rasa.log"

    async def _start(self, *arguments: str) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                self.command,
                *arguments,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **_ENVIRONMENT},
            )

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get(f"{self.url}{HEALTH}") as response:
                return response.status == 200
        return False
