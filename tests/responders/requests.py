"""Requests for replies, with everything that a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.knowledge import Article
from domain.messages import QuickReply
from domain.replies import ArticleAnswer, ReplyRequest

NOW = datetime(2026, 3, 2, 14, 7, tzinfo=UTC)
ARTICLE = Article(id="allowance", locale="en", title="Baggage", variants=(), answer="Two **bags**.")
CHOICES = (
    QuickReply(label="How much baggage may I take?", value="article:allowance"),
    QuickReply(label="My suitcase is lost", value="article:lost"),
    QuickReply(label="", value="none"),
)
ANSWERS = (
    ArticleAnswer(article=ARTICLE, text="Two bags.", html="<p>Two bags.</p>", brief="Two."),
    ArticleAnswer(
        article=replace(ARTICLE, id="pets", locale="de", title="Hunde"),
        text="Ja, bis 8 kg.",
        html="<p>Ja, bis 8 kg.</p>",
        brief="Ja.",
    ),
)
# Everything any responder has ever needed, so that each can be rendered in a row.
CONTEXTS: dict[str, list[dict[str, str]]] = {
    "article": [
        {"answer_text": "Two bags.", "answer_html": "<p>Two <strong>bags</strong>.</p>"},
        {"answer_text": "Two bags.\n\n- one\n- two"},
    ],
    "small_talk": [{"kind": kind} for kind in ("greeting", "thanks", "goodbye", "empty")],
    "consent": [
        *({"keyword": keyword} for keyword in ("stop", "start", "help")),
        *({"keyword": keyword, "commands": "yes"} for keyword in ("stop", "start", "help")),
        {"keyword": "start", "commands": "yes", "again": "yes"},
    ],
    "linking": [
        {"stage": stage, "initials": "A. L."}
        for stage in ("ask", "joined", "declined", "already", "expired", "used", "wrong")
    ],
    "correction": [
        {"timed": timed, "letter": letter} for timed in ("yes", "") for letter in ("yes", "")
    ],
    "survey": [
        *(
            {"stage": "ask", "survey": survey, "short": short}
            for survey in ("csat", "ces")
            for short in ("yes", "")
        ),
        *({"stage": stage, "survey": "csat"} for stage in ("thanks", "low", "closed")),
    ],
    "follow_up": [{"stage": stage, "number": "C-7K2M9Q"} for stage in ("ask", "right", "wrong")],
    "handoff": [
        {"reason": reason}
        for reason in (
            "asked_for_person",
            "unknown",
            "none_of_these",
            "foreign_language",
            "attachment",
            "complaint",
        )
    ],
}


def request(language: str = "en", **facts: Any) -> ReplyRequest:
    """A request on behalf of Aurora Airways; `facts` are fields of `ReplyRequest`."""
    plain = ReplyRequest(
        language=language,
        company="Aurora Airways",
        now=NOW,
        time_zone="Europe/Berlin",
        reference="FD-7K3M9QXD",
        due_at=NOW + timedelta(hours=2, minutes=23),
        article=ARTICLE,
        answers=ANSWERS,
    )
    return replace(plain, **facts)
