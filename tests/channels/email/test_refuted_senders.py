"""What the receiving server found to be forged is told of a message, whoever is its sender."""

from datetime import UTC, datetime

import pytest

from channels.contract import ChannelTools
from channels.email import EmailSettings
from channels.email.channel import EmailChannel
from domain.messages import InboundMessage, RawMessage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SETTINGS = EmailSettings.model_validate(
    {
        "account": "support",
        "address": "support@aurora.example",
        "trusted_authserv": ["mx.aurora.example"],
        "smtp": {"host": "127.0.0.1", "security": "none"},
        "listen": {"port": 0},
    }
)
FAILED = "Authentication-Results: mx.aurora.example; dmarc=fail header.from=shop.example\r\n"


@pytest.fixture
def channel(tools: ChannelTools) -> EmailChannel:
    return EmailChannel(SETTINGS, tools)


def read(channel: EmailChannel, headers: str) -> InboundMessage:
    mail = f"{headers}To: support@aurora.example\r\nSubject: Bag\r\n\r\nWhere is it?\r\n"
    return channel.parse(
        RawMessage(
            channel="email",
            account="support",
            delivery_id="delivery-1",
            source="anna@shop.example",
            body=mail.encode(),
            headers={},
            received_at=NOW,
        )
    )


def test_a_forged_sender_is_told_with_the_reason(channel: EmailChannel):
    message = read(channel, f"{FAILED}From: anna@shop.example\r\n")
    assert message.notes["refuted"] == "DMARC failed for shop.example"
    assert not message.sender.verified


def test_nobody_is_written_to_by_way_of_a_forged_form(channel: EmailChannel):
    """Or else a forged `noreply@` with the victim in Reply-To would have them answered."""
    headers = "From: noreply@shop.example\r\nReply-To: victim@example.com\r\n"
    assert read(channel, headers).sender.value == "victim@example.com"
    assert "refuted" not in read(channel, headers).notes
    assert read(channel, FAILED + headers).notes["refuted"] == "DMARC failed for shop.example"


def test_a_sender_of_whom_nothing_is_known_is_not_called_forged(channel: EmailChannel):
    assert "refuted" not in read(channel, "From: anna@shop.example\r\n").notes
