"""What an automation may name, as it stands where it is read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """Everything that exists and can be named.

    Attributes:
        policies: agreements.
        tiers: of customers and agreements, which are free words.
        channels: kinds, as `sms`.
        accounts: as `sms/main`.
        languages: of the company, the first one being its own.
        agents: email addresses of people who can have conversations.
        topics: that queues and articles name, which are free words.
        tags: that conversations have.
    """

    queues: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset({"standard"})
    channels: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    agents: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @property
    def first_language(self) -> str:
        """The company's own."""
        return self.languages[0]
