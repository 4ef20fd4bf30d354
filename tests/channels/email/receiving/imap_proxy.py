"""Stands between a reader and its mail server, to break what a healthy server never does."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class ImapProxy:
    """Passes everything on but what a test wants broken.

    Attributes:
        breaks: whether the connection is to break at this command.
        refuses: whether this command is to be answered with NO.
        hides: a word of the server's that is passed on as another of the same length.
        commands: all the commands that came.
        connections: how many there were.
    """

    port: int
    breaks: Callable[[bytes], bool] = lambda _line: False
    refuses: Callable[[bytes], bool] = lambda _line: False
    hides: bytes = b""
    commands: list[bytes] = field(default_factory=list)
    connections: int = 0
    bound_port: int = 0
    writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["ImapProxy"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.bound_port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for writer in tuple(self.writers):
                writer.transport.abort()
            await server.wait_closed()
            # The tasks of the connections end in the next rounds of the loop.
            for _ in range(5):
                await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writers |= {writer, far_writer}
        back = asyncio.create_task(self._pass_back(far_reader, writer))
        with suppress(OSError):
            async for line in reader:
                self.commands.append(line.strip())
                if self.breaks(line):
                    break
                if self.refuses(line):
                    writer.write(line.split()[0] + b" NO [SERVERBUG] It is broken\r\n")
                    continue
                far_writer.write(line)
        for end in (writer, far_writer):
            end.transport.abort()
        await back
        self.writers -= {writer, far_writer}

    async def _pass_back(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(
                    data.replace(self.hides, b"X" * len(self.hides)) if self.hides else data
                )
        writer.transport.abort()


def fetches(uid: int, *, part: bytes = b"BODY.PEEK[") -> Callable[[bytes], bool]:
    """Tell whether a command fetches a part of a message."""

    def matches(line: bytes) -> bool:
        found = re.match(rb"\S+ UID FETCH ([\d,]+) (.*)", line)
        return bool(found and str(uid).encode() in found[1].split(b",") and part in found[2])

    return matches
