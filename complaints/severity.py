"""How grave a complaint is: a sum that anybody can check; pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.complaint_register import (
    ANY_CATEGORY,
    BrokenPromise,
    Overrule,
    Severity,
    SeverityFacts,
    SeverityGrade,
    SeverityPart,
    SeverityPolicy,
)
from domain.errors import InvalidInputError
from domain.service_levels import ClockKind

STANDARD: Final = SeverityPolicy()
_PROMISES: Final = {
    ClockKind.FIRST_RESPONSE: "a first response",
    ClockKind.NEXT_RESPONSE: "a next response",
    ClockKind.RESOLUTION: "a resolution",
}


def grade(facts: SeverityFacts, policy: SeverityPolicy = STANDARD) -> SeverityGrade:
    """Grade a complaint; no fact that is worse ever lowers it."""
    worst = _find_worst(facts, policy)
    parts = (
        _weigh_overrun(worst, policy),
        _weigh_promise(worst, policy),
        _weigh_frequency(facts, policy),
        SeverityPart(
            name="tier", points=policy.tiers.get(facts.tier, 0), words=f"the tier {facts.tier}"
        ),
        _weigh_felt(facts, policy),
        _weigh_category(facts.category, policy),
    )
    points = sum(part.points for part in parts)
    return SeverityGrade(computed=_reach(points, policy), parts=parts)


def overrule(
    graded: SeverityGrade,
    severity: Severity,
    *,
    by: str,
    at: datetime,
    reason: str,
    by_id: str = "",
) -> SeverityGrade:
    """Set a severity in place of the computed one, which stays beside it.

    Raises:
        InvalidInputError: no reason is given, or nobody gives it.
    """
    if not by.strip():
        raise InvalidInputError("name who overrules it", field="by")
    if not reason.strip():
        raise InvalidInputError(
            f"say why it is {severity.value} and not {graded.computed.value}", field="reason"
        )
    told = Overrule(severity=severity, by=by.strip(), at=at, reason=reason.strip(), by_id=by_id)
    return replace(graded, overruled=told)


def regrade(
    before: SeverityGrade, facts: SeverityFacts, policy: SeverityPolicy = STANDARD
) -> SeverityGrade:
    """Grade anew; what somebody overruled stays overruled."""
    return replace(grade(facts, policy), overruled=before.overruled)


def tell_severity(graded: SeverityGrade) -> str:
    """Tell a severity with its sum: `serious: 60 = 30 (…) + …`."""
    addends = [f"{part.points} ({part.words})" for part in graded.parts if part.points]
    told = f"{graded.computed.value}: {graded.points} = {' + '.join(addends) or '0'}"
    if graded.overruled is None:
        return told
    other = graded.overruled
    return f"{other.severity.value} by {other.by}: “{other.reason}”; computed {told}"


def check_severity_policy(policy: SeverityPolicy) -> None:
    """Check that a policy never takes a worse complaint for a lesser one.

    Raises:
        InvalidInputError: some fact would lower the sum, or a severity could not be reached.
    """
    ratios = [ratio for ratio, _ in policy.overrun]
    points = [worth for _, worth in policy.overrun]
    if ratios != sorted(set(ratios)) or points != sorted(points):
        raise InvalidInputError("ratios and their points both have to ascend", field="overrun")
    worths = {
        **{f"kinds.{kind.value}": worth for kind, worth in policy.kinds.items()},
        **{f"tiers.{tier}": worth for tier, worth in policy.tiers.items()},
        **{f"categories.{name}": worth for name, worth in policy.categories.items()},
        "overrun": min(points, default=0),
        **{
            name: getattr(policy, name)
            for name in ("each_breach", "most_breaches", "urgency", "complaint", "negative")
        },
    }
    for path, worth in worths.items():
        if worth < 0:
            raise InvalidInputError("points are never below zero", field=path)
    reached = [policy.thresholds.get(each, -1) for each in Severity]
    if reached[0] != 0 or reached != sorted(set(reached)):
        raise InvalidInputError(
            "give minor 0 points, and each graver severity more than the one before",
            field="thresholds",
        )


def _find_worst(facts: SeverityFacts, policy: SeverityPolicy) -> BrokenPromise | None:
    broken = [each for each in facts.broken if each.ratio >= 1]
    return max(
        broken,
        key=lambda each: (
            _weigh_ratio(each.ratio, policy) + policy.kinds.get(each.kind, 0),
            each.ratio,
        ),
        default=None,
    )


def _weigh_ratio(ratio: float, policy: SeverityPolicy) -> int:
    return max((points for start, points in policy.overrun if ratio >= start), default=0)


def _weigh_overrun(worst: BrokenPromise | None, policy: SeverityPolicy) -> SeverityPart:
    if worst is None:
        return SeverityPart(name="overrun", points=0, words="no promise was broken")
    words = f"took {worst.ratio:.2f} times what was promised"
    return SeverityPart(name="overrun", points=_weigh_ratio(worst.ratio, policy), words=words)


def _weigh_promise(worst: BrokenPromise | None, policy: SeverityPolicy) -> SeverityPart:
    if worst is None:
        return SeverityPart(name="promise", points=0, words="no promise was broken")
    words = f"{_PROMISES[worst.kind]} was promised"
    return SeverityPart(name="promise", points=policy.kinds.get(worst.kind, 0), words=words)


def _weigh_frequency(facts: SeverityFacts, policy: SeverityPolicy) -> SeverityPart:
    """Count what was broken besides the worst; a breach at the very edge of the days counts."""
    since = facts.at - timedelta(days=policy.days)
    here = max(sum(each.ratio >= 1 for each in facts.broken) - 1, 0)
    others = here + sum(since <= each <= facts.at for each in facts.earlier)
    points = min(others * policy.each_breach, policy.most_breaches)
    times = "once" if others == 1 else f"{others} times"
    words = f"broken {times} besides within {policy.days} days" if others else "not broken besides"
    return SeverityPart(name="frequency", points=points, words=words)


def _weigh_felt(facts: SeverityFacts, policy: SeverityPolicy) -> SeverityPart:
    weighed = policy.urgency * _share(facts.urgency) + policy.complaint * _share(facts.complaint)
    points = round(weighed) + (policy.negative if facts.negative else 0)
    mood = "displeased" if facts.negative else "not displeased"
    words = f"{mood}, urgency {facts.urgency:.2f}, complaint {facts.complaint:.2f}"
    return SeverityPart(name="felt", points=points, words=words)


def _weigh_category(category: str, policy: SeverityPolicy) -> SeverityPart:
    points = policy.categories.get(category, policy.categories.get(ANY_CATEGORY, 0))
    return SeverityPart(name="category", points=points, words=f"about {category}")


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _reach(points: int, policy: SeverityPolicy) -> Severity:
    return max(
        (each for each, least in policy.thresholds.items() if points >= least),
        key=lambda each: each.rank,
        default=Severity.MINOR,
    )
