"""An empty database becomes Aurora Airways after some busy weeks, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.count_questions import record_counts
from bot.tools import BotSettings, Tools, count_nothing
from bot.understanding import Understander
from crm_store.alerts import list_alerts, record_alerts_read
from crm_store.articles import count_articles
from crm_store.customers import record_customer, record_identity
from crm_store.gap_searches import plan_gap_search
from crm_store.inbox import InboxFilter, list_work
from crm_store.staff import list_staff, record_queue, record_staff_member
from crm_store.store import Store
from crm_store.transaction import Transaction
from demo.bookings import holds_demo, make_booking, refresh_demo
from demo.desk_files import ToldDesk, load_desk
from demo.recorded_matches import load_feelings, load_matches, make_understander
from demo.seed_agreements import record_agreements
from demo.seed_automations import record_automations
from demo.seed_complaint_policy import record_complaint_policy
from demo.seed_desk import record_desk_work, record_knowledge
from demo.seed_readers import record_readers
from demo.seed_self_service import record_self_service
from demo.seed_staffing import record_staffing
from demo.self_service_files import ToldSelfService, load_self_service
from demo.story_channels import make_story_channels
from demo.story_files import ARTICLES, Story, ToldCustomer, load_story
from demo.story_mail import StoryMail
from demo.story_player import StoryPlayer
from domain.clock import Clock, Ids
from domain.knowledge import Article
from domain.messages import Address
from domain.staff import Queue, Role, StaffMember
from knowledge_base.importing import read_articles

__all__ = ["COMPANY", "TIME_ZONE", "can_hold_demo", "refresh_demo", "seed_demo"]

COMPANY = "Aurora Airways"
TIME_ZONE = "Europe/Oslo"
# Articles and staff are older than the oldest message of the story.
_FOUNDED = timedelta(days=175)
_UNREAD = timedelta(hours=20)
_MOST_ALERTS = 10_000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seeding:
    """Everything that is read and made before the transaction."""

    story: Story
    desk: ToldDesk
    self_service: ToldSelfService
    articles: Sequence[Article]
    tools: Tools
    mail: StoryMail
    password_hash: str
    now: datetime


async def can_hold_demo(store: Store) -> bool:
    """Say whether the demo company is in the database or could move in, as nobody else is there."""
    return await holds_demo(store) or await store.read(_is_empty)


async def seed_demo(store: Store, *, clock: Clock, ids: Ids, password_hash: str) -> bool:
    """Put the demo company into a database that holds neither staff, articles nor conversations.

    Args:
        password_hash: of the one password that all demo log-ins share.

    Returns:
        False where there was somebody or something already, so that nothing was changed.
    """
    if not await store.read(_is_empty):
        return False
    story, articles = load_story(), read_articles(ARTICLES).articles
    understander = make_understander(load_matches(articles), load_feelings())
    secret = ids.secret()
    seeding = _Seeding(
        story=story,
        desk=load_desk(),
        self_service=load_self_service(),
        articles=articles,
        tools=_make_tools(store, clock, ids, understander, secret),
        mail=StoryMail(secret),
        password_hash=password_hash,
        now=clock.now(),
    )
    seeded = await store.run(_seed, seeding)
    if seeded:
        log.info("demo_seeded", articles=len(articles), customers=len(story.customers))
    return seeded


def _make_tools(
    store: Store, clock: Clock, ids: Ids, understander: Understander, secret: str
) -> Tools:
    return Tools(
        store=store,
        clock=clock,
        ids=ids,
        channels=make_story_channels(clock, ids, company=COMPANY, secret=secret),
        understander=understander,
        settings=BotSettings(company=COMPANY, time_zone=TIME_ZONE),
        count=count_nothing,
    )


def _is_empty(tx: Transaction) -> bool:
    return not (list_staff(tx) or count_articles(tx) or list_work(tx, InboxFilter(), limit=1))


def _seed(tx: Transaction, seeding: _Seeding) -> bool:
    # Two processes that start at once meet at the queues' rows; the second then finds staff.
    _record_queues(tx, seeding.story)
    if not _is_empty(tx):
        return False
    founded = seeding.now - _FOUNDED
    staff = _record_staff(tx, seeding, founded)
    record_agreements(tx, seeding.tools, now=founded)
    record_staffing(tx, seeding.tools, now=founded)
    record_automations(tx, seeding.tools, now=founded)
    record_complaint_policy(tx, now=founded)
    record_knowledge(tx, seeding.desk, seeding.articles, founded=founded)
    visitors = {
        told.key: visitor
        for told in seeding.story.customers
        if not told.stranger and (visitor := _record_customer(tx, seeding, told)) is not None
    }
    customers = {told.key: told for told in seeding.story.customers}
    player = StoryPlayer(seeding.tools, seeding.mail, customers, visitors, staff)
    player.play(tx, seeding.story.conversations, now=seeding.now)
    _read_old_alerts(tx, staff.values(), now=seeding.now)
    manager = next(each for each in staff.values() if each.role is Role.KNOWLEDGE)
    record_desk_work(tx, seeding.desk, seeding.tools, by=manager, now=seeding.now)
    record_readers(tx, seeding.desk, seeding.tools, now=seeding.now)
    record_self_service(
        tx,
        seeding.tools,
        seeding.self_service,
        seeding.story.customers,
        visitors,
        agent=next(each for each in staff.values() if each.role is Role.AGENT),
        now=seeding.now,
    )
    record_counts(tx, zone=ZoneInfo(TIME_ZONE), until=seeding.now)
    # Elsewhere the first night does it; whoever looks at the demo is not to wait so long.
    plan_gap_search(tx, job_id=seeding.tools.ids.new(), at=seeding.now, now=seeding.now)
    return True


def _read_old_alerts(tx: Transaction, staff: Iterable[StaffMember], *, now: datetime) -> None:
    """Have everybody read what they were told before today; nobody leaves it for weeks."""
    for member in staff:
        told = list_alerts(tx, member, limit=_MOST_ALERTS)
        old = [each.position for each in told if each.at < now - _UNREAD]
        record_alerts_read(tx, member, up_to=max(old, default=0))


def _record_queues(tx: Transaction, story: Story) -> None:
    for position, told in enumerate(story.queues):
        queue = Queue(
            name=told.name,
            title=told.title,
            topics=told.topics,
            is_default=told.default,
            first_response_minutes=told.first_response_minutes,
            position=position,
        )
        record_queue(tx, queue)


def _record_staff(tx: Transaction, seeding: _Seeding, founded: datetime) -> dict[str, StaffMember]:
    staff = {
        told.key: StaffMember(
            id=seeding.tools.ids.new(),
            email=told.email,
            name=told.name,
            role=told.role,
            password_hash=seeding.password_hash,
            active=True,
            created_at=founded,
        )
        for told in seeding.story.staff
    }
    for member in staff.values():
        record_staff_member(tx, member)
    return staff


def _record_customer(tx: Transaction, seeding: _Seeding, told: ToldCustomer) -> str | None:
    """Record a customer with addresses and bookings; return the chat's visitor id, if any."""
    ids, since = seeding.tools.ids, seeding.now - timedelta(days=told.known_for_days, minutes=10)
    customer_id, visitor = ids.new(), ids.new() if told.chats else None
    bookings = [make_booking(booking, seeding.now) for booking in told.bookings]
    record_customer(
        tx,
        customer_id=customer_id,
        name=told.name,
        language=told.language,
        now=since,
        tier=told.tier,
        attributes={"bookings": bookings} if bookings else {},
    )
    for kind, value in (("phone", told.phone), ("email", told.email), ("visitor", visitor)):
        if value is not None:
            address = Address(kind=kind, value=value, verified=True)
            record_identity(
                tx, identity_id=ids.new(), customer_id=customer_id, address=address, now=since
            )
    return visitor
