"""A person, and the addresses that are theirs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Trust(StrEnum):
    """How sure we are that an address belongs to its customer."""

    CLAIMED = "claimed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An address of a customer, on record once for all channels."""

    id: str
    customer_id: str
    kind: str
    value: str
    trust: Trust
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The latest word on whether a channel may be used to write to an address first."""

    kind: str
    value: str
    channel: str
    granted: bool
    at: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person on the shared record.

    Attributes:
        tier: the service tier, such as `standard` or `gold`.
        language: the preferred language as a BCP 47 primary tag, or None.
    """

    id: str
    name: str | None
    language: str | None
    tier: str
    created_at: datetime
    identities: tuple[Identity, ...] = ()
    consents: tuple[Consent, ...] = ()
