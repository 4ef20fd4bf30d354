"""A site on each engine, with a small knowledge base and queues, and the provider's stand-in."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser

from bot.articles import import_articles
from crm_store.staff import record_queue
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from demo.sms_provider import PROVIDER, ProviderAuth, SmsProvider, make_sms_provider
from domain.knowledge import Article
from domain.staff import Queue, Role
from frontdesk.commands.token_create import create_token
from frontdesk.settings import load_settings
from frontdesk.system import SystemClock, SystemIds
from tests.dovecot import Dovecot
from tests.end_to_end.browser import open_browser
from tests.end_to_end.correspondence import Correspondence
from tests.end_to_end.desk_api import DeskApi
from tests.end_to_end.post_office import PostOffice
from tests.end_to_end.processes import ACCOUNT_SID, AUTH_TOKEN, Site
from tests.end_to_end.shop import Shop

QUESTION = "how much cabin baggage may I take"
ANSWER = "One bag of up to 8 kg."
ARTICLES = (
    ("cabin-baggage", "How much cabin baggage may I take?", QUESTION, ANSWER),
    ("pets", "Can my dog fly with me?", "may I bring my dog on board", "Yes, in a carrier."),
    ("refund", "How do I get a refund?", "I want my money back", "Ask for it on our website."),
)


@pytest.fixture
async def provider() -> AsyncIterator[tuple[SmsProvider, str]]:
    """The provider's stand-in on a real socket, and its address."""
    auth = ProviderAuth(account_sid=ACCOUNT_SID, auth_token=AUTH_TOKEN)
    app = make_sms_provider(auth, SystemIds(SystemClock()))
    server = TestServer(app)
    await server.start_server()
    yield app[PROVIDER], str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture
async def site(
    tmp_path: Path, database_url: str, provider: tuple[SmsProvider, str]
) -> AsyncIterator[Site]:
    """A site that is set up but not running."""
    site = Site(tmp_path, database_url, provider[1])
    site.write_settings()
    store = make_store(database_url)
    await store.open()
    await store.run(set_up)
    await store.close()
    yield site
    await site.stop()


@pytest.fixture
async def record(site: Site) -> AsyncIterator[Store]:
    """The site's record, to look into beside its processes."""
    store = make_store(site.database_url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture
async def shop(site: Site) -> AsyncIterator[Shop]:
    """Another website that embeds the site's chat and is allowed to."""
    shop = Shop()
    await shop.start()
    shop.site_url = site.url
    site.shop_url = shop.url
    site.write_settings()
    yield shop
    await shop.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A running browser."""
    async with open_browser() as started:
        yield started


def set_up(tx: Transaction) -> None:
    """Put queues and a few articles into an empty record."""
    now = SystemClock().now()
    for position, (name, topics) in enumerate((("general", ()), ("baggage", ("baggage",)))):
        queue = Queue(
            name=name,
            title=name.title(),
            topics=topics,
            is_default=name == "general",
            first_response_minutes=60,
            position=position,
        )
        record_queue(tx, queue)
    articles = (
        Article(
            id=name,
            locale="en",
            title=title,
            variants=(variant,),
            answer=answer,
            tags=("baggage",),
        )
        for name, title, variant, answer in ARTICLES
    )
    import_articles(tx, articles, author="test", now=now)


@pytest.fixture
async def correspondence(
    site: Site, record: Store, dovecot: Dovecot
) -> AsyncIterator[Correspondence]:
    """A site with an email account, not running, and the mail between it and people."""
    settings = load_settings(site.config, (), {}).settings
    token = await create_token(settings, role=Role.AGENT, name="test")
    site.encoder = "none"
    office = PostOffice(dovecot)
    await office.start()
    async with aiohttp.ClientSession() as http:
        yield Correspondence(site, DeskApi(site, token, http), record, office)
    await site.stop()
    await office.stop()
