"""“Was this helpful?”, what readers answer, and who of the staff reads it."""

import asyncio
import re

from crm_store.article_ratings import list_comments, list_rated
from tests.console.browser import Browser, words_of
from tests.console.help_centre.conftest import Reader
from tests.fakes import MONDAY_MORNING

_ARTICLE = "/help/en/articles/late"


async def test_a_reader_is_asked_thanked_and_offered_a_way_on(reader: Reader):
    assert "Was this helpful?" in await reader.ask(_ARTICLE, 200)

    response = await reader.rate("late", helpful="no", q="bag gone")

    assert response.status == 303
    assert response.headers["Location"] == f"{_ARTICLE}?q=bag+gone&rated=no#helpful"
    page = await reader.ask(response.headers["Location"], 200)
    assert "did not help" in page
    assert 'href="/help/en/contact?article=late&amp;q=bag+gone&amp;rated=no"' in page
    assert "<textarea" in page


async def test_a_reader_counts_once_and_may_change_their_mind(reader: Reader):
    for helpful in ("no", "yes", "no", "no"):
        await reader.rate("late", helpful=helpful)

    (rated,) = await reader.desk.store.read(list_rated, MONDAY_MORNING)
    assert (rated.title, rated.helpful, rated.not_helpful) == ("My bag is late", 0, 1)
    await reader.rate("late", helpful="yes")
    (rated,) = await reader.desk.store.read(list_rated, MONDAY_MORNING)
    assert (rated.helpful, rated.not_helpful) == (1, 0)


async def test_no_cookie_is_set_before_a_reader_rates(reader: Reader):
    for path in ("/help/en/", _ARTICLE, "/help/en/search?q=bag", "/help/en/contact"):
        assert "Set-Cookie" not in (await reader.get(path)).headers

    cookie = (await reader.rate("late", helpful="yes")).headers["Set-Cookie"]

    assert re.match(r"fd_reader=\S+; HttpOnly; Max-Age=31536000; Path=/help; SameSite=Lax", cookie)


async def test_what_is_kept_of_a_reader_does_not_lead_back_to_the_cookie(reader: Reader):
    cookie = (await reader.rate("late", helpful="no", comment="x")).headers["Set-Cookie"]
    (comment,) = await reader.desk.store.read(list_comments)

    assert re.fullmatch("[0-9a-f]{64}", comment.rating.visitor)
    assert comment.rating.visitor not in cookie


async def test_a_comment_is_cleaned_kept_short_and_survives_another_no(reader: Reader):
    await reader.rate("late", helpful="no", comment="  Where is\x07 the form?  " + "x" * 5_000)
    await reader.rate("late", helpful="no")

    (comment,) = await reader.desk.store.read(list_comments)
    assert (comment.rating.comment or "").startswith("Where is the form?")
    assert len(comment.rating.comment or "") == 1_000
    await reader.rate("late", helpful="yes")
    assert await reader.desk.store.read(list_comments) == ()


async def test_a_form_without_an_answer_counts_as_none(reader: Reader):
    for fields in ({}, {"helpful": "perhaps"}, {"comment": "x"}):
        assert (await reader.rate("late", **fields)).status == 400

    assert await reader.desk.store.read(list_rated, MONDAY_MORNING) == ()


async def test_a_cookie_that_is_none_of_ours_is_replaced(reader: Reader):
    # Sent by hand: no client sends a cookie in no encoding.
    reading, writing = await asyncio.open_connection(reader.client.host, reader.client.port)
    writing.write(
        f"POST {_ARTICLE}/rating HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n"
        "Cookie: fd_reader=a\xffb\r\n\r\nhelpful=yes".encode("latin-1")
    )
    answer = (await reading.read()).decode("latin-1")
    writing.close()
    await writing.wait_closed()

    assert answer.startswith("HTTP/1.1 303")
    assert re.search(r"Set-Cookie: fd_reader=[A-Za-z0-9_-]{20,};", answer)
    (rated,) = await reader.desk.store.read(list_rated, MONDAY_MORNING)
    assert rated.helpful == 1


async def test_a_page_of_another_site_cannot_rate_in_its_visitors_names(reader: Reader):
    async with reader.client.post(
        f"{_ARTICLE}/rating", data={"helpful": "no"}, headers={"Sec-Fetch-Site": "cross-site"}
    ) as response:
        assert response.status == 403

    assert await reader.desk.store.read(list_rated, MONDAY_MORNING) == ()


async def test_a_robot_that_fills_in_everything_is_thanked_and_not_heard(reader: Reader):
    response = await reader.rate("late", helpful="no", comment="buy", website="http://spam")

    assert response.status == 303
    assert await reader.desk.store.read(list_rated, MONDAY_MORNING) == ()


async def test_only_what_is_published_can_be_rated(reader: Reader):
    await reader.desk.retire("old")
    for article_id in ("old", "never"):
        assert (await reader.rate(article_id, helpful="no")).status == 404
    assert (await reader.post("/help/de/articles/cabin/rating", {"helpful": "no"})).status == 404


async def test_another_sites_page_rates_nothing(reader: Reader):
    response = await reader.post(
        f"{_ARTICLE}/rating", {"helpful": "no"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status == 403


async def test_one_network_rates_so_often_and_no_more(reader: Reader):
    statuses = [(await reader.rate("late", helpful="yes")).status for _ in range(121)]

    assert statuses.count(303) == 120
    refused = await reader.rate("late", helpful="yes")
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "try again" in await refused.text()


async def test_staff_read_what_readers_miss_and_see_to_it(reader: Reader, browser: Browser):
    await reader.rate("late", helpful="no", comment="Where is <b>the form</b>?")
    await reader.rate("cabin", helpful="yes")
    await browser.log_in("knowledge@example.com")

    page = await browser.read("/console/knowledge/readers")

    assert "Where is &lt;b&gt;the form&lt;/b&gt;?" in page
    assert "1 yes" in words_of(page)
    assert 'href="/console/knowledge/articles/late/en"' in page
    (comment,) = await reader.desk.store.read(list_comments)
    place = {"article": "late", "locale": "en", "visitor": comment.rating.visitor}
    seen = await browser.act("/console/knowledge/readers/seen", **place)
    assert seen.status == 303
    assert "No comment is waiting" in await browser.read("/console/knowledge/readers")
    assert "the form" in await browser.read("/console/knowledge/readers?show=seen")
    await reader.rate("late", helpful="no", comment="Still no form")
    assert "Still no form" in await browser.read("/console/knowledge/readers")
