"""The mail server that takes replies and forgets them; prints its port.

It does as little as RFC 5321 lets it, so that it takes little from those who are measured. It
answers NOOP with the number of mails that it has taken.
"""

import asyncio


class _Sink(asyncio.Protocol):
    """One connection; all count what they take together."""

    taken = 0

    def __init__(self) -> None:
        self._waiting = b""
        self._in_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say("220 stand-in")

    def data_received(self, data: bytes) -> None:
        """Take commands and mails as they come."""
        self._waiting += data
        while self._take_mail() if self._in_mail else self._take_command():
            pass

    def _take_mail(self) -> bool:
        _, end, rest = self._waiting.partition(b"\r\n.\r\n")
        if not end:
            return False
        self._waiting, self._in_mail = rest, False
        type(self).taken += 1
        self._say("250 OK")
        return True

    def _take_command(self) -> bool:
        line, end, rest = self._waiting.partition(b"\r\n")
        if not end:
            return False
        self._waiting = rest
        verb = line[:4].upper()
        self._in_mail = verb == b"DATA"
        answers = {b"DATA": "354 Go on", b"NOOP": f"250 {self.taken}", b"QUIT": "221 Bye"}
        self._say(answers.get(verb, "250 OK"))
        if verb == b"QUIT":
            self._transport.close()
        return True

    def _say(self, words: str) -> None:
        self._transport.write(f"{words}\r\n".encode())


async def main() -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
