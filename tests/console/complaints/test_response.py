"""A response is composed of three parts, looked at as it will go out, and sent whole or not."""

import re
from typing import Any

from crm_store.complaints import change_complaint, get_complaint
from crm_store.conversations import get_conversation
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from domain.complaint_facts import SpecialCase
from domain.complaints import ComplaintStage
from domain.conversations import Direction
from tests.console.browser import Browser, Console, words_of
from tests.console.complaints.cases import (
    DOING,
    REGISTER,
    complain,
    give_money,
    read,
    read_gestures,
)
from tests.console.record import reference_of

CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")


def fields_of(page: str) -> dict[str, str]:
    """Read what the form of the response holds."""
    form = page[page.index('class="response-form"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return fields | dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', form))


async def list_sent(console: Console, number: int = 1) -> list[str]:
    def find(tx: Transaction) -> list[str]:
        said: Any = list_interactions(tx, get_conversation(tx, reference_of(number)).id)
        return [each.text for each in said if each.direction is Direction.OUT]

    return await console.services.store.read(find)


async def test_the_composer_comes_with_the_apology_and_tells_what_is_missing(
    agent: Browser, console: Console
):
    it = await complain(console)
    page = await agent.read(f"{REGISTER}/{it.number}")
    fields = fields_of(page)
    assert fields["apology"] == fields["apology_came"] != ""
    assert fields["doing"] == ""
    words = words_of(page)
    assert "1 Apology" in words
    assert "2 Assurance" in words
    assert "3 Gesture" in words
    assert "Not to be sent yet Say what is being done about it." in words


async def test_a_preview_works_without_a_script_and_writes_nothing(
    agent: Browser, console: Console
):
    it = await complain(console)
    await give_money(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING}
    answer = await agent.post(f"{one}/response/preview", fields)
    page = await answer.text()
    words = words_of(page)
    assert answer.status == 200
    assert f"This is what is being done about it: {DOING}" in words
    assert "a voucher for EUR 20.00, code ••••-" in words
    assert "All three parts are there." in words
    assert fields_of(page)["doing"] == DOING
    assert await list_sent(console) == []
    assert await read_gestures(console, it.number) == ()


async def test_a_script_gets_the_preview_alone(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING}
    answer = await agent.post(f"{one}/response/preview", fields, headers={"HX-Request": "true"})
    page = await answer.text()
    assert DOING in page
    assert "<html" not in page


async def test_a_response_goes_out_with_its_three_parts(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING, "more": "We are ashamed."}
    answer = await agent.post(f"{one}/respond", fields)
    assert answer.headers["Location"] == f"{one}?said=respond#response"
    (sent,) = await list_sent(console)
    assert "We are sorry for the inconvenience" in sent
    assert DOING in sent
    assert "We are ashamed." in sent
    after = await read(console, it.number)
    assert (after.stage, after.owner) == (ComplaintStage.RESPONDED, "s-agent")
    words = words_of(await agent.read(one))
    assert "Answered by Agent Berg" in words
    assert "Send the response" not in words


async def test_the_same_response_sent_twice_is_said_once(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING}
    for _ in range(2):
        assert (await agent.post(f"{one}/respond", fields)).status == 303
    assert len(await list_sent(console)) == 1


async def test_a_response_without_its_assurance_is_refused_at_the_field(
    agent: Browser, console: Console
):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"more": "In haste"}
    answer = await agent.post(f"{one}/respond", fields)
    page = await answer.text()
    assert answer.status == 422
    assert 'id="respond-doing-error"' in page
    assert "In haste" in page
    assert await list_sent(console) == []
    assert (await read(console, it.number)).stage is ComplaintStage.RECEIVED


async def test_a_response_whose_apology_was_emptied_names_it(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING, "apology": ""}
    answer = await agent.post(f"{one}/respond", fields)
    words = words_of(await answer.text())
    assert answer.status == 422
    assert "the apology" in words.lower()
    assert await list_sent(console) == []


async def test_own_words_take_the_place_of_the_templates_apology(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    own = "I am truly sorry, Ms Lindqvist."
    fields = fields_of(await agent.read(one)) | {"doing": DOING, "apology": own}
    assert (await agent.post(f"{one}/respond", fields)).status == 303
    (sent,) = await list_sent(console)
    assert own in sent
    assert "We are sorry for the inconvenience" not in sent


async def test_a_code_is_with_the_customer_alone(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)
    await give_money(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING}
    assert (await agent.post(f"{one}/respond", fields)).status == 303
    (sent,) = await list_sent(console)
    found = CODE.search(sent)
    assert found is not None
    code, reference = found[0], reference_of(1)
    for path in (
        one,
        f"/console/conversations/{reference}",
        f"/console/conversations/{reference}/parts/timeline",
        "/console/customers/c-astrid",
        "/console/?view=mine",
        f"{REGISTER}/vouchers",
        f"{REGISTER}/vouchers.csv",
        f"{REGISTER}.csv",
    ):
        assert code not in await supervisor.read(path), path
    assert f"…{code[-4:]}" in await supervisor.read(one)
    assert f"••••-{code[-4:]}" in await supervisor.read(f"/console/conversations/{reference}")


async def test_only_a_supervisor_answers_where_a_lawyer_writes(
    agent: Browser, supervisor: Browser, console: Console
):
    it = await complain(console)

    def mark(tx: Transaction) -> None:
        change_complaint(tx, get_complaint(tx, it.number), special=(SpecialCase.LAWYER,))

    await console.services.store.run(mark)
    one = f"{REGISTER}/{it.number}"
    page = await agent.read(one)
    assert "A supervisor has to send this response" in words_of(page)
    answer = await agent.post(f"{one}/respond", fields_of(page) | {"doing": DOING})
    assert answer.status == 403
    assert DOING in await answer.text()
    assert await list_sent(console) == []
    fields = fields_of(await supervisor.read(one)) | {"doing": DOING}
    assert (await supervisor.post(f"{one}/respond", fields)).status == 303


async def test_a_response_that_somebody_overtook_is_not_sent(agent: Browser, console: Console):
    it = await complain(console)
    one = f"{REGISTER}/{it.number}"
    fields = fields_of(await agent.read(one)) | {"doing": DOING}
    await agent.act(f"{one}/assign", version=str(it.version), owner="s-supervisor")
    answer = await agent.post(f"{one}/respond", fields)
    page = await answer.text()
    assert answer.status == 409
    assert fields_of(page)["doing"] == DOING
    assert await list_sent(console) == []
    # Whoever has looked at what stands now may send it.
    assert (await agent.post(f"{one}/respond", fields_of(page))).status == 303
