"""Signs of a moment or of an address in a line that may introduce a quotation."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re

ADDRESS = re.compile(r"[^\s@<>\"'()\[\]:,;]{1,64}@[^\s@<>\"'()\[\]:,;]{1,255}")

# 10:22, 10.22, 10h22, with a full-width colon; 午前10時22分 and 오전 10시 22분 in East Asia.
CLOCK_TIME = re.compile(
    r"(?<![\d.])\d{1,2}(?:[:：]\d{2}(?!\d)|[.h]\d{2}(?![.\d])|時\d{1,2}分|시 ?\d{1,2}분|点\d{2})"
)

_NUMERIC_DATE = (
    r"\d{4}[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}|\d{1,2}[-/.] ?\d{1,2}[-/.] ?\d{2,4}"
    r"|\d{4}년 ?\d{1,2}월 ?\d{1,2}일|\d{1,2} tháng \d{1,2}"
)
# A day or a year beside a word of letters: "3 May", "3. Mai", "May 3", "3 de enero", "March-19-11".
_WORDED_DATE = (
    r"\d{1,2}(?:st|nd|rd|th|er|º|ª)?[.,]?[- ](?:de |"
    r"d')?[^\W\d_]{3,12}[.,]{0,2}[- ](?:de )?'?\d{2,4}"
    r"|[^\W\d_]{3,12}\.?[- ]\d{1,2}(?:st|nd|rd|th)?,?[- ]'?\d{2,4}"
    r"|\d{4}\. ?[^\W\d_]{3,12}\.? \d{1,2}"
)
DATE = re.compile(rf"(?<!\d)(?:{_NUMERIC_DATE}|{_WORDED_DATE})", re.IGNORECASE)
# "On 8 May 6:51 pm", "15 Jan at 10:22": without a year only a time beside it makes it a date.
DAY = re.compile(r"(?<!\d)\d{1,2}[. ]{1,2}[^\W\d_]{3,12}|[^\W\d_]{3,12}\.? \d{1,2}(?!\d)")


def has_date(text: str) -> bool:
    """Say whether a date is written out in a text."""
    return DATE.search(text) is not None


def has_moment(text: str) -> bool:
    """Say whether a date, or a day, and a time of day are written out in a text."""
    return CLOCK_TIME.search(text) is not None and (has_date(text) or DAY.search(text) is not None)


def has_address(text: str) -> bool:
    """Say whether a mail address is in a text."""
    return "@" in text and ADDRESS.search(text) is not None
