"""A knowledge desk over a real store, on both engines."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from bot.knowledge_desk.desk import KnowledgeDesk
from bot.tools import BotSettings, Tools
from crm_store.store import Store
from domain.staff import Role, StaffMember
from domain.understanding import Understander
from tests.fakes import MONDAY_MORNING, FakeClock, SequentialIds


def make_member(name: str) -> StaffMember:
    return StaffMember(
        id=f"staff-{name.lower()}",
        email=f"{name.lower()}@example.com",
        name=name,
        role=Role.KNOWLEDGE,
        password_hash="not used: nobody logs in here",
        active=True,
        created_at=MONDAY_MORNING,
    )


ANN, BEN = make_member("Ann"), make_member("Ben")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def tools(store: Store, clock: FakeClock) -> Tools:
    return Tools(
        store=store,
        clock=clock,
        ids=SequentialIds(),
        channels={},
        understander=cast("Understander", None),
        settings=BotSettings(company="Aurora Airways", public_url="https://help.example.com"),
        count=lambda *_, **__: None,
    )


@pytest.fixture
def make_desk(tools: Tools) -> Callable[..., KnowledgeDesk]:
    def make(**rules: Any) -> KnowledgeDesk:
        return KnowledgeDesk(tools, **({"languages": ("en", "de")} | rules))

    return make


@pytest.fixture
def desk(make_desk: Callable[..., KnowledgeDesk]) -> KnowledgeDesk:
    return make_desk()
