"""A sentence that is tried, and what would come of it."""

from dataclasses import dataclass
from datetime import datetime

from channels.contract import Shown
from domain.channels import Capabilities
from domain.decisions import DecisionRecord
from domain.replies import Reply

LONGEST_TRIED = 10_000
"""Characters; more say nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried.

    Attributes:
        text: as a customer would write it.
        language: what the channel is set to for them, or None.
    """

    text: str
    channel: str
    account: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedTo:
    """Who would have it.

    Attributes:
        due_at: by when the customer is told that somebody answers; None where no time is told.
    """

    queue: str
    title: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOutcome:
    """What the bot would do.

    Attributes:
        record: the decision and why, as it would be kept.
        reply: what is said, fitted to the channel; None where nothing is.
        shown: the reply as the customer gets it; None where nothing is said.
        handed_to: None where no person is asked.
        capabilities: of the channel.
    """

    trial: Trial
    record: DecisionRecord
    reply: Reply | None
    shown: Shown | None
    handed_to: HandedTo | None
    capabilities: Capabilities
