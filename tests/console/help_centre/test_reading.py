"""Reading in the help centre, as a browser without scripts does."""

import json
import re
from datetime import timedelta

from sqlalchemy import func, select

from crm_store.schema import article_reads
from crm_store.transaction import Transaction
from tests.console.browser import words_of
from tests.console.help_centre.conftest import Reader


async def test_the_browsers_language_decides_where_a_reader_begins(reader: Reader):
    for accepted, path in (
        ("de-CH,de;q=0.9,en;q=0.5", "/help/de/"),
        ("fr,en;q=0.8,de;q=0.9", "/help/de/"),
        ("fr", "/help/en/"),
        ("", "/help/en/"),
        ("de;q=0, *", "/help/en/"),
        (";;;=,,q=x", "/help/en/"),
    ):
        response = await reader.get("/help", **{"Accept-Language": accepted})
        assert (response.status, response.headers["Location"]) == (302, path), accepted


async def test_the_first_page_has_the_shelves_with_their_counts(reader: Reader):
    page = words_of(await reader.ask("/help/en/", 200))

    assert "Baggage Everything about baggage. 2 articles" in page
    assert "Nothing in here" not in page
    german = words_of(await reader.ask("/help/de/", 200))
    assert "Gepäck 1 Artikel" in german


async def test_a_shelf_shows_its_articles_and_the_shelves_in_it(reader: Reader):
    page = await reader.ask("/help/en/categories/baggage", 200)

    assert 'href="/help/en/articles/cabin"' in page
    assert 'href="/help/en/categories/lost"' in page
    assert 'href="/help/en/articles/late"' in await reader.ask("/help/en/categories/lost", 200)
    await reader.ask("/help/en/categories/empty", 404)
    await reader.ask("/help/en/categories/none", 404)


async def test_a_long_shelf_has_pages(reader: Reader):
    for number in range(65):
        await reader.desk.publish(f"bag-{number:02}", category="lost")

    first = await reader.ask("/help/en/categories/lost", 200)
    last = await reader.ask("/help/en/categories/lost?page=3", 200)

    assert "Page 1 of 3" in words_of(first)
    assert "bag-00" in first
    assert "bag-64" not in first
    assert "bag-64" in last
    for wrong in ("4", "0", "-1", "x", "9" * 30):
        await reader.ask(f"/help/en/categories/lost?page={wrong}", 404)


async def test_an_article_has_its_answer_its_place_and_its_languages(reader: Reader):
    page = await reader.ask("/help/en/articles/late", 200)

    assert "<h1" in page
    assert "My bag is late" in page
    assert "Updated on 2 March 2026" in words_of(page)
    assert re.findall(r'<nav class="trail".*?</nav>', page, re.DOTALL)[0].count("<li>") == 3
    assert 'hreflang="de" href="http://127.0.0.1:8080/help/de/articles/late"' in page
    assert 'rel="canonical" href="http://127.0.0.1:8080/help/en/articles/late"' in page
    german = await reader.ask("/help/de/articles/late", 200)
    assert '<html lang="de" dir="ltr">' in german
    assert "Stand: 2. März 2026" in words_of(german)


async def test_only_a_long_article_has_a_table_of_contents(reader: Reader):
    long = await reader.ask("/help/en/articles/cabin", 200)

    assert 'href="#2-part-2"' in long
    assert '<h2 id="2-part-2">' in long
    assert 'class="contents"' not in await reader.ask("/help/en/articles/late", 200)


async def test_an_answer_cannot_bring_anything_that_runs_or_tracks(reader: Reader):
    await reader.desk.publish(
        "bad",
        title="<script>alert(1)</script>",
        answer="<script>alert(2)</script>\n\n![pixel](https://tracker.example/p.gif)\n\n"
        "[x](javascript:alert(3))",
    )

    response = await reader.get("/help/en/articles/bad")
    page = await response.text()

    assert "<script>alert" not in page
    assert 'javascript:alert(3)"' not in page
    assert "<img" not in page
    assert '<a href="https://tracker.example/p.gif"' in page
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


async def test_articles_link_to_each_other(reader: Reader):
    page = await reader.ask("/help/en/articles/wifi", 200)

    assert '<a href="/help/en/articles/late"' in page


async def test_search_engines_are_told_what_a_page_is(reader: Reader):
    page = await reader.ask("/help/en/articles/wifi", 200)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None

    article, trail = json.loads(found[1])["@graph"]

    assert article["@type"] == "FAQPage"
    assert article["mainEntity"][0]["name"] == "Is there <wifi>?"
    assert [step["name"] for step in trail["itemListElement"]] == [
        "Help centre",
        "Is there <wifi>?",
    ]
    assert '<meta name="description" content="Yes &amp; no. See bags' in page


async def test_a_page_that_has_not_changed_is_not_sent_again(reader: Reader):
    first = await reader.get("/help/en/articles/late")
    tag = first.headers["ETag"]

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (await reader.get("/help/en/articles/late", **{"If-None-Match": tag})).status == 304
    await reader.desk.publish("late", title="My bag is very late", category="lost")
    again = await reader.get("/help/en/articles/late", **{"If-None-Match": tag})
    assert again.status == 200


async def test_a_change_is_seen_at_once(reader: Reader):
    assert "brand-new" not in await reader.ask("/help/en/categories/lost", 200)
    reader.desk.clock.advance(timedelta(seconds=1))
    await reader.desk.publish("brand-new", category="lost")
    assert "brand-new" in await reader.ask("/help/en/categories/lost", 200)
    await reader.desk.shelve("lost", "baggage", en="Missing bags")
    assert "Missing bags" in await reader.ask("/help/en/categories/lost", 200)


async def test_what_is_nowhere_is_said_so_in_the_readers_language(reader: Reader):
    for path in (
        "/help/de/articles/none",
        "/help/de/nothing/at/all",
        "/help/de/categories/none",
        "/help/de/articles/late/more",
    ):
        page = await reader.ask(path, 404)
        assert 'name="robots" content="noindex"' in page
    assert "Unter dieser Adresse ist nichts" in await reader.ask("/help/de/articles/none", 404)
    await reader.ask("/help/xx/", 404)
    await reader.ask("/help/en/articles/%00", 404)


async def test_an_article_in_another_language_alone_is_offered_there(reader: Reader):
    page = await reader.ask("/help/de/articles/cabin", 404)

    assert 'href="/help/en/articles/cabin"' in page
    assert "English" in page


async def test_a_retired_article_is_gone_or_leads_on(reader: Reader):
    await reader.desk.retire("old", answer="no longer true")
    await reader.desk.retire("older", redirect_to="oldest")
    await reader.desk.retire("oldest", redirect_to="late")
    await reader.desk.retire("one", redirect_to="two")
    await reader.desk.retire("two", redirect_to="one")
    await reader.desk.retire("lost-end", redirect_to="nowhere")
    await reader.desk.retire("late-in-german", "de", redirect_to="cabin")

    gone = await reader.ask("/help/en/articles/old", 410)
    assert "no longer there" in gone
    assert "no longer true" not in gone
    moved = await reader.get("/help/en/articles/older")
    assert (moved.status, moved.headers["Location"]) == (301, "/help/en/articles/late")
    await reader.ask("/help/en/articles/one", 410)
    await reader.ask("/help/en/articles/lost-end", 410)
    elsewhere = await reader.get("/help/de/articles/late-in-german")
    assert elsewhere.headers["Location"] == "/help/en/articles/cabin"


async def test_right_to_left_languages_are_written_so(reader: Reader):
    await reader.desk.publish("wifi", "ar", title="هل يوجد واي فاي؟", answer="نعم")

    page = await reader.ask("/help/ar/articles/wifi", 200)

    assert '<html lang="en" dir="rtl">' in page
    assert '<article lang="ar">' in page
    assert 'lang="ar" dir="rtl"' in await reader.ask("/help/en/articles/wifi", 200)


async def test_the_last_article_of_a_language_still_tells_what_became_of_it(reader: Reader):
    await reader.desk.publish("wifi", "fr", title="Le wifi ?")
    await reader.desk.publish("vieux", "fr", title="Autrefois")
    await reader.desk.retire("wifi", "fr", redirect_to="late")
    await reader.desk.retire("vieux", "fr")

    moved = await reader.get("/help/fr/articles/wifi")
    assert (moved.status, moved.headers["Location"]) == (301, "/help/en/articles/late")
    await reader.ask("/help/fr/articles/vieux", 410)
    elsewhere = await reader.ask("/help/fr/articles/cabin", 404)
    assert 'href="/help/en/articles/cabin"' in elsewhere
    await reader.ask("/help/fr/articles/none", 404)


async def test_the_map_of_the_site_lists_what_is_published(reader: Reader):
    index = await reader.ask("/help/sitemap.xml", 200)
    part = await reader.ask("/help/sitemap-1.xml", 200)

    assert "<loc>http://127.0.0.1:8080/help/sitemap-1.xml</loc>" in index
    assert "<loc>http://127.0.0.1:8080/help/en/articles/wifi</loc><lastmod>2026-03-02" in part
    assert "/help/de/categories/lost</loc>" in part
    assert part.count("<loc>") == 2 + 4 + 4
    await reader.ask("/help/sitemap-2.xml", 404)
    await reader.ask("/help/sitemap-0.xml", 404)
    robots = await reader.ask("/robots.txt", 200)
    assert "Sitemap: http://127.0.0.1:8080/help/sitemap.xml" in robots
    assert "Disallow: /\n" in robots


async def test_pages_are_light(reader: Reader):
    page = await reader.ask("/help/en/articles/late", 200)
    size = len(page.encode())
    for path in re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page):
        size += len(await (await reader.get(path)).read())

    assert size < 100_000
    assert "<script src" not in page


async def test_what_a_robot_fetches_is_no_reading(reader: Reader):
    services = reader.desk.services
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    await reader.ask("/help/en/articles/cabin", 200, **{"User-Agent": robot})
    await services.help_search.flush()
    assert await services.store.read(count_reads_of, "cabin") == 0

    await reader.ask("/help/en/articles/cabin", 200)
    await services.help_search.flush()
    assert await services.store.read(count_reads_of, "cabin") == 1


def count_reads_of(tx: Transaction, article_id: str) -> int:
    found = select(func.sum(article_reads.c.reads)).where(article_reads.c.article_id == article_id)
    return int(tx.execute(found).scalar_one() or 0)
