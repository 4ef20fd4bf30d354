"""Whether what a policy promises can fall due at all by the hours of its calendar."""

from datetime import datetime, timedelta
from typing import Final

from domain.calendars import BusinessCalendar
from domain.errors import InvalidInputError
from domain.service_levels import SlaPolicy
from service_levels.milestones import list_milestones
from service_levels.opening_hours import make_hours

# Hours are counted for a century; whoever begins to wait years from now is counted for as well.
LONGEST_WAIT: Final = timedelta(days=50 * 365)


def check_targets(policy: SlaPolicy, calendar: BusinessCalendar, now: datetime) -> None:
    """Check that each target, and each step after it, is reached within 50 years.

    Raises:
        InvalidInputError: one is not, so that its clock could not even be started.
    """
    hours = make_hours(calendar)
    for kind, targets in policy.targets.items():
        target = timedelta(minutes=max(targets.values(), default=0))
        last = list_milestones(policy, kind, target)[-1].after
        try:
            reached = hours.add(now, last) - now <= LONGEST_WAIT
        except InvalidInputError:
            reached = False
        if not reached:
            raise InvalidInputError(
                f"by the calendar {calendar.name!r}, which opens too little, the policy "
                f"{policy.name!r} would come to its end in 50 years at the earliest; promise less, "
                "or give longer opening hours",
                field=f"targets.{kind.value}",
            )
