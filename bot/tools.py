"""What the use cases work with, made once by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from bot.assigning.floor import Floor
from bot.automating.automations import Automations
from bot.clocks.agreements import Agreements
from crm_store.store import Store
from domain.business import Business
from domain.channels import Channel
from domain.clock import Clock, Ids
from domain.dialogue import DialogueServer
from domain.errors import NotFoundError
from domain.exceptions import ExceptionPolicy
from domain.jobs import JobKind
from domain.quiet_hours import QuietHours
from domain.report_schedule import ReportSchedule
from domain.routing import AnswerPolicy
from domain.staffing import RoutingPolicy
from domain.understanding import Understander
from domain.verification import VerificationPolicy
from domain.webhooks import Webhooks

# Longer than a channel may take to send; a crashed process's deliveries wait so long.
LEASE = timedelta(seconds=60)
# Processing takes milliseconds, and a customer waits for it.
PROCESS_LEASE = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSettings:
    """How the bot behaves.

    Attributes:
        company: the name customers see.
        time_zone: IANA name of the zone in which customers are told times.
        public_url: what links in messages begin with, without a slash at the end.
        reopen_after: a conversation quiet for longer is not gone on with; a new one begins.
        help_centre: whether everybody can read the articles in the help centre.
        quiet_hours: when the bot writes to nobody first; None for never.
        approve_refunds_above: in the currency's smallest unit; a person allows a larger refund.
        remind_after: who leaves a form unanswered for so long is reminded once; None for nobody.
        led_by_rasa: the accounts, by kind and name, whose conversations a Rasa server leads.
        first_language: the company's own.
        reports: when staff get theirs by mail.
    """

    company: str
    time_zone: str = "UTC"
    public_url: str = ""
    policy: AnswerPolicy = field(default_factory=AnswerPolicy)
    reopen_after: timedelta = timedelta(hours=72)
    help_centre: bool = True
    quiet_hours: QuietHours | None = None
    remind_after: timedelta | None = None
    approve_refunds_above: int = 100_00
    led_by_rasa: frozenset[tuple[str, str]] = frozenset()
    first_language: str = "en"
    verification: VerificationPolicy = field(default_factory=VerificationPolicy)
    routing: RoutingPolicy = field(default_factory=RoutingPolicy)
    reports: ReportSchedule = field(default_factory=ReportSchedule)
    exceptions: ExceptionPolicy = field(default_factory=ExceptionPolicy)


class Counter(Protocol):
    """Counts what happened, for operators."""

    def __call__(self, event: str, **labels: str) -> None:
        """Count one `event` (`decision`, `delivery`, `job`) with a few bounded labels."""
        ...


def count_nothing(event: str, **labels: str) -> None:
    """Stand in for a counter where nobody reads it."""


class Offer(Protocol):
    """The self-service actions that are offered; see `bot.offered_actions`."""

    async def load(self) -> None:
        """Load the actions, unless they are loaded; nothing is offered before."""
        ...

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of the actions, by their names."""
        ...

    @property
    def runner(self) -> Any:
        """The `ActionRunner` of these actions."""
        ...

    def find(self, name: str) -> Any | None:
        """Find an action, a `SelfService`, by its name."""
        ...


class NothingOffered:
    """Stands in where there is no self-service."""

    titles: Mapping[str, str] = {}
    runner: Any = None

    async def load(self) -> None:
        """Load nothing."""

    def find(self, name: str) -> Any | None:  # noqa: ARG002 - the protocol's
        """Find nothing."""
        return None


class NoWebhooks:
    """Stands in where the settings name no webhook."""

    names: tuple[str, ...] = ()

    async def send(self, name: str, *, message_id: str, body: bytes) -> None:  # noqa: ARG002 - the protocol's
        """Refuse: there is none.

        Raises:
            NotFoundError: always.
        """
        raise NotFoundError(f"the settings name no webhook {name!r}; add it and replay")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Store, time, channels and understanding, for all use cases.

    Attributes:
        room: tells how many jobs of a kind this process could begin at once.
        business: the company's own system; None where the settings name none.
        offer: the self-service actions that there are.
        dialogue: another program that leads conversations; None where the settings name none.
        secret: keys digests and one-time codes; the same in all processes.
        agreements: service level agreements and their calendars.
        webhooks: other programs that escalation steps call.
        automations: what supervisors have done by itself.
        floor: the agents and queues as whoever gives out work sees them.
    """

    store: Store
    clock: Clock
    ids: Ids
    channels: Mapping[tuple[str, str], Channel]
    understander: Understander
    settings: BotSettings
    count: Counter
    room: Callable[[JobKind], int] = lambda _kind: 0
    business: Business | None = None
    offer: Offer = field(default_factory=NothingOffered)
    dialogue: DialogueServer | None = None
    secret: str = field(default="", repr=False)
    agreements: Agreements = field(default_factory=Agreements)
    webhooks: Webhooks = field(default_factory=NoWebhooks)
    automations: Automations = field(default_factory=Automations)
    floor: Floor = field(default_factory=Floor)

    def get_channel(self, kind: str, account: str) -> Channel:
        """Return a channel.

        Raises:
            NotFoundError: the settings name no such account.
        """
        try:
            return self.channels[kind, account]
        except KeyError:
            raise NotFoundError(
                f"the settings name no {kind} account {account!r}; add it and replay"
            ) from None
