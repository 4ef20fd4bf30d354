"""What the bare servers share: a free port, printed, until the process is ended."""

import asyncio
import signal

from aiohttp import web


async def serve(app: web.Application) -> None:
    """Serve on a free port of the loopback until SIGTERM."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, backlog=1024)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()
