"""What supervisors do with the words of responses: write, check, read and give up their own."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.complaints.response_templates_at_work import TemplateAtWork, list_templates_at_work
from bot.compose import ADDRESS_KINDS
from bot.tools import Tools
from complaints.response_templates import ANY_CHANNEL, check_template
from complaints.shipped_templates import SHIPPED_TEMPLATES
from crm_store.response_templates import (
    TemplateVersion,
    list_latest_versions,
    list_template_versions,
    record_template_version,
)
from crm_store.transaction import Transaction
from domain.complaint_responses import ResponseTemplate, TemplateFault
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from domain.staff import StaffMember

TEMPLATE_CHANNELS: Final = (ANY_CHANNEL, *sorted(ADDRESS_KINDS))
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)


class TemplateDesk:
    """The use cases of supervisors with the words of responses; each method is one transaction.

    Args:
        tools: what all use cases work with.
    """

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def list(self) -> tuple[TemplateAtWork, ...]:
        """List the words that hold now, by language and channel."""
        return await self._tools.store.read(list_templates_at_work)

    async def list_versions(self, language: str, channel: str) -> tuple[TemplateVersion, ...]:
        """List all that was ever written for a language and channel, the latest first."""
        return await self._tools.store.read(list_template_versions, language, channel)

    def check(self, language: str, channel: str, text: str) -> tuple[TemplateFault, ...]:
        """Check words before they are saved; nothing where they can be used.

        Raises:
            InvalidInputError: there is no such language or channel.
        """
        _require_key(language, channel)
        return self._find_faults(ResponseTemplate(language=language, channel=channel, text=text))

    async def save(
        self, language: str, channel: str, text: str, *, by: StaffMember, based_on: int | None
    ) -> TemplateVersion:
        """Write the words for a language and channel; what is as it was makes no new version.

        Args:
            channel: a channel's kind, or `any` for those that have no words of their own.
            based_on: `TemplateAtWork.last` as it was seen; None for whatever stands.

        Raises:
            InvalidInputError: a part is missing or something else is wrong; it tells all of it.
            ConflictError: somebody else changed them.
        """
        text = text.replace("\r\n", "\n").strip()
        faults = self.check(language, channel, text)
        if faults:
            raise InvalidInputError("; ".join(each.words for each in faults), field="text")
        return await self._write(language, channel, text, by=by, based_on=based_on)

    async def reset(
        self, language: str, channel: str, *, by: StaffMember, based_on: int | None = None
    ) -> TemplateVersion:
        """Give up the site's own words, so that those that are shipped hold again, if any.

        Raises:
            NotFoundError: the site has none of its own.
            ConflictError: somebody else changed them.
        """
        _require_key(language, channel)
        return await self._write(language, channel, "", by=by, based_on=based_on)

    async def _write(
        self, language: str, channel: str, text: str, *, by: StaffMember, based_on: int | None
    ) -> TemplateVersion:
        return await self._tools.store.run(
            _record_version,
            language,
            channel,
            text,
            by=by.name,
            based_on=based_on,
            now=self._tools.clock.now(),
        )

    def _find_faults(self, template: ResponseTemplate) -> tuple[TemplateFault, ...]:
        found: Sequence[TemplateFault] = check_template(template)
        for (kind, _), channel in self._tools.channels.items():
            if not found and kind == template.channel:
                capabilities = channel.capabilities
                found = check_template(
                    template, most=capabilities.max_length, measure=capabilities.measure
                )
        return tuple(found)


def _record_version(
    tx: Transaction,
    language: str,
    channel: str,
    text: str,
    *,
    by: str,
    based_on: int | None,
    now: datetime,
) -> TemplateVersion:
    latest = {(each.language, each.channel): each for each in list_latest_versions(tx)}
    before = latest.get((language, channel))
    last = 0 if before is None else before.number
    if based_on is not None and based_on != last:
        raise ConflictError("somebody else changed these words meanwhile; look again")
    if before is not None and before.text == text:
        return before
    if before is None and not text:
        raise NotFoundError(f"there are no words of your own for {language} and {channel}")
    version = TemplateVersion(
        language=language,
        channel=channel,
        number=last + 1,
        text=text,
        created_at=now,
        created_by=by,
    )
    record_template_version(tx, version)
    return version


def find_shipped_template(language: str, channel: str) -> ResponseTemplate | None:
    """Find the words that are shipped for a language and channel."""
    return next(
        (
            each
            for each in SHIPPED_TEMPLATES
            if (each.language, each.channel) == (language, channel)
        ),
        None,
    )


def _require_key(language: str, channel: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise InvalidInputError("write the language as two letters, such as en", field="language")
    if channel not in TEMPLATE_CHANNELS:
        known = ", ".join(TEMPLATE_CHANNELS)
        raise InvalidInputError(
            f"{channel!r} is no channel; choose one of {known}", field="channel"
        )
