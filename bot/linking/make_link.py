"""A link is made with which a customer's chat on another channel joins their record."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol, runtime_checkable

from bot.tools import Tools
from crm_store.customers import get_customer
from crm_store.link_tokens import record_link_token
from crm_store.transaction import Transaction
from domain.errors import NotFoundError

# Long enough to read it in a mail, short enough that a forwarded one is worth little.
LINK_LIFETIME: Final = timedelta(hours=1)


@runtime_checkable
class LinkingChannel(Protocol):
    """A channel that customers can be sent to by a link of their own."""

    @property
    def account(self) -> str:
        """Which account it is."""
        ...

    async def make_link(self, secret: str) -> tuple[str, str]:
        """Make a link of an unguessable secret; return it, and the token that comes back.

        Raises:
            FrontdeskError: the provider does not tell what is needed for it.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link for one customer, that works once."""

    url: str
    expires_at: datetime


def list_linking_kinds(tools: Tools) -> tuple[str, ...]:
    """List the kinds of channel to which links can be made."""
    found = (name for (name, _), each in tools.channels.items() if isinstance(each, LinkingChannel))
    return tuple(dict.fromkeys(found))


def find_linking_channel(tools: Tools, kind: str) -> LinkingChannel | None:
    """Find the first account of a kind of channel to which links lead; None where there is none."""
    found = (channel for (name, _), channel in tools.channels.items() if name == kind)
    return next((each for each in found if isinstance(each, LinkingChannel)), None)


async def make_link(tools: Tools, kind: str, customer_id: str) -> MadeLink:
    """Make a link for a customer; whoever opens it is asked before anything is joined.

    Args:
        kind: of channel, such as `telegram`.

    Raises:
        NotFoundError: there is no such customer, or no such channel in the settings.
        FrontdeskError: the provider cannot be asked.
    """
    channel = find_linking_channel(tools, kind)
    if channel is None:
        raise NotFoundError(f"the settings name no {kind} account that links lead to")
    await tools.store.read(get_customer, customer_id)
    url, token = await channel.make_link(tools.ids.secret())
    expires_at = await tools.store.run(_record, tools, token, customer_id, now=tools.clock.now())
    return MadeLink(url=url, expires_at=expires_at)


def digest_token(token: str) -> str:
    """Make what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _record(
    tx: Transaction, tools: Tools, token: str, customer_id: str, *, now: datetime
) -> datetime:
    expires_at = now + LINK_LIFETIME
    record_link_token(
        tx,
        token_id=tools.ids.new(),
        digest=digest_token(token),
        customer_id=customer_id,
        now=now,
        expires_at=expires_at,
    )
    return expires_at
