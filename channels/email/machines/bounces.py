"""Delivery reports: which addresses a message of ours did not reach, and whether for good.

Surest first: the fields of RFC 3464, then Exim's header field, then the formats that flufl.bounce
knows, then the words. All but the first only where a mail server sent the mail, for people write
about mail that came back, too, and forward it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from channels.email.machines.delivery_status import (
    DeliveryStatus,
    read_delivery_status,
    read_scattered_status,
)
from channels.email.machines.failed_recipients import find_address, make_failed
from channels.email.machines.flufl_detectors import detect_failures
from channels.email.machines.report_evidence import Evidence, weigh_evidence
from channels.email.machines.report_phrases import GAVE_UP, LATE
from channels.email.machines.report_text import (
    find_failed_addresses,
    find_only_address,
    find_reason,
)
from channels.email.machines.returned_text import MAX_TEXT, find_report_words
from channels.email.mail import Mail
from domain.messages import BounceReport, FailedRecipient

_HEAD: Final = 4000
_MAX_RECIPIENTS: Final = 200


def read_bounce(mail: Mail, raw: bytes) -> BounceReport | None:
    """Read a delivery report.

    Args:
        mail: the parsed mail; its parts, texts, headers, sender and recipients are looked at.
        raw: the mail as it came.

    Returns:
        Whom it reports as not reached, with `permanent=False` for those whom the sending server
        still tries to reach; nobody where it is a report that names nobody. None where it is no
        report, or one that tells of success.
    """
    evidence = weigh_evidence(mail)
    if evidence.fields_count and (status := _read_fields(mail, raw, evidence)).told:
        return _report(_explain(mail, status.failed)) if status.failed else None
    failed = _read_exim(mail)
    if evidence.words_count:
        failed = failed or _read_words(mail, sure=evidence.sure)
    return _report(failed) if failed or evidence.sure else None


def _explain(mail: Mail, failed: tuple[FailedRecipient, ...]) -> Iterator[FailedRecipient]:
    """Add the words of the report where its fields give no reason."""
    for one in failed:
        reason = one.reason or find_reason(_text(mail), one.address)
        yield make_failed(
            one.address, permanent=one.permanent, status=one.status or "", reason=reason
        )


def _read_fields(mail: Mail, raw: bytes, evidence: Evidence) -> DeliveryStatus:
    status = read_delivery_status(mail)
    if not status.told and evidence.by_server:
        return read_scattered_status(raw)
    return status


def _report(failed: Iterable[FailedRecipient]) -> BounceReport:
    """Name each address once; what failed for good outweighs what is merely late."""
    by_address: dict[str, FailedRecipient] = {}
    for one in failed:
        known = by_address.get(one.address)
        if known is None or (one.permanent and not known.permanent):
            by_address[one.address] = one
    return BounceReport(failed=tuple(by_address.values())[:_MAX_RECIPIENTS])


def _read_exim(mail: Mail) -> tuple[FailedRecipient, ...]:
    """Exim names who failed in a field of its own, and why in the text."""
    named = mail.headers.get("x-failed-recipients")[:5000].split(",")
    addresses = dict.fromkeys(address for name in named if (address := find_address(name)))
    return tuple(_from_words(mail, address, late=False) for address in addresses)


def _read_words(mail: Mail, *, sure: bool) -> tuple[FailedRecipient, ...]:
    late = _is_late(mail)
    for_now, for_good = detect_failures(mail)
    found = [(a, True) for a in for_now] + [(a, late) for a in for_good]
    if not found:
        leave_out = frozenset(one.address for one in (mail.sender, *mail.to) if one is not None)
        text = _text(mail)
        words = find_failed_addresses(text, leave_out=leave_out)
        if sure and not words:
            words = find_only_address(text, leave_out=leave_out)
        found = [(address, late) for address in words]
    return tuple(_from_words(mail, address, late=is_late) for address, is_late in found)


def _from_words(mail: Mail, address: str, *, late: bool) -> FailedRecipient:
    return make_failed(address, permanent=not late, reason=find_reason(_text(mail), address))


def _is_late(mail: Mail) -> bool:
    """Whether the server says that it will try again, and not that it gave up."""
    words = f"{mail.subject[:300]}\n{find_report_words(_text(mail))[:_HEAD]}"
    return bool(LATE.search(words)) and not GAVE_UP.search(words)


def _text(mail: Mail) -> str:
    """The words of the report: its texts as they came, since `mail.text` may be rearranged."""
    texts = (part.text[:MAX_TEXT] for part in mail.parts if part.media_type == "text/plain")
    return "\n\n".join(text for text in list(texts)[:5] if text)[:MAX_TEXT] or mail.text[:MAX_TEXT]
