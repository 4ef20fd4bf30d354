"""The mail server that takes the replies Frontdesk sends and forgets them; prints its port."""

import asyncio

from aiosmtpd.smtp import SMTP


class _Sink:
    """Takes every mail."""

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 - the name is aiosmtpd's
        """Take a mail and forget it."""
        return "250 OK"


async def main() -> None:
    """Serve until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(_Sink(), hostname="localhost", loop=loop), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
