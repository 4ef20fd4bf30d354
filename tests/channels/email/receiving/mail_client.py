"""Another mail server's side of a connection, one line at a time."""

import asyncio
import ssl
from dataclasses import dataclass


@dataclass
class MailClient:
    """Says what a test tells it and hears what comes back."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def hear(self) -> str:
        """Hear one reply; only its last line, where it has several."""
        async with asyncio.timeout(60):
            while (line := (await self.reader.readline()).decode())[3:4] == "-":
                pass
        return line.strip()

    async def say(self, *lines: str | bytes) -> str:
        """Say lines at once and hear the reply to the last."""
        for line in lines:
            self.write(line)
        for _ in lines[1:]:
            await self.hear()
        return await self.hear()

    def write(self, line: str | bytes) -> None:
        self.writer.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    async def offers(self, greeting: str) -> list[str]:
        """Greet and hear what is offered."""
        self.write(greeting)
        lines = []
        async with asyncio.timeout(60):
            while (line := (await self.reader.readline()).decode().strip())[3:4] == "-":
                lines.append(line[4:])
        return [*lines[1:], line[4:]]

    async def begin(self, *recipients: str, options: str = "") -> str:
        """Say everything before the content."""
        mail = f"MAIL FROM:<ann@example.com>{options}"
        return await self.say(mail, *(f"RCPT TO:<{one}>" for one in recipients), "DATA")

    async def send(self, content: bytes, *recipients: str, options: str = "") -> str:
        """Hand a mail over and hear the first reply."""
        await self.begin(*recipients, options=options)
        return await self.finish(content)

    async def finish(self, content: bytes) -> str:
        return await self.say(content + b".")

    async def secure(self, context: ssl.SSLContext, name: str) -> None:
        await self.writer.start_tls(context, server_hostname=name)

    async def ends(self) -> bool:
        """Wait until the other side closes."""
        async with asyncio.timeout(60):
            return await self.reader.read() == b""

    async def close(self) -> None:
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except OSError:
            return
