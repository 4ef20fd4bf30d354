"""A message that votes is counted, thanked for once, and does nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.log_message import log_message
from bot.place_message import Placed
from bot.processing import Processing
from bot.recovery.open_question import (
    list_said_there,
    place_answer,
    place_letter_answer,
    still_stands,
)
from bot.recovery.survey_words import parse_vote, say
from bot.recovery.vote import MOST_COMMENT, Voted, count_vote
from bot.thread_message import thread_key
from complaints.vote_reading import MOST_CHARACTERS, read_vote
from crm_store.ballots import (
    find_asked_in,
    find_asked_on,
    find_ballot,
    lock_ballot,
    record_first_comment,
)
from crm_store.conversations import wake_followers
from crm_store.transaction import Transaction
from domain.ballots import CastVote, PlannedBallot, Said
from domain.errors import TooManyRequestsError
from domain.jobs import Job
from domain.messages import InboundMessage

VOTE: Final = "vote"
_COMMENT_WITHIN: Final = timedelta(hours=1)


def find_asked(tx: Transaction, processing: Processing) -> PlannedBallot | None:
    """Find the open question that a text may be about; letters tell it by what they follow."""
    message = processing.message
    if processing.threaded or message.choice is not None or not may_answer(message):
        return None
    return find_asked_on(tx, thread_key(message), now=processing.now)


def take_vote(
    tx: Transaction, processing: Processing, asked: PlannedBallot | None
) -> tuple[str, tuple[Job, ...]] | None:
    """Count a message that is a vote; None for any other, of which nothing was recorded.

    A pressed button names its question. A text is a vote where all of it is one, the question is
    open, and nothing else was said since it was asked.

    Args:
        asked: as `find_asked` finds it.
    """
    message = processing.message
    pressed = parse_vote(message.choice)
    if not may_answer(message) or (pressed is None and len(message.text) > MOST_CHARACTERS):
        return None
    if pressed is not None:
        return _take_press(tx, processing, *pressed)
    if processing.threaded:
        placed = place_letter_answer(tx, processing)
        found = None if placed is None else find_asked_in(tx, _list_ids(placed), now=processing.now)
    else:
        found = asked
        placed = None if found is None else _place(tx, processing, found)
    return None if found is None or placed is None else _take_text(tx, processing, placed, found)


def may_answer(message: InboundMessage) -> bool:
    """Say whether a message may answer a question of ours: a person's own words, or a button."""
    special = (message.automatic, message.consent, message.link, message.bounce, message.visit)
    files = (message.attachments, message.enclosed)
    return bool(message.text.strip() or message.choice) and not any((*special, *files))


def keep_comment(
    tx: Transaction, processing: Processing, placed: Placed, asked: PlannedBallot | None
) -> None:
    """Keep what somebody writes who was asked what went wrong; it is worked on all the same.

    Args:
        asked: as `find_asked` finds it.
    """
    message, now = processing.message, processing.now
    if not may_answer(message) or message.choice is not None:
        return
    found = find_asked_in(tx, _list_ids(placed), now=now) if processing.threaded else asked
    if found is None or found.voted_at is None or found.comment is not None:
        return
    # What was said last is this very message.
    said = list_said_there(tx, processing, placed)[1:2]
    of_it = bool(said) and said[0].stage == "low" and said[0].ballot_id == found.id
    if of_it and now - found.voted_at <= _COMMENT_WITHIN:
        record_first_comment(tx, found.id, message.text.strip()[:MOST_COMMENT])


def _take_press(
    tx: Transaction, processing: Processing, ballot_id: str, value: int
) -> tuple[str, tuple[Job, ...]] | None:
    found = find_ballot(tx, ballot_id)
    placed = None if found is None else _place(tx, processing, found)
    if found is None or placed is None or value > found.survey.most:
        return None
    ballot = lock_ballot(tx, ballot_id)
    at = _tell_instant(processing, ballot)
    if not ballot.open_at(at):
        _log(tx, processing, placed, ballot)
        return VOTE, _say(tx, processing, placed, ballot, "closed")
    return _count(tx, processing, placed, ballot, value)


def _take_text(
    tx: Transaction, processing: Processing, placed: Placed, found: PlannedBallot
) -> tuple[str, tuple[Job, ...]] | None:
    at = _tell_instant(processing, found)
    value = read_vote(processing.message.text, found.asked, at).value
    if value is None:
        return None

    def belongs(said: Said) -> bool:
        return said.ballot_id == found.id

    if not still_stands(list_said_there(tx, processing, placed), belongs):
        return None
    return _count(tx, processing, placed, lock_ballot(tx, found.id), value)


def _count(
    tx: Transaction, processing: Processing, placed: Placed, ballot: PlannedBallot, value: int
) -> tuple[str, tuple[Job, ...]]:
    at = _tell_instant(processing, ballot)
    _log(tx, processing, placed, ballot)
    vote = CastVote(value=value, via=processing.message.channel, at=at)
    try:
        voted = count_vote(
            tx, processing.tools, placed.conversation, ballot, vote, now=processing.now
        )
    except TooManyRequestsError:
        return VOTE, ()
    stage = _choose_words(voted)
    return VOTE, () if stage is None else _say(tx, processing, placed, voted.ballot, stage)


def _choose_words(voted: Voted) -> str | None:
    """Thank once, and once more where a vote became a bad one: then somebody will look at it."""
    if voted.newly_low:
        return "low"
    return "thanks" if voted.first else None


def _list_ids(placed: Placed) -> tuple[str, ...]:
    """List where a question may have been asked: before and after conversations were merged."""
    return (placed.conversation.id, placed.home.id)


def _place(tx: Transaction, processing: Processing, ballot: PlannedBallot) -> Placed | None:
    return place_answer(tx, processing, ballot.conversation_id, ballot.interaction_id)


def _log(tx: Transaction, processing: Processing, placed: Placed, ballot: PlannedBallot) -> None:
    notes = {**processing.message.notes, "ballot": ballot.id}
    marked = replace(processing.message, notes=notes)
    log_message(tx, replace(processing, message=marked), placed)
    wake_followers(tx, placed.conversation)


def _say(
    tx: Transaction, processing: Processing, placed: Placed, ballot: PlannedBallot, stage: str
) -> tuple[Job, ...]:
    conversation = placed.conversation
    return say(tx, processing.tools, conversation, ballot, stage, now=processing.now)


def _tell_instant(processing: Processing, ballot: PlannedBallot) -> datetime:
    """Tell when a vote was given: as it arrived, unless another machine's clock makes no sense."""
    received = processing.message.received_at
    asked_at = ballot.asked_at or received
    return received if asked_at <= received <= processing.now else processing.now
