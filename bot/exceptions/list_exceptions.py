"""What needs a supervisor, the oldest first, each conversation once with all that is wrong."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.exceptions.clock_sentences import find_due_at
from bot.exceptions.remedies import choose_remedy
from bot.exceptions.rows import (
    GRAVITY,
    MOST_COUNTED,
    ExceptionList,
    ExceptionRow,
    ExceptionSearch,
)
from bot.exceptions.sentences import tell_why
from bot.exceptions.surroundings import Surroundings, read_surroundings
from bot.tools import Tools
from crm_store.exceptional.conversation_facts import ConversationFacts
from crm_store.exceptional.look import Look
from crm_store.exceptional.source import (
    Candidate,
    Found,
    Oldest,
    Source,
    list_found,
    list_oldest,
)
from crm_store.exceptional.sources import SOURCES
from crm_store.transaction import Transaction
from domain.exceptions import Exceptional, ExceptionKind

_GRAVITY: Final = {kind: place for place, kind in enumerate(GRAVITY)}


async def list_exceptions(tools: Tools, search: ExceptionSearch) -> ExceptionList:
    """List a page of what needs a supervisor, and count what there is of each kind."""
    now = tools.clock.now()
    return await tools.store.read(read_exceptions, tools, search, now=now)


def read_exceptions(
    tx: Transaction, tools: Tools, search: ExceptionSearch, *, now: datetime, counted: bool = True
) -> ExceptionList:
    """Read a page of what needs a supervisor.

    Each source gives its oldest few by an index; these are put together, and what else is wrong
    with them is read of them alone. So it takes as long with a million conversations as with few.

    Args:
        counted: whether it is counted as well how many there are.
    """
    look = make_look(tools, search, now=now)
    # The same rows tell what is oldest and how many there are.
    at_once = counted and look.after is None
    oldest = _list_oldest(tx, look, SOURCES, MOST_COUNTED + 1) if at_once else {}
    candidates = _merge(oldest or _list_oldest(tx, look, _choose(search), search.limit + 1), search)
    keys = [each.key for each in candidates[: search.limit]]
    found = [each for source in SOURCES for each in list_found(tx, source, look, keys)]
    rows = _make_rows(found, read_surroundings(tx, tools, look, found), search)
    last = candidates[search.limit - 1] if len(candidates) > search.limit else None
    if counted and not oldest:
        oldest = _list_oldest(tx, replace(look, after=None), SOURCES, MOST_COUNTED + 1)
    counts, whole = _count(oldest) if counted else ({}, 0)
    return ExceptionList(
        rows=tuple(rows),
        following=None if last is None else (last.since, last.key),
        counts=counts,
        whole=whole,
    )


def make_look(tools: Tools, search: ExceptionSearch, *, now: datetime) -> Look:
    """Make what the sources take of what is wanted."""
    return Look(
        now=now,
        policy=tools.settings.exceptions,
        queue=search.queue,
        channel=search.channel,
        since=search.since,
        until=search.until,
        after=search.after,
    )


def count_exceptions(tx: Transaction, look: Look) -> tuple[Mapping[ExceptionKind, int], int]:
    """Count each kind, and all kinds together with each conversation once; reports tell it by mail.

    A number above `MOST_COUNTED` says that there are more than that.
    """
    whole = replace(look, after=None)
    return _count(_list_oldest(tx, whole, SOURCES, MOST_COUNTED + 1))


def _choose(search: ExceptionSearch) -> tuple[Source, ...]:
    return tuple(each for each in SOURCES if search.kind in (None, each.kind))


def _list_oldest(
    tx: Transaction, look: Look, sources: Sequence[Source], limit: int
) -> dict[Source, Oldest]:
    return {each: list_oldest(tx, each, look, limit=limit) for each in sources}


def _merge(oldest: Mapping[Source, Oldest], search: ExceptionSearch) -> list[Candidate]:
    """Put together what began first by any source, each once, and one more than is wanted."""
    wanted = [oldest[each].candidates for each in _choose(search) if each in oldest]
    merged: dict[str, Candidate] = {}
    for each in heapq.merge(*wanted, key=lambda each: (each.since, each.key)):
        merged.setdefault(each.key, each)
        if len(merged) > search.limit:
            break
    return list(merged.values())


def _count(oldest: Mapping[Source, Oldest]) -> tuple[dict[ExceptionKind, int], int]:
    """Count each kind, and all kinds together with each conversation once."""
    keys: dict[ExceptionKind, set[str]] = {kind: set() for kind in ExceptionKind}
    for source, found in oldest.items():
        keys[source.kind] |= {each.key for each in found.candidates}
    many = {source.kind for source, found in oldest.items() if found.more}
    whole = len(set().union(*keys.values()))
    counts = {
        kind: MOST_COUNTED + 1 if kind in many else min(len(each), MOST_COUNTED + 1)
        for kind, each in keys.items()
    }
    return counts, MOST_COUNTED + 1 if many else min(whole, MOST_COUNTED + 1)


def _make_rows(
    found: Iterable[Found], around: Surroundings, search: ExceptionSearch
) -> list[ExceptionRow]:
    by_key: dict[str, list[Found]] = {}
    for each in found:
        by_key.setdefault(each.key, []).append(each)
    rows = [_make_row(key, reasons, around, search.kind) for key, reasons in by_key.items()]
    # Of what is on a page before, a reason that began later is found again.
    left = [row for row in rows if search.after is None or (row.since, row.key) > search.after]
    return sorted(left, key=lambda row: (row.since, row.key))


def _make_row(
    key: str, found: Sequence[Found], around: Surroundings, kind: ExceptionKind | None
) -> ExceptionRow:
    ordered = sorted(found, key=lambda each: (_GRAVITY[each.kind], each.since))
    facts = around.conversations.get(ordered[0].conversation_id or "")
    complaint = next((each for each in ordered if each.kind is ExceptionKind.COMPLAINT), None)
    job = next((each for each in ordered if each.source == "job"), None)
    assignee = None if facts is None else facts.assignee
    channel = None if job is None else job.facts.raw_channel
    return ExceptionRow(
        key=key,
        conversation=facts,
        reasons=tuple(_tell(each, around) for each in ordered),
        since=min(
            (each.since for each in ordered if kind in (None, each.kind)), default=ordered[0].since
        ),
        channel=channel if facts is None else facts.channel,
        complaint=None if complaint is None else complaint.subject,
        severity=None if complaint is None else complaint.facts.severity,
        unserved=any(
            each.source == "waiting" and each.facts.unserved_since is not None for each in ordered
        ),
        holder_gone=assignee is not None and around.is_gone(assignee),
    )


def _tell(found: Found, around: Surroundings) -> Exceptional:
    facts = around.conversations.get(found.conversation_id or "")
    remedy, subject = choose_remedy(found, around)
    due_at = find_due_at(found, facts, around)
    if found.kind is ExceptionKind.COMPLAINT:
        due_at = found.facts.stage_due_at
    return Exceptional(
        kind=found.kind,
        since=found.since,
        why=tell_why(found, around),
        remedy=remedy,
        subject=subject,
        due_at=due_at,
        **_tell_conversation(facts),
    )


def _tell_conversation(facts: ConversationFacts | None) -> dict[str, Any]:
    if facts is None:
        return {}
    return {
        "reference": facts.reference,
        "customer_name": facts.customer_name,
        "title": facts.subject or facts.topic,
        "channel": facts.channel,
        "queue": facts.queue,
        "assignee": facts.assignee,
    }
