"""What customers of the demo company did by themselves in the last weeks.

Nobody can live through it with an airline that is not there yet, so that the record is written as
those weeks would have left it: conversations, runs and each of their steps.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.tools import Tools
from crm_store.conversations import record_conversation
from crm_store.customers import find_customer_by_address
from crm_store.transaction import Transaction
from demo.self_service_files import ToldSelfService, ToldWay
from demo.self_service_player import PATIENCE, Company, Playing, play_run
from demo.stand_ins import SMS_ACCOUNT, WEB_CHAT_ACCOUNT
from demo.story_files import ToldCustomer
from demo.story_past import GOLDEN
from domain.channels import ThreadKey
from domain.conversations import Conversation
from domain.messages import Address
from domain.self_service import ActionRun
from domain.staff import StaffMember

# Conversations are closed a day later; none of these is still open.
_QUIET: Final = timedelta(days=3)
_MORNING: Final = 7
_WAKING_HOURS: Final = 15


def record_self_service(
    tx: Transaction,
    tools: Tools,
    told: ToldSelfService,
    customers: Sequence[ToldCustomer],
    visitors: Mapping[str, str],
    *,
    agent: StaffMember,
    now: datetime,
) -> None:
    """Record every run, spread evenly over the weeks, the same every time.

    Args:
        customers: of the story, on record already.
        visitors: the chat's visitor id of each of them who chats, by key.
        agent: who took over where a person did.
    """
    company = Company(tx=tx, tools=tools, visitors=visitors, agent=agent)
    ways = [way for way in told.ways for _ in range(way.times)]
    for number, way in enumerate(ways):
        # Those who have a matter of their own under way are left alone.
        speakers = [each for each in customers if _can_speak(each, way) and each.key in visitors]
        booking = told.bookings[number % len(told.bookings)]
        at = _choose_time(number, told.weeks, now)
        playing = _begin(company, way, speakers[number * 5 % len(speakers)], booking, at)
        playing.turn = number
        play_run(playing, way)


def _can_speak(customer: ToldCustomer, way: ToldWay) -> bool:
    known = customer.name is not None and customer.phone is not None and not customer.bookings
    return known and customer.language == way.language


def _choose_time(number: int, weeks: int, now: datetime) -> datetime:
    """Choose a day by one even spread, and an hour of the day by another."""
    ago = _QUIET + (timedelta(weeks=weeks) - _QUIET) * (number * GOLDEN % 1)
    hours = _MORNING + _WAKING_HOURS * (number * GOLDEN * GOLDEN % 1)
    return (now - ago).replace(hour=0, minute=0, second=0) + timedelta(hours=hours)


def _begin(
    company: Company, way: ToldWay, told: ToldCustomer, booking: str, at: datetime
) -> Playing:
    conversation = _begin_conversation(company, way, told, at)
    run = ActionRun(
        id=company.tools.ids.new(),
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        action=way.action,
        state=way.state,
        channel=way.channel,
        failures=way.failures,
        outcome=way.outcome,
        started_at=at,
        updated_at=at,
        expires_at=at + PATIENCE,
    )
    name = told.name or ""
    first, _, last = name.rpartition(" ")
    facts = {"name": name, "first_name": first, "last_name": last, "booking": booking}
    return Playing(company, conversation, run, facts, at)


def _begin_conversation(
    company: Company, way: ToldWay, told: ToldCustomer, at: datetime
) -> Conversation:
    ids = company.tools.ids
    texting = way.channel == "sms"
    address = Address(kind="phone", value=told.phone or "", verified=True)
    customer = find_customer_by_address(company.tx, address)
    if customer is None:
        raise ValueError(f"{told.key} is not on record")
    return record_conversation(
        company.tx,
        conversation_id=ids.new(),
        reference=ids.reference(),
        customer_id=customer.id,
        key=ThreadKey(
            channel=way.channel,
            account=SMS_ACCOUNT if texting else WEB_CHAT_ACCOUNT,
            thread=address.value if texting else company.visitors[told.key],
        ),
        subject=None,
        language=way.language,
        now=at,
    )
