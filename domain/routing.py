"""What a routing rule is given, and what a rule is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from domain.conversations import PendingQuestion
from domain.decisions import Decision, RuleTrace, Understanding, find_deciding
from domain.knowledge import ArticleMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueTopics:
    """A staff queue and the topics its people are trained for.

    Attributes:
        default: whether it takes what fits no other queue; exactly one queue does.
    """

    name: str
    topics: tuple[str, ...]
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPolicy:
    """How sure the bot must be.

    Attributes:
        precision: the share of right answers, 0 to 1, that is wanted of those the bot sends.
        precision_by_channel: the same for kinds of channel that want another.
        answer: least confidence, 0 to 1, to answer at once where the matcher cannot tell which
            one gives the wanted precision.
        ask: least confidence to offer "did you mean …?".
        most_replies: how often the bot replies in one conversation within an hour; beyond that
            the other side may be a machine too, and a person looks at it.
        most_replies_to_sender_per_hour: how often the bot writes to one address within an hour
            where each message stands for itself, as letters do. Two machines that answer each
            other stop there, so that such a loop has five messages in all.
        most_replies_to_sender_per_day: the same within a day, against slow loops.
        most_replies_to_unproven_per_hour: how many messages one account may have written by itself
            within an hour for senders whose address is not proven to get any more. Whoever forges
            ever new addresses can have no more than so many of their holders bothered.
    """

    precision: float = 0.95
    precision_by_channel: Mapping[str, float] = field(default_factory=dict)
    answer: float = 0.7
    ask: float = 0.35
    most_replies: int = 30
    most_replies_to_sender_per_hour: int = 2
    most_replies_to_sender_per_day: int = 10
    most_replies_to_unproven_per_hour: int = 500

    def precision_on(self, channel: str) -> float:
        """Tell the share of right answers that is wanted on a kind of channel."""
        return self.precision_by_channel.get(channel, self.precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSituation:
    """The form that a customer is in the middle of.

    Attributes:
        run: the id of the run.
        title: of the action, for the reasons.
        requested: the slot asked for last, or None.
        reads: whether the message reads as an answer to that, or as a correction.
        idle: so long nobody has gone on with it that only what reads as an answer is one.
        elsewhere: it was begun in another conversation of the same customer.
        asks: whether the message reads as a question, be it of something else.
        topic: of the action, which chooses the queue where a person is to go on; or None.
    """

    run: str
    action: str
    title: str
    requested: str | None
    reads: bool = False
    idle: bool = False
    elsewhere: bool = False
    asks: bool = False
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a routing decision may depend on.

    Attributes:
        with_person: a person has the conversation or is to have it.
        pending: what the bot asked last and still waits to hear, or None.
        choice: the value of a pressed quick reply, or None.
        asked_before: how often the bot has asked back in this conversation.
        replied_lately: how often the bot has replied in it within the last hour.
        opt_out_covers_answers: whether who opted out is to get no answers either; a refusal of
            letters nobody asked for is none of answers to one's own.
        stranger: the sender has no part in the conversation, but found the way into it.
        copied: the sender only gets copies; the bot writes to the requester alone.
        sent_to_sender_within_hour: how often the bot has written to the sender's address within
            an hour, in any conversation; 0 where that is not counted.
        sent_to_sender_within_day: the same within a day.
        repeats_itself: the sender wrote the very same before, and the bot has replied since.
        sent_to_unproven_within_hour: where nothing proves that a reply goes to who wrote, how many
            messages the account has written to anybody by itself within an hour; 0 elsewhere.
        refuted: how the receiving server found the sender's address to be forged, as a phrase for
            people; None where it did not.
        answered: the article that the bot sent last, where the message may say something of it.
        read_in_vain: the id of the article that the customer read in the help centre before they
            wrote, and said that it did not help; else None.
        form: the self-service that the customer is in the middle of, or None.
        offered: the names and titles of the self-service actions that there are.
        dialogue: who leads the conversation: `embedded`, or `rasa`.
    """

    text: str
    channel: str
    understanding: Understanding
    queues: tuple[QueueTopics, ...]
    policy: AnswerPolicy
    automatic: str | None = None
    consent: str | None = None
    choice: str | None = None
    attachments: int = 0
    with_person: bool = False
    opted_out: bool = False
    pending: PendingQuestion | None = None
    asked_before: int = 0
    replied_lately: int = 0
    opt_out_covers_answers: bool = True
    stranger: bool = False
    copied: bool = False
    sent_to_sender_within_hour: int = 0
    sent_to_sender_within_day: int = 0
    repeats_itself: bool = False
    sent_to_unproven_within_hour: int = 0
    refuted: str | None = None
    answered: ArticleMatch | None = None
    read_in_vain: str | None = None
    form: FormSituation | None = None
    offered: Mapping[str, str] = field(default_factory=dict)
    dialogue: str = "embedded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A rule that took the decision, and why in a sentence."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A rule that did not apply, and why in a sentence."""

    why: str


Rule: TypeAlias = Callable[[Situation], Hit | Miss]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision, the rule that took it, and every rule that was tried on the way, in order."""

    decision: Decision
    rule: str
    trace: tuple[RuleTrace, ...]

    @property
    def why(self) -> str:
        """Why the rule that decided did, in a sentence."""
        deciding = find_deciding(self.rule, self.trace)
        return "" if deciding is None else deciding.why
