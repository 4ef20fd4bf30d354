"""What staff should see of a mail beside its words; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.conversations import Author, Direction, Interaction, Participant, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whether a sender's address counts as theirs, and why.

    Attributes:
        refuted: the receiving server found it to be forged.
    """

    proven: bool
    why: str
    refuted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFacts:
    """What stands around the words of a mail; what is obvious is left empty.

    Attributes:
        sender: the address it came from.
        automatic: why a machine is taken to have written it, or None.
        stranger: its sender had no part in the conversation and still gets no replies.
        copies: who else it was addressed to; of ours, who got a copy.
        hidden_copies: who got one of ours unseen.
        whole: whether more is kept than is shown.
        html: whether it can be shown as it came.
        original: whether its bytes are kept.
    """

    sender: str = ""
    reply_to: str = ""
    subject: str = ""
    automatic: str | None = None
    truncated: str = ""
    trust: Trust | None = None
    stranger: bool = False
    copies: tuple[str, ...] = ()
    hidden_copies: tuple[str, ...] = ()
    whole: bool = False
    html: bool = False
    original: bool = False


def describe_mail(
    said: Interaction,
    participants: Sequence[Participant],
    whole_bodies: Mapping[str, bool],
) -> MailFacts | None:
    """Gather what is to be seen of a mail; None for what is none.

    Args:
        whole_bodies: ids of the messages of which more is kept, and whether as HTML.
    """
    if said.direction is Direction.OUT and "to" in said.source_ids:
        return MailFacts(
            copies=_texts(said.source_ids.get("cc")),
            hidden_copies=_texts(said.source_ids.get("bcc")),
        )
    if said.direction is not Direction.IN or "from" not in said.source_ids:
        return None
    facts = said.source_ids
    sender = str(facts["from"])
    return MailFacts(
        sender=sender,
        reply_to=str(facts.get("reply_to", "")),
        subject=str(facts.get("subject", "")),
        automatic=_text(facts.get("automatic")),
        truncated=str(facts.get("truncated", "")),
        trust=_find_trust(facts),
        stranger=_is_stranger(said, sender, participants),
        copies=_texts(facts.get("copies")),
        whole=said.id in whole_bodies,
        html=whole_bodies.get(said.id, False),
        original="raw" in facts,
    )


def _is_stranger(said: Interaction, sender: str, participants: Sequence[Participant]) -> bool:
    """Whoever wrote a mail and only joined, however they call themselves."""
    if said.author is not Author.CUSTOMER:
        return False
    return any(each.role is Role.JOINED and each.address.value == sender for each in participants)


def _find_trust(facts: Mapping[str, Any]) -> Trust | None:
    if "verified" not in facts:
        return None
    return Trust(
        proven=facts.get("proven") is True,
        why=str(facts.get("refuted") or facts["verified"]),
        refuted="refuted" in facts,
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
