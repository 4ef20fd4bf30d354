"""Supervisors write rules, macros and triggers on pages, try them, switch them and go back."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from crm_store.conversation_tags import list_tags
from crm_store.schema import automation_versions
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.conversations import Priority
from domain.staff import Role
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, make_member, reference_of
from tests.console.test_service_level_pages import fields_of as fields_of_form

PAGE = "/console/routing/rules"
NEW = "/console/routing/new-rule"
RULE = AutomationKind.RULE
BAGS = {
    "title": "Bags of gold customers",
    "scope": "handoff",
    "all_of[0].field": "text",
    "all_of[0].comparison": "contains",
    "all_of[0].values": "bag, suitcase*",
    "all_of[1].field": "tier",
    "all_of[1].comparison": "is",
    "all_of[1].values": "gold",
    "actions[0].what": "queue baggage",
    "actions[1].what": "priority high",
    "actions[2].what": "tag",
    "actions[2].tag": "VIP bags",
    "based_on": "",
}
DEFINITION: dict[str, Any] = {
    "title": "Bags",
    "all_of": [{"field": "text", "comparison": "contains", "values": ["bag"]}],
    "actions": [{"do": "queue", "to": "baggage"}],
}


@pytest.fixture
async def supervisor(browser: Browser) -> Browser:
    await browser.log_in("supervisor@example.com")
    return browser


async def make(console: Console, name: str, kind: AutomationKind = RULE, **more: Any) -> Automation:
    by = make_member(Role.SUPERVISOR, console.clock.now())
    return await console.services.rules.save(kind, name, {**DEFINITION, **more}, by=by)


async def get(console: Console, name: str, kind: AutomationKind = RULE) -> Automation:
    return (await console.services.rules.get(kind, name)).view.automation


def fields_of(page: str) -> dict[str, str]:
    """Read what the form of a rule holds; its other selects have a choice without a value."""
    plain = re.sub(r' +(?:data-needs="\w+" +)?selected', " selected", page)
    fields = fields_of_form(plain[plain.index('id="edit"') - 10 :])
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>([^<]*)<', page):
        fields[name] = text
    radio = re.search(r'name="scope" value="(\w+)" checked', page)
    return fields | ({"scope": radio[1]} if radio else {})


async def test_a_rule_is_written_in_rows_and_told_in_words(supervisor: Browser, console: Console):
    assert "No rule yet" in words_of(await supervisor.read(PAGE))
    answer = await supervisor.act(NEW, **BAGS)
    assert answer.headers["Location"] == f"{PAGE}/bags-of-gold-customers?said=made"
    rule = await get(console, "bags-of-gold-customers")
    assert not rule.enabled
    assert [each.values for each in rule.all_of] == [("bag", "suitcase*"), ("gold",)]
    assert [each.to for each in rule.actions] == ["baggage", "high", "vip-bags"]
    words = words_of(await supervisor.read(PAGE))
    assert "Bags of gold customers Off" in words
    assert (
        "When something goes to a person and the text has “bag” or “suitcase*” and the customer's "
        "tier is gold → then queue Baggage, priority high, tag vip-bags" in words
    )
    assert "Version 1 , Supervisor Berg" in words
    page = await supervisor.read(f"{PAGE}/bags-of-gold-customers")
    fields = fields_of(page)
    assert {name: value for name, value in fields.items() if value} == {
        name: value for name, value in (BAGS | {"actions[2].tag": "vip-bags"}).items() if value
    } | {
        "based_on": rule.version,
        "csrf": fields["csrf"],
    }


async def test_rows_come_and_go_without_a_script_and_nothing_is_saved(
    supervisor: Browser, console: Console
):
    more = await (await supervisor.act(NEW, **BAGS, add="all_of")).text()
    assert 'name="all_of[2].field"' in more
    assert 'name="all_of[3].field"' not in more
    assert 'value="bag, suitcase*"' in more
    assert fields_of(more)["all_of[2].values"] == ""
    either = await (await supervisor.act(NEW, **BAGS, add="any_of")).text()
    assert 'name="any_of[0].field"' in either
    action = await (await supervisor.act(NEW, **BAGS, add="actions")).text()
    assert 'name="actions[3].what"' in action
    less = await (await supervisor.act(NEW, **BAGS, drop="all_of[0]")).text()
    assert fields_of(less)["all_of[0].field"] == "tier"
    assert 'name="all_of[1].field"' not in less
    assert await console.services.rules.list(RULE) == ()


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"title": ""}, "title", "write a few words"),
        ({"all_of[1].field": "priority"}, "all_of[1].values", "'gold'"),
        ({"all_of[1].comparison": "at_least"}, "all_of[1].comparison", "cannot be compared by"),
        ({"all_of[1].values": ""}, "all_of[1].values", "Name at least one value"),
        ({"all_of[0].values": "b*g"}, "all_of[0].values", "a * stands for the rest"),
        ({"all_of[1].field": ""}, "all_of[1].field", "no text"),
        ({"actions[0].what": "queue nowhere"}, "actions[0].what", "There is no queue 'nowhere'"),
        ({"actions[2].tag": "!!"}, "actions[2].tag", "is no tag"),
        ({"actions[1].what": "reply"}, "actions[1].texts", "is no text"),
        ({"actions[2].what": ""}, "actions[2].what", "Choose what is to be done"),
        ({"everybody": "1"}, "everybody", "leave one out"),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    supervisor: Browser, console: Console, changed: dict[str, str], field: str, told: str
):
    typed = BAGS | changed
    answer = await supervisor.act(NEW, **typed)
    page = await answer.text()
    assert answer.status == 422
    assert f'id="{field}-error"' in page
    assert f'href="#{field}"' in page
    assert told.lower() in words_of(page).lower()
    kept = fields_of(page)
    assert {name: kept.get(name, "") for name in typed if name != "everybody"} == {
        name: value for name, value in typed.items() if name != "everybody"
    }
    assert await console.services.rules.list(RULE) == ()


async def test_a_value_may_have_a_comma_in_quotation_marks(supervisor: Browser, console: Console):
    typed = BAGS | {"all_of[0].values": "“no, thanks”, bag"}
    await supervisor.act(NEW, **typed)
    assert (await get(console, "bags-of-gold-customers")).all_of[0].values == ("no, thanks", "bag")
    again = fields_of(await supervisor.read(f"{PAGE}/bags-of-gold-customers"))
    assert again["all_of[0].values"] == "&#34;no, thanks&#34;, bag"


async def test_only_a_rule_with_others_behind_it_is_said_to_keep_them_back(
    supervisor: Browser, console: Console
):
    await make(console, "all", title="All", all_of=[], everybody=True, last=True)
    assert "No rule after it" not in words_of(await supervisor.read(PAGE))
    await make(console, "later", title="Later")
    assert "No rule after it" in words_of(await supervisor.read(PAGE))


async def test_a_rule_that_does_nothing_is_refused_in_plain_words(supervisor: Browser):
    answer = await supervisor.act(NEW, title="Idle", everybody="1", scope="handoff")
    page = words_of(await answer.text())
    assert answer.status == 422
    assert "Choose at least one thing that is done" in page
    assert "{" not in page[page.index("Not saved") : page.index("Title")]


async def test_titles_as_people_write_them_are_understood(supervisor: Browser, console: Console):
    await supervisor.act(
        NEW,
        **{
            "title": "Weekend",
            "scope": "message",
            "all_of[0].field": "weekday",
            "all_of[0].comparison": "is",
            "all_of[0].values": "Saturday, SUNDAY",
            "any_of[0].field": "queue",
            "any_of[0].comparison": "is",
            "any_of[0].values": "Baggage",
            "any_of[1].field": "attribute",
            "any_of[1].attribute": "loyalty_id",
            "any_of[1].comparison": "known",
            "actions[0].what": "reply",
            "actions[0].texts.en": "We are back on Monday.",
        },
    )
    rule = await get(console, "weekend")
    assert rule.all_of[0].values == ("saturday", "sunday")
    assert rule.any_of[0].values == ("baggage",)
    assert rule.any_of[1].field == "attribute:loyalty_id"
    words = words_of(await supervisor.read(PAGE))
    assert (
        "When a customer writes and the day of the week is Saturday or Sunday and either the "
        "queue is Baggage or the customer's loyalty_id is known → then answer “We are back on "
        "Monday.”" in words
    )


async def test_rules_are_switched_and_moved(supervisor: Browser, console: Console):
    await make(console, "first", title="First")
    await make(console, "second", title="Second")
    answer = await supervisor.act(f"{PAGE}/second/switch", to="on")
    assert answer.headers["Location"] == f"{PAGE}?said=on"
    assert (await get(console, "second")).enabled
    await supervisor.act(f"{PAGE}/second/move", to="up")
    assert [each.automation.name for each in await console.services.rules.list(RULE)] == [
        "second",
        "first",
    ]
    await supervisor.act(f"{PAGE}/second/move", to="up")
    await supervisor.act(f"{PAGE}/second/switch", to="off")
    assert not (await get(console, "second")).enabled


async def test_a_rule_in_vain_says_so_on_the_list(supervisor: Browser, console: Console):
    await make(console, "all", title="All bags", enabled=True, last=True)
    await make(console, "some", title="Some bags", enabled=True)
    assert "'Some bags' is never tried" in words_of(await supervisor.read(PAGE))


async def test_a_dry_run_tells_of_the_past_before_anything_is_saved(
    supervisor: Browser, console: Console
):
    answer = await supervisor.act(NEW, **BAGS, **{"try": "1"})
    words = words_of(await answer.text())
    assert answer.status == 200
    assert "What it would have done" in words
    assert "There are no messages yet that it could be tried on." in words
    assert "Save and switch it on" in words
    assert await console.services.rules.list(RULE) == ()
    answer = await supervisor.act(NEW, **BAGS | {"title": "Bags"}, then="on")
    assert answer.headers["Location"] == f"{PAGE}/bags?said=made-on"
    assert (await get(console, "bags")).enabled
    assert "What it would have done" in await supervisor.read(f"{PAGE}/bags?try=1")


async def test_versions_are_told_by_what_changed_and_can_be_gone_back_to(
    supervisor: Browser, console: Console
):
    await make(console, "bags", title="Bags")
    fields = fields_of(await supervisor.read(f"{PAGE}/bags"))
    fields |= {"all_of[0].values": "bag, trunk", "actions[0].what": "queue general"}
    assert (await supervisor.act(f"{PAGE}/bags", **fields)).status == 303
    page = await supervisor.read(f"{PAGE}/bags")
    words = words_of(page)
    assert "Gone: Only if the text has “bag”" in words
    assert "New: Only if the text has “bag” or “trunk”" in words
    assert "Gone: Queue Baggage" in words
    assert "New: Queue General" in words
    based_on = (await get(console, "bags")).version
    answer = await supervisor.act(f"{PAGE}/bags/roll-back", number="1", based_on=based_on)
    assert answer.headers["Location"] == f"{PAGE}/bags?said=back"
    rule = await get(console, "bags")
    assert rule.actions[0].to == "baggage"
    assert "Gone back to version 1" in words_of(await supervisor.read(f"{PAGE}/bags"))
    stale = await supervisor.act(f"{PAGE}/bags/roll-back", number="2", based_on=based_on)
    assert stale.status == 409
    assert (await supervisor.act(f"{PAGE}/bags/roll-back", number="many")).status == 409


async def test_who_saves_over_a_colleagues_change_is_told_first(
    supervisor: Browser, console: Console
):
    made = await make(console, "bags", title="Bags")
    fields = fields_of(await supervisor.read(f"{PAGE}/bags"))
    by = make_member(Role.ADMIN, console.clock.now())
    await console.services.rules.save(
        RULE, "bags", DEFINITION | {"title": "Theirs"}, by=by, based_on=made.version
    )
    answer = await supervisor.act(f"{PAGE}/bags", **fields | {"title": "Mine"})
    page = await answer.text()
    assert answer.status == 409
    assert "Admin Berg changed this rule while you did" in words_of(page)
    assert (await supervisor.act(f"{PAGE}/bags", **fields_of(page))).status == 303
    assert (await get(console, "bags")).title == "Mine"


async def test_a_rule_is_removed_after_a_question(supervisor: Browser, console: Console):
    rule = await make(console, "bags")
    page = words_of(await supervisor.read(f"{PAGE}/bags/remove"))
    assert "What it did stays as it is" in page
    assert (await supervisor.act(f"{PAGE}/bags/remove", based_on="older")).status == 409
    answer = await supervisor.act(f"{PAGE}/bags/remove", based_on=rule.version)
    assert answer.headers["Location"] == f"{PAGE}?said=removed"
    assert (await supervisor.get(f"{PAGE}/bags")).status == 404


async def test_what_cannot_be_read_is_shown_and_can_be_written_anew(
    supervisor: Browser, console: Console
):
    await make(console, "bags")

    def spoil(tx: Transaction) -> None:
        tx.execute(update(automation_versions).values(definition={"title": 7}))

    await console.services.store.run(spoil)
    assert "cannot be read" in await supervisor.read(PAGE)
    page = await supervisor.read(f"{PAGE}/bags?try=1")
    assert "Write it anew below" in page
    fields = fields_of(page) | {name: value for name, value in BAGS.items() if name != "based_on"}
    assert (await supervisor.act(f"{PAGE}/bags", **fields)).status == 303
    assert "cannot be read" not in words_of(await supervisor.read(PAGE))


async def test_a_trigger_has_its_times(supervisor: Browser, console: Console):
    place, new = "/console/routing/triggers", "/console/routing/new-trigger"
    fields = {
        "title": "No answer",
        "all_of[0].field": "status",
        "all_of[0].comparison": "is",
        "all_of[0].values": "pending",
        "actions[0].what": "status resolved",
        "when": "idle",
    }
    answer = await supervisor.act(new, **fields)
    assert answer.status == 422
    assert 'id="schedule.idle_minutes-error"' in await answer.text()
    answer = await supervisor.act(new, **fields, **{"schedule.idle_minutes": "2880"})
    assert answer.headers["Location"] == f"{place}/no-answer?said=made"
    assert "When nothing happened for 48 hours and the status is pending → then resolve it" in (
        words_of(await supervisor.read(place))
    )
    page = await supervisor.read(f"{place}/no-answer?try=1")
    assert "What it would do now" in page
    answer = await supervisor.act(
        new,
        **fields | {"title": "Mornings", "when": "at"},
        **{"schedule.at": "09:00, 13:00", "weekday.monday": "1", "weekday.friday": "1"},
    )
    assert answer.status == 303
    words = words_of(await supervisor.read(place))
    assert "At 09:00 and 13:00 on monday and friday" in words.replace("M", "m").replace("F", "f")


async def make_macro(console: Console) -> None:
    await make(
        console,
        "thanks",
        AutomationKind.MACRO,
        title="Say thanks",
        enabled=True,
        all_of=[],
        actions=[
            {"do": "tag", "to": "thanked"},
            {"do": "priority", "to": "low"},
            {"do": "note", "texts": {"en": "Thanked {name}."}},
        ],
    )


async def test_agents_run_macros_and_tag_in_a_conversation(browser: Browser, console: Console):
    await make_macro(console)
    await make(console, "off", AutomationKind.MACRO, title="Not yet", all_of=[])
    now, one = console.clock.now(), f"/console/conversations/{reference_of(1)}"

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now), now=now)

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")
    page = await browser.read(one)
    assert "Say thanks" in page
    assert "Not yet" not in page
    assert (await browser.act(f"{one}/macros", macro="thanks", key="k-1")).status == 303
    assert (await browser.act(f"{one}/macros", macro="thanks", key="k-1")).status == 303
    assert (await browser.act(f"{one}/macros", macro="off")).status == 409
    assert (await browser.act(f"{one}/tags", add="Lost bag, vip")).status == 303
    assert (await browser.act(f"{one}/tags", remove="thanked")).status == 303
    assert (await browser.act(f"{one}/tags", add="!")).status == 422
    tags = await console.services.store.read(list_tags, "v-1")
    assert tags == ("lost-bag", "vip")
    page = await browser.read(one)
    words = words_of(page)
    assert words.count("Thanked.") == 1
    assert 'name="remove" value="lost-bag"' in page
    assert Priority.LOW.title() in words


async def test_agents_do_not_see_the_rules(browser: Browser):
    await browser.log_in("agent@example.com")
    assert (await browser.get(PAGE)).status == 403
    assert "/console/routing/rules" not in await browser.read("/console/")
