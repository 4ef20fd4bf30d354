"""Where a review is required, two people see what customers read."""

from dataclasses import replace

import pytest

from console.services import Services
from tests.console.browser import Browser, words_of
from tests.console.knowledge.articles import publish, read_revision, save, write


@pytest.fixture
async def console_services(console_services: Services) -> Services:
    return replace(console_services, review_required=True)


async def test_where_a_review_is_required_nobody_publishes_their_own(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await save(browser, here, then="submit")

    words = words_of(await browser.read(f"{here}/publish"))
    assert "Somebody else has to publish" in words
    assert "Publish now" not in words
    response = await browser.act(f"{here}/publish", revision=await read_revision(browser, here))
    assert response.status == 403
    await browser.log_in("supervisor@example.com")
    await publish(browser, here)
    assert "Published, version 1" in words_of(await browser.read(here))
