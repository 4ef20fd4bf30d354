"""A text comes in as the provider posts it, by curl; the answers go out by the provider's API."""

import asyncio

import pytest
from twilio.request_validator import RequestValidator

from crm_store.store import Store
from demo.sms_provider import SentSms, SmsProvider
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.curl import NEEDS_CURL, curl, curl_api
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN, Site
from tests.end_to_end.test_killed import count_outbox, read_what_was_said, settle
from tests.engines import SLOW_ON_POSTGRES

pytestmark = [NEEDS_CURL, SLOW_ON_POSTGRES]

CUSTOMER = "+15550142"
COMPANY = "+15550100"
SID = f"SM{7:032x}"
WAIT_SECONDS = 60.0


@pytest.fixture
async def running(site: Site) -> Site:
    """The site with its server running."""
    site.encoder = "none"
    site.write_settings()
    await site.start_server()
    return site


async def post_text(site: Site, text: str, *, sid: str = SID, auth_token: str = AUTH_TOKEN) -> int:
    """Post a text with its signature; the status that was answered."""
    url = f"{site.url}/channels/sms/main"
    fields = {
        "ToCountry": "US",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "SmsSid": sid,
        "SmsStatus": "received",
        "Body": text,
        "FromCountry": "US",
        "To": COMPANY,
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": ACCOUNT_SID,
        "From": CUSTOMER,
        "ApiVersion": "2010-04-01",
    }
    signature = RequestValidator(auth_token).compute_signature(url, fields)
    data = [
        part for name, value in fields.items() for part in ("--data-urlencode", f"{name}={value}")
    ]
    status, _ = await curl("--header", f"X-Twilio-Signature: {signature}", *data, url)
    return status


async def wait_for_sent(provider: SmsProvider, number: int) -> list[SentSms]:
    """Wait until so many texts went out; all that did."""
    more = asyncio.Event()
    provider.listeners.append(lambda _: more.set())
    async with asyncio.timeout(WAIT_SECONDS):
        while len(provider.messages) < number:
            await more.wait()
            more.clear()
    return list(provider.messages)


async def test_a_signed_text_is_answered_once_and_a_forged_one_is_refused(
    running: Site, provider: tuple[SmsProvider, str], record: Store
):
    assert await post_text(running, QUESTION, auth_token="guessed-auth-token") == 403
    assert await record.read(read_what_was_said) == []

    assert await post_text(running, QUESTION) == 200
    (sent,) = await wait_for_sent(provider[0], 1)
    assert (sent.to, sent.sender, sent.text) == (CUSTOMER, COMPANY, ANSWER)

    assert await post_text(running, QUESTION) == 200
    await settle(record)
    assert await record.read(read_what_was_said) == [
        (CUSTOMER, SID, "in", QUESTION),
        (CUSTOMER, None, "out", ANSWER),
    ]
    assert sum((await record.read(count_outbox)).values()) == 1
    assert list(provider[0].messages) == [sent]


@pytest.mark.slow  # the API and the stories tell it without a server
async def test_an_agents_reply_by_the_api_goes_out_by_text(
    running: Site, provider: tuple[SmsProvider, str]
):
    token = (await running.run_command("token", "create", "--role", "agent")).strip()
    assert await post_text(running, "Is your captain married?") == 200
    await wait_for_sent(provider[0], 1)
    api = f"{running.url}/api/v1/conversations"
    (listed,) = (await curl_api(f"{api}?queue=general", token))["items"]

    reply = "That is the captain's own matter, we are afraid."
    one = f"{api}/{listed['reference']}"
    await curl_api(f"{one}/replies", token, {"text": reply})

    told, sent = await wait_for_sent(provider[0], 2)
    assert listed["reference"] in told.text
    assert (sent.to, sent.sender, sent.text) == (CUSTOMER, COMPANY, reply)
    interactions = (await curl_api(one, token))["interactions"]
    messages = [
        (each["author"], each["text"]) for each in interactions if each["direction"] == "out"
    ]
    assert messages == [("bot", told.text), ("agent", reply)]
