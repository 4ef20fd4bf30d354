"""What makes a complaint good: every rule that was tried, second persons, vouchers and budgets."""

import pytest

from domain.redress import VoucherStatus
from domain.redress_cases import GestureState
from tests.console.browser import Browser, Console, words_of
from tests.console.complaints.cases import (
    DOING,
    REGISTER,
    complain,
    give_money,
    read_gestures,
    set_policy,
)
from tests.console.complaints.test_response import fields_of

APPROVALS = f"{REGISTER}/approvals"


async def test_what_the_policy_gives_is_told_with_every_rule(agent: Browser, console: Console):
    it = await complain(console)
    await give_money(console)
    words = words_of(await agent.read(f"{REGISTER}/{it.number}"))
    assert "A voucher of EUR 20.00 What the policy gives" in words
    assert "Holds: Table" in words
    assert "Holds: Budget EUR 20.00 of EUR 1000.00 that are left in the budget" in words
    assert "Holds: Approval Up to EUR 50.00 one person is enough" in words


async def test_a_rule_that_does_not_hold_is_told_as_such(agent: Browser, console: Console):
    it = await complain(console)
    await give_money(console)
    await set_policy(console, budgets={"EUR": "5.00"})
    words = words_of(await agent.read(f"{REGISTER}/{it.number}"))
    assert "Does not hold: Budget" in words


async def test_what_costs_much_waits_for_a_second_person(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)
    await give_money(console, cost="EUR 80.00")
    one = f"{REGISTER}/{it.number}"
    answer = await agent.act(f"{one}/propose", version=str(it.version))
    assert answer.headers["Location"] == f"{one}?said=propose#gesture"
    (gesture,) = await read_gestures(console, it.number)
    assert gesture.state is GestureState.PROPOSED
    page = await agent.read(one)
    assert "A supervisor decides." in words_of(page)
    assert "/approve" not in page
    refused = await agent.act(f"{one}/gestures/{gesture.id}/approve", gesture_version="1")
    assert refused.status == 403

    assert f"waits under a minute {it.number}" in words_of(await supervisor.read(APPROVALS))
    fields = {"gesture_version": "1", "back": "approvals"}
    answer = await supervisor.act(f"{one}/gestures/{gesture.id}/approve", **fields)
    assert answer.headers["Location"] == f"{APPROVALS}?said=approve"
    (gesture,) = await read_gestures(console, it.number)
    assert (gesture.state, gesture.decided_by) == (GestureState.RESERVED, "s-supervisor")
    words = words_of(await supervisor.read(APPROVALS))
    assert "EUR 920.00 left of EUR 1000.00" in words
    assert "EUR 80.00 reserved" in words


async def test_who_proposed_it_does_not_decide(
    supervisor: Browser, admin: Browser, console: Console
):
    it = await complain(console)
    await give_money(console, cost="EUR 80.00")
    one = f"{REGISTER}/{it.number}"
    await supervisor.act(f"{one}/propose", version=str(it.version))
    (gesture,) = await read_gestures(console, it.number)
    for path in (one, APPROVALS):
        page = await supervisor.read(path)
        assert "a second supervisor decides" in page
        assert "/approve" not in page
    answer = await supervisor.act(f"{one}/gestures/{gesture.id}/approve", gesture_version="1")
    assert answer.status == 403
    assert "ask a second person" in words_of(await answer.text())
    answer = await admin.act(f"{one}/gestures/{gesture.id}/approve", gesture_version="1")
    assert answer.status == 303


async def test_a_gesture_is_declined_with_a_reason(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)
    await give_money(console, cost="EUR 80.00")
    one = f"{REGISTER}/{it.number}"
    await agent.act(f"{one}/propose", version=str(it.version))
    (gesture,) = await read_gestures(console, it.number)
    here = f"{one}/gestures/{gesture.id}"
    answer = await supervisor.act(f"{here}/decline", gesture_version="1", reason="")
    assert answer.status == 422
    assert 'id="decline-reason-error"' in await answer.text()
    answer = await supervisor.act(f"{here}/decline", gesture_version="1", reason="their fault")
    assert answer.status == 303
    answer = await supervisor.act(f"{here}/approve", gesture_version="1")
    assert answer.status == 409
    words = words_of(await agent.read(one))
    assert "Declined" in words
    assert "Their fault" in words


async def test_a_gesture_of_another_complaint_is_not_found(supervisor: Browser, console: Console):
    await give_money(console, cost="EUR 80.00")
    first, second = await complain(console), await complain(console, 2)
    await supervisor.act(f"{REGISTER}/{first.number}/propose", version=str(first.version))
    (gesture,) = await read_gestures(console, first.number)
    path = f"{REGISTER}/{second.number}/gestures/{gesture.id}/decline"
    answer = await supervisor.act(path, gesture_version="1", reason="no")
    assert answer.status == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cost": "a lot"}, "cost"),
        ({"currency": "euro"}, "cost"),
        ({"give": "gold"}, "give"),
        ({"give": "points", "points": "many"}, "points"),
        ({"give": "upgrade", "what": ""}, "what"),
        ({"reason": ""}, "reason"),
    ],
)
async def test_what_is_wrong_with_another_gesture_is_said_beside_its_field(
    agent: Browser, console: Console, changed: dict[str, str], field: str
):
    it = await complain(console)
    await give_money(console)
    typed = {
        "version": str(it.version),
        "give": "voucher",
        "cost": "35.00",
        "currency": "EUR",
        "points": "",
        "what": "",
        "reason": "a birthday",
    } | changed
    answer = await agent.act(f"{REGISTER}/{it.number}/propose", **typed)
    page = await answer.text()
    assert answer.status == 422
    assert f'id="propose-{field}-error"' in page
    assert f'value="{typed["cost"]}"' in page
    assert await read_gestures(console, it.number) == ()


async def test_another_gesture_is_proposed_with_a_reason(agent: Browser, console: Console):
    it = await complain(console)
    await give_money(console)
    fields = {"give": "points", "cost": "5.00", "currency": "eur", "points": "500"}
    one = f"{REGISTER}/{it.number}"
    await agent.act(
        f"{one}/propose", version=str(it.version), reason="they collect points", **fields
    )
    (gesture,) = await read_gestures(console, it.number)
    assert (gesture.state, gesture.gesture.points) == (GestureState.PROPOSED, 500)
    words = words_of(await agent.read(one))
    assert "500 points at EUR 5.00 Waits for approval" in words
    assert "Asks for more: Approval" in words


async def test_a_voucher_is_shown_by_its_ending_and_taken_back(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)
    await give_money(console)
    one = f"{REGISTER}/{it.number}"
    await agent.post(f"{one}/respond", fields_of(await agent.read(one)) | {"doing": DOING})
    (gesture,) = await read_gestures(console, it.number)
    (voucher,) = await console.services.redress.list_vouchers()
    page = await supervisor.read(f"{REGISTER}/vouchers")
    assert f"…{voucher.ending} EUR 20.00 Issued {it.number} Astrid Lindqvist" in words_of(page)
    # Until the end of the day that the customer was told.
    assert "just now Tue 2 March 2027" in words_of(page)
    found = words_of(await supervisor.read(f"{REGISTER}/vouchers?q={voucher.ending.lower()}"))
    assert it.number in found
    assert "Nothing matches" in words_of(await supervisor.read(f"{REGISTER}/vouchers?q=0000"))

    here = f"{one}/gestures/{gesture.id}/revoke"
    fields = {"gesture_version": str(gesture.version), "reason": "given by mistake"}
    assert (await agent.act(here, **fields)).status == 403
    assert (await supervisor.act(here, **fields)).status == 303
    (voucher,) = await console.services.redress.list_vouchers(status=VoucherStatus.REVOKED)
    words = words_of(await supervisor.read(f"{REGISTER}/vouchers?status=revoked"))
    assert "given by mistake" in words
    assert "Revoked EUR 20.00" in words
    saved = await supervisor.read(f"{REGISTER}/vouchers.csv")
    assert f"{voucher.ending},{it.number},Astrid Lindqvist,revoked,20.00,EUR" in saved


async def test_what_was_told_is_noted_as_done_and_spent(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)
    await give_money(console)
    line = {"category": "any", "give": "refund_request", "cost": "EUR 30.00"}
    table = [{"severity": each, **line} for each in ("minor", "moderate", "serious", "critical")]
    view = await console.services.redress.read_policy()
    await set_policy(console, gestures={**view.definition["gestures"], "table": table})
    one = f"{REGISTER}/{it.number}"
    await agent.post(f"{one}/respond", fields_of(await agent.read(one)) | {"doing": DOING})
    (gesture,) = await read_gestures(console, it.number)
    assert "To be paid, booked or credited A request to refund EUR 30.00" in words_of(
        await supervisor.read(APPROVALS)
    )
    fields = {"gesture_version": str(gesture.version), "back": "approvals"}
    here = f"{one}/gestures/{gesture.id}/done"
    assert (await supervisor.act(here, reason="", **fields)).status == 422
    assert (await supervisor.act(here, reason="payment 4711", **fields)).status == 303
    words = words_of(await supervisor.read(APPROVALS))
    assert "Nothing is left to do." in words
    assert "EUR 30.00 spent" in words
    assert "payment 4711" in words_of(await agent.read(one))


async def test_the_limit_of_this_month_is_set(supervisor: Browser, console: Console):
    await give_money(console)
    fields = {"period": "2026-03", "currency": "EUR"}
    answer = await supervisor.act(f"{APPROVALS}/limit", limit="lots", **fields)
    page = await answer.text()
    assert answer.status == 422
    assert 'id="limit-2026-03-EUR-error"' in page
    assert 'value="lots"' in page
    assert (await supervisor.act(f"{APPROVALS}/limit", limit="250.50", **fields)).status == 303
    assert "EUR 250.50 left of EUR 250.50" in words_of(await supervisor.read(APPROVALS))


async def test_several_complaints_get_their_gestures_in_the_order_shown(
    supervisor: Browser, console: Console
):
    await give_money(console)
    await set_policy(console, budgets={"EUR": "30.00"})
    first, second = await complain(console), await complain(console, 2)
    picked = {f"pick.{each.number}": "1" for each in (first, second)}
    answer = await supervisor.act(f"{REGISTER}/batch", **picked)
    words = words_of(await answer.text())
    assert words.index(first.number) < words.index(second.number)
    assert "EUR 30.00 is left this month" in words
    assert await read_gestures(console, first.number) == ()

    answer = await supervisor.act(f"{REGISTER}/batch/give", **picked, then="answer", doing="")
    assert answer.status == 422
    assert 'id="batch-doing-error"' in await answer.text()
    answer = await supervisor.act(f"{REGISTER}/batch/give", **picked, then="answer", doing=DOING)
    words = words_of(await answer.text())
    assert "Answered: 1, Refused: 1." in words
    (given,) = await read_gestures(console, first.number)
    (refused,) = await read_gestures(console, second.number)
    assert (given.state, refused.state) == (GestureState.GIVEN, GestureState.REFUSED)


async def test_a_batch_of_nothing_says_so(supervisor: Browser):
    answer = await supervisor.act(f"{REGISTER}/batch")
    assert "Nothing was chosen" in words_of(await answer.text())
    answer = await supervisor.act(f"{REGISTER}/batch/give", then="reserve")
    assert answer.status == 422
