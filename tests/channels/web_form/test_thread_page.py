"""The page on which the customer reads the answer."""

from datetime import timedelta

import pytest

from channels.web_form.parser import parse_form_message
from domain.messages import QuickReply
from tests.channels.web_form.conftest import Visitor, find_value
from tests.fake_gateway import FakeGateway

CHOICES = (
    QuickReply(label="Lost baggage", value="lost-baggage"),
    QuickReply(label="None of these", value="none"),
)


async def test_the_customer_reads_the_conversation(visitor: Visitor, gateway: FakeGateway) -> None:
    url, key = await visitor.begin_thread()
    gateway.append(key, "My suitcase did not arrive.", author="customer")
    gateway.append(key, "We are looking for it.", author="agent", author_name="Maja")
    page = await (await visitor.client.get(url)).text()
    assert "My suitcase did not arrive." in page
    assert "We are looking for it." in page
    assert "Maja" in page


async def test_what_the_page_took_is_recorded_as_collected(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    await visitor.client.get(url)
    assert gateway.collected == [], "nothing was there to collect"
    entry = gateway.append(key, "We are looking for it.")
    await visitor.client.get(url)
    [collected] = gateway.collected
    assert (collected.key, collected.upto, collected.seen) == (key, entry.position, False)


async def test_an_open_page_hears_what_is_new_and_says_what_was_seen(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    old = gateway.append(key, "We are looking for it.")
    new = gateway.append(key, "We have it!", quick_replies=CHOICES)
    response = await visitor.client.get(f"{url}/entries?after={old.position}&seen={old.position}")
    answer = await response.json()
    assert [entry["position"] for entry in answer["entries"]] == [new.position]
    assert "We have it!" in answer["entries"][0]["html"]
    assert 'value="lost-baggage"' in answer["quick_replies"]
    assert [(call.upto, call.seen) for call in gateway.collected] == [
        (old.position, True),
        (new.position, False),
    ]


async def test_a_page_that_asks_for_nothing_new_writes_nothing(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    entry = gateway.append(key, "We are looking for it.")
    answer = await (await visitor.client.get(f"{url}/entries?after={entry.position}")).json()
    assert answer["entries"] == []
    assert gateway.collected == []


async def test_a_further_message_goes_into_the_same_thread(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    nonce = find_value(await (await visitor.client.get(url)).text(), "nonce")
    for _ in range(2):
        response = await visitor.post({"message": "It has a red strap.", "nonce": nonce}, url)
        assert response.status == 303
        assert response.headers["Location"].partition("#")[0] == url
    assert len(gateway.received) == 2, "the form, and one further message pressed twice"
    message = parse_form_message(gateway.received[1])
    assert message.thread.external_thread == key.thread
    assert message.sender.value == "astrid.lindqvist@example.com"
    assert message.sender.name == "Astrid Lindqvist", "as they introduced themselves"
    assert message.external_id.startswith(key.thread)


async def test_an_offered_answer_can_be_pressed(visitor: Visitor, gateway: FakeGateway) -> None:
    url, key = await visitor.begin_thread()
    gateway.append(key, "Did you mean …?", quick_replies=CHOICES)
    page = await (await visitor.client.get(url)).text()
    assert ">Lost baggage</button>" in page
    response = await visitor.post({"choice": "lost-baggage", "nonce": "n"}, url)
    assert response.status == 303
    message = parse_form_message(gateway.received[1])
    assert (message.text, message.choice) == ("Lost baggage", "lost-baggage")


async def test_an_answer_that_was_never_offered_or_no_longer_is_cannot_be_pressed(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    gateway.append(key, "Did you mean …?", quick_replies=CHOICES)
    gateway.append(key, "An agent will help you.")
    for choice in ("lost-baggage", "refund-everything", ""):
        response = await visitor.post({"choice": choice, "nonce": "n"}, url)
        assert response.status == 422
    assert len(gateway.received) == 1


@pytest.mark.parametrize("text", ["", "  \r\n ", "\x00", "x" * 20_001])
async def test_nothing_and_too_much_are_refused_on_the_page(
    visitor: Visitor, gateway: FakeGateway, text: str
) -> None:
    url, _ = await visitor.begin_thread()
    response = await visitor.post({"message": text}, url)
    assert response.status == 422
    assert 'role="alert"' in await response.text()
    assert len(gateway.received) == 1


async def test_one_customers_token_does_not_open_anothers_thread(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    mine, _ = await visitor.begin_thread()
    base, _, token = mine.rpartition("/")
    for forged in ("x", token[:-1], f"{token}x", token.replace(".", ""), "%00", "ü"):
        assert (await visitor.client.get(f"{base}/{forged}")).status == 404
        assert (await visitor.client.get(f"{base}/{forged}/entries")).status == 404
        assert (await visitor.post({"message": "x"}, f"{base}/{forged}")).status == 404
    assert len(gateway.received) == 1


@pytest.mark.parametrize("query", ["after=x", "after=-1", "seen=1.5", "after=" + "9" * 50])
async def test_a_position_that_is_none_is_refused(visitor: Visitor, query: str) -> None:
    url, _ = await visitor.begin_thread()
    response = await visitor.client.get(f"{url}/entries?{query}")
    assert response.status == 400
    assert response.content_type == "application/problem+json"


async def test_what_others_wrote_cannot_run_in_the_page(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, key = await visitor.begin_thread()
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    gateway.append(key, evil, author="customer", author_name=evil)
    gateway.append(key, evil, html=f'<b onclick="x">bold</b>{evil}<a href="javascript:x">a</a>')
    gateway.append(key, "x", quick_replies=(QuickReply(label=evil, value='"' + evil),))
    page = await (await visitor.client.get(url)).text()
    answer = await (await visitor.client.get(f"{url}/entries?after=0")).text()
    assert "<b>bold</b>" in page
    for shown in (page.replace("<script src=", ""), answer):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "javascript:" not in shown
        assert "onclick" not in shown


async def test_a_thread_page_tells_no_other_site_its_address(visitor: Visitor) -> None:
    url, _ = await visitor.begin_thread()
    response = await visitor.client.get(url)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in await response.text()


async def test_a_long_conversation_is_shown_whole(visitor: Visitor, gateway: FakeGateway) -> None:
    url, key = await visitor.begin_thread()
    for number in range(450):
        gateway.append(key, f"line number {number}.", announce=False)
    page = await (await visitor.client.get(url)).text()
    assert "line number 0." in page
    assert "line number 449." in page


async def test_a_flood_into_one_thread_is_slowed(visitor: Visitor, gateway: FakeGateway) -> None:
    url, _ = await visitor.begin_thread()
    statuses = {(await visitor.post({"message": f"no {n}"}, url)).status for n in range(70)}
    assert statuses == {303, 429}
    visitor.clock.advance(timedelta(hours=1))
    assert (await visitor.post({"message": "later"}, url)).status == 303


@pytest.mark.parametrize("form_settings", [{"account": "contact", "per_ip_per_hour": 4}])
async def test_many_threads_give_one_client_no_more_messages(visitor: Visitor) -> None:
    urls = [(await visitor.begin_thread())[0] for _ in range(4)]
    taken = [(await visitor.post({"message": f"no {n}"}, urls[n % 4])).status for n in range(20)]
    assert taken.count(303) == 12, "three times as many as conversations"
    refused = await (await visitor.post({"message": "It has a red strap."}, urls[0])).text()
    assert "Please try again in 5 minutes" in refused
    assert "It has a red strap." in refused


async def test_a_message_that_cannot_be_stored_stays_in_the_box(
    visitor: Visitor, gateway: FakeGateway
) -> None:
    url, _ = await visitor.begin_thread()
    gateway.refuse_with = OSError("the disk is full")
    response = await visitor.post({"message": "It has a red strap."}, url)
    assert response.status == 503
    assert "It has a red strap." in await response.text()
