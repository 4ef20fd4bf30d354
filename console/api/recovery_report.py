"""Customers in danger of being lost, and those who complain time and again, for scripts."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Call, Query


class RecoveryQuery(Query):
    """How many are wanted."""

    limit: Annotated[int, Field(ge=1, le=1_000, description="At the most.")] = 100


class RiskPartItem(Answer):
    """One addend of a customer's risk."""

    name: Annotated[str, Field(description="`complaints`, `breaches`, `votes` or `lost`.")]
    points: int
    words: Annotated[str, Field(description="Why so many, for people.")]


class CustomerAtRiskItem(Answer):
    """A customer in danger of being lost."""

    customer_id: str
    name: str | None
    tier: str
    points: Annotated[int, Field(description="The sum of the parts; shown from 20 on.")]
    why: Annotated[str, Field(description="All that counts, in a sentence.")]
    parts: tuple[RiskPartItem, ...]


class CustomersAtRisk(Answer):
    """Customers in danger of being lost, whoever is most first."""

    items: tuple[CustomerAtRiskItem, ...]


class RepeatComplainerItem(Answer):
    """A customer who complained several times."""

    customer_id: str
    name: str | None
    tier: str
    count: Annotated[int, Field(description="Complaints; those left out that were none.")]
    open: Annotated[int, Field(description="How many of them are not closed.")]
    first_at: datetime
    last_at: datetime
    why: str


class RepeatComplainers(Answer):
    """Customers who complain time and again, whoever did most first."""

    items: tuple[RepeatComplainerItem, ...]


async def list_at_risk(call: Call[RecoveryQuery, None]) -> CustomersAtRisk:
    """Answer the customers in danger."""
    found = await call.services.recovery.list_at_risk(limit=call.query.limit)
    return CustomersAtRisk(items=tuple(map(CustomerAtRiskItem.model_validate, found)))


async def list_repeat(call: Call[RecoveryQuery, None]) -> RepeatComplainers:
    """Answer those who complain time and again."""
    found = await call.services.recovery.list_repeat(limit=call.query.limit)
    return RepeatComplainers(items=tuple(map(RepeatComplainerItem.model_validate, found)))
