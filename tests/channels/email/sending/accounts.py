"""An account and its messages, for tests of sending."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from channels.email.sending import compose_mail
from channels.email.settings import EmailSettings
from channels.email.tokens import TokenSigner
from domain.messages import Address, OutboundMessage, ThreadHint

SIGNER = TokenSigner("a secret for tests", "support")
COMPANY = "Aurora Airways"
REFERENCE = "FD-7K3M9QXD"
ANSWERING = ThreadHint(in_reply_to="question-1@mail.example.com")
WRITTEN_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def make_settings(**changed: Any) -> EmailSettings:
    return EmailSettings.model_validate(
        {
            "account": "support",
            "address": "support@aurora.example",
            "listen": {"port": 0},
            "smtp": {"host": "127.0.0.1", "security": "none"},
            **changed,
        }
    )


def email(value: str, name: str | None = None) -> Address:
    return Address(kind="email", value=value, name=name)


def make_message(**changed: Any) -> OutboundMessage:
    fields: dict[str, Any] = {
        "id": "01k9-outbound-1",
        "interaction_id": "i-1",
        "conversation_id": "c-1",
        "reference": REFERENCE,
        "channel": "email",
        "account": "support",
        "to": email("jane@example.com", "Jane Smith"),
        "text": "Your bag is on its way.",
        "subject": "Lost bag",
        "composed_at": WRITTEN_AT,
        **changed,
    }
    return OutboundMessage(**fields)


def compose_bytes(*, settings: EmailSettings | None = None, **changed: Any) -> bytes:
    return compose_mail(
        make_message(**changed),
        settings=settings or make_settings(),
        signer=SIGNER,
        company=COMPANY,
        now=WRITTEN_AT,
    )


def compose(*, settings: EmailSettings | None = None, **changed: Any) -> EmailMessage:
    """Compose a message and read it back as a mail program does."""
    return read(compose_bytes(settings=settings, **changed))


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert not [part.defects for part in message.walk() if part.defects]
    return message


def body(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")
