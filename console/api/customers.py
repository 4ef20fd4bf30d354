"""Customers: found by an address, read, and everything they ever said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from channels.phone_numbers import find_e164
from console.api.interaction_models import Answer, InteractionItem
from console.api.operation import Call, Query
from console.api.pages import Page, PageQuery, cut_page, resume_list
from console.api.text_fields import MAX_LINE
from crm_store.customers import find_customers_by_value, get_customer
from crm_store.interactions import list_customer_timeline
from crm_store.transaction import Transaction
from domain.conversations import Interaction
from domain.customers import Customer, Trust
from domain.errors import InvalidInputError


class IdentityQuery(Query):
    """Whose address it is."""

    identity: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_LINE,
            description="A telephone number with its country code, an email address, or another "
            "channel's own id of a customer.",
        ),
    ]


class IdentityItem(Answer):
    """An address of a customer."""

    kind: str
    value: str
    trust: Annotated[Trust, Field(description="Whether the customer was seen to hold it.")]
    created_at: datetime


class CustomerItem(Answer):
    """A person on the shared record."""

    id: str
    name: str | None
    language: str | None
    tier: str
    created_at: datetime
    identities: tuple[IdentityItem, ...]


class CustomerPage(Page[CustomerItem]):
    """The customers who have an address."""


class TimelineItem(InteractionItem):
    """An interaction on a customer's timeline."""

    conversation: Annotated[str, Field(description="The reference of its conversation.")]


class TimelinePage(Page[TimelineItem]):
    """One page of a customer's timeline over all channels, the newest first."""


async def find_customers(call: Call[IdentityQuery, None]) -> CustomerPage:
    """Answer who has an address, however it is spelt."""
    found = await call.services.store.read(_find, spell_identity(call.query.identity))
    return CustomerPage(items=tuple(CustomerItem.model_validate(each) for each in found))


async def get_one(call: Call[Query, None]) -> CustomerItem:
    """Answer one customer."""
    customer = await call.services.store.read(get_customer, call.path["id"])
    return CustomerItem.model_validate(customer)


async def list_timeline(call: Call[PageQuery, None]) -> TimelinePage:
    """Answer a page of everything a customer said and was told."""
    wanted, after = resume_list(call)
    before = None if after is None else int(after)
    rows = await call.services.store.read(
        _read_timeline, call.path["id"], before=before, limit=wanted.limit + 1
    )
    page, following = cut_page(call, wanted, rows, lambda row: row[0].position)
    return TimelinePage(items=tuple(_to_item(*row) for row in page), next=following)


def spell_identity(value: str) -> tuple[str, ...]:
    """Return the ways an address may be on record, likeliest first.

    A `+` that is not percent-encoded reaches a server as a blank (WHATWG URL section 5.1), which
    befalls every telephone number pasted into an address; so a leading blank is read as one.

    Raises:
        InvalidInputError: it holds controls, or nothing that can be seen.
    """
    if value.startswith(" ") and value[1:2].isdigit():
        value = f"+{value[1:]}"
    value = value.strip()
    if not value or not value.isprintable():
        raise InvalidInputError("is empty or holds control characters", field="identity")
    number = find_e164(value) if value.startswith("+") else None
    spellings = (value, value.lower(), number)
    return tuple(dict.fromkeys(each for each in spellings if each is not None))


def _find(tx: Transaction, spellings: tuple[str, ...]) -> list[Customer]:
    found = (find_customers_by_value(tx, spelling) for spelling in spellings)
    return next((customers for customers in found if customers), [])


def _read_timeline(
    tx: Transaction, customer_id: str, *, before: int | None, limit: int
) -> Sequence[tuple[Interaction, str]]:
    get_customer(tx, customer_id)
    return list_customer_timeline(tx, customer_id, before=before, limit=limit)


def _to_item(said: Interaction, reference: str) -> TimelineItem:
    return TimelineItem(**dict(InteractionItem.model_validate(said)), conversation=reference)
