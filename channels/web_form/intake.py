"""What the form's routes share: whom they write for, and how a message is recorded."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from aiohttp import web
from yarl import URL

from channels.contract import ChannelTools
from channels.rate_limit import RateLimit
from channels.web_form.client_address import find_client
from channels.web_form.parser import RecordedForm
from channels.web_form.raw_messages import derive_delivery_id, make_raw
from channels.web_form.settings import WebFormSettings
from channels.web_form.submission import Submission
from channels.web_form.tokens import FormStamp, FormTokens, ThreadAccess
from domain.channels import Gateway, ThreadKey
from domain.errors import AuthenticationError, FrontdeskError, TooManyRequestsError

_PER_THREAD_PER_HOUR: Final = 60
# A conversation that goes on is worth more of a client's messages than one that begins.
_FURTHER_PER_FIRST: Final = 3
_FASTEST: Final = timedelta(seconds=2)
_LONGEST: Final = timedelta(days=1)

_log = structlog.get_logger()


class NotRecordedError(FrontdeskError):
    """The message could not be stored; sending it again may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedThread:
    """What the sender is told: the reference, and where the thread's page is."""

    reference: str
    path: str
    url: str


class FormIntake:
    """One form's account at work.

    Attributes:
        base: the form's path as browsers see it, a proxy's prefix included.
    """

    def __init__(self, settings: WebFormSettings, tools: ChannelTools, gateway: Gateway) -> None:
        self.settings = settings
        self.clock = tools.clock
        self.gateway = gateway
        self.count = tools.count
        self.company = tools.company
        self.title = settings.title or f"Contact {tools.company}"
        self.tokens = FormTokens(tools.secret, settings.account)
        path = f"/channels/web-form/{settings.account}"
        self.base = URL(tools.public_url).path.rstrip("/") + path
        self._public_base = tools.public_url + path
        self._ids = tools.ids
        hour = timedelta(hours=1)
        self._clients = RateLimit(settings.per_ip_per_hour, per=hour)
        self._writers = RateLimit(_FURTHER_PER_FIRST * settings.per_ip_per_hour, per=hour)
        self._threads = RateLimit(_PER_THREAD_PER_HOUR, per=hour)

    def new_id(self) -> str:
        """Return a fresh id, as a nonce."""
        return self._ids.new()

    def thread_key(self, thread: str) -> ThreadKey:
        """Return the key of one form's thread."""
        return ThreadKey(channel="web_form", account=self.settings.account, thread=thread)

    async def record_first(
        self, submission: Submission, *, nonce: str, client: str
    ) -> RecordedThread:
        """Record the message that begins a thread.

        Raises:
            TooManyRequestsError: the client has sent enough for now.
            NotRecordedError: it could not be stored.
        """
        self._claim(self._clients, client)
        form = RecordedForm(**submission.model_dump())
        delivery_id = derive_delivery_id(nonce, form)
        reference = await self._receive(form, delivery_id)
        access = ThreadAccess(
            thread=delivery_id, email=form.email, name=form.name, reference=reference
        )
        token = self.tokens.sign_thread(access)
        return RecordedThread(
            reference=reference,
            path=f"{self.base}/t/{token}",
            url=f"{self._public_base}/t/{token}",
        )

    async def record_further(
        self, access: ThreadAccess, text: str, *, nonce: str, choice: str | None, client: str
    ) -> None:
        """Record a further message into a thread.

        Raises:
            TooManyRequestsError: the client has sent, or the thread has had, enough for now.
            NotRecordedError: it could not be stored.
        """
        self._claim(self._writers, client)
        self._claim(self._threads, access.thread)
        form = RecordedForm(
            email=access.email,
            name=access.name,
            message=text,
            thread=access.thread,
            choice=choice,
        )
        delivery_id = f"{access.thread}.{derive_delivery_id(nonce, form)}"
        await self._receive(form, delivery_id)

    def stamp(self) -> str:
        """Sign that a form is rendered now."""
        return self.tokens.sign_stamp(FormStamp(nonce=self.new_id(), rendered_at=self.clock.now()))

    def check_stamp(self, token: str) -> FormStamp:
        """Check when the form was rendered; people take longer than two seconds to fill it in.

        Raises:
            AuthenticationError: it was not, or too long ago, or just now.
        """
        again = "Nothing was lost: please press “Send message” once more."
        try:
            stamp = self.tokens.read_stamp(token)
        except AuthenticationError as error:
            raise AuthenticationError(f"This page was not complete. {again}") from error
        age = self.clock.now() - stamp.rendered_at
        if age > _LONGEST:
            raise AuthenticationError(f"This page was open for more than a day. {again}")
        if age < _FASTEST:
            raise AuthenticationError(f"That was quicker than we expected of a person. {again}")
        return stamp

    def find_client(self, request: web.Request) -> str:
        """Name the client's network, for the limits."""
        return find_client(request, self.settings.client_ip_header)

    def pretend(self) -> str:
        """Count a robot; return the path of a thread in which nothing is and nothing will be."""
        account = self.settings.account
        self.count("web_form_robots", account=account)
        _log.info("web_form.robot_dropped", account=account)
        access = ThreadAccess(
            thread=self._ids.new(),
            email="",
            name=None,
            reference=self._ids.reference(),
            robot=True,
        )
        return f"{self.base}/t/{self.tokens.sign_thread(access)}"

    async def _receive(self, form: RecordedForm, delivery_id: str) -> str:
        raw = make_raw(
            form,
            account=self.settings.account,
            delivery_id=delivery_id,
            received_at=self.clock.now(),
        )
        try:
            accepted = await self.gateway.receive(raw)
        except Exception as error:
            _log.exception("web_form.not_recorded", account=self.settings.account)
            raise NotRecordedError(
                "We could not store your message just now. Please send it again in a minute."
            ) from error
        return accepted.reference

    def _claim(self, limit: RateLimit, key: str) -> None:
        wait = limit.claim(key, self.clock.now())
        if wait:
            minutes = -(-wait // 60)
            raise TooManyRequestsError(
                "You have sent many messages in a short time. Please try again in "
                f"{minutes} minute{'s' if minutes > 1 else ''}.",
                retry_after=wait,
            )
