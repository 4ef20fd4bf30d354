"""Customers who text at a steady rate, and the provider their answers go out by; prints JSON.

    python -m benchmarks.publish_load RATE FILE

FILE holds a pickled list of questions, asked in turn, each by a customer of their own. The port of
the provider is printed first; the address of the webhook is then read from standard input, and
texts are sent until that ends. Each sample is [when asked by the system's monotonic clock, seconds
until the answer was handed to the provider]. Nobody waits for an answer before the next one asks,
so that a server that stops for a while is seen as all of those who wait see it.
"""

import asyncio
import json
import pickle
import sys
from itertools import count, cycle
from pathlib import Path

import aiohttp
from aiohttp import web

from demo.sms_provider import PROVIDER, ProviderAuth, SentSms, make_sms_provider
from frontdesk.system import SystemClock, SystemIds
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN

_PATIENCE = 60.0


class Load:
    """Texts that were sent, and when which was answered."""

    def __init__(self, questions: list[str]) -> None:
        auth = ProviderAuth(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN)
        self.app = make_sms_provider(auth, SystemIds(SystemClock()))
        self._provider = self.app[PROVIDER]
        self._provider.listeners.append(self._answered)
        self._questions = cycle(questions)
        self._numbers = count()
        self._asked: dict[str, float] = {}
        self._refused = 0
        self.samples: list[tuple[float, float]] = []

    def _answered(self, sms: SentSms) -> None:
        asked = self._asked.pop(sms.to, None)
        if asked is not None:
            self.samples.append((asked, asyncio.get_running_loop().time() - asked))

    async def ask(self, session: aiohttp.ClientSession, url: str) -> None:
        """Send one text."""
        sender = f"+1555{next(self._numbers):07}"
        self._asked[sender] = asyncio.get_running_loop().time()
        status = await self._provider.post_incoming(
            session, url, sender=sender, to="+15550100", text=next(self._questions)
        )
        self._refused += status != 200

    async def settle(self) -> None:
        """Wait until everybody has an answer."""
        async with asyncio.timeout(_PATIENCE):
            while self._asked:  # noqa: ASYNC110 - another process answers
                await asyncio.sleep(0.05)

    @property
    def refused(self) -> int:
        """How many texts were not taken in."""
        return self._refused


async def send_steadily(load: Load, rate: float) -> None:
    """Send texts until standard input ends."""
    loop = asyncio.get_running_loop()
    url = (await asyncio.to_thread(sys.stdin.readline)).strip()
    ended = asyncio.ensure_future(asyncio.to_thread(sys.stdin.read))
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        due = loop.time()
        while not ended.done():
            group.create_task(load.ask(session, url))
            due += 1 / rate
            await asyncio.sleep(max(0.0, due - loop.time()))


async def main(rate: float, questions: list[str]) -> None:
    """Serve the provider, send, and print what came of it."""
    load = Load(questions)
    runner = web.AppRunner(load.app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await send_steadily(load, rate)
    await load.settle()
    print(json.dumps({"samples": load.samples, "refused": load.refused}), flush=True)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), pickle.loads(Path(sys.argv[2]).read_bytes())))
