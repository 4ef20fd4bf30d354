"""Trying sentences, previews and conflicts, as a knowledge manager meets them."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.knowledge_index import KnowledgeIndex
from bot.understanding.understand import Understander
from channels.contract import ChannelTools
from channels.email import EMAIL
from channels.sms import SMS
from channels.web_chat import WEB_CHAT
from console.services import Services
from crm_store.article_drafts import find_draft
from crm_store.articles import find_article, record_article
from crm_store.transaction import Transaction
from domain.channels import Channel
from domain.knowledge import Article, ArticleState, Knowledge
from domain.knowledge_desk import ArticleDraft
from domain.routing import AnswerPolicy
from knowledge_base.matcher import train_matcher
from tests.bot.held_trainer import HeldTrainer
from tests.console.api.bench import no_http
from tests.console.browser import Browser, Console, words_of
from tests.fakes import MONDAY_MORNING, SequentialIds
from tests.knowledge_base.phone_shop import ARTICLES, write_article

ENGLISH = tuple(
    replace(each, answer=f"The answer to {each.id}.") for each in ARTICLES if each.locale == "en"
)
KNOWN = "I forgot my password"
UNKNOWN = "is your captain married"
LONG = "# Passwords\n\nPress the button. " + "And then wait for our mail. " * 60


class QuickTrainer(HeldTrainer):
    """Joins as the real one does, without an encoder."""

    async def join(self, knowledge: Knowledge, previous: Any) -> Any:
        return train_matcher(knowledge, previous=previous)


def make_channel(services: Services, kind: Any, **settings: Any) -> Channel:
    tools = ChannelTools(
        clock=services.clock,
        ids=SequentialIds(),
        public_url=services.public_url,
        secret=services.secret,
        company=services.company,
        http=no_http,
    )
    channel: Channel = kind.build(kind.settings.model_validate(settings), tools)
    return channel


@pytest.fixture
async def console_services(console_services: Services) -> Services:
    """With the channels that customers write on, and a matcher of a shop's articles."""
    sms = make_channel(
        console_services,
        SMS,
        account="main",
        account_sid="AC" + "0" * 32,
        auth_token="token",
        from_number="+15550100",
    )
    chat = make_channel(console_services, WEB_CHAT, account="site")
    mail = make_channel(
        console_services,
        EMAIL,
        account="support",
        address="support@example.com",
        smtp={"host": "127.0.0.1", "port": 2525, "security": "none"},
        listen={"protocol": "lmtp", "host": "127.0.0.1", "port": 0},
    )
    knowledge = Knowledge(version=len(ENGLISH), articles=ENGLISH)
    trainer = QuickTrainer()
    index = KnowledgeIndex(console_services.store, trainer)
    index._serve(train_matcher(knowledge), knowledge, "full")
    tools = console_services.tools
    settings = replace(tools.settings, policy=AnswerPolicy(), public_url="http://127.0.0.1:8080")
    await console_services.store.run(_publish)
    return replace(
        console_services,
        index=index,
        trainer=trainer,
        tools=replace(
            tools,
            channels={(each.kind, each.account): each for each in (chat, sms, mail)},
            understander=Understander(index.current, lambda _text, hint: hint or "en"),
            settings=settings,
        ),
    )


def _publish(tx: Transaction) -> None:
    for article in ENGLISH:
        record_article(tx, article, author="kim", now=MONDAY_MORNING)


@pytest.fixture
async def manager(browser: Browser) -> Browser:
    await browser.log_in("knowledge@example.com")
    return browser


async def try_it(manager: Browser, text: str, place: str = "web_chat:site", **more: str) -> str:
    response = await manager.act("/console/try/answer", text=text, place=place, **more)
    page = await response.text()
    assert response.status == 200, page
    return page


async def preview(manager: Browser, channel: str, answer: str, **more: str) -> str:
    fields = {
        "article_id": "password",
        "locale": "en",
        "title": "Reset your password",
        "variants": "",
        "answer": answer,
        "channel": channel,
        **more,
    }
    response = await manager.act("/console/try/preview", **fields)
    page = await response.text()
    assert response.status == 200, page
    return page


async def find(console: Console, article_id: str) -> tuple[Article | None, ArticleDraft | None]:
    store = console.services.store
    return (
        await store.read(find_article, article_id, "en"),
        await store.read(find_draft, article_id, "en"),
    )


async def test_the_page_says_what_is_answered_and_why(manager: Browser):
    words = words_of(await try_it(manager, KNOWN))

    assert "Answered" in words
    assert "The answer to password." in words
    assert "That helped" in words
    assert "Surely known" in words
    assert "99 % sure" in words
    assert "The customer did not ask for a person." in words


async def test_without_a_script_the_whole_page_comes_back_with_what_was_asked(manager: Browser):
    page = await try_it(manager, KNOWN, "sms:main")

    assert "<html" in page
    assert f">{KNOWN}</textarea>" in page
    assert '<option value="sms:main" selected>' in page


async def test_a_part_of_the_page_comes_to_a_script(manager: Browser):
    headers = {"HX-Request": "true", "X-CSRF-Token": await manager.token()}
    response = await manager.post(
        "/console/try/answer", {"text": KNOWN, "place": "web_chat:site"}, headers=headers
    )
    page = await response.text()

    assert "<html" not in page
    assert "The answer to password." in words_of(page)


async def test_a_handoff_says_to_whom_and_by_when(manager: Browser):
    words = words_of(await try_it(manager, UNKNOWN, "sms:main"))

    assert "Handed over" in words
    assert "Queue General , answer promised by Mon 2 March 2026, 09:35" in words
    assert "characters · GSM-7" in words


async def test_a_mail_is_shown_as_it_is_sent_in_a_frame_that_can_do_nothing(manager: Browser):
    page = await try_it(manager, KNOWN, "email:support")
    address = re.search(r'<iframe class="shown-frame" src="([^"]+)"', page)
    assert address is not None
    assert "support@example.com" in words_of(page)

    response = await manager.get(address[1])
    mail = await response.text()

    assert mail.startswith("<!doctype html>") or mail.lstrip().lower().startswith("<!doctype")
    assert "The answer to password." in mail
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy


async def test_what_customers_write_is_never_taken_for_html(manager: Browser):
    page = await try_it(manager, "<img src=x onerror=alert(1)>")

    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"place": "telegram:bot"}, "Choose one of the channels"),
        ({"language": "tlh"}, "Choose one of the languages"),
        ({"text": "x" * 10_001}, "10,000 characters at the most"),
    ],
)
async def test_what_cannot_be_tried_is_told_in_words(
    manager: Browser, fields: dict[str, str], words: str
):
    wish = {"text": KNOWN, "place": "web_chat:site", **fields}

    response = await manager.act("/console/try/answer", **wish)

    assert words in words_of(await response.text())


async def test_a_draft_is_tried_as_if_it_were_published_and_is_not(
    manager: Browser, console: Console
):
    written = {
        "article_id": "password",
        "locale": "en",
        "with_draft": "1",
        "title": "Reset your password",
        "variants": "my secret word is gone",
        "answer": "Ask for a new one.",
    }

    tried = words_of(await try_it(manager, "my secret word is gone", **written))
    published = words_of(await try_it(manager, "my secret word is gone"))

    assert "Ask for a new one." in tried
    assert "Ask for a new one." not in published
    article, draft = await find(console, "password")
    assert article is not None
    assert article.answer == "The answer to password."
    assert draft is None


async def test_the_page_of_an_article_offers_its_draft(manager: Browser):
    page = await manager.read("/console/try?article=password&locale=en&text=hello")

    assert 'name="with_draft" value="1" checked' in page
    assert ">hello</textarea>" in page
    assert "with the draft of" in words_of(page)


async def test_a_sentence_goes_into_the_draft_of_an_article(manager: Browser, console: Console):
    sentence = "what if my password is gone"
    fields = {"article_id": "password", "locale": "en", "text": sentence}

    response = await manager.act("/console/try/add", **fields)
    await manager.act("/console/try/add", **fields)

    assert response.headers["Location"] == "/console/knowledge/articles/password/en"
    article, draft = await find(console, "password")
    assert draft is not None
    assert draft.content.variants[-1] == sentence
    assert draft.content.variants.count(sentence) == 1
    assert article is not None
    assert sentence not in article.variants


async def test_each_near_article_can_be_opened_and_given_the_sentence(manager: Browser):
    page = await try_it(manager, "password forgotten how")

    assert 'href="/console/knowledge/articles/password/en"' in page
    assert 'action="/console/try/add"' in page


# How it looks


async def test_a_text_message_shows_its_cost_and_what_is_left_out(manager: Browser):
    words = words_of(await preview(manager, "sms", LONG))

    assert "Press the button." in words
    assert "of at most" in words
    assert "GSM-7" in words
    assert "Too long: of" in words
    assert "The heading stands as a line of its own" in words


async def test_one_emoji_makes_a_text_message_dear(manager: Browser):
    words = words_of(await preview(manager, "sms", "Done \N{PARTY POPPER}"))

    assert "UCS-2" in words
    assert "Too long" not in words


async def test_the_chat_shows_the_bubble_and_its_buttons(manager: Browser):
    page = await preview(manager, "chat", "Press **here**.")

    assert "<strong>here</strong>" in page
    assert "That did not help" in words_of(page)


async def test_the_mail_and_the_help_centre_are_framed(manager: Browser):
    for channel in ("email", "help"):
        page = await preview(manager, channel, "Press **here**.")
        address = re.search(r'<iframe class="shown-frame" src="([^"]+)"', page)
        assert address is not None
        framed = await manager.read(address[1])
        assert "<strong" in framed
        assert "here" in framed


async def test_html_in_an_answer_is_shown_as_text_and_never_run(manager: Browser):
    for channel in ("chat", "sms", "email", "help"):
        page = await preview(manager, channel, "<script>alert(1)</script> Press it.")
        assert "<script>alert" not in page


async def test_what_is_wrong_with_links_and_pictures_is_told(manager: Browser, console: Console):
    retired = replace(ENGLISH[1], state=ArticleState.RETIRED)
    now = console.clock.now()
    await console.services.store.run(record_article, retired, author="kim", now=now)
    answer = (
        f"[a](article:{retired.id}) [b](article:unheard-of) [c](article:refund) "
        "![p](https://tracker.example/pixel.gif)"
    )

    words = words_of(await preview(manager, "chat", answer))

    assert f"“{retired.id}”: is retired" in words
    assert "“unheard-of”: there is none of that name" in words
    assert "“refund”" not in words
    assert "A picture comes from tracker.example" in words


@pytest.mark.parametrize(
    ("channel", "answer", "words"),
    [
        ("chat", "  ", "Nothing is written yet"),
        ("telegram", "Hello.", "The settings name no account of this channel"),
    ],
)
async def test_what_cannot_be_shown_is_told_in_words(
    manager: Browser, channel: str, answer: str, words: str
):
    assert words in words_of(await preview(manager, channel, answer))


async def test_a_preview_that_is_no_longer_kept_says_so(manager: Browser):
    response = await manager.get("/console/try/documents/unheard-of", Accept="text/html")

    assert response.status == 404
    assert "look at it again" in await response.text()


# Conflicts


async def test_a_draft_that_repeats_another_article_is_warned_of(manager: Browser):
    delivery = next(each for each in ENGLISH if each.id == "delivery")
    fields = {
        "article_id": "hours",
        "locale": "en",
        "title": "Opening hours",
        "variants": "\n".join(delivery.variants),
        "answer": "At nine.",
    }

    response = await manager.act("/console/try/conflicts", **fields)
    page = await response.text()

    assert "Word for word in both" in words_of(page)
    assert "/console/knowledge/articles/delivery/en" in page


async def test_a_draft_that_is_in_nobodys_way_is_said_to_be(manager: Browser):
    fields = {"article_id": "hours", "locale": "en"}

    words = words_of(await (await manager.act("/console/try/conflicts", **fields)).text())

    assert "No conflict" in words


async def test_the_whole_knowledge_base_is_compared(manager: Browser, console: Console):
    services = console.services
    twin = write_article("post", "Where is my post?", *ENGLISH[1].variants)
    knowledge = Knowledge(version=9, articles=(*ENGLISH, twin))
    services.index._serve(train_matcher(knowledge), knowledge, "full")

    page = await manager.read("/console/knowledge/conflicts")

    assert f"/console/knowledge/articles/{ENGLISH[1].id}/en" in page
    assert "/console/knowledge/articles/post/en" in page
    assert "Word for word in both" in words_of(page)


async def test_agents_have_no_such_pages(browser: Browser):
    await browser.log_in("agent@example.com")

    for path in ("/console/try", "/console/knowledge/conflicts"):
        assert (await browser.get(path)).status == 403
