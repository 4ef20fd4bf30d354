"""From what the form recorded to a message as every channel knows it."""

import re
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from channels.phone_numbers import find_e164
from channels.text_cleaning import clean_line, clean_text
from domain.errors import MalformedMessage
from domain.messages import Address, HelpVisit, InboundMessage, RawMessage, ThreadHint

_LONGEST_MESSAGE: Final = 20_000  # characters
# As much of a language tag (RFC 5646) as anybody writes.
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


class RecordedForm(BaseModel):
    """The body of a raw message: a first one, or a further one into the same thread.

    Attributes:
        thread: for a further one, the delivery id of the first.
        choice: the value of the quick reply that was pressed.
        article: of a first one, what was read in the help centre before; so are the three below.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    email: str
    message: str
    name: str | None = None
    phone: str | None = None
    subject: str | None = None
    thread: str | None = None
    choice: str | None = None
    article: str | None = None
    locale: str | None = None
    helpful: bool | None = None
    searched: str | None = None


def parse_form_message(raw: RawMessage) -> InboundMessage:
    """Read what was recorded of a form.

    Raises:
        MalformedMessage: it is not the JSON that our routes write, or has no email.
    """
    try:
        form = RecordedForm.model_validate_json(raw.body)
    except ValidationError as error:
        raise MalformedMessage(f"no recorded form: {error.error_count()} faults") from error
    email = clean_line(form.email, max_length=254).lower()
    if not email:
        raise MalformedMessage("the recorded form has no email")
    text = clean_text(form.message, max_length=_LONGEST_MESSAGE)
    return InboundMessage(
        channel=raw.channel,
        account=raw.account,
        external_id=raw.delivery_id,
        sender=Address(kind="email", value=email, name=_find_line(form.name, 100)),
        recipient=Address(kind="web_form", value=raw.account),
        sent_at=raw.received_at,
        received_at=raw.received_at,
        text=text,
        full_text=text,
        subject=_find_line(form.subject, 200),
        claims=_phone_claims(form.phone),
        thread=ThreadHint(external_thread=form.thread or raw.delivery_id),
        choice=form.choice,
        language=_find_language(form.locale),
        visit=_find_visit(form),
    )


def _find_visit(form: RecordedForm) -> HelpVisit | None:
    """Find what was done in the help centre; a language alone is no visit."""
    article, searched = _find_line(form.article, 200), _find_line(form.searched, 200)
    if article is None and searched is None:
        return None
    return HelpVisit(
        article_id=article,
        locale=_find_language(form.locale),
        helpful=None if article is None else form.helpful,
        searched=searched,
    )


def _find_language(tag: str | None) -> str | None:
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def _find_line(text: str | None, max_length: int) -> str | None:
    return clean_line(text, max_length=max_length) or None if text else None


def _phone_claims(phone: str | None) -> tuple[Address, ...]:
    """Keep a number that names its country; without it nobody knows whose it is."""
    written = find_e164(phone) if phone else None
    return (Address(kind="phone", value=written),) if written else ()
