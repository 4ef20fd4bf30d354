"""All places where exceptions are found."""

from typing import Final

from crm_store.exceptional.approvals import GESTURES, RUNS
from crm_store.exceptional.asked import ASKED
from crm_store.exceptional.bouncing import BOUNCING
from crm_store.exceptional.complaining import COMPLAINING
from crm_store.exceptional.leaving import LEAVING
from crm_store.exceptional.outside import JUST_OUTSIDE, OUTSIDE
from crm_store.exceptional.shunted import SHUNTED
from crm_store.exceptional.source import Source
from crm_store.exceptional.stuck import STUCK
from crm_store.exceptional.undelivered import UNDELIVERED
from crm_store.exceptional.unowned import UNOWNED

SOURCES: Final[tuple[Source, ...]] = (
    *(OUTSIDE, JUST_OUTSIDE, LEAVING, UNOWNED, STUCK, BOUNCING, SHUNTED, UNDELIVERED),
    *(COMPLAINING, ASKED, GESTURES, RUNS),
)
