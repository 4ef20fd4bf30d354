"""Every setting there is, its default and what it may be; docs/settings.md describes them all."""

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from channels.contract import ChannelSettings
from domain.assignment import AssignmentPolicy
from domain.exceptions import ExceptionPolicy
from domain.quiet_hours import QuietHours
from domain.report_schedule import ReportSchedule
from domain.routing import AnswerPolicy
from domain.staffing import RoutingPolicy
from domain.verification import VerificationPolicy
from frontdesk.settings.checks import (
    check_database_url,
    check_network,
    check_secret,
    check_time_zone,
    check_web_url,
    check_webhook_secret,
    check_webhook_url,
)
from frontdesk.settings.patterns import LANGUAGE_PATTERN, NAME_PATTERN, TIME_PATTERN
from frontdesk.settings.secrets import Indirect

_POLICY = AnswerPolicy()
_VERIFICATION = VerificationPolicy()
_ASSIGNMENT = AssignmentPolicy()
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EXCEPTIONS = ExceptionPolicy()

BUNDLED_ENCODER = "bundled"
NO_ENCODER = "none"

Share = Annotated[float, Field(ge=0, le=1)]
# Nothing is ever quite certain, so that 1 would have the bot never answer.
Precision = Annotated[float, Field(ge=0.5, lt=1)]
TimeOfDay = Annotated[str, StringConstraints(pattern=TIME_PATTERN)]
LanguageTag = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]


class Section(BaseModel):
    """One table of the settings; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def _derive_public_url(given: dict[str, Any]) -> str:
    """The address on this machine, for trying things out."""
    host = given["host"]
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - replaced here
    return f"http://{f'[{reachable}]' if ':' in reachable else reachable}:{given['port']}"


class ServerSettings(Section):
    """Where the server listens and how the outside reaches it.

    Attributes:
        port: 0 for any free one, where `public_url` says how it is reached.
        public_url: scheme, host and maybe a path, without a slash at the end; webhooks, links and
            cookies are made from it. Derived from host and port where it is not given.
        data_dir: where the embedded database and the generated secret are kept.
        trusted_proxies: addresses or networks whose `X-Forwarded-*` headers are believed.
        drain_seconds: how long a stopping server waits for what it has begun.
    """

    host: Annotated[str, StringConstraints(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: Annotated[str, AfterValidator(check_web_url)] = Field(
        default_factory=_derive_public_url
    )
    data_dir: Path = Path("data")
    trusted_proxies: tuple[Annotated[str, AfterValidator(check_network)], ...] = ()
    drain_seconds: Annotated[float, Field(ge=0, le=3600)] = 20

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.port == 0 and "public_url" not in self.model_fields_set:
            raise ValueError(
                "port is 0, any free one, so that no address can be told beforehand; give "
                "public_url as well, or another port"
            )
        return self


class DatabaseSettings(Section):
    """Where the record is kept; derived from `server.data_dir` where it is not given."""

    url: Annotated[str, AfterValidator(check_database_url), Indirect()]


class CompanySettings(Section):
    """Who customers deal with.

    Attributes:
        time_zone: IANA name of the zone in which customers are told times, and of shifts.
        languages: what the bot writes, as BCP 47 primary tags; the first one where in doubt.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "Frontdesk"
    time_zone: Annotated[str, AfterValidator(check_time_zone)] = "UTC"
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)] = ("en", "de")


class BotSettings(Section):
    """How sure the bot must be, and how long a matter stays the same matter.

    Attributes:
        precision: the share of right answers that is wanted of those the bot sends, 0.5 to below 1.
        precision_by_channel: the same for kinds of channel that want another; its keys are made
            from the kinds there are.
        answer_threshold: least confidence, 0 to 1, to answer at once where the matcher cannot tell
            which one gives the wanted precision; the one that is built in always can.
        ask_threshold: least confidence to offer "did you mean …?".
        most_replies_per_hour: in one conversation; beyond it a person looks, as the other side may
            be a machine.
        most_replies_to_sender_per_hour: by email, to one address in all its conversations; at two,
            machines that answer each other stop after five messages.
        most_replies_to_sender_per_day: the same within a day, against slow loops.
        most_replies_to_unproven_per_hour: automatic mails of one account within an hour; beyond
            them, who is not proven to hold their address gets none, and a person looks.
        reopen_hours: a customer who writes again within them goes on with the bot's latest
            conversation, unless it is resolved.
    """

    precision: Precision = _POLICY.precision
    precision_by_channel: Section = Section()
    answer_threshold: Share = _POLICY.answer
    ask_threshold: Share = _POLICY.ask
    most_replies_per_hour: Annotated[int, Field(ge=1)] = _POLICY.most_replies
    most_replies_to_sender_per_hour: Annotated[int, Field(ge=1)] = (
        _POLICY.most_replies_to_sender_per_hour
    )
    most_replies_to_sender_per_day: Annotated[int, Field(ge=1)] = (
        _POLICY.most_replies_to_sender_per_day
    )
    most_replies_to_unproven_per_hour: Annotated[int, Field(ge=1)] = (
        _POLICY.most_replies_to_unproven_per_hour
    )
    reopen_hours: Annotated[float, Field(ge=0, le=8760)] = 72

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ask_threshold > self.answer_threshold:
            raise ValueError(
                f"ask_threshold ({self.ask_threshold}) is above answer_threshold "
                f"({self.answer_threshold}); the bot asks back where it is less sure"
            )
        return self

    @property
    def policy(self) -> AnswerPolicy:
        """The thresholds and limits as routing takes them."""
        return AnswerPolicy(
            precision=self.precision,
            precision_by_channel=self.precision_by_channel.model_dump(exclude_none=True),
            answer=self.answer_threshold,
            ask=self.ask_threshold,
            most_replies=self.most_replies_per_hour,
            most_replies_to_sender_per_hour=self.most_replies_to_sender_per_hour,
            most_replies_to_sender_per_day=self.most_replies_to_sender_per_day,
            most_replies_to_unproven_per_hour=self.most_replies_to_unproven_per_hour,
        )


class KnowledgeSettings(Section):
    """How articles are found and looked after.

    Attributes:
        encoder: what tells that two texts mean the same: `bundled`, `none`, or a folder with a
            sentence-transformers model in ONNX form.
        review_required: whether somebody else than its last writer must publish a draft.
        stale_after_days: an article unchanged for longer is shown as one to look at.
    """

    encoder: Annotated[str, StringConstraints(min_length=1, max_length=4096)] = BUNDLED_ENCODER
    review_required: bool = False
    stale_after_days: Annotated[int, Field(ge=1, le=3650)] = 180


class HelpCentreSettings(Section):
    """The public help centre.

    Attributes:
        open: whether there is one at `/help`.
    """

    open: bool = True


class BusinessSettings(Section):
    """The company's own system, which self-service asks; docs/connect-your-system.md.

    Attributes:
        url: where it is, without a slash at the end; None where there is none, so that there is no
            self-service that needs it.
        secret: what requests are signed with; the same on both sides.
        timeout_seconds: for one request.
        retries: how often a question that changes nothing is asked again.
        breaker_failures: outages in a row after which it is left alone.
        breaker_seconds: how long it is left alone then.
    """

    url: Annotated[str, AfterValidator(check_web_url)] | None = None
    secret: Annotated[SecretStr, AfterValidator(check_secret)] | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 5
    retries: Annotated[int, Field(ge=0, le=5)] = 1
    breaker_failures: Annotated[int, Field(ge=1, le=100)] = 5
    breaker_seconds: Annotated[float, Field(ge=1, le=3600)] = 30

    @model_validator(mode="after")
    def _signed(self) -> Self:
        if self.url is not None and self.secret is None:
            raise ValueError(
                "url is given without secret; requests to the company's own system are signed "
                "with it: make one with: openssl rand -base64 48"
            )
        return self


class QuietHoursSettings(Section):
    """When customers are not written to first, by the company's clocks; answers go out always.

    Attributes:
        on: whether there are such hours.
        start: the time of day at which they begin, and `end` at which they are over.
    """

    on: bool = True
    start: TimeOfDay = "21:00"
    end: TimeOfDay = "08:00"

    def in_zone(self, time_zone: str) -> QuietHours | None:
        """Return the hours as the bot takes them; None where there are none."""
        if not self.on:
            return None
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        return QuietHours(start=start, end=end, time_zone=time_zone)


class SelfServiceSettings(Section):
    """How customers prove who they are, and how often they may be wrong.

    Attributes:
        wrong_per_address_per_hour: answers from one address customers write from; beyond them
            it may not guess for a while.
        wrong_per_subject_per_hour: answers about one thing, such as one booking.
        wrong_per_hour: answers altogether, counted for bookings, orders and the like apart.
        code_minutes: how long a one-time code is good.
        code_tries: how often it may be answered.
        codes_per_address_per_hour: how many are sent to one address.
        codes_per_customer_per_day: how many one customer can have sent.
        remind_after_minutes: who leaves a question unanswered for so long on SMS or Telegram is
            reminded of it once; 0 for nobody.
        approve_refunds_above: a return whose refund is larger, in its order's currency, a person
            allows first; 0 for all of them.
    """

    wrong_per_address_per_hour: Annotated[int, Field(ge=1, le=1000)] = (
        _VERIFICATION.wrong_per_address
    )
    wrong_per_subject_per_hour: Annotated[int, Field(ge=1, le=1000)] = (
        _VERIFICATION.wrong_per_subject
    )
    wrong_per_hour: Annotated[int, Field(ge=1, le=100_000)] = _VERIFICATION.wrong_overall
    code_minutes: Annotated[int, Field(ge=1, le=10)] = 10
    code_tries: Annotated[int, Field(ge=1, le=10)] = _VERIFICATION.code_tries
    codes_per_address_per_hour: Annotated[int, Field(ge=1, le=20)] = _VERIFICATION.codes_per_address
    codes_per_customer_per_day: Annotated[int, Field(ge=1, le=50)] = (
        _VERIFICATION.codes_per_customer
    )

    remind_after_minutes: Annotated[int, Field(ge=0, le=1380)] = 120
    approve_refunds_above: Annotated[float, Field(ge=0, le=1_000_000)] = 100.0

    @property
    def remind_after(self) -> timedelta | None:
        """How long a question may stay unanswered before the reminder; None for no reminder."""
        return timedelta(minutes=self.remind_after_minutes) if self.remind_after_minutes else None

    @property
    def verification(self) -> VerificationPolicy:
        """The limits as the bot takes them."""
        return VerificationPolicy(
            wrong_per_address=self.wrong_per_address_per_hour,
            wrong_per_subject=self.wrong_per_subject_per_hour,
            wrong_overall=self.wrong_per_hour,
            code_lifetime=timedelta(minutes=self.code_minutes),
            code_tries=self.code_tries,
            codes_per_address=self.codes_per_address_per_hour,
            codes_per_customer=self.codes_per_customer_per_day,
        )


class RoutingSettings(Section):
    """How work finds people; docs/routing.md.

    Attributes:
        away_after_minutes: who does nothing in the console for so long is away.
        offline_after_minutes: whose console gives no sign for so long is offline. Browsers let
            hidden pages give one a minute, so that less than two would be a guess.
        hand_on_after_minutes: once an agent is away for so long, who waits for them goes back to
            the queue.
        wrap_up_minutes: how long an agent has to finish what they resolved before they get the
            next conversation; 0 for no time of its own.
        known_for_days: an agent knows a customer for so long after their last reply to them.
        stretch: how many times as long as in the order of coming somebody may wait before they go
            first, whatever else is urgent.
        pressing_share: a promise is pressing once less than this share of its target is left.
        typical_handling_minutes: how long an agent is busy with one conversation.
        sticky_minutes: head start that the agent who knows the customer has.
        sticky_share: for how much of the target others leave the customer to that agent.
        hold_room: whether an agent's last room is left free for what is pressing.
    """

    away_after_minutes: Annotated[float, Field(ge=1, le=480)] = 10
    offline_after_minutes: Annotated[float, Field(ge=2, le=60)] = 2
    hand_on_after_minutes: Annotated[float, Field(ge=0, le=480)] = 10
    wrap_up_minutes: Annotated[float, Field(ge=0, le=120)] = 0
    known_for_days: Annotated[float, Field(ge=0, le=3650)] = 30
    stretch: Annotated[float, Field(ge=1, le=10)] = _ASSIGNMENT.stretch
    pressing_share: Share = _ASSIGNMENT.pressing_share
    typical_handling_minutes: Annotated[float, Field(gt=0, le=480)] = 8
    sticky_minutes: Annotated[float, Field(ge=0, le=480)] = _ASSIGNMENT.sticky_minutes
    sticky_share: Share = _ASSIGNMENT.sticky_share
    hold_room: bool = _ASSIGNMENT.hold_room

    @property
    def policy(self) -> RoutingPolicy:
        """The policy as the bot takes it."""
        return RoutingPolicy(
            away_after=timedelta(minutes=self.away_after_minutes),
            offline_after=timedelta(minutes=self.offline_after_minutes),
            hand_on_after=timedelta(minutes=self.hand_on_after_minutes),
            wrap_up=timedelta(minutes=self.wrap_up_minutes),
            known_for=timedelta(days=self.known_for_days),
            assignment=AssignmentPolicy(
                stretch=self.stretch,
                pressing_share=self.pressing_share,
                typical_handling=timedelta(minutes=self.typical_handling_minutes),
                sticky_minutes=self.sticky_minutes,
                sticky_share=self.sticky_share,
                hold_room=self.hold_room,
            ),
        )


class ExceptionSettings(Section):
    """From when on something stands on the supervisor's first page; docs/supervisors.md.

    Attributes:
        unowned_after_minutes: how long a customer waits before somebody should have taken them.
        stuck_after_hours: how long nothing happens to what somebody has.
        bouncing_moves: how often it went to another queue within `bouncing_days`.
        leaving_share: a promise is about to be broken once this share of its target is left.
        undelivered_days: for how long a message that did not arrive is shown.
        service_level_target: the share of promises that is to be kept, for the wallboard.
    """

    unowned_after_minutes: Annotated[float, Field(ge=0, le=10_080)] = 15
    stuck_after_hours: Annotated[float, Field(ge=1, le=8760)] = 24
    bouncing_moves: Annotated[int, Field(ge=1, le=100)] = _EXCEPTIONS.bouncing_moves
    bouncing_days: Annotated[float, Field(gt=0, le=365)] = 7
    leaving_share: Share = _EXCEPTIONS.leaving_share
    undelivered_days: Annotated[float, Field(gt=0, le=365)] = 14
    service_level_target: Share = _EXCEPTIONS.service_level_target

    @property
    def policy(self) -> ExceptionPolicy:
        """The thresholds as the bot takes them."""
        return ExceptionPolicy(
            unowned_after=timedelta(minutes=self.unowned_after_minutes),
            stuck_after=timedelta(hours=self.stuck_after_hours),
            bouncing_moves=self.bouncing_moves,
            bouncing_within=timedelta(days=self.bouncing_days),
            leaving_share=self.leaving_share,
            undelivered_for=timedelta(days=self.undelivered_days),
            service_level_target=self.service_level_target,
        )


class ReportSettings(Section):
    """When staff get the reports by mail that they asked for; docs/supervisors.md.

    Attributes:
        weekday: on which the weekly one goes out; it is of the seven days before.
        hour: of the day, by the company's clocks, 0 to 23, at which both go out.
    """

    weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = "monday"
    hour: Annotated[int, Field(ge=0, le=23)] = 7

    @property
    def schedule(self) -> ReportSchedule:
        """The schedule as the bot takes it."""
        return ReportSchedule(weekday=_WEEKDAYS.index(self.weekday), hour=self.hour)


class RasaSettings(Section):
    """A Rasa server that leads the conversations of accounts with `dialogue = "rasa"`.

    Attributes:
        url: of its HTTP API, whose REST channel is open, without a slash at the end; None where
            there is none.
        timeout_seconds: for one answer of it.
        actions_token: what it shows when it calls `POST /actions/webhook`; without one nobody is
            let in there.
    """

    url: Annotated[str, AfterValidator(check_web_url)] | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=50)] = 20
    actions_token: Annotated[SecretStr, AfterValidator(check_secret)] | None = None


class WebhookSettings(Section):
    """Another program that escalation steps call; docs/escalation.md.

    Attributes:
        name: by which a step calls it.
        url: where it takes what it is told; never followed to another address.
        secret: what messages are signed with, the same on both sides; `whsec_` and base64 as
            Standard Webhooks has it, or any other text.
    """

    name: Annotated[str, StringConstraints(pattern=NAME_PATTERN)]
    url: Annotated[str, AfterValidator(check_webhook_url)]
    secret: Annotated[SecretStr, AfterValidator(check_webhook_secret)]


class SecuritySettings(Section):
    """What signs cookies, links and tokens.

    Attributes:
        secret: the same for all processes; None to generate one and keep it in the data folder.
    """

    secret: Annotated[SecretStr, AfterValidator(check_secret)] | None = None


class LoggingSettings(Section):
    """What is logged and how.

    Attributes:
        format: `auto` is `console` on a terminal and `json` otherwise.
    """

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "console"] = "auto"


def _check_names(webhooks: tuple[WebhookSettings, ...]) -> tuple[WebhookSettings, ...]:
    names = [webhook.name for webhook in webhooks]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"each webhook needs a name of its own; two are called {twice[0]!r}")
    return webhooks


class Settings(Section):
    """All settings of one Frontdesk.

    Attributes:
        channels: the accounts of each kind of channel, in the order given.
        webhooks: other programs that escalation steps call, each with a name of its own.
    """

    server: ServerSettings = ServerSettings()
    database: DatabaseSettings
    company: CompanySettings = CompanySettings()
    bot: BotSettings = BotSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    help_centre: HelpCentreSettings = HelpCentreSettings()
    business: BusinessSettings = BusinessSettings()
    self_service: SelfServiceSettings = SelfServiceSettings()
    quiet_hours: QuietHoursSettings = QuietHoursSettings()
    routing: RoutingSettings = RoutingSettings()
    exceptions: ExceptionSettings = ExceptionSettings()
    reports: ReportSettings = ReportSettings()
    rasa: RasaSettings = RasaSettings()
    security: SecuritySettings = SecuritySettings()
    logging: LoggingSettings = LoggingSettings()
    webhooks: Annotated[tuple[WebhookSettings, ...], AfterValidator(_check_names)] = ()
    channels: Mapping[str, tuple[ChannelSettings, ...]] = Field(default_factory=dict)
