"""Numbers as they are read from afar; pure."""

from datetime import datetime, timedelta
from typing import Final

from bot.exceptions.wallboard import KeptPromises, Wallboard
from console.charts.bar_chart import NOTHING
from console.pages.exceptions.words import MEANINGS
from console.understanding_words import describe_share
from domain.exceptions import Exceptional, ExceptionKind

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


def say_wait(since: datetime | None, now: datetime) -> str:
    """Say how long somebody has waited: `4 min`, `1:20 h`, `3 d`."""
    if since is None:
        return NOTHING
    span = max(now - since, timedelta())
    if span >= 2 * _DAY:
        return f"{span // _DAY} d"
    minutes = span // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02} h" if span >= _HOUR else f"{minutes} min"


def say_share(kept: KeptPromises) -> str:
    """Say a share in whole per cent, rounded down as in the reports."""
    return NOTHING if kept.share is None else describe_share(kept.share)


def judge_share(kept: KeptPromises, target: float) -> str:
    """Say how a share is coloured: `good`, `bad`, or nothing where there is none."""
    if kept.share is None:
        return ""
    return "good" if kept.share >= target else "bad"


def say_mean(board: Wallboard) -> str:
    """Say the mean of the votes."""
    mean = board.satisfaction.mean
    return NOTHING if mean is None else f"{mean:.1f}"


def say_why(reason: Exceptional) -> str:
    """Say why something stands there, with nothing of a customer, as the whole room reads it."""
    # What a provider said of a message has addresses in it.
    return f"{MEANINGS[reason.kind]}." if reason.kind is ExceptionKind.SHUNTED else reason.why
