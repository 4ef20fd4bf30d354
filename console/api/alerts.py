"""What staff were told, as scripts read it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Call
from console.api.pages import Page, PageQuery, cut_page, resume_list
from crm_store.alerts import list_alerts


class AlertItem(Answer):
    """One thing that staff were told of a conversation."""

    id: str
    reference: Annotated[
        str | None, Field(description="Of the conversation; none where it is about none.")
    ]
    text: Annotated[str, Field(description="In plain words, none of them the customer's.")]
    audience: Annotated[str, Field(description="Who was told: `supervisors` or `queue:<name>`.")]
    at: datetime


class AlertPage(Page[AlertItem]):
    """One page of alerts, the latest first."""


async def list_for_token(call: Call[PageQuery, None]) -> AlertPage:
    """Answer a page of what those of the token's role were told."""
    wanted, after = resume_list(call)
    before = None if after is None else int(after)
    rows = await call.services.store.read(
        list_alerts, call.agent, before=before, limit=wanted.limit + 1
    )
    page, following = cut_page(call, wanted, rows, lambda row: row.position)
    return AlertPage(items=tuple(AlertItem.model_validate(row) for row in page), next=following)
