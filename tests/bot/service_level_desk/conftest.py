"""A desk of agreements over a real store, on both engines."""

from typing import cast

import pytest

from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from bot.tools import BotSettings, Tools
from crm_store.store import Store
from domain.understanding import Understander
from tests.console.record import record_company
from tests.fakes import FakeClock, SequentialIds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def tools(store: Store, clock: FakeClock) -> Tools:
    await store.run(record_company, clock.now())
    return Tools(
        store=store,
        clock=clock,
        ids=SequentialIds(),
        channels={},
        understander=cast("Understander", None),
        settings=BotSettings(company="Aurora Airways"),
        count=lambda *_, **__: None,
    )


@pytest.fixture
def desk_tools(tools: Tools) -> DeskTools:
    return DeskTools(
        store=tools.store,
        clock=tools.clock,
        ids=tools.ids,
        agreements=tools.agreements,
        accounts=frozenset({"api/api", "sms/main"}),
        channels=frozenset({"api", "sms", "email"}),
        webhooks=frozenset({"pager"}),
    )


@pytest.fixture
def desk(desk_tools: DeskTools) -> ServiceLevelDesk:
    return ServiceLevelDesk(desk_tools)
