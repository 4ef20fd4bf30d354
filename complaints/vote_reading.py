"""Reads a vote from what somebody wrote back; pure.

All of a message has to be a vote: "5" and "4 stars, thanks" are, "5 bags are lost" is a message to
people, and so is everything that is in doubt.
"""

import re
import unicodedata
from datetime import datetime
from typing import Final

from complaints.vote_words import AROUND, NUMBERS, WORDS
from domain.satisfaction import Ballot, Survey, VoteReading

MOST_CHARACTERS: Final = 60
_STAR: Final = re.compile(r"[★⭐🌟]")
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
_OF: Final = re.compile(r"(\d{1,3})\s*(?:/|out of|of|von)\s*(\d{1,3})")
# Nothing but these may stand between the words of a vote: a question or a minus is no vote.
_PLAIN: Final = re.compile(r"[\w\s.,!:;'’\"()*/-]*")  # noqa: RUF001 - telephones write this apostrophe


def read_vote(text: str, ballot: Ballot, now: datetime) -> VoteReading:
    """Read what a text says of a question that its writer was asked.

    Whoever calls this has made sure that nothing else was asked since.
    """
    if not ballot.asked_at <= now < ballot.closes_at:
        return VoteReading(value=None, words="the question is not open now")
    if len(text) > MOST_CHARACTERS:
        return VoteReading(value=None, words="more is said than a vote")
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Keycaps and emoji carry marks that show nothing.
    folded = re.sub("[\ufe0f\u20e3\u200d]", "", folded).strip()
    return (
        _read_stars(folded, ballot.survey)
        or _read_of(folded, ballot.survey)
        or _read_phrase(folded, ballot.survey)
        or _read_number(folded, ballot.survey)
    )


def _read_stars(text: str, survey: Survey) -> VoteReading | None:
    stars = _STAR.findall(text)
    if not stars or _STAR.sub("", text).strip():
        return None
    return _check(len(stars), survey, f"{len(stars)} stars")


def _read_of(text: str, survey: Survey) -> VoteReading | None:
    """Read `4/5`; what is measured on another scale says nothing on this one."""
    read = _OF.fullmatch(text.rstrip(".! "))
    if read is None:
        return None
    if int(read[2]) != survey.most:
        return VoteReading(value=None, words=f"on a scale to {read[2]}, not to {survey.most}")
    return _check(int(read[1]), survey, read[0])


def _read_phrase(text: str, survey: Survey) -> VoteReading | None:
    if not _PLAIN.fullmatch(text):
        return None
    phrase = " ".join(_TOKEN.findall(text))
    value = WORDS[survey].get(phrase)
    return None if value is None else VoteReading(value=value, words=f"“{phrase}”")


def _read_number(text: str, survey: Survey) -> VoteReading:
    tokens = _TOKEN.findall(text)
    numbers = [each for each in tokens if each in NUMBERS or each[0].isdigit()]
    others = [each for each in tokens if each not in numbers and each not in AROUND]
    if others or not numbers or not _PLAIN.fullmatch(text) or re.search(r"-\s*\d", text):
        return VoteReading(value=None, words="no vote, or more than one")
    if len(numbers) != 1:
        return VoteReading(value=None, words="several numbers")
    if numbers[0] not in NUMBERS and not numbers[0].isdecimal():
        return VoteReading(value=None, words="no whole number")
    return _check(NUMBERS.get(numbers[0]) or int(numbers[0]), survey, numbers[0])


def _check(value: int, survey: Survey, words: str) -> VoteReading:
    if 1 <= value <= survey.most:
        return VoteReading(value=value, words=words)
    return VoteReading(value=None, words=f"{value} is not on the scale from 1 to {survey.most}")
