"""What Frontdesk understood, what it decided, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from domain.conversations import Priority
from domain.knowledge import ArticleMatch, MatchExplanation
from domain.messages import QuickReply
from domain.routing_facts import Evidence

# The entity that names the language of a text which we cannot read.
FOREIGN_LANGUAGE = "foreign_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One of several questions in a message, and the articles that may answer it, best first."""

    text: str
    matches: tuple[ArticleMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousQuestion:
    """What a customer asked last and the bot answered.

    Attributes:
        article_id: of the article that answered it.
        title: of that article.
        followed: it leant on the question before it itself.
    """

    text: str
    article_id: str
    title: str
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a text is taken to mean.

    Attributes:
        language: BCP 47 primary tag of the text.
        intent: `greeting`, `thanks`, `goodbye`, `not_helped`, `person`, `question` or `empty`.
        confidence: of the intent, 0 to 1.
        matches: articles that may answer it, best first.
        topic: what it is about, in the words of article tags, or None.
        complaint: the probability that it is a complaint, 0 to 1; None where it was not read.
        sentiment: `negative`, `neutral` or `positive`; None where it was not read.
        urgency: how soon it wants somebody, 0 (whenever) to 1 (now); None where it was not read.
        complaint_reason: what went wrong, or None where nobody can be sure.
        signs: what told so of its writer's feelings, in words, the weightiest first.
        marks: of the special kinds of message that it is: `sarcasm`, `praise`, `abuse`, `law`.
        by_words: whether words alone told how surely it is a complaint, and not its meaning.
        index_version: of the knowledge it was matched against.
        questions: each matter of its own where the text asks several questions; else empty.
        follows: the question before, where the text only means something after it.
        explanation: why the articles came up.
        encoder: the sentence encoder at work, or None.
        action: the self-service action that is asked for, or None.
        action_words: the words by which it is asked for.
        command: `cancel`, `restart`, `go_on`, `correct` or `menu` where the text says so of what
            is going on, else None.
    """

    language: str
    intent: str
    confidence: float
    matches: tuple[ArticleMatch, ...] = ()
    topic: str | None = None
    entities: Mapping[str, str] = field(default_factory=dict)
    complaint: float | None = None
    index_version: int = 0
    questions: tuple[AskedQuestion, ...] = ()
    follows: str | None = None
    explanation: MatchExplanation | None = None
    encoder: str | None = None
    action: str | None = None
    action_words: str = ""
    command: str | None = None
    sentiment: str | None = None
    urgency: float | None = None
    complaint_reason: str | None = None
    signs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    by_words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Reply at once.

    Attributes:
        responder: which responder phrases it: `article`, `small_talk`, `consent`.
        article: the article to answer with, for the responder `article`.
        more: articles that answer the message's further questions.
        context: what else the responder needs.
    """

    responder: str
    article: ArticleMatch | None = None
    more: tuple[ArticleMatch, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAction:
    """Begin a self-service action, or go on with one.

    Attributes:
        do: `begin`, `go_on` (the message is for its form), `ask_again`, `cancel` or `restart`.
        run: which run goes on; None for a new one.
    """

    action: str
    do: str = "begin"
    run: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask back before answering."""

    question: str
    choices: tuple[QuickReply, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """Hand over to the people of a queue.

    Attributes:
        reason: one of `asked_for_person`, `unknown`, `none_of_these`, `attachment`, …
        acknowledge: whether the customer is told what to expect now.
        meanwhile: articles that surely answer a part of the message, sent at once.
        tags: that the conversation gets, from the supervisors' rules.
        policy: the agreement by which it counts, where a rule chose one.
        say: what a rule has the customer told before what to expect.
    """

    queue: str
    reason: str
    priority: Priority = Priority.NORMAL
    acknowledge: bool = True
    meanwhile: tuple[ArticleMatch, ...] = ()
    tags: tuple[str, ...] = ()
    policy: str | None = None
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """Record it and say nothing."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Leave the message to another program that leads the conversation.

    Attributes:
        to: which one: `rasa`.
    """

    to: str = "rasa"


Decision: TypeAlias = Answer | RunAction | Ask | Escalate | Ignore | Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """One rule that was tried, whether it hit, and why in a sentence."""

    rule: str
    hit: bool
    why: str


def find_deciding(rule: str, trace: tuple[RuleTrace, ...]) -> RuleTrace | None:
    """Find the line of the rule that decided; after it stand those that only shaped what it said.

    Args:
        rule: its name.
    """
    return next((each for each in trace if each.rule == rule and each.hit), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """A decision that can answer "why did it go there?".

    Attributes:
        evidence: what was known of the message and its sender, and what led to it.
    """

    id: str
    conversation_id: str
    interaction_id: str
    decision: Decision
    rule: str
    trace: tuple[RuleTrace, ...]
    understanding: Understanding
    at: datetime
    evidence: tuple[Evidence, ...] = ()

    @property
    def deciding(self) -> RuleTrace | None:
        """The line of the rule that decided."""
        return find_deciding(self.rule, self.trace)
