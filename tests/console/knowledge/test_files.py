"""Pictures and files of an article, and what is pasted from elsewhere."""

import io
import json
import re

from aiohttp import FormData
from PIL import Image

from tests.console.browser import Browser, words_of
from tests.console.knowledge.articles import ARTICLES, begin, fill, save


def draw(width: int = 40, height: int = 30) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(kept, "PNG")
    return kept.getvalue()


async def add(browser: Browser, here: str, content: bytes, filename: str) -> tuple[int, str]:
    form = FormData()
    form.add_field("files", content, filename=filename)
    token = await browser.token()
    headers = {"Accept": "application/json", "X-CSRF-Token": token}
    response = await browser.client.post(f"{here}/files", data=form, headers=headers)
    return response.status, await response.text()


async def test_a_picture_is_taken_in_and_shown_to_the_staff(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    status, told = await add(browser, here, draw(), "bag.png")

    assert status == 200, told
    markdown = json.loads(told)["files"][0]["markdown"]
    assert markdown.startswith("![bag.png](/help/files/")
    page = await browser.read(here)
    assert re.search("40 . 30", words_of(page))
    assert "not in the answer" in words_of(page)
    address = page.split('class="file-thumb" href="')[1].split('"')[0]
    shown = await browser.get(address)
    assert shown.headers["Content-Type"] == "image/png"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


async def test_a_picture_that_the_answer_shows_is_not_called_unused(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")
    _status, told = await add(browser, here, draw(), "bag.png")

    await save(browser, here, answer=json.loads(told)["files"][0]["markdown"])

    assert "not in the answer" not in words_of(await browser.read(here))


async def test_what_is_no_picture_though_it_says_so_is_refused_in_words(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    for content, name in ((b"<svg onload='x'/>", "drawing.svg"), (b"MZ...", "holiday.png")):
        status, told = await add(browser, here, content, name)
        assert status == 422, name
        assert json.loads(told)["detail"]


async def test_without_a_script_a_file_comes_with_the_form_that_is_saved(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")
    form = FormData()
    for name, value in (await fill(browser, here) | {"answer": "See the picture."}).items():
        form.add_field(name, value)
    form.add_field("csrf", await browser.token())
    form.add_field("files", draw(), filename="bag.png")

    response = await browser.client.post(f"{here}/save", data=form, allow_redirects=False)

    assert response.status == 303
    page = await browser.read(here)
    assert "bag.png" in page
    assert "See the picture." in page


async def test_a_file_is_removed(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")
    await add(browser, here, draw(), "bag.png")
    page = await browser.read(here)
    file_id = page.split('name="file" value="')[1].split('"')[0]

    response = await browser.act(f"{here}/files/remove", file=file_id)

    assert response.headers["Location"] == f"{here}?said=file-removed"
    assert "bag.png" not in await browser.read(here)
    assert (await browser.get(f"{ARTICLES}/files/{file_id}/bag.png")).status == 404


async def test_a_file_of_another_article_is_not_removed(browser: Browser):
    await browser.log_in("knowledge@example.com")
    mine, other = await begin(browser, "Mine"), await begin(browser, "Other")
    await add(browser, mine, draw(), "bag.png")
    file_id = (await browser.read(mine)).split('name="file" value="')[1].split('"')[0]

    assert (await browser.act(f"{other}/files/remove", file=file_id)).status == 404
    assert "bag.png" in await browser.read(mine)


async def test_what_a_word_processor_laid_out_becomes_markdown(browser: Browser):
    await browser.log_in("knowledge@example.com")
    html = (
        "<p class=MsoNormal>One <b>bag</b><script>x()</script></p>"
        '<img src="https://tracker.example/p.gif" width=1 height=1>'
    )

    response = await browser.act(f"{ARTICLES}/paste", html=html)

    told = json.loads(await response.text())
    assert "One **bag**" in told["markdown"]
    assert "tracker.example" not in told["markdown"]
    assert told["dropped"]
