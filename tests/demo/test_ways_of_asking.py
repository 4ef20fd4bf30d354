"""What customers of the demo write in a hurry, two things at once, half, or to others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from crm_store.decisions import list_decisions
from crm_store.inbox import InboxFilter, list_conversations_by_id
from crm_store.transaction import Transaction
from domain.decisions import Answer, DecisionRecord, Escalate
from tests.demo.demo_site import DemoSite, open_demo, until

STRANGER = "+15550177"
DESK = "+15550100"


class Telephone:
    """A stranger's telephone, by the real webhook and the real bot."""

    def __init__(self, site: DemoSite, session: aiohttp.ClientSession) -> None:
        self._site = site
        self._session = session

    async def text(self, *texts: str) -> str:
        """Send texts one after the other; returns the answer to the last one."""
        for text in texts:
            before = len(self._received())
            assert self._site.provider is not None
            url = f"{self._site.url}/channels/sms/main"
            status = await self._site.provider.post_incoming(
                self._session, url, sender=STRANGER, to=DESK, text=text
            )
            assert status in {200, 204}

            async def answered(before: int = before) -> bool:
                return len(self._received()) > before

            await until(answered)
        return self._received()[-1]

    async def last_decision(self) -> DecisionRecord:
        return (await self._site.store.read(_list_decisions))[-1]

    def _received(self) -> list[str]:
        assert self._site.provider is not None
        return [sms.text for sms in self._site.provider.messages if sms.to == STRANGER]


def _list_decisions(tx: Transaction) -> tuple[DecisionRecord, ...]:
    found = list_conversations_by_id(tx, InboxFilter(), before=None, limit=1000)
    (conversation,) = (each for each in found if each.thread == STRANGER)
    return list_decisions(tx, conversation.id)


@asynccontextmanager
async def telephone(folder: Path) -> AsyncIterator[Telephone]:
    async with open_demo(folder) as site, aiohttp.ClientSession() as session:
        yield Telephone(site, session)


async def test_a_mistyped_text_is_answered_as_if_it_were_spelt_right(tmp_path: Path) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("pls cn i chng my flt 2moro")
        decision = (await phone.last_decision()).decision
    assert isinstance(decision, Answer)
    assert decision.article is not None
    assert decision.article.article_id == "change-flight"
    assert "My Booking" in answer


async def test_two_questions_in_a_text_are_both_answered_in_one(tmp_path: Path) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("Where is my bag? Also I need an invoice.")
        decision = (await phone.last_decision()).decision
    assert isinstance(decision, Answer)
    assert decision.article is not None
    articles = [decision.article, *decision.more]
    assert [each.article_id for each in articles] == ["lost-delayed-baggage", "invoice-receipt"]
    assert answer.startswith("1. ")
    assert "\n\n2. How do I get an invoice or receipt?\n" in answer


async def test_of_two_questions_a_person_answers_the_one_that_nobody_foresaw(
    tmp_path: Path,
) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("Is there wifi on board? And is your captain married?")
        decision = (await phone.last_decision()).decision
    assert isinstance(decision, Escalate)
    assert [each.article_id for each in decision.meanwhile] == ["wifi-on-board"]
    assert "A person will answer you" in answer


async def test_a_question_that_leans_on_the_one_before_is_read_with_it(tmp_path: Path) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("How much hand luggage may I take?", "and for children?")
        record = await phone.last_decision()
    assert record.understanding.follows == "How much hand luggage may I take?"
    assert isinstance(record.decision, Answer)
    assert record.decision.article is not None
    assert record.decision.article.article_id == "cabin-baggage-allowance"
    assert "8 kg" in answer


async def test_a_question_for_another_trade_goes_to_a_person_and_nothing_is_made_up(
    tmp_path: Path,
) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("how do I fix a leaking tap?")
        record = await phone.last_decision()
    assert isinstance(record.decision, Escalate)
    assert record.rule == "unknown"
    assert "A person will answer you" in answer


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        (
            "Can I bring my dog and how much is a second bag?",
            ["pets", "excess-baggage"],
        ),
        (
            "What does a second bag cost? Can I take my guitar?",
            ["excess-baggage", "musical-instruments"],
        ),
        (
            "Darf ich meinen Hund mitnehmen und was kostet ein zweites Gepäckstück?",
            ["pets", "excess-baggage"],
        ),
    ],
)
async def test_neither_of_two_questions_is_passed_over(
    tmp_path: Path, text: str, articles: list[str]
) -> None:
    async with telephone(tmp_path) as phone:
        await phone.text(text)
        decision = (await phone.last_decision()).decision
    assert isinstance(decision, Answer)
    assert decision.article is not None
    assert [each.article_id for each in (decision.article, *decision.more)] == articles


async def test_a_follow_up_is_read_with_what_a_second_bag_costs(tmp_path: Path) -> None:
    async with telephone(tmp_path) as phone:
        answer = await phone.text("how much is a second bag?", "and for children?")
        record = await phone.last_decision()
    assert record.understanding.follows == "how much is a second bag?"
    assert isinstance(record.decision, Answer)
    assert "35 EUR" in answer
