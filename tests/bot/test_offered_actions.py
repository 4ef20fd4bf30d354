"""Which actions are offered, and what becomes of one that cannot even be loaded."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.actions.contract import SelfService
from bot.offered_actions import OfferedActions
from tests.bot.actions.bell import RING_BELL

pytestmark = pytest.mark.unit

BOOKED = replace(RING_BELL, name="ring_booked_bell", needs_business=True)


@pytest.mark.parametrize(("has_business", "names"), [(True, 2), (False, 1)])
async def test_what_needs_the_companys_system_is_offered_only_with_it(
    has_business: bool, names: int
) -> None:
    offer = OfferedActions(lambda: (RING_BELL, BOOKED), has_business=has_business)
    assert offer.titles == {}
    await offer.load()
    assert len(offer.titles) == names
    assert offer.find("ring_bell") is RING_BELL
    assert (offer.find("ring_booked_bell") is None) is not has_business


async def test_an_action_that_cannot_be_loaded_keeps_nobody_from_being_answered() -> None:
    def fail() -> Sequence[SelfService]:
        raise ImportError("a slip in one file")

    offer = OfferedActions(fail, has_business=True)
    await offer.load()
    assert offer.titles == {}
    assert offer.find("ring_bell") is None
