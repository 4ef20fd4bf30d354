"""Of several processes one does what one is to do."""

from datetime import timedelta

from bot.assigning.lease import Lease
from tests.bot.assigning.floor_record import TestFloor

HOUR = timedelta(hours=1)


async def test_who_holds_it_believes_so_no_longer_than_it_lasts_though_the_clock_was_set_back(
    floor: TestFloor,
) -> None:
    one, other = (Lease(floor.tools, "work", name) for name in ("one", "other"))
    assert await one.hold()
    assert not await other.hold()
    begun = floor.clock.now()
    floor.clock.advance(HOUR)
    assert await other.hold()
    floor.clock.advance(-HOUR)
    # Taken over where it stands on record: the other one is to see that, and not trust the hour.
    assert await other.hold()
    assert other.until is not None
    assert other.until - begun < HOUR
    floor.clock.advance(timedelta(seconds=11))
    assert await one.hold()
    assert not await other.hold()
