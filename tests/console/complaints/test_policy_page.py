"""Supervisors edit the policy of complaints in a form; every version is kept."""

import html
import re

import pytest

from domain.complaint_register import Severity
from tests.console.browser import Browser, Console, words_of

PAGE = "/console/complaints/policy"


def fields_of(page: str) -> dict[str, str]:
    """Read what the form holds, as a browser would send it."""
    form = page[page.index('action="/console/complaints/policy"') :]
    form = form[: form.index("</form>")]
    fields = {
        name: html.unescape(value)
        for name, value in re.findall(
            r'<input [^>]*name="([^"]+)"[^>]*? value="([^"]*)"(?![^>]*type="checkbox")', form
        )
    }
    for name, value in re.findall(r'type="checkbox" name="([^"]+)" value="(\d)"', form):
        fields.pop(name, None)
        if re.search(rf'name="{re.escape(name)}" value="{value}" checked', form):
            fields[name] = value
    for name, inner in re.findall(
        r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields[name] = chosen[1] if chosen else ""
    texts = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', form)
    return fields | {name: html.unescape(value) for name, value in texts}


async def test_agents_do_not_see_the_policy(agent: Browser):
    assert (await agent.get(PAGE)).status == 403


async def test_a_policy_is_saved_as_a_new_version_and_told_by_what_it_changed(
    supervisor: Browser, console: Console
):
    page = await supervisor.read(PAGE)
    assert "What is shipped holds: it gives nothing by itself." in words_of(page)
    fields = fields_of(page) | {
        "cell.serious.any": "voucher EUR 25.00",
        "cell.serious.delay": "nothing",
        "gestures.approval_above": "EUR 50.00",
        "budgets": "EUR 2000.00",
        "severity.urgency": "12",
        "recovery.ask_share": "50",
    }
    answer = await supervisor.post(PAGE, fields)
    assert answer.headers["Location"] == f"{PAGE}?said=policy-saved"
    view = await console.services.redress.read_policy()
    policy = view.policy
    assert {
        (each.severity, each.category, each.gesture.cost) for each in policy.gestures.rules
    } == {
        (Severity.SERIOUS, "any", 2500),
        (Severity.SERIOUS, "delay", 0),
    }
    assert policy.budgets == {"EUR": 200_000}
    assert (policy.severity.urgency, policy.recovery.ask_share) == (12, 0.5)
    words = words_of(await supervisor.read(PAGE))
    assert "Version 1 holds Budgets, points of severity, gestures, what is asked" in words
    assert "Supervisor Berg" in words
    assert fields_of(await supervisor.read(PAGE))["cell.serious.any"] == "voucher EUR 25.00"


async def test_a_form_that_changes_nothing_makes_no_version(supervisor: Browser, console: Console):
    fields = fields_of(await supervisor.read(PAGE))
    answer = await supervisor.post(PAGE, fields)
    assert answer.headers["Location"] == f"{PAGE}?said=policy-same"
    assert await console.services.redress.list_policy_versions() == ()


async def test_every_mistake_stands_beside_its_field_and_nothing_is_saved(
    supervisor: Browser, console: Console
):
    wrong = {
        "cell.minor.any": "vouchre EUR 5",
        "voucher_days": "soon",
        "limits.minor.received": "whenever",
        "severity.tiers": "gold",
        "recovery.ask_share": "120",
    }
    fields = fields_of(await supervisor.read(PAGE)) | wrong
    answer = await supervisor.post(PAGE, fields)
    page = await answer.text()
    assert answer.status == 422
    assert "5 things are wrong" in words_of(page)
    for field, typed in wrong.items():
        assert f'id="{field}-error"' in page
        assert f'href="#{field}"' in page
        assert fields_of(page)[field] == typed
    assert await console.services.redress.list_policy_versions() == ()


async def test_the_later_of_two_edits_is_refused_and_kept(supervisor: Browser, console: Console):
    first = fields_of(await supervisor.read(PAGE))
    await supervisor.post(PAGE, first | {"voucher_days": "100"})
    answer = await supervisor.post(PAGE, first | {"voucher_days": "200"})
    page = await answer.text()
    assert answer.status == 409
    assert "this was made from version 0" in words_of(page)
    assert fields_of(page)["voucher_days"] == "200"
    assert (await console.services.redress.read_policy()).policy.voucher_days == 100
    # Saved from there it is meant to take the place of theirs.
    assert (await supervisor.post(PAGE, fields_of(page))).status == 303
    assert (await console.services.redress.read_policy()).policy.voucher_days == 200


async def test_an_old_version_and_what_is_shipped_can_hold_again(
    supervisor: Browser, console: Console
):
    for days in ("100", "200"):
        fields = fields_of(await supervisor.read(PAGE)) | {"voucher_days": days}
        await supervisor.post(PAGE, fields)
    answer = await supervisor.act(f"{PAGE}/back", number="1", based_on="2")
    assert answer.headers["Location"] == f"{PAGE}?said=policy-back"
    assert (await console.services.redress.read_policy()).policy.voucher_days == 100
    stale = await supervisor.act(f"{PAGE}/back", number="0", based_on="2")
    assert stale.status == 409
    await supervisor.act(f"{PAGE}/back", number="0", based_on="3")
    assert (await console.services.redress.read_policy()).policy.voucher_days == 365


@pytest.mark.parametrize("number", ["", "x", "99"])
async def test_a_version_that_is_none_is_refused(supervisor: Browser, number: str):
    answer = await supervisor.act(f"{PAGE}/back", number=number, based_on="0")
    assert answer.status == 409
    assert "Not saved." in words_of(await answer.text())


async def test_a_table_without_a_budget_is_warned_of(supervisor: Browser):
    fields = fields_of(await supervisor.read(PAGE)) | {"cell.serious.any": "voucher EUR 25.00"}
    assert (await supervisor.post(PAGE, fields)).status == 303
    assert "budgets has nothing in EUR" in words_of(await supervisor.read(PAGE))
