"""The words of responses that a site wrote itself, every version of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from crm_store.schema import response_template_versions
from crm_store.transaction import Transaction
from domain.complaint_responses import ResponseTemplate
from domain.errors import ConflictError

TEMPLATES_TOPIC: Final = "response templates"
_table = response_template_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """One version of the words for a language and channel.

    Attributes:
        number: from 1.
        text: empty where the site's own were taken away, so that what is shipped holds again.
        created_by: name of who wrote it, or None.
    """

    language: str
    channel: str
    number: int
    text: str
    created_at: datetime
    created_by: str | None

    @property
    def template(self) -> ResponseTemplate:
        """As what it is rendered."""
        return ResponseTemplate(language=self.language, channel=self.channel, text=self.text)


def list_latest_versions(tx: Transaction) -> tuple[TemplateVersion, ...]:
    """List the latest version for each language and channel, also where it took the words away."""
    latest = (
        select(_table.c.language, _table.c.channel, func.max(_table.c.number).label("number"))
        .group_by(_table.c.language, _table.c.channel)
        .subquery()
    )
    found = (
        select(_table)
        .join(
            latest,
            (latest.c.language == _table.c.language)
            & (latest.c.channel == _table.c.channel)
            & (latest.c.number == _table.c.number),
        )
        .order_by(_table.c.language, _table.c.channel)
    )
    return tuple(_to_version(row) for row in tx.execute(found))


def list_template_versions(
    tx: Transaction, language: str, channel: str
) -> tuple[TemplateVersion, ...]:
    """List all versions for a language and channel, the latest first."""
    found = select(_table).where(_table.c.language == language, _table.c.channel == channel)
    return tuple(_to_version(row) for row in tx.execute(found.order_by(_table.c.number.desc())))


def record_template_version(tx: Transaction, version: TemplateVersion) -> None:
    """Write another version.

    Raises:
        ConflictError: somebody else wrote one of this number.
    """
    values = {name: getattr(version, name) for name in version.__dataclass_fields__}
    if not tx.insert_once(_table, values):
        raise ConflictError("somebody else changed these words meanwhile; look again")
    tx.wake(TEMPLATES_TOPIC)


def _to_version(row: Any) -> TemplateVersion:
    return TemplateVersion(
        language=row.language,
        channel=row.channel,
        number=row.number,
        text=row.text,
        created_at=row.created_at,
        created_by=row.created_by,
    )
