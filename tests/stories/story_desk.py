"""A whole Frontdesk on loopback sockets, and the words in which stories are told about it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.clocks.watch_clocks import watch_clocks
from bot.complaints.watch_complaints import watch_complaints
from bot.offered_actions import list_registered
from bot.receive import record_received
from bot.recovery.ask_ballots import ask_ballots
from bot.wake_snoozed import wake_snoozed
from channels.web_chat.frames import Message
from channels.web_chat.messages import render_raw
from channels.web_form.parser import RecordedForm
from channels.web_form.raw_messages import make_raw
from crm_store.conversation_view import ConversationView, read_conversation_view
from crm_store.inbox import InboxFilter, list_conversations_by_id
from crm_store.jobs import count_jobs, list_shunted
from crm_store.schema import jobs
from crm_store.transaction import Transaction
from demo.sms_provider import PROVIDER, ProviderAuth, SentSms, make_sms_provider, sign_and_post
from domain.channels import Accepted, ThreadKey, ThreadView
from domain.conversations import Conversation, Direction, Interaction
from domain.decisions import DecisionRecord
from domain.jobs import Job
from domain.knowledge import Matcher
from domain.messages import HelpVisit, RawMessage
from domain.service_levels import ClockKind
from domain.sla_clocks import SlaClock
from domain.staff import StaffMember
from frontdesk.settings import Settings, load_settings
from frontdesk.wiring import System, make_system
from tests.fakes import FakeClock, SequentialIds
from tests.grouping import GroupingOnce
from tests.ports import free_port
from tests.stories.world import ANN

AUTH = ProviderAuth(account_sid="AC" + "0" * 32, auth_token="stories-auth-token")
NUMBER = "+15550100"
ASTRID = "+15550142"
JONAS = "+15550143"

SETTINGS = """
[server]
public_url = "{public_url}"
data_dir = "{folder}"
[database]
url = "{url}"
[company]
name = "Aurora Airways"
[bot]
answer_threshold = 0.95
ask_threshold = 0.3
[[channels.web_chat]]
account = "site"
[[channels.web_chat]]
account = "shop"
[[channels.web_form]]
account = "contact"
"""
SMS_ACCOUNT = """
[[channels.sms]]
account = "main"
account_sid = "{sid}"
auth_token = "{token}"
from_number = "{number}"
api_base_url = "{provider}"
"""


class StoryDesk:
    """Frontdesk as customers and agents meet it.

    Whoever speaks is a telephone number, a visitor or a form's thread; `settle` lets everything
    happen that can happen at the clock's present time.

    Attributes:
        provider: the SMS provider at the other end.
        media: what the provider keeps of MMS, by path.
    """

    def __init__(self, url: str, folder: Path, matcher: Matcher) -> None:
        self.clock = FakeClock()
        self.media: dict[str, bytes] = {}
        self.has_sms = True
        self.list_actions: Callable[[], Sequence[Any]] = list_registered
        self._url, self._folder, self._matcher = url, folder, matcher
        self._port = free_port()
        self._exits = AsyncExitStack()
        self._running = AsyncExitStack()
        self._count = 0

    # Opening and closing

    async def open(self) -> None:
        """Start the provider, then Frontdesk."""
        self._session = await self._exits.enter_async_context(aiohttp.ClientSession())
        app = make_sms_provider(AUTH, SequentialIds())
        app.router.add_get("/media/{name}", self._serve_media)
        self.provider = app[PROVIDER]
        self._provider_server = TestServer(app)
        await self._exits.enter_async_context(self._provider_server)
        self._exits.callback(self.provider.release.set)
        await self._start()

    async def close(self) -> None:
        """Stop everything."""
        await self._running.aclose()
        await self._exits.aclose()

    async def restart(self, *, sms: bool = True) -> None:
        """Stop Frontdesk and start it again on the same record, with or without its SMS account."""
        await self._running.aclose()
        self.has_sms = sms
        await self._start()

    async def _start(self) -> None:
        self.system: System = make_system(
            self._load_settings(),
            secret="a secret of the stories alone",
            clock=self.clock,
            grouper=GroupingOnce(),
            list_actions=self.list_actions,
        )
        await self.system.store.open()
        self._running.push_async_callback(self.system.store.close)
        self._running.push_async_callback(self.system.http.close)
        # Learning takes longer than most stories; a story about learning calls `refresh`.
        self.system.index._current = self._matcher
        await self._running.enter_async_context(TestServer(self._make_app(), port=self._port))

    def _make_app(self) -> web.Application:
        """Make what listens: the channels alone, as most stories have no page."""
        app = web.Application()
        for channel in self.system.channels:
            channel.add_routes(app.router, self.system.gateway)
        return app

    def _load_settings(self) -> Settings:
        provider = str(self._provider_server.make_url("")).rstrip("/")
        text = SETTINGS.format(public_url=self.public_url, folder=self._folder, url=self._url)
        if self.has_sms:
            text += SMS_ACCOUNT.format(
                sid=AUTH.account_sid, token=AUTH.auth_token, number=NUMBER, provider=provider
            )
        file = self._folder / "frontdesk.toml"
        file.write_text(text)
        return load_settings(file, (), {}).settings

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def _serve_media(self, request: web.Request) -> web.Response:
        if not self.provider.is_authorized(request):
            return web.Response(status=401)
        name = request.match_info["name"]
        if name not in self.media:
            return web.Response(status=404)
        return web.Response(body=self.media[name], content_type="image/jpeg")

    # What customers do

    async def text_arrives(
        self, number: str, text: str, *, sid: str | None = None, media: Sequence[str] = ()
    ) -> int:
        """Have the provider deliver a text; return the status it is answered with."""
        return await sign_and_post(
            self._session,
            f"{self.public_url}/channels/sms/main",
            AUTH,
            self._sms_fields(number, text, sid, media),
        )

    async def customer_texts(
        self, number: str, text: str, *, sid: str | None = None, media: Sequence[str] = ()
    ) -> None:
        """Send a text to the company and see what comes of it."""
        assert await self.text_arrives(number, text, sid=sid, media=media) == 200
        await self.settle()

    async def text_is_kept(self, number: str, text: str) -> None:
        """Take a text in, as a process does that dies before it works on it."""
        fields = self._sms_fields(number, text, None, ())
        raw = RawMessage(
            channel="sms",
            account="main",
            delivery_id=fields["MessageSid"],
            source=number,
            body=urlencode(fields).encode(),
            received_at=self.clock.now(),
        )
        await self.keep(raw)

    async def keep(self, raw: RawMessage) -> None:
        """Take a raw message in without working on it yet."""
        tools = self.system.tools
        await self.system.store.run(
            record_received, tools, raw, now=self.clock.now(), at_once=False
        )

    async def visitor_writes(
        self,
        visitor: str,
        text: str,
        *,
        choice: str | None = None,
        language: str | None = None,
        site: str = "site",
    ) -> Accepted:
        """Write into the web chat and see what comes of it."""
        raw = self._chat_message(visitor, text, choice=choice, language=language, site=site)
        return await self._receive(raw)

    async def visitor_asks(self, visitor: str, text: str) -> Accepted:
        """Write into the web chat without waiting for an answer."""
        return await self.system.gateway.receive(self._chat_message(visitor, text))

    def _chat_message(
        self,
        visitor: str,
        text: str,
        *,
        choice: str | None = None,
        language: str | None = None,
        site: str = "site",
    ) -> RawMessage:
        return render_raw(
            ThreadKey(channel="web_chat", account=site, thread=visitor),
            Message(type="message", id=f"m{self._next()}", text=text, choice=choice),
            files=(),
            language=language,
            received_at=self.clock.now(),
        )

    async def form_is_sent(
        self,
        email: str,
        message: str,
        *,
        name: str = "Erik Holm",
        phone: str | None = None,
        thread: str | None = None,
        visit: HelpVisit | None = None,
    ) -> Accepted:
        """Send the web form, or write on its thread's page."""
        visit = visit or HelpVisit()
        form = RecordedForm(
            email=email,
            message=message,
            name=name,
            phone=phone,
            subject="Help",
            thread=thread,
            article=visit.article_id,
            locale=visit.locale,
            helpful=visit.helpful,
            searched=visit.searched,
        )
        raw = make_raw(
            form,
            account="contact",
            delivery_id=f"form-{self._next()}",
            received_at=self.clock.now(),
        )
        return await self._receive(raw)

    async def _receive(self, raw: RawMessage) -> Accepted:
        accepted = await self.system.gateway.receive(raw)
        await self.settle()
        return accepted

    def _sms_fields(
        self, number: str, text: str, sid: str | None, media: Sequence[str]
    ) -> dict[str, str]:
        fields = {
            "MessageSid": sid or f"SM{self._next():032}",
            "AccountSid": AUTH.account_sid,
            "From": number,
            "To": NUMBER,
            "Body": text,
            "NumMedia": str(len(media)),
        }
        for index, name in enumerate(media):
            fields[f"MediaUrl{index}"] = str(self._provider_server.make_url(f"/media/{name}"))
            fields[f"MediaContentType{index}"] = "image/jpeg"
        return fields

    def _next(self) -> int:
        self._count += 1
        return self._count

    # What customers see

    def said_to(self, number: str) -> list[str]:
        """The texts a telephone got, oldest first."""
        return [sms.text for sms in self.provider.messages if sms.to == number]

    def last_sms(self) -> SentSms:
        return self.provider.messages[-1]

    async def delivery_is_reported(self, sms: SentSms, status: str, error_code: str = "") -> None:
        """Have the provider say what became of a text."""
        answered = await self.provider.post_status(
            self._session, sms, status, error_code=error_code
        )
        assert answered == 204

    async def page_shows(self, visitor: str, *, after: int = 0) -> ThreadView:
        """What a visitor's chat page reads."""
        return await self.system.gateway.read_thread(chat(visitor), after=after, limit=500)

    # Time

    async def settle(self) -> None:
        """Let everything happen that can happen now."""
        await self.system.worker.work_off()
        while await self._see_to_due():
            await self.system.worker.work_off()

    async def _see_to_due(self) -> int:
        tools = self.system.tools
        seen = await wake_snoozed(tools) + await watch_clocks(tools)
        return seen + await watch_complaints(tools)

    async def time_passes(self, **by: float) -> datetime:
        """Move the clock on by `minutes=30` and the like, and see what falls due."""
        now = self.clock.advance(timedelta(**by))
        await self.settle()
        return now

    async def ask_customers(self) -> int:
        """Ask whoever is to be asked by now how it was; tell how many were due."""
        due = await ask_ballots(self.system.tools)
        await self.settle()
        return due

    # What staff do

    async def agent_replies(self, thread: str, text: str, *, agent: StaffMember = ANN) -> None:
        await self.system.desk.reply(await self.reference(thread), agent=agent, text=text)
        await self.settle()

    async def agent_resolves(self, thread: str, *, agent: StaffMember = ANN) -> None:
        reference = await self.reference(thread)
        await self.system.desk.resolve(reference, agent=agent, disposition="solved")
        await self.settle()

    # What the record says

    async def conversations(self, thread: str | None = None) -> list[Conversation]:
        """The conversations of a thread or of all, oldest first."""
        found = await self.system.store.read(
            list_conversations_by_id, InboxFilter(), before=None, limit=1000
        )
        return [each for each in reversed(found) if thread in {None, each.thread}]

    async def conversation(self, thread: str) -> Conversation:
        """The latest conversation of a thread."""
        return (await self.conversations(thread))[-1]

    async def reference(self, thread: str) -> str:
        return (await self.conversation(thread)).reference

    async def view(self, thread: str) -> ConversationView:
        """All that staff see of the latest conversation of a thread."""
        reference = await self.reference(thread)
        return await self.system.store.read(read_conversation_view, reference)

    async def log(self, thread: str, direction: Direction | None = None) -> list[Interaction]:
        """The log of the latest conversation of a thread."""
        view = await self.view(thread)
        return [each for each in view.interactions if direction in {None, each.direction}]

    async def said(self, thread: str) -> list[str]:
        """What was said in the latest conversation of a thread, `in` and `out`."""
        return [
            f"{each.direction} {each.text}"
            for each in await self.log(thread)
            if each.direction in {Direction.IN, Direction.OUT}
        ]

    async def last_decision(self, thread: str) -> DecisionRecord:
        return (await self.view(thread)).decisions[-1]

    async def clocks(self, thread: str, kind: ClockKind) -> list[SlaClock]:
        return [clock for clock in (await self.view(thread)).clocks if clock.kind is kind]

    async def shunted(self) -> tuple[Job, ...]:
        return await self.system.store.read(list_shunted)

    async def waiting_jobs(self) -> dict[tuple[str, str], int]:
        return await self.system.store.read(count_jobs)

    async def job(self, kind: str) -> Any:
        """The one job of a kind, as it stands in its table."""

        def read(tx: Transaction) -> Any:
            return tx.execute(select(jobs).where(jobs.c.kind == kind)).one()

        return await self.system.store.read(read)


def chat(visitor: str) -> ThreadKey:
    """A visitor's thread."""
    return ThreadKey(channel="web_chat", account="site", thread=visitor)


@asynccontextmanager
async def open_story_desk(url: str, folder: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    """Open a desk, and close it whatever happens."""
    desk = StoryDesk(url, folder, matcher)
    try:
        await desk.open()
        yield desk
    finally:
        await desk.close()
