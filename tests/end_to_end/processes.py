"""Frontdesk as an operator runs it: real processes, started, killed and started again."""

import asyncio
import contextlib
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.ports import free_port

COMMAND = Path(sys.executable).parent / "frontdesk"
START_SECONDS = 180.0
ACCOUNT_SID = "AC00000000000000000000000000000000"
AUTH_TOKEN = "test-auth-token"


@dataclass
class Site:
    """One installation: its folder, its settings and the processes that run on it.

    Attributes:
        provider_url: where the stand-in of the SMS provider listens.
        shop_url: the origin of another site, which embeds the chat.
        further_settings: more tables of the settings, such as those of email accounts.
        sms_settings: more keys of the SMS account.
        encoder: "none" where words and letters are enough: to load the bundled one takes each
            server a second.
    """

    folder: Path
    database_url: str
    provider_url: str
    shop_url: str = "https://www.example.com"
    further_settings: str = ""
    sms_settings: str = ""
    encoder: str = "bundled"
    port: int = field(default_factory=free_port)
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        return self.folder / "frontdesk.toml"

    def write_settings(self) -> None:
        """Write the settings as an operator would."""
        self.config.write_text(
            f"""
[server]
port = {self.port}
data_dir = "{self.folder}"
[database]
url = "{self.database_url}"
[company]
name = "Aurora Airways"
[knowledge]
encoder = "{self.encoder}"
[security]
secret = "{"test-secret-" * 4}"
[logging]
level = "debug"
format = "json"
[[channels.sms]]
account = "main"
account_sid = "{ACCOUNT_SID}"
auth_token = "{AUTH_TOKEN}"
from_number = "+15550100"
api_base_url = "{self.provider_url}"
{self.sms_settings}
[[channels.web_chat]]
account = "site"
allowed_origins = ["{self.shop_url}"]
[[channels.web_form]]
account = "contact"
{self.further_settings}
"""
        )

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a process of the command and leave it running; its log is in the folder."""
        with tempfile.NamedTemporaryFile("wb", dir=self.folder, prefix="log-", delete=False) as log:
            process = await asyncio.create_subprocess_exec(
                COMMAND,
                *arguments,
                "--config",
                str(self.config),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "NO_COLOR": "1"},
            )
        self.processes.append(process)
        return process

    async def start_server(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a server and wait until it is ready."""
        process = await self.start("run", *arguments)
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            while not await self._is_ready(session):
                if process.returncode is not None:
                    raise RuntimeError(self.logs())
                await asyncio.sleep(0.05)
        return process

    async def start_worker(self) -> asyncio.subprocess.Process:
        """Start a worker and wait until it takes work."""
        before = self.logs().count('"ready"')
        process = await self.start("worker")
        async with asyncio.timeout(START_SECONDS):
            while self.logs().count('"ready"') == before:
                if process.returncode is not None:
                    raise RuntimeError(self.logs())
                await asyncio.sleep(0.05)
        return process

    async def _is_ready(self, session: aiohttp.ClientSession) -> bool:
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get(f"{self.url}/readyz") as response:
                return response.status == 200
        return False

    async def run_command(self, *arguments: str) -> str:
        """Run a command to its end and return what it printed."""
        process = await asyncio.create_subprocess_exec(
            COMMAND,
            *arguments,
            "--config",
            str(self.config),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=self.folder,
        )
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return output.decode()

    async def stop(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.returncode is None:
                process.terminate()
        for process in self.processes:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 60)
            if process.returncode is None:
                process.kill()
                await process.wait()

    def logs(self) -> str:
        """All that the processes wrote."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("log-*")))
