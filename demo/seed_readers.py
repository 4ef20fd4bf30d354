"""What readers of the demo's help centre did: reads, searches, and what they said of articles."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Final

from bot.tools import Tools
from crm_store.article_ratings import record_rating
from crm_store.article_reads import record_reads
from crm_store.articles import find_article
from crm_store.help_searches import record_help_search, record_opened
from crm_store.transaction import Transaction
from demo.desk_files import ToldDesk, ToldRatings, ToldReads, ToldSearches
from demo.story_past import GOLDEN
from domain.knowledge_desk import ArticleRating

# Each article is read so much less than the one before it.
_LESS: Final = 0.87
_GERMAN: Final = 0.4
_WEEKEND: Final = 0.6
_SATURDAY: Final = 5
# Of the first week's readers, for each of the last.
_AT_FIRST: Final = 0.4
# Of so many who find something, all but one open it.
_OPENED_OF: Final = 7


def record_readers(tx: Transaction, desk: ToldDesk, tools: Tools, *, now: datetime) -> None:
    """Record everything readers did up to now."""
    for ago in range(desk.reads.weeks * 7, -1, -1):
        day = (now - timedelta(days=ago)).date()
        record_reads(tx, count_reads(desk.reads, day, ago), day=day)
    span = timedelta(weeks=desk.reads.weeks)
    for told in desk.searches:
        _record_searches(tx, tools, told, span, now)
    for ratings in desk.ratings:
        _record_ratings(tx, ratings, span, now)


def count_reads(told: ToldReads, day: date, ago: int) -> dict[tuple[str, str], int]:
    """Tell how often each article was read on a day; the same for the same day."""
    grown = 1 - (1 - _AT_FIRST) * ago / (told.weeks * 7)
    busy = grown * (_WEEKEND if day.weekday() >= _SATURDAY else 1) * told.most / 7
    listed = [(each, "en", 1.0) for each in told.en] + [(each, "de", _GERMAN) for each in told.de]
    reads = {}
    for place, (article_id, locale, part) in enumerate(listed):
        rank = place if locale == "en" else place - len(told.en)
        wanted = busy * part * _LESS**rank
        number = int(wanted + _spread(ago * 31 + place * 7))
        if number:
            reads[article_id, locale] = number
    return reads


def _record_searches(
    tx: Transaction, tools: Tools, told: ToldSearches, span: timedelta, now: datetime
) -> None:
    for number, (text, article_id) in enumerate(told.texts.items()):
        for turn in range(told.each):
            at = now - span * _spread(len(text) * 101 + number * 13 + turn * 5)
            search_id = tools.ids.new()
            record_help_search(
                tx, search_id=search_id, text=text, locale=told.locale, found=told.found, now=at
            )
            if article_id and turn % _OPENED_OF:
                record_opened(tx, search_id, article_id)


def _record_ratings(tx: Transaction, told: ToldRatings, span: timedelta, now: datetime) -> None:
    article = find_article(tx, told.article, told.locale)
    if article is None:
        raise ValueError(f"there is no article {told.article}/{told.locale} to be rated")
    for number in range(told.helpful + told.not_helpful):
        failed = number - told.helpful
        comment = told.comments[failed] if 0 <= failed < len(told.comments) else None
        at = now - span * _spread(number + len(told.article))
        if comment is not None:
            at = now - timedelta(days=comment.days_ago, hours=3)
        rating = ArticleRating(
            article_id=told.article,
            locale=told.locale,
            visitor=_digest(f"{told.article}/{told.locale}/{number}"),
            version=article.version,
            helpful=failed < 0,
            comment=None if comment is None else comment.text,
            at=at,
            handled_at=at + timedelta(days=1) if comment is not None and comment.handled else None,
        )
        record_rating(tx, rating)


def _spread(number: int) -> float:
    return number * GOLDEN % 1


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:32]
