"""Merging and splitting conversations on their pages, with and without a script."""

from crm_store.conversation_moves import list_standing_moves
from crm_store.conversations import get_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, record_person, reference_of, say

ONE, TWO, OTHERS = (f"/console/conversations/{reference_of(number)}" for number in (1, 2, 3))


async def furnish(console: Console) -> None:
    """Two conversations of Astrid's that people see to, and one of somebody else's."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = begin(tx, 1, now=now - minutes(30))
        say(tx, one, "x-1b", text="And may my cat come along?", now=now - minutes(20))
        hand_over(tx, one, now=now - minutes(20))
        two = begin(tx, 2, now=now - minutes(10), text="It is a blue bag")
        hand_over(tx, two, now=now - minutes(10))
        record_person(tx, "c-jonas", "Jonas Holm", now)
        other = begin(tx, 3, now=now, text="My bag too", customer_id="c-jonas")
        hand_over(tx, other, now=now)

    await console.services.store.run(record)


async def get(console: Console, number: int) -> Conversation:
    return await console.services.store.read(get_conversation, reference_of(number))


async def send(browser: Browser, path: str, **fields: str) -> tuple[int, str]:
    response = await browser.post(path, {"csrf": await browser.token(), **fields})
    return response.status, str(response.headers.get("Location", "")) or await response.text()


async def test_the_customers_other_open_conversations_are_offered(
    browser: Browser, console: Console
) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    words = words_of(await browser.read(f"{TWO}/merge"))
    assert reference_of(1) in words
    assert reference_of(3) not in words
    assert f"{TWO}/merge" in await browser.read(TWO)


async def test_a_merge_leads_to_the_page_that_shows_both_and_can_be_undone_there(
    browser: Browser, console: Console
) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    assert await send(browser, f"{TWO}/merge", into=reference_of(1)) == (303, ONE)
    page = await browser.read(ONE)
    words = words_of(page)
    for expected in (
        *("Where is my bag?", "It is a blue bag", reference_of(2)),
        f"{reference_of(2)} was merged into this one by Agent Berg",
        "The reply goes out where the customer wrote last",
    ):
        assert expected in words
    assert f'action="{TWO}/unmerge"' in page
    assert await send(browser, f"{TWO}/unmerge") == (303, TWO)
    assert (await get(console, 2)).merged_into is None
    assert "It is a blue bag" not in words_of(await browser.read(ONE))


async def test_the_page_of_a_merged_one_says_where_it_is_seen_to(
    browser: Browser, console: Console
) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    await send(browser, f"{TWO}/merge", into=reference_of(1))
    page = await browser.read(TWO)
    assert f"Merged into {reference_of(1)}" in words_of(page)
    assert 'id="composer"' not in page
    assert f'action="{TWO}/unmerge"' in page


async def test_another_customers_is_asked_about_first(browser: Browser, console: Console) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    status, page = await send(browser, f"{TWO}/merge", reference=reference_of(3).lower())
    assert status == 422
    assert "another customer's, Jonas Holm's" in words_of(page)
    assert 'name="confirmed"' in page
    assert (await get(console, 2)).merged_into is None
    fields = {"reference": reference_of(3), "confirmed": "1"}
    assert await send(browser, f"{TWO}/merge", **fields) == (303, OTHERS)


async def test_what_cannot_be_merged_is_told_where_it_was_asked_for(
    browser: Browser, console: Console
) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    status, page = await send(browser, f"{TWO}/merge", reference="FD-NOTHING")
    assert (status, "There is no conversation" in words_of(page)) == (404, True)
    status, page = await send(browser, f"{TWO}/merge")
    assert (status, "Choose a conversation" in words_of(page)) == (422, True)
    status, page = await send(browser, f"{TWO}/merge", reference=reference_of(2))
    assert (status, "cannot be merged into itself" in words_of(page)) == (422, True)


async def test_a_message_is_split_off_and_joined_back(browser: Browser, console: Console) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    assert f"{ONE}/split?message=x-1b" in await browser.read(ONE)
    page = await browser.read(f"{ONE}/split?message=x-1b")
    assert 'name="message-x-1b" value="1" checked' in page
    fields = {"message-x-1b": "1", "subject": "A cat on board"}
    status, begun = await send(browser, f"{ONE}/split", **fields)
    assert status == 303
    there = words_of(await browser.read(begun))
    assert "A cat on board" in there
    assert "And may my cat come along?" in there
    assert "Where is my bag?" not in there
    page = await browser.read(ONE)
    assert f"Moved to {begun.rsplit('/', 1)[1]}" in words_of(page)
    assert f'action="{begun}/unsplit"' in page
    assert await send(browser, f"{begun}/unsplit") == (303, ONE)
    assert "Moved to" not in words_of(await browser.read(ONE))
    one = await get(console, 1)
    assert await console.services.store.read(list_standing_moves, [one.id]) == ()


async def test_all_or_none_of_the_messages_are_refused_beside_the_form(
    browser: Browser, console: Console
) -> None:
    await furnish(console)
    await browser.log_in("agent@example.com")
    status, page = await send(browser, f"{ONE}/split", subject="Cat")
    assert (status, "Choose at least one message" in words_of(page)) == (422, True)
    assert 'value="Cat"' in page
    both = {"message-x-1": "1", "message-x-1b": "1"}
    status, page = await send(browser, f"{ONE}/split", **both)
    assert (status, "would be left" in words_of(page)) == (422, True)
