"""Gestures, vouchers, budgets and the complaint policy by the API."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.redress.voucher_guesses import UNKNOWN_BY_HOLDER
from complaints.voucher_codes import write_code
from crm_store.schema import interactions
from crm_store.transaction import Transaction
from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation
from tests.stories.complaint_cases import record_case
from tests.stories.redress_cases import CODE, give

ONE, NUMBER = "FD-00000001", "C-AAAAAA"
GESTURES = f"/complaints/{NUMBER}/gestures"
ASKED = {"gesture": {"give": "voucher", "cost": "EUR 40.00"}, "reason": "her wedding day"}


@pytest.fixture
async def _case(bench: Bench) -> None:
    """A complaint, and a policy that gives a voucher."""
    await begin_conversation(bench, 1, text="Where is my bag?")
    tools, now = bench.services.tools, bench.clock.now()
    await bench.store.run(record_case, tools, ONE, NUMBER, {}, now=now)
    put = await bench.send(
        "PUT", "/complaints/policy", role=Role.SUPERVISOR, json={"definition": give()}
    )
    assert put.status == 200


pytestmark = pytest.mark.usefixtures("_case")


async def answer(bench: Bench) -> str:
    """Answer the complaint; return the code that was sent."""
    await bench.post(f"/complaints/{NUMBER}/respond", {"doing": "we look for it"})

    def find(tx: Transaction) -> str:
        texts = tx.execute(select(interactions.c.text)).scalars()
        return next(found[0] for text in texts if (found := CODE.search(text)))

    return await bench.store.read(find)


async def test_another_gesture_is_asked_for_and_a_second_person_decides(bench: Bench) -> None:
    proposed = (await bench.post(GESTURES, {}))["gesture"]
    assert (proposed["state"], proposed["words"]) == ("reserved", "a voucher of EUR 25.00")
    asked = (await bench.post(GESTURES, ASKED))["gesture"]
    assert (asked["state"], asked["complaint"], asked["cost"]) == ("proposed", NUMBER, 4000)
    assert [each["name"] for each in asked["tried"]][:2] == ["table", "asked"]
    (waiting,) = (await bench.get("/gestures?state=proposed"))["items"]
    assert waiting == asked
    one = f"/gestures/{asked['id']}"
    await bench.refused(403, "POST", f"{one}/approve", json={})
    stale = {"version": asked["version"] + 1}
    await bench.refused(409, "POST", f"{one}/approve", json=stale, role=Role.SUPERVISOR)
    approved = await bench.post(f"{one}/approve", {"version": 1}, role=Role.SUPERVISOR)
    assert (approved["state"], approved["decided_by"]) == ("reserved", "token:t-supervisor")
    await bench.refused(
        409, "POST", f"{one}/decline", json={"reason": "too late"}, role=Role.SUPERVISOR
    )
    assert [each["state"] for each in (await bench.get(GESTURES))["items"]] == [
        "declined", "reserved",
    ]  # fmt: skip
    assert [each["id"] for each in await bench.walk("/gestures", limit="1")] == [
        proposed["id"], asked["id"],
    ]  # fmt: skip


async def test_what_cannot_be_given_is_refused_with_its_place(bench: Bench) -> None:
    wrong = {"gesture": {"give": "voucher", "cost": "25"}, "reason": "why not"}
    refused = await bench.refused(422, "POST", GESTURES, json=wrong)
    assert refused["errors"][0]["field"] == "gesture.cost"
    without = {"gesture": ASKED["gesture"]}
    refused = await bench.refused(422, "POST", GESTURES, json=without)
    assert refused["errors"][0]["field"] == "reason"
    await bench.refused(404, "POST", "/complaints/C-NOBODY/gestures", json={})


async def test_a_voucher_is_redeemed_once_and_a_refusal_says_why_in_a_word(bench: Bench) -> None:
    code = await answer(bench)
    wanted = {"code": code, "use": "order 1", "currency": "EUR", "amount": 2500}
    checked = await bench.post("/vouchers/check", {"code": code})
    assert (checked["status"], checked["amount"], checked["currency"]) == ("issued", 2500, "EUR")
    refused = await bench.refused(409, "POST", "/vouchers/redeem", json=wanted | {"amount": 1})
    assert refused["refusal"] == "partial"
    done = await bench.post("/vouchers/redeem", wanted)
    assert (done["status"], done["repeated"], done["amount"]) == ("redeemed", False, 2500)
    again = await bench.post("/vouchers/redeem", wanted)
    assert (again["repeated"], again["redeemed_at"]) == (True, done["redeemed_at"])
    other = await bench.refused(409, "POST", "/vouchers/redeem", json=wanted | {"use": "order 2"})
    assert other["refusal"] == "redeemed"
    assert code not in str(other)
    (listed,) = (await bench.get(f"/vouchers?status=redeemed&ending={code[-4:]}"))["items"]
    assert (listed["complaint"], listed["use"], listed["ending"]) == (NUMBER, "order 1", code[-4:])
    (month,) = (await bench.get("/budgets"))["items"]
    assert (month["limit"], month["reserved"], month["spent"]) == (100000, 0, 2500)


async def test_a_mistyped_code_and_a_guessed_one(bench: Bench) -> None:
    code = await answer(bench)
    wanted = {"code": code[:-1], "use": "order 1", "currency": "EUR"}
    refused = await bench.refused(422, "POST", "/vouchers/redeem", json=wanted)
    assert refused["errors"][0]["field"] == "code"
    assert code[:-1] not in str(refused)
    for n in range(UNKNOWN_BY_HOLDER):
        guess = {"code": write_code(f"guess {n} of somebody with time")}
        unknown = await bench.refused(409, "POST", "/vouchers/check", json=guess)
        assert unknown["refusal"] == "unknown"
    response = await bench.send("POST", "/vouchers/check", json={"code": code})
    assert (response.status, response.headers["Retry-After"]) == (429, "3600")
    named = await bench.post("/vouchers/check", {"code": code, "holder": "visitor 7"})
    assert named["status"] == "issued"
    told = (await bench.get("/alerts", role=Role.SUPERVISOR))["items"]
    assert [each["reference"] for each in told if "guesses" in each["text"]] == [None]


async def test_staff_read_a_code_nowhere_and_no_search_finds_it_out(bench: Bench) -> None:
    code = await answer(bench)
    found = await bench.get(f"/conversations/{ONE}")
    (said,) = [each["text"] for each in found["interactions"] if each["direction"] == "out"]
    assert "••••-••••-••••-••••-••••-" + code[-4:] in said
    everything = [
        found,
        await bench.get(f"/customers/{found['customer_id']}/timeline"),
        await bench.get(f"/complaints/{NUMBER}"),
        await bench.get(GESTURES),
        await bench.get("/vouchers"),
    ]
    assert code not in str(everything)
    assert code.replace("-", "") not in str(everything)
    for words in (code, code[:4], f"code {code[:2]}"):
        assert (await bench.get("/conversations", params={"q": words}))["items"] == []
    assert (await bench.get("/conversations", params={"q": "Where is my bag"}))["items"]


async def test_a_supervisor_takes_back_and_says_done(bench: Bench) -> None:
    code = await answer(bench)
    (given,) = (await bench.get(GESTURES))["items"]
    one = f"/gestures/{given['id']}"
    await bench.refused(403, "POST", f"{one}/done", json={"note": "paid"})
    await bench.refused(409, "POST", f"{one}/done", json={"note": "paid"}, role=Role.SUPERVISOR)
    await bench.refused(403, "POST", f"{one}/revoke", json={"reason": "made up"})
    taken = await bench.post(f"{one}/revoke", {"reason": "made up"}, role=Role.SUPERVISOR)
    assert (taken["state"], taken["reason"]) == ("revoked", "made up")
    wanted = {"code": code, "use": "order 1", "currency": "EUR"}
    refused = await bench.refused(409, "POST", "/vouchers/redeem", json=wanted)
    assert (refused["refusal"], refused["detail"]) == ("revoked", "it was revoked: made up")


async def test_a_batch_tells_what_became_of_each(bench: Bench) -> None:
    body = {"complaints": [NUMBER, "C-NOBODY"], "doing": "we look for it"}
    await bench.refused(403, "POST", "/complaints/gestures", json=body)
    done = await bench.post("/complaints/gestures", body, role=Role.SUPERVISOR)
    assert [(each["number"], each["outcome"]) for each in done["items"]] == [
        (NUMBER, "answered"), ("C-NOBODY", "failed"),
    ]  # fmt: skip


async def test_the_limit_of_a_month_is_set_by_a_supervisor(bench: Bench) -> None:
    (month,) = (await bench.get("/budgets"))["items"]
    path = f"/budgets/{month['period']}/EUR"
    await bench.refused(403, "PUT", path, json={"limit": 5})
    changed = await bench.send("PUT", path, json={"limit": 500_00}, role=Role.SUPERVISOR)
    assert (await changed.json())["available"] == 500_00
    for wrong in ("/budgets/november/EUR", f"/budgets/{month['period']}/euro"):
        await bench.refused(422, "PUT", wrong, json={"limit": 5}, role=Role.SUPERVISOR)


async def test_the_policy_is_read_written_and_set_back(bench: Bench) -> None:
    policy = "/complaints/policy"
    found = await bench.get(policy)
    assert (found["number"], found["created_by"], found["oddities"]) == (1, "supervisor script", [])
    changed: dict[str, Any] = {"definition": found["definition"] | {"voucher_days": 10}}
    await bench.refused(403, "PUT", policy, json=changed)
    stale = changed | {"based_on": 0}
    await bench.refused(409, "PUT", policy, json=stale, role=Role.SUPERVISOR)
    wrong = {"definition": {"gestures": {"table": [{"severity": "minor", "give": "gold"}]}}}
    refused = await bench.refused(422, "PUT", policy, json=wrong, role=Role.SUPERVISOR)
    assert refused["errors"][0]["field"] == "gestures.table[0].give"
    response = await bench.send("PUT", policy, json=changed | {"based_on": 1}, role=Role.SUPERVISOR)
    assert (await response.json())["number"] == 2
    back = await bench.post(f"{policy}/versions", {"number": 1}, role=Role.SUPERVISOR)
    assert (back["number"], back["definition"]) == (3, found["definition"])
    versions = (await bench.get(f"{policy}/versions"))["items"]
    assert [each["number"] for each in versions] == [3, 2, 1]
