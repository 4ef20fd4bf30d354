"""Three telephones on the desk: what they send arrives signed, what they get comes from the API."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import structlog
from aiohttp import ClientError, web

from channels.sms.segments import count_segments
from demo.playground_parts import Playground
from demo.sms_provider import SentSms, SmsProvider
from domain.channels import ThreadEntry, ThreadKey
from domain.errors import ConflictError, NotFoundError

LONGEST_TEXT: Final = 1600  # characters; Twilio's limit for one message
_MOST_BUBBLES: Final = 100
# Seconds after which a provider reports; the first is longer than the commit of its own answer.
_SENT_AFTER: Final = 0.3
_ARRIVED_AFTER: Final = 0.9
_SWITCHED_OFF: Final = "30003"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose telephone it is; `role` says what makes them worth trying."""

    number: str
    name: str
    role: str
    language: str


OWNERS: Final = (
    Owner(
        number="+15550142",
        name="Astrid Lindqvist",
        role="Flies in six hours",
        language="en",
    ),
    Owner(number="+15550143", name="Jonas Weber", role="Writes German", language="de"),
    Owner(number="+15550177", name="Unknown number", role="Nobody we know yet", language="en"),
)


@dataclass(slots=True, kw_only=True)
class Bubble:
    """One message on a telephone's screen.

    Attributes:
        mine: written on the telephone rather than received.
        state: `sending`, `sent` or `failed` for what was written; `received` for what came.
    """

    mine: bool
    text: str
    at: datetime
    state: str


@dataclass(slots=True)
class Telephone:
    """A telephone and what its screen shows."""

    owner: Owner
    on: bool = True
    bubbles: deque[Bubble] = field(default_factory=lambda: deque(maxlen=_MOST_BUBBLES))

    @property
    def topic(self) -> str:
        """The wake-up topic of whoever looks at the screen."""
        return f"demo-telephone:{self.owner.number}"


class Telephones:
    """The telephones, at the stand-in's side of the SMS provider's API."""

    def __init__(self, playground: Playground, provider: SmsProvider) -> None:
        settings = playground.sms
        assert settings is not None, "telephones need the stand-in's account"  # noqa: S101 - a programming error
        self._playground = playground
        self._provider = provider
        self._account = settings.account
        self.company_number = settings.from_number
        self._telephones = {owner.number: Telephone(owner) for owner in OWNERS}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, _app: web.Application) -> None:
        """Show what the record holds of each telephone, and listen to the provider."""
        for telephone in self._telephones.values():
            gateway = self._playground.services.gateway
            view = await gateway.read_thread(self._key(telephone), after=0, limit=1000)
            telephone.bubbles.extend(_as_bubble(entry) for entry in view.entries)
        self._provider.listeners.append(self._hear)

    async def stop(self, _app: web.Application) -> None:
        """Leave off reporting."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def get(self, number: str) -> Telephone:
        """Return a telephone.

        Raises:
            NotFoundError: it is none of those on the desk.
        """
        telephone = self._telephones.get(number)
        if telephone is None:
            known = ", ".join(self._telephones)
            raise NotFoundError(f"there is no telephone {number!r} here; there are {known}")
        return telephone

    async def send(self, number: str, text: str) -> None:
        """Send a text through the real webhook, signed as the provider signs.

        Raises:
            ConflictError: it is switched off.
            NotFoundError: the telephone is none of those on the desk.
        """
        telephone = self.get(number)
        if not telephone.on:
            raise ConflictError("the telephone is switched off; switch it on to write")
        now = self._playground.services.clock.now()
        bubble = Bubble(mine=True, text=text, at=now, state="sending")
        telephone.bubbles.append(bubble)
        await self._show(telephone)
        bubble.state = "sent" if await self._post(number, text) else "failed"
        await self._show(telephone)

    async def switch(self, number: str, *, on: bool) -> None:
        """Switch a telephone on or off; what is sent to one that is off never arrives.

        Raises:
            NotFoundError: the telephone is none of those on the desk.
        """
        telephone = self.get(number)
        telephone.on = on
        await self._show(telephone)

    async def describe(self, telephone: Telephone) -> dict[str, Any]:
        """Describe a screen as the page draws it."""
        gateway = self._playground.services.gateway
        last = await gateway.read_thread(self._key(telephone), after=2**62, limit=1)
        return {
            "number": telephone.owner.number,
            "on": telephone.on,
            "withPerson": last.with_person,
            "bubbles": [_describe(bubble) for bubble in telephone.bubbles],
        }

    async def _post(self, number: str, text: str) -> bool:
        path = f"/channels/sms/{self._account}"
        try:
            status = await self._provider.post_incoming(
                self._playground.http(),
                f"{self._playground.base_url}{path}",
                sender=number,
                to=self.company_number,
                text=text,
                signed_for=f"{self._playground.services.public_url}{path}",
            )
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("demo.webhook_unreachable", error=type(error).__name__)
            return False
        if status != web.HTTPOk.status_code:
            log.warning("demo.webhook_refused", status=status)
        return status == web.HTTPOk.status_code

    def _hear(self, sms: SentSms) -> None:
        """Take a message that Frontdesk handed to the provider."""
        task = asyncio.create_task(self._carry(sms))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, sms: SentSms) -> None:
        """Bring a message to its telephone and report as a provider does."""
        telephone = self._telephones.get(sms.to)
        reached = telephone is None or telephone.on
        if telephone is not None and reached:
            now = self._playground.services.clock.now()
            telephone.bubbles.append(Bubble(mine=False, text=sms.text, at=now, state="received"))
            await self._show(telephone)
        await asyncio.sleep(_SENT_AFTER)
        await self._report(sms, "sent")
        await asyncio.sleep(_ARRIVED_AFTER)
        if reached:
            await self._report(sms, "delivered")
        else:
            await self._report(sms, "undelivered", error_code=_SWITCHED_OFF)
        if telephone is not None:
            await self._show(telephone)

    async def _report(self, sms: SentSms, status: str, *, error_code: str = "") -> None:
        services = self._playground.services
        callback = sms.status_callback
        if not callback:
            return
        path = callback.removeprefix(services.public_url)
        url = callback if path == callback else f"{self._playground.base_url}{path}"
        try:
            await self._provider.post_status(
                self._playground.http(), sms, status, error_code=error_code, url=url
            )
        except (ClientError, TimeoutError, OSError) as error:
            log.warning("demo.callback_unreachable", error=type(error).__name__)

    async def _show(self, telephone: Telephone) -> None:
        await self._playground.services.store.announce(telephone.topic, "")

    def _key(self, telephone: Telephone) -> ThreadKey:
        return ThreadKey(channel="sms", account=self._account, thread=telephone.owner.number)


def _as_bubble(entry: ThreadEntry) -> Bubble:
    mine = entry.author == "customer"
    return Bubble(mine=mine, text=entry.text, at=entry.at, state="sent" if mine else "received")


def _describe(bubble: Bubble) -> dict[str, Any]:
    cost = count_segments(bubble.text)
    return {
        "mine": bubble.mine,
        "text": bubble.text,
        "at": bubble.at.isoformat(),
        "state": bubble.state,
        "parts": cost.segments,
        "encoding": cost.encoding,
    }
