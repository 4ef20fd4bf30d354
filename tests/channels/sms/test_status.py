"""The status callback: what becomes of messages after the provider took them."""

import pytest

from domain.messages import DeliveryState, DeliveryUpdate
from tests.channels.conftest import PUBLIC_URL
from tests.channels.sms.conftest import PATH, SID, Twilio, report
from tests.fake_gateway import FakeGateway
from tests.fakes import MONDAY_MORNING

STATUS = f"{PATH}/status"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", DeliveryState.SENT),
        ("sending", DeliveryState.SENT),
        ("sent", DeliveryState.SENT),
        ("delivered", DeliveryState.DELIVERED),
        ("undelivered", DeliveryState.FAILED),
        ("failed", DeliveryState.FAILED),
    ],
)
async def test_every_status_is_recorded_in_our_words(
    twilio: Twilio, gateway: FakeGateway, status: str, state: DeliveryState
) -> None:
    response = await twilio.post(report(status), STATUS)
    assert response.status == 204
    expected = DeliveryUpdate(
        channel="sms", account="main", external_id=SID, state=state, at=MONDAY_MORNING
    )
    assert gateway.deliveries == [expected]


async def test_an_agent_reads_why_a_message_did_not_arrive(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    await twilio.post(report("undelivered", ErrorCode="30006"), STATUS)
    await twilio.post(report("failed", ErrorCode="39999", ErrorMessage="Odd"), STATUS)
    errors = [update.error for update in gateway.deliveries]
    assert errors == [
        "30006: the number is a landline or its network takes no text messages",
        "39999: Odd",
    ]


async def test_a_status_that_is_new_to_us_is_ignored(twilio: Twilio, gateway: FakeGateway) -> None:
    assert (await twilio.post(report("receiving"), STATUS)).status == 204
    assert gateway.deliveries == []


async def test_a_forged_status_is_refused(twilio: Twilio, gateway: FakeGateway) -> None:
    assert (await twilio.post(report("failed"), STATUS, signature="x")).status == 403
    other = report("failed", AccountSid="AC" + "1" * 32)
    assert (await twilio.post(other, STATUS)).status == 403
    assert gateway.deliveries == []


@pytest.mark.parametrize("field", ["MessageSid", "MessageStatus"])
async def test_a_missing_field_is_named(twilio: Twilio, field: str) -> None:
    response = await twilio.post(report("sent", **{field: ""}), STATUS)
    assert response.status == 400
    assert field in (await response.json())["detail"]


async def test_a_report_names_the_message_by_the_id_we_sent_it_with(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    assert (await twilio.post(report("delivered"), f"{STATUS}?message=out-1")).status == 204
    assert [update.outbound_id for update in gateway.deliveries] == ["out-1"]


async def test_nobody_can_turn_a_report_into_another_messages(
    twilio: Twilio, gateway: FakeGateway
) -> None:
    signed = f"{PUBLIC_URL}{STATUS}?message=out-1"
    for path in (STATUS, f"{STATUS}?message=out-2"):
        assert (await twilio.post(report("failed"), path, signed_url=signed)).status == 403
    assert gateway.deliveries == []


@pytest.mark.parametrize("query", ["message=", f"message={'x' * 65}", "message=%00", "other=1"])
async def test_an_id_that_is_not_ours_is_left_out(
    twilio: Twilio, gateway: FakeGateway, query: str
) -> None:
    assert (await twilio.post(report("sent"), f"{STATUS}?{query}")).status == 204
    assert [update.outbound_id for update in gateway.deliveries] == [None]
