"""Accounts of one site know each other's mail: none takes another for a customer."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from channels.contract import ChannelTools
from channels.email import EmailSettings
from channels.email.channel import EmailChannel
from channels.email.sending import compose_mail
from channels.email.tokens import TokenSigner
from domain.messages import Address, InboundMessage, OutboundMessage, RawMessage

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def account(name: str, **changed: object) -> EmailSettings:
    return EmailSettings.model_validate(
        {
            "account": name,
            "address": f"{name}@aurora.example",
            "smtp": {"host": "127.0.0.1", "security": "none"},
            "listen": {"port": 0},
            **changed,
        }
    )


SUPPORT, SALES = account("support"), account("sales", aliases=["shop@aurora.example"])


@pytest.fixture
def sales(tools: ChannelTools) -> EmailChannel:
    return EmailChannel(SALES, replace(tools, siblings=(SUPPORT, SALES)))


@pytest.fixture
def support(tools: ChannelTools) -> EmailChannel:
    return EmailChannel(SUPPORT, replace(tools, siblings=(SUPPORT, SALES)))


def read(channel: EmailChannel, mail: bytes) -> InboundMessage:
    return channel.parse(
        RawMessage(
            channel="email",
            account=channel.account,
            delivery_id="delivery-1",
            body=mail,
            headers={},
            received_at=NOW,
            source="192.0.2.1",
        )
    )


def test_who_writes_to_two_accounts_has_no_replies_copied_to_the_other(support: EmailChannel):
    mail = (
        b"From: jane@example.com\r\nTo: support@aurora.example\r\nSubject: Bag\r\n"
        b"Cc: sales+x@aurora.example, shop@aurora.example, john@example.com\r\n\r\nWhere is it?\r\n"
    )
    assert [each.value for each in read(support, mail).copies] == ["john@example.com"]


def test_a_reply_of_one_account_is_no_letter_to_another(tools: ChannelTools, sales: EmailChannel):
    reply = OutboundMessage(
        id="out-1",
        interaction_id="i-1",
        conversation_id="c-1",
        reference="FD-7K3M9QXD",
        channel="email",
        account="support",
        to=Address(kind="email", value="jane@example.com"),
        text="Your bag is on its way.",
        cc=(Address(kind="email", value="sales@aurora.example"),),
        composed_at=NOW,
    )
    signer = TokenSigner(tools.secret, "support")
    mail = compose_mail(reply, settings=SUPPORT, signer=signer, company="Aurora Airways", now=NOW)
    assert read(sales, mail).automatic == "it is a message of ours that came back"


def test_a_colleague_who_writes_from_the_mailbox_of_another_account_is_a_person(
    sales: EmailChannel,
):
    mail = (
        b"From: support@aurora.example\r\nTo: sales@aurora.example\r\nSubject: Fares\r\n"
        b"Message-ID: <1@aurora.example>\r\n\r\nCould you call Jane Smith?\r\n"
    )
    assert read(sales, mail).automatic is None
