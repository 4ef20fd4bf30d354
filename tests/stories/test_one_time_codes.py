"""A one-time code reaches another address than the one that asks, once; no record keeps it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from bot.verification.codes import CodeSent, CodeVerdict, begin_code, check_code
from crm_store.action_runs import record_run
from crm_store.conversations import lock_conversation
from crm_store.schema import metadata
from crm_store.transaction import Transaction
from domain.conversations import Direction
from domain.errors import SendError
from domain.messages import Address
from domain.self_service import ActionRun, RunState
from tests.stories.letters import Letters
from tests.stories.story_desk import ASTRID, StoryDesk

EMAIL = Address(kind="email", value="astrid@example.com", verified=True)
PHONE = Address(kind="phone", value=ASTRID, verified=True)
VISITOR = Address(kind="visitor", value="v1")


class Codes:
    """A customer who is in the middle of something that takes a code."""

    def __init__(self, desk: StoryDesk, letters: Letters) -> None:
        self.desk, self.letters = desk, letters
        self.thread = ASTRID
        self.runs = 0

    async def begin(self, thread: str = ASTRID, customer: str | None = None) -> None:
        """Begin something in the latest conversation of a thread."""
        self.thread = thread
        self.runs += 1
        conversation = await self.desk.conversation(thread)
        now = self.desk.clock.now()
        self.run = ActionRun(
            id=f"run-{self.runs}",
            conversation_id=conversation.id,
            customer_id=conversation.customer_id,
            action="change_contact",
            state=RunState.COLLECTING,
            channel=conversation.channel,
            started_at=now,
            updated_at=now,
            expires_at=now + timedelta(days=1),
        )
        await self.desk.system.store.run(record_run, self.run)

    async def ask(self, *addresses: Address, asking: Address = PHONE) -> CodeSent | None:
        """Have a code sent, and see it arrive."""
        sent = await self.put_down(*addresses, asking=asking)
        await self.desk.settle()
        return sent

    async def put_down(self, *addresses: Address, asking: Address = PHONE) -> CodeSent | None:
        """Have a code wait to be sent."""
        reference = await self.desk.reference(self.thread)
        return await self.desk.system.store.run(self._begin, reference, addresses, asking)

    def _begin(
        self, tx: Transaction, reference: str, addresses: tuple[Address, ...], asking: Address
    ) -> CodeSent | None:
        conversation = lock_conversation(tx, reference)
        tools, now = self.desk.system.tools, self.desk.clock.now()
        return begin_code(
            tx, tools, self.run, conversation, addresses, asking, now=now, at_once=False
        )

    async def answers(self, text: str) -> CodeVerdict:
        tools, now = self.desk.system.tools, self.desk.clock.now()
        return await self.desk.system.store.run(check_code, tools, self.run, text, now=now)

    @property
    def mailed(self) -> str:
        """The code in the latest letter."""
        return _find_code(self.letters.said_to(EMAIL.value)[-1])


def _find_code(text: str) -> str:
    return str(re.findall(r"\b\d{6}\b", text)[0])


@pytest.fixture
async def codes(desk: StoryDesk, letters: Letters) -> Codes:
    await desk.customer_texts(ASTRID, "hello")
    codes = Codes(desk, letters)
    await codes.begin()
    return codes


async def test_a_code_asked_for_by_text_comes_by_mail_and_proves_it_once(codes: Codes):
    before = codes.desk.said_to(ASTRID)
    sent = await codes.ask(PHONE, EMAIL)
    assert sent is not None
    assert sent.address == "a...d@example.com"
    assert codes.desk.said_to(ASTRID) == before
    (letter,) = codes.letters.sent
    assert (letter.subject, letter.to.value) == ("Your code for Aurora Airways", EMAIL.value)
    assert await codes.answers("what code?") is CodeVerdict.UNREAD
    assert await codes.answers(f"The code is {codes.mailed[:3]} {codes.mailed[3:]}") is (
        CodeVerdict.RIGHT
    )
    assert await codes.answers(codes.mailed) is CodeVerdict.SPENT


async def test_a_code_asked_for_in_the_chat_comes_by_text_where_there_is_no_mail(codes: Codes):
    await codes.desk.visitor_writes("v1", "hello")
    await codes.begin("v1")
    sent = await codes.ask(PHONE, VISITOR, asking=VISITOR)
    assert sent is not None
    assert sent.address == "... 42"
    code = _find_code(codes.desk.said_to(ASTRID)[-1])
    shown = await codes.desk.page_shows("v1")
    assert not any(code in entry.text for entry in shown.entries)
    assert await codes.answers(code) is CodeVerdict.RIGHT


async def test_no_table_holds_the_code_neither_before_nor_after_it_is_sent(codes: Codes):
    await codes.put_down(EMAIL)
    waiting = await codes.desk.system.store.read(_read_all)
    await codes.desk.settle()
    sent = await codes.desk.system.store.read(_read_all)
    code = codes.mailed
    assert not [row for row in (*waiting, *sent) if code in row]


async def test_no_log_line_holds_the_code(codes: Codes):
    with structlog.testing.capture_logs() as logged:
        await codes.ask(EMAIL)
    assert logged
    assert codes.mailed not in str(logged)


async def test_staff_see_where_a_code_went_and_not_what_it_was(codes: Codes):
    await codes.ask(EMAIL)
    view = await codes.desk.view(ASTRID)
    assert codes.mailed not in str([each.text for each in view.interactions])
    (event,) = [
        each for each in await codes.desk.log(ASTRID, Direction.EVENT) if "code" in each.text
    ]
    assert event.text == "A one-time code was sent to a...d@example.com"


def _read_all(tx: Transaction) -> list[str]:
    """Every row of every table, as text; ids, which hold digits by the dozen, left out."""
    rows: list[str] = []
    for table in metadata.sorted_tables:
        columns = [each for each in table.c if each.name not in {"id", "digest", "position"}]
        rows += [str(tuple(row)) for row in tx.execute(select(*columns))] if columns else []
    return rows


async def test_the_fifth_wrong_answer_spends_a_code_and_a_new_one_helps(codes: Codes):
    await codes.ask(EMAIL)
    wrong = "000000" if codes.mailed != "000000" else "111111"
    tried = [await codes.answers(wrong) for _ in range(5)]
    assert tried == [CodeVerdict.WRONG] * 4 + [CodeVerdict.SPENT]
    assert await codes.answers(codes.mailed) is CodeVerdict.SPENT
    assert await codes.ask(EMAIL) is not None
    assert await codes.answers(codes.mailed) is CodeVerdict.RIGHT


async def test_a_code_is_good_for_ten_minutes_and_only_the_latest_counts(codes: Codes):
    await codes.ask(EMAIL)
    first = codes.mailed
    codes.desk.clock.advance(timedelta(minutes=1))
    await codes.ask(EMAIL)
    assert await codes.answers(first) is CodeVerdict.WRONG
    codes.desk.clock.advance(timedelta(minutes=10))
    assert await codes.answers(codes.mailed) is CodeVerdict.SPENT


async def test_a_code_that_another_has_followed_is_not_sent_any_more(codes: Codes):
    await codes.put_down(EMAIL)
    codes.desk.clock.advance(timedelta(minutes=1))
    await codes.ask(EMAIL)
    assert len(codes.letters.said_to(EMAIL.value)) == 1
    assert await codes.answers(codes.mailed) is CodeVerdict.RIGHT


async def test_nobody_is_sent_more_than_three_an_hour_and_five_a_day(codes: Codes):
    sent: list[Any] = [await codes.ask(EMAIL) for _ in range(4)]
    assert [each is not None for each in sent] == [True, True, True, False]
    codes.desk.clock.advance(timedelta(hours=1))
    sent = [await codes.ask(EMAIL) for _ in range(3)]
    assert [each is not None for each in sent] == [True, True, False]


async def test_a_code_of_one_run_proves_nothing_in_another(codes: Codes):
    await codes.ask(EMAIL)
    await codes.begin()
    assert await codes.answers(codes.mailed) is CodeVerdict.SPENT


async def test_where_no_other_address_will_do_there_is_no_code(codes: Codes):
    assert await codes.ask(PHONE) is None
    assert await codes.ask(Address(kind="email", value="claimed@example.com")) is None


async def test_a_telephone_that_said_stop_is_sent_none(codes: Codes):
    await codes.desk.customer_texts(ASTRID, "STOP")
    await codes.desk.visitor_writes("v1", "hello")
    await codes.begin("v1")
    assert await codes.ask(PHONE, asking=VISITOR) is None


async def test_a_code_that_cannot_be_sent_is_said_so(codes: Codes, monkeypatch: pytest.MonkeyPatch):
    async def refuse(*_: Any) -> None:
        raise SendError("mailbox unknown", retryable=False)

    monkeypatch.setattr(codes.letters.channels["billing"], "send", refuse)
    monkeypatch.setattr(codes.letters.channels["support"], "send", refuse)
    await codes.ask(EMAIL)
    assert codes.desk.said_to(ASTRID)[-1].startswith("I could not send the code to a...d@example")
    events = await codes.desk.log(ASTRID, Direction.EVENT)
    assert events[-1].text.endswith("could not be sent to a...d@example.com: mailbox unknown")
