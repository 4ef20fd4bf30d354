"""From the provider's form to a message as every channel knows it."""

from mimetypes import MimeTypes
from typing import Final

from multidict import MultiDict

from channels.phone_numbers import normalise_sender
from channels.sms.consent import parse_consent
from channels.sms.form_fields import parse_form
from channels.text_cleaning import clean_line, clean_text
from domain.errors import MalformedMessage
from domain.messages import Address, Attachment, InboundMessage, RawMessage, ThreadHint

_MOST_MEDIA: Final = 10  # Twilio's limit for one message
_MEDIA_TYPES: Final = MimeTypes()  # the table that Python brings, not the machine's


def parse_sms(raw: RawMessage) -> InboundMessage:
    """Read the form of an incoming message.

    The field names are those of Twilio's "request to your incoming message webhook URL".

    Raises:
        MalformedMessage: it has too many fields, or lacks `MessageSid` or `From`.
    """
    try:
        fields = parse_form(raw.body)
    except ValueError as error:
        raise MalformedMessage(f"the form cannot be read: {error}") from error
    sender = _phone(_get_field(fields, "From"), verified=True)
    text = clean_text(fields.get("Body", ""))
    return InboundMessage(
        channel=raw.channel,
        account=raw.account,
        external_id=_get_field(fields, "MessageSid"),
        sender=sender,
        recipient=_phone(clean_line(fields.get("To", ""), max_length=64)),
        sent_at=raw.received_at,
        received_at=raw.received_at,
        text=text,
        full_text=text,
        attachments=parse_media(fields),
        thread=ThreadHint(external_thread=sender.value),
        consent=parse_consent(text, fields.get("OptOutType", "")),
    )


def parse_media(fields: MultiDict[str]) -> tuple[Attachment, ...]:
    """Read what came with an MMS; the content stays at the provider until it is fetched."""
    media = []
    for number in range(_MOST_MEDIA):
        url = fields.get(f"MediaUrl{number}", "").strip()
        if not url.startswith(("https://", "http://")) or len(url) > 2000:
            continue
        media_type = clean_line(fields.get(f"MediaContentType{number}", ""), max_length=100)
        media_type = media_type.lower() or "application/octet-stream"
        extension = _MEDIA_TYPES.guess_extension(media_type) or ".bin"
        media.append(
            Attachment(
                filename=f"media-{number + 1}{extension}", media_type=media_type, source_url=url
            )
        )
    return tuple(media)


def _get_field(fields: MultiDict[str], name: str) -> str:
    value = clean_line(fields.get(name, ""), max_length=64)
    if not value:
        raise MalformedMessage(f"the form has no {name}")
    return value


def _phone(value: str, *, verified: bool = False) -> Address:
    return Address(kind="phone", value=normalise_sender(value), verified=verified)
