"""What every channel in the registry must keep to; a new one is taken in by its line there."""

import contextlib
from typing import Any, Protocol

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.contract import ChannelKind, ChannelTools, HttpChannel
from channels.registry import CHANNELS, find_kind
from domain.errors import MalformedMessage, SendError
from domain.messages import (
    Address,
    Attachment,
    DeliveryState,
    InboundMessage,
    OutboundMessage,
    RawMessage,
)
from tests.channels.accounts import ACCOUNTS, SECRETS
from tests.channels.provider_servers import PROVIDERS
from tests.channels.recorded_samples import FOLDER, Sample, describe, read_samples
from tests.fake_gateway import FakeGateway
from tests.fakes import MONDAY_MORNING

SAMPLES = [(kind, sample) for kind in CHANNELS for sample in read_samples(kind.name)]
HOSTILE = [b"[" * 100_000, b"{" * 100_000, b"&" * 100_000, b"\xff" * 1_000_000]
DAMAGE = [
    *(b"%00", b"\x00", b"%ED%A0%80", rb"\ud800", b"\xe2\x80\xae"),
    *(b"null", b"[[[[", b"1e999", b"&="),
]
SENDING = [kind for kind in CHANNELS if kind.name in PROVIDERS]
FAILURES = ["busy", "broken", "unreachable", "refused", "unauthorised", "cut_off"]
SEVERAL = [kind for kind in CHANNELS if kind.name != "api"]  # the API has one account
PAYLOADS = [(kind, sample.raw.body) for kind, sample in SAMPLES]


class Builder(Protocol):
    def __call__(self, kind: ChannelKind[Any], **changed: Any) -> HttpChannel: ...


@pytest.fixture
def build(tools: ChannelTools) -> Builder:
    def build(kind: ChannelKind[Any], **changed: Any) -> HttpChannel:
        account = ACCOUNTS.get(kind.name)
        assert account is not None, f"add an account of {kind.name} to tests/channels/accounts.py"
        return kind.build(kind.settings.model_validate({**account, **changed}), tools)

    return build


def by_name(value: Any) -> str | None:
    return value.name if isinstance(value, ChannelKind | Sample) else None


def outbound(kind: str, text: str = "Your bag is on its way.", **fields: Any) -> OutboundMessage:
    defaults: dict[str, Any] = {
        "id": "out-1",
        "interaction_id": "i-1",
        "conversation_id": "c-1",
        "reference": "FD-7K3M9QXD",
        "channel": kind,
        "account": "main",
        "to": Address(kind="phone", value="+15550142"),
    }
    return OutboundMessage(text=text, **{**defaults, **fields})


# Every kind


def test_names_in_the_registry_are_unique() -> None:
    names = [kind.name for kind in CHANNELS]
    assert len(set(names)) == len(names)
    assert [find_kind(name) for name in names] == list(CHANNELS)
    assert find_kind("carrier_pigeon") is None


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_every_channel_has_recorded_payloads_good_and_bad(kind: ChannelKind[Any]) -> None:
    samples = read_samples(kind.name)
    good = [sample for sample in samples if sample.expected is not None]
    bad = [sample for sample in samples if sample.expected is None]
    assert min(len(good), len(bad)) > 0, (
        f"the channel {kind.name} needs recorded payloads: put at least one that is read and one "
        f"that is refused into {FOLDER / kind.name}/, each as NAME.raw (the bytes as they "
        'arrived) and NAME.json ({"message": {...}}, the fields it must be read as, or null '
        "where it must be refused); see docs/add-a-channel.md"
    )


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_every_channel_that_sends_is_tried_against_a_server(
    kind: ChannelKind[Any], build: Builder
) -> None:
    channel = build(kind)
    assert channel.capabilities.collected or kind.name in PROVIDERS, (
        f"{kind.name} sends: add a server that it can send to to "
        "tests/channels/provider_servers.py; see docs/add-a-channel.md"
    )


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_a_channel_knows_what_it_is_and_adds_routes_under_its_own_address(
    kind: ChannelKind[Any], build: Builder
) -> None:
    channel = build(kind)
    app = web.Application()
    channel.add_routes(app.router, FakeGateway())
    assert (channel.kind, channel.account) == (kind.name, ACCOUNTS[kind.name]["account"])
    prefix = f"/channels/{kind.name.replace('_', '-')}/{channel.account}"
    for resource in app.router.resources():
        assert resource.canonical.startswith(prefix), "an account answers under its own address"
        assert resource.name, "each route has a name, for logs and metrics"


@pytest.mark.parametrize("kind", SEVERAL, ids=by_name)
def test_two_accounts_of_a_kind_stand_side_by_side(kind: ChannelKind[Any], build: Builder) -> None:
    app = web.Application()
    for account in ("24-7", "24_7"):
        build(kind, account=account).add_routes(app.router, FakeGateway())


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_what_a_channel_can_do_makes_sense(kind: ChannelKind[Any], build: Builder) -> None:
    capabilities = build(kind).capabilities
    most = capabilities.max_length
    assert most is None or capabilities.measure("x" * 70) <= most
    assert not (capabilities.html and capabilities.max_length), "HTML cannot be cut to a length"


# Settings


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_no_secret_shows_in_the_settings(kind: ChannelKind[Any]) -> None:
    settings = kind.settings.model_validate(ACCOUNTS[kind.name])
    for shown in (repr(settings), str(settings), str(settings.model_dump())):
        for secret in SECRETS:
            assert secret not in shown


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
def test_unknown_settings_are_errors(kind: ChannelKind[Any]) -> None:
    with pytest.raises(ValueError, match="colur"):
        kind.settings.model_validate({**ACCOUNTS[kind.name], "colur": "red"})


# Parsing


@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=by_name)
def test_a_recorded_payload_is_read_as_recorded(
    kind: ChannelKind[Any], sample: Sample, build: Builder
) -> None:
    channel = build(kind)
    if sample.expected is None:
        with pytest.raises(MalformedMessage):
            channel.parse(sample.raw)
        return
    message = channel.parse(sample.raw)
    assert describe(message, sample.expected) == sample.expected
    check_message(message, sample.raw)


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(body=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused(kind: ChannelKind[Any], build: Builder, body: bytes) -> None:
    parse_or_refuse(build(kind), kind, body)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(payload=st.sampled_from(PAYLOADS), data=st.data())
def test_a_damaged_payload_is_read_or_refused(
    build: Builder, payload: tuple[ChannelKind[Any], bytes], data: st.DataObject
) -> None:
    kind, body = payload
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    damage = data.draw(st.binary(max_size=20) | st.sampled_from(DAMAGE))
    parse_or_refuse(build(kind), kind, body[:start] + damage + body[end:])


@pytest.mark.parametrize("kind", CHANNELS, ids=by_name)
@pytest.mark.parametrize("body", HOSTILE, ids=["[", "{", "&", "no UTF-8"])
def test_a_hostile_payload_is_read_or_refused(
    kind: ChannelKind[Any], body: bytes, build: Builder
) -> None:
    parse_or_refuse(build(kind), kind, body)


def parse_or_refuse(channel: HttpChannel, kind: ChannelKind[Any], body: bytes) -> None:
    raw = RawMessage(
        channel=kind.name,
        account=channel.account,
        delivery_id="d-1",
        source="s-1",
        body=body,
        received_at=MONDAY_MORNING,
    )
    with contextlib.suppress(MalformedMessage):
        check_message(channel.parse(raw), raw)


def check_message(message: InboundMessage, raw: RawMessage) -> None:
    """What holds of every message that any parser returns."""
    assert (message.channel, message.account) == (raw.channel, raw.account)
    assert all((message.external_id, message.sender.value, message.thread.external_thread))
    assert message.received_at == raw.received_at
    texts = (message.text, message.subject or "", message.sender.name or "", message.sender.value)
    for text in texts:
        text.encode()  # a half surrogate could be stored in no database
        assert not set(text) & {"\x00", "\x1b", "\u202e"}
    assert "\n" not in (message.subject or "") + (message.sender.name or "")


# Sending


@pytest.mark.parametrize("kind", SENDING, ids=by_name)
async def test_a_message_is_handed_over_with_its_words_and_a_receipt(
    kind: ChannelKind[Any], build: Builder
) -> None:
    async with PROVIDERS[kind.name]() as provider:
        channel = build(kind, **provider.settings)
        receipt = await channel.send(outbound(kind.name, "Grüße 😀 مرحبا", to=provider.address))
        assert provider.texts() == ["Grüße 😀 مرحبا"]
        assert receipt.external_id
        assert receipt.state is DeliveryState.SENT
        assert await channel.check()


@pytest.mark.parametrize("kind", SENDING, ids=by_name)
@pytest.mark.parametrize("failure", FAILURES)
async def test_a_failure_says_whether_another_try_makes_sense(
    kind: ChannelKind[Any], failure: str, build: Builder
) -> None:
    async with PROVIDERS[kind.name]() as provider:
        channel = build(kind, **await provider.fail(failure))
        with pytest.raises(SendError) as caught:
            await channel.send(outbound(kind.name, to=provider.address))
        assert caught.value.retryable is (failure in provider.passing)
        if caught.value.retryable:
            assert provider.texts() == []
        else:
            assert caught.value.code
        if failure == "busy":
            assert caught.value.retry_after == provider.retry_after
        assert all(secret not in str(caught.value) for secret in SECRETS)


@pytest.mark.parametrize("kind", SENDING, ids=by_name)
async def test_a_file_without_a_public_address_does_not_stop_the_words(
    kind: ChannelKind[Any], build: Builder
) -> None:
    file = Attachment(filename="a.pdf", media_type="application/pdf", file_id="file-1")
    async with PROVIDERS[kind.name]() as provider:
        message = outbound(kind.name, attachments=(file,), to=provider.address)
        await build(kind, **provider.settings).send(message)
        assert len(provider.texts()) == 1
