"""Many customers who text at once, as the provider would pass them on."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from demo.sms_provider import ProviderAuth, sign_and_post
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN, Site

AT_ONCE = 20


@dataclass
class Texts:
    """Texts to a site: sender and words by MessageSid, and which of them were acknowledged."""

    site: Site
    pending: dict[str, tuple[str, str]]
    acknowledged: set[str] = field(default_factory=set)

    async def send_all(self, after: Callable[[int], None] = lambda _: None) -> None:
        """Send what was not acknowledged yet, once each, giving up where the server is gone.

        Args:
            after: called with the number acknowledged so far, after each acknowledgement.
        """
        waiting = asyncio.Queue[str]()
        for sid in self.pending:
            if sid not in self.acknowledged:
                waiting.put_nowait(sid)
        timeout = aiohttp.ClientTimeout(total=30)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            await asyncio.gather(
                *(self._send_from(waiting, session, after) for _ in range(AT_ONCE))
            )

    async def _send_from(
        self,
        waiting: asyncio.Queue[str],
        session: aiohttp.ClientSession,
        after: Callable[[int], None],
    ) -> None:
        while not waiting.empty():
            sid = waiting.get_nowait()
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                if await self._send(session, sid) == 200:
                    self.acknowledged.add(sid)
                    after(len(self.acknowledged))

    async def _send(self, session: aiohttp.ClientSession, sid: str) -> int:
        sender, text = self.pending[sid]
        fields = {
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": ACCOUNT_SID,
            "From": sender,
            "To": "+15550100",
            "Body": text,
            "NumMedia": "0",
        }
        auth = ProviderAuth(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN)
        return await sign_and_post(session, f"{self.site.url}/channels/sms/main", auth, fields)
