"""The words of responses as they hold now: the site's own, and else those that are shipped."""

from dataclasses import dataclass
from typing import Final

from complaints.response_templates import find_template
from complaints.shipped_templates import SHIPPED_TEMPLATES
from crm_store.response_templates import TemplateVersion, list_latest_versions
from crm_store.transaction import Transaction
from domain.complaint_responses import ResponseTemplate

_LAST_RESORT: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateAtWork:
    """The words that hold for a language and channel.

    Attributes:
        number: of the site's version; 0 for what is shipped.
        last: number of the last version that was written, also one that took the words away.
        shipped: whether there are words to go back to.
        latest: the version that was written last, or None.
    """

    template: ResponseTemplate
    number: int
    last: int
    shipped: bool
    latest: TemplateVersion | None


def list_templates_at_work(tx: Transaction) -> tuple[TemplateAtWork, ...]:
    """List the words that hold, by language and channel."""
    latest = {(each.language, each.channel): each for each in list_latest_versions(tx)}
    shipped = {(each.language, each.channel): each for each in SHIPPED_TEMPLATES}
    found = []
    for key in sorted({*latest, *shipped}):
        version = latest.get(key)
        own = version is not None and bool(version.text)
        template = version.template if version is not None and own else shipped.get(key)
        if template is not None:
            found.append(
                TemplateAtWork(
                    template=template,
                    number=version.number if version is not None and own else 0,
                    last=0 if version is None else version.number,
                    shipped=key in shipped,
                    latest=version,
                )
            )
    return tuple(found)


def choose_template(
    tx: Transaction, *, language: str, channel: str, fallback: str
) -> TemplateAtWork:
    """Choose the words for a customer: in their language, else the company's, else English."""
    known = {
        (each.template.language, each.template.channel): each for each in list_templates_at_work(tx)
    }
    templates = [each.template for each in known.values()]
    for last in (fallback, _LAST_RESORT):
        found = find_template(templates, language.split("-", maxsplit=1)[0], channel, fallback=last)
        if found is not None:
            return known[found.language, found.channel]
    raise AssertionError("what is shipped has English words for any channel")
