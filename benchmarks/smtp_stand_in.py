"""The mail server that takes replies and forgets them; prints its port.

It answers NOOP with the number of mails that it has taken.
"""

import asyncio

from aiosmtpd.smtp import SMTP


class _Sink:
    """Takes every mail and counts them."""

    def __init__(self) -> None:
        self._taken = 0

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the name is aiosmtpd's
        """Take a mail and forget it."""
        self._taken += 1
        return "250 OK"

    async def handle_NOOP(self, *_: object) -> str:  # noqa: N802 - the name is aiosmtpd's
        """Tell how many were taken."""
        return f"250 {self._taken}"


async def main() -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    sink = _Sink()
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="localhost", loop=loop), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
