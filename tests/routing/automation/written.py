"""Rules as supervisors write them, and facts to try them with."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.automations import Automation, AutomationKind
from domain.routing_facts import RoutingFacts
from routing.automation.definition import parse_automation
from routing.automation.known_names import KnownNames

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FACTS = RoutingFacts(
    channel="sms",
    account="sms/main",
    text="Ich möchte eine Rückerstattung, please REFUND me!",
    subject="",
    at=NOON,
    local=NOON.astimezone(ZoneInfo("Europe/Oslo")),
    sender="+15550142",
    topic="refund",
    language="de",
    tier="gold",
    priority="normal",
    queue="general",
    reason="unknown",
    urgency="medium",
    sentiment=None,
    complaint=0.4,
    open_conversations=2,
    tags=frozenset({"vip"}),
    attributes={"loyalty_id": "A-1", "flights": "12"},
)
KNOWN = KnownNames(
    queues=frozenset({"general", "german", "baggage"}),
    policies=frozenset({"gold"}),
    tiers=frozenset({"standard", "gold"}),
    channels=frozenset({"sms", "email", "web_chat"}),
    accounts=frozenset({"sms/main", "email/support"}),
    languages=("en", "de"),
    agents=frozenset({"ann@example.com"}),
    topics=frozenset({"refund"}),
    tags=frozenset({"vip"}),
)
TAG = {"do": "tag", "to": "seen"}


def ask(field: str, comparison: str, *values: Any) -> dict[str, Any]:
    """A condition."""
    return {"field": field, "comparison": comparison} | ({"values": list(values)} if values else {})


def make(
    *all_of: dict[str, Any], kind: AutomationKind = AutomationKind.RULE, **more: Any
) -> Automation:
    """Make a rule, macro or trigger of what is written."""
    name, position = more.pop("name", "a"), more.pop("position", 1)
    definition: dict[str, Any] = {"enabled": True, "actions": [TAG], **more}
    if all_of:
        definition["all_of"] = list(all_of)
    return parse_automation(kind, name, f"v-{name}", position, definition)


def facts(**changed: Any) -> RoutingFacts:
    """The facts with some changed."""
    return replace(FACTS, **changed)
