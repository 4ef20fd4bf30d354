"""The demo's complaints: sound on record, and every page that shows them is fit to be looked at."""

import re
from pathlib import Path

import aiohttp
from sqlalchemy import select

from complaints.budget import replay as replay_budget
from complaints.stage_fold import replay as replay_stages
from crm_store.alerts import count_unread_alerts
from crm_store.budgets import list_budget_events, list_budgets
from crm_store.complaint_events import list_case_events, select_moves
from crm_store.complaints import get_complaint_by_id, list_linked
from crm_store.gestures import list_gestures_of
from crm_store.schema import ballots, complaints
from crm_store.staff import find_staff_by_email
from crm_store.store import Store
from crm_store.transaction import Transaction
from crm_store.vouchers import list_vouchers_of
from domain.complaint_cases import Complaint, Recovery
from domain.complaint_facts import SpecialCase
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.redress import VoucherStatus
from domain.redress_cases import GestureState
from tests.console.browser import words_of
from tests.demo.demo_site import DemoSite, open_demo, until
from tests.fakes import MONDAY_MORNING as NOW

CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
# What a page says once there is something to see, and what it says where there is nothing.
PAGES = {
    "/console/exceptions": ("for a second person", "Nothing is wrong"),
    "/console/complaints": ("Lost baggage", "No complaint here"),
    "/console/complaints?view=closed": ("Settled", "Nothing closed yet"),
    "/console/complaints/approvals": (r"A voucher .*waits", "Nothing waits"),
    "/console/complaints/vouchers": ("Expired", "No voucher yet"),
    "/console/complaints/policy": ("Version 2 holds, by Ingrid Solberg", "As shipped holds"),
    "/console/reports/service": ("First response", "No conversation yet"),
    "/console/reports/complaints": ("Too few people", "No complaint yet"),
    "/console/wallboard": ("[Cc]omplaint", "no complaint to be seen"),
}


async def test_no_complaint_differs_from_what_its_events_add_up_to(seeded: Store) -> None:
    found = await seeded.read(list_all)
    assert 30 <= len(found) <= 45
    for complaint in found:
        state = replay_stages(select_moves(await seeded.read(list_case_events, complaint.id)))
        assert (complaint.stage, complaint.stage_since, complaint.outcome) == (
            state.stage,
            state.since,
            state.outcome,
        ), complaint.number
        assert complaint.responded_at == state.responded_at
        assert complaint.closed_at == state.closed_at
        assert complaint.stage_since <= NOW
    await seeded.read(require_sound_budgets)


async def test_there_is_one_of_everything(seeded: Store) -> None:
    found = await seeded.read(list_all)
    assert {each.stage for each in found} >= set(ComplaintStage) - {
        ComplaintStage.RECEIVED,
        ComplaintStage.REOPENED,
    }
    assert {each.severity for each in found} == set(Severity)
    assert {each.recovery for each in found} == {*Recovery, None}
    special = {case for each in found for case in each.special}
    assert special >= {SpecialCase.LAWYER, SpecialCase.SARCASTIC_PRAISE, SpecialCase.ABUSIVE}
    assert len({each.channel for each in found}) == 4
    late = [each for each in found if each.stage_due_at and each.stage_due_at < NOW]
    assert 2 <= len(late) <= 8
    repeated = [each.customer_id for each in found]
    assert sum(repeated.count(each) >= 3 for each in set(repeated)) >= 2
    states = {each.state for case in found for each in await seeded.read(list_gestures_of, case.id)}
    assert states >= {
        GestureState.PROPOSED,
        GestureState.GIVEN,
        GestureState.DONE,
        GestureState.REVOKED,
        GestureState.LAPSED,
    }
    statuses = {
        each.state.status_at(NOW)
        for case in found
        for each in await seeded.read(list_vouchers_of, case.id)
    }
    assert statuses == set(VoucherStatus)


async def test_five_messages_on_three_channels_are_one_complaint(seeded: Store) -> None:
    found = await seeded.read(list_all)
    linked = [len(await seeded.read(list_linked, each.id)) for each in found]
    assert max(linked) == 3


async def test_a_supervisor_is_told_of_what_happened_lately_alone(seeded: Store) -> None:
    supervisor = await seeded.read(find_staff_by_email, "supervisor@example.com")
    assert supervisor is not None
    assert 1 <= await seeded.read(count_unread_alerts, supervisor) <= 40


async def test_customers_voted(seeded: Store) -> None:
    def read(tx: Transaction) -> list[str]:
        voted = select(ballots.c.survey).where(ballots.c.value.is_not(None))
        return [row.survey for row in tx.execute(voted)]

    surveys = await seeded.read(read)
    assert surveys.count("csat") >= 30
    assert surveys.count("ces") >= 10


async def test_every_page_about_complaints_has_something_to_show(tmp_path: Path) -> None:
    async with open_demo(tmp_path) as site, log_in(site) as http:

        async def counted() -> bool:
            return "Too few people" in await read_page(http, "/console/reports/complaints")

        await until(counted)
        for path, (wanted, empty) in PAGES.items():
            words = await read_page(http, path)
            assert re.search(wanted, words), f"{path} lacks {wanted!r}: {words[:3000]}"
            assert empty not in words, path
            assert not CODE.search(words), f"{path} shows a voucher's code"


def log_in(site: DemoSite) -> "SignedIn":
    return SignedIn(site)


class SignedIn:
    """A supervisor's browser."""

    def __init__(self, site: DemoSite) -> None:
        self._site = site

    async def __aenter__(self) -> aiohttp.ClientSession:
        jar = aiohttp.CookieJar(unsafe=True)
        self._http = aiohttp.ClientSession(self._site.url, cookie_jar=jar)
        fields = {"email": "supervisor@example.com", "password": self._site.password}
        async with self._http.post("/console/login", data=fields) as response:
            assert response.status == 200
        return self._http

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()


async def read_page(http: aiohttp.ClientSession, path: str) -> str:
    async with http.get(path) as response:
        assert response.status == 200, path
        return words_of(await response.text())


def list_all(tx: Transaction) -> list[Complaint]:
    ids = [row.id for row in tx.execute(select(complaints.c.id))]
    return [get_complaint_by_id(tx, each) for each in ids]


def require_sound_budgets(tx: Transaction) -> None:
    for sums in list_budgets(tx):
        state = replay_budget(sums.currency, list_budget_events(tx, sums.period, sums.currency))
        held = sum(state.reserved.values())
        assert (sums.limit, sums.reserved, sums.spent) == (state.limit, held, state.spent)
