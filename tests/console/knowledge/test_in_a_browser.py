"""The editor in a real browser: what its scripts, its styles and the policy make of it together."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from playwright.async_api import Dialog, FilePayload, Page

from tests.console.browser import Browser, Console
from tests.console.knowledge.articles import ARTICLES, field_of, publish, save, write
from tests.console.record import PASSWORD
from tests.end_to_end.browser import NEEDS_CHROMIUM, open_browser, open_window

pytestmark = NEEDS_CHROMIUM

# A clip from a word processor, pasted where the cursor is.
_PASTE = """([html, plain]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", plain);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
async def here(browser: Browser) -> str:
    """An article to be written on, beside a published one."""
    await browser.log_in("knowledge@example.com")
    await publish(browser, await write(browser, "What may not be carried?"))
    return await write(browser, "Cabin baggage", answer="One bag of 8 kg.")


@pytest.fixture
async def page(console: Console, here: str) -> AsyncIterator[Page]:
    """A window in which a knowledge manager has opened the editor."""
    async with open_browser() as chromium:
        window = await open_window(
            chromium,
            base_url=str(console.server.make_url("/")),
            viewport={"width": 1280, "height": 900},
        )
        window.set_default_timeout(15_000)
        await window.goto("/console/login")
        await window.get_by_label("Email").fill("knowledge@example.com")
        await window.get_by_label("Password").fill(PASSWORD)
        await window.get_by_role("button", name="Log in").click()
        await window.wait_for_url("**/console/")
        await window.goto(here)
        yield window


async def test_words_are_laid_out_by_keys_and_saved_in_place(
    page: Page, browser: Browser, here: str
):
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Policy" in line.text else None)
    page.on("pageerror", lambda error: blocked.append(str(error)))
    answer = page.locator("#answer")

    await answer.select_text()
    await page.keyboard.press("Control+b")
    await page.get_by_text("Not saved").wait_for()
    await page.keyboard.press("End")
    await page.keyboard.type("\n- one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved.", exact=True).wait_for()
    await page.keyboard.type(" and more")
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved.", exact=True).nth(1).wait_for()

    assert await page.locator("#unsaved").text_content() == ""
    kept = field_of(await browser.read(here), "answer")
    assert kept == "**One bag of 8 kg.**\n- one\n- two and more"
    assert page.url.endswith(here)
    assert blocked == []


async def test_ways_to_ask_are_added_removed_and_pasted_as_several(
    page: Page, browser: Browser, here: str
):
    ways = page.get_by_label("A way customers ask it")
    assert await ways.count() == 2

    await page.get_by_role("button", name="Remove this way").first.click()
    await page.get_by_role("button", name="Add another way").click()
    await page.evaluate(_PASTE, ["", "is my backpack ok\nwhat size"])
    await page.keyboard.press("Enter")
    await page.keyboard.type("how heavy")
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved.", exact=True).wait_for()

    kept = field_of(await browser.read(here), "variants")
    assert kept == "hand luggage size\nis my backpack ok\nwhat size\nhow heavy"


async def test_a_word_page_a_picture_and_a_link_find_their_way_into_the_answer(page: Page):
    answer = page.locator("#answer")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")

    await answer.fill("")
    html = "<p class=MsoNormal>Up to <b>8 kg</b><script>x()</script></p>"
    await page.evaluate(_PASTE, [html, "Up to 8 kg"])
    await page.get_by_text("Pasted as Markdown").wait_for()
    file = FilePayload(name="bag.png", mimeType="image/png", buffer=picture.getvalue())
    await page.locator("#file").set_input_files(file)
    await page.locator("#files").get_by_text("40 × 30").wait_for()  # noqa: RUF001 - as it is shown
    await answer.press("Control+Shift+k")
    await page.get_by_label("Title or id").fill("carried")
    await page.get_by_role("button", name="What may not be carried?").click()

    written = await answer.input_value()
    assert "Up to **8 kg**" in written
    assert "![bag.png](/help/files/" in written
    assert "[What may not be carried?](article:what-may-not-be-carried)" in written


async def test_a_block_pasted_within_a_line_stands_apart_and_words_stay_in_it(page: Page):
    answer = page.locator("#answer")
    said = page.locator("#answer-said")

    await answer.fill("One bag.")
    await answer.press("ArrowLeft")
    html = "<ul><li>in the cabin</li><li>under a seat</li></ul>"
    await page.evaluate(_PASTE, [html, "in the cabin"])
    await said.get_by_text("Pasted as Markdown.", exact=True).wait_for()
    assert await answer.input_value() == "One bag\n\n- in the cabin\n- under a seat\n\n."

    await answer.fill("One bag of .")
    await answer.press("ArrowLeft")
    await page.evaluate(_PASTE, ["<b>8 kg</b><script>x()</script>", "8 kg"])
    await said.get_by_text("Left out").wait_for()
    assert await answer.input_value() == "One bag of **8 kg**."


async def test_whoever_collides_is_shown_both_versions_on_the_page(
    page: Page, browser: Browser, here: str
):
    await save(browser, here, answer="One bag of 9 kg.")

    await page.locator("#answer").fill("One bag of 10 kg.")
    await page.keyboard.press("Control+s")
    await page.get_by_role("heading", name="changed this article while you were writing").wait_for()

    assert "One bag of 10 kg." in await page.locator("#answer").input_value()
    assert await page.locator("del").first.text_content() == "9"
    await page.get_by_role("button", name="what you wrote").click()
    assert await page.locator("#answer").input_value() == "One bag of 10 kg."
    await page.keyboard.press("Control+s")
    await page.get_by_text("Saved.", exact=True).wait_for()
    assert field_of(await browser.read(here), "answer") == "One bag of 10 kg."


async def test_leaving_with_unsaved_words_is_asked_about(page: Page):
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    await page.locator("#answer").click()
    await page.keyboard.type("More. ")
    await page.get_by_role("link", name="Back to the articles").click(no_wait_after=True)
    await page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    assert ARTICLES + "/articles/" in page.url
