"""The list of articles finds them, says how far they are, and begins new ones."""

from tests.console.browser import Browser, words_of
from tests.console.knowledge.articles import ARTICLES, begin, publish, write


async def test_before_anything_is_written_the_list_tells_what_an_article_is(browser: Browser):
    await browser.log_in("knowledge@example.com")

    assert "No article yet" in words_of(await browser.read(ARTICLES))


async def test_a_new_article_is_a_draft_and_goes_on_to_its_editor(browser: Browser):
    await browser.log_in("knowledge@example.com")

    here = await begin(browser, "How many bags may I take?")

    assert here == f"{ARTICLES}/articles/how-many-bags-may-i-take/en"
    words = words_of(await browser.read(ARTICLES))
    assert "How many bags may I take?" in words
    assert "Draft" in words


async def test_an_article_without_a_title_is_refused_beside_its_field(browser: Browser):
    await browser.log_in("knowledge@example.com")

    response = await browser.act(f"{ARTICLES}/articles", title="  ", locale="en")

    assert response.status == 422
    page = await response.text()
    assert 'aria-describedby="new-error"' in page
    assert "Give it a title" in words_of(page)


async def test_filters_are_links_that_keep_what_was_searched_for(browser: Browser):
    await browser.log_in("knowledge@example.com")
    await publish(browser, await write(browser, "Cabin baggage"))
    await begin(browser, "Lost baggage")

    page = await browser.read(f"{ARTICLES}?q=baggage")
    assert "q=baggage&amp;state=draft" in page
    drafts = words_of(await browser.read(f"{ARTICLES}?q=baggage&state=draft"))
    assert "Lost baggage" in drafts
    assert "Cabin baggage" not in drafts
    published = words_of(await browser.read(f"{ARTICLES}?state=published"))
    assert "Cabin baggage" in published
    assert "Lost baggage" not in published


async def test_a_search_that_finds_nothing_says_so(browser: Browser):
    await browser.log_in("knowledge@example.com")
    await begin(browser, "Cabin baggage")

    words = words_of(await browser.read(f"{ARTICLES}?q=<pets>"))

    assert "No article is like that" in words
    assert "“<pets>”" in words


async def test_long_lists_have_a_next_page(browser: Browser):
    await browser.log_in("knowledge@example.com")
    for number in range(51):
        await begin(browser, f"Question {number}")

    page = await browser.read(ARTICLES)
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    rest = await browser.read(following.replace("&amp;", "&"))

    assert page.count('class="article row"') == 50
    assert rest.count('class="article row"') == 1
    assert "First page" in words_of(rest)


async def test_only_published_articles_are_found_to_be_linked_to(browser: Browser):
    await browser.log_in("knowledge@example.com")
    await publish(browser, await write(browser, "Cabin baggage"))
    await begin(browser, "Lost baggage")

    found = await browser.read(f"{ARTICLES}/find?q=baggage&locale=en")

    assert 'data-pick="cabin-baggage"' in found
    assert "Lost baggage" not in found


async def test_agents_do_not_reach_the_articles(browser: Browser):
    await browser.log_in("agent@example.com")

    assert (await browser.get(ARTICLES)).status == 403
