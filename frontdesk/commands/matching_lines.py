"""JSON lines with questions, each answered by a line with what the bot would do; pure."""

import json
from typing import Any, Final

from bot.sent_answers import list_sent
from bot.understanding.understand import Understander
from domain.decisions import AskedQuestion, Decision, RunAction, Understanding
from domain.errors import InvalidInputError
from domain.knowledge import ArticleMatch, Candidate
from domain.routing import AnswerPolicy, QueueTopics, Ruling, Situation
from routing.decision_table import decide

LONGEST_LINE: Final = 16_000_000
"""Bytes of a line that are read; a longer one is answered with an error."""

MOST_CANDIDATES: Final = 3
CHANNEL: Final = "api"
"""The channel whose wanted precision holds."""

# Which queue it is makes no difference to whether the bot answers.
_QUEUES = (QueueTopics(name="general", topics=(), default=True),)


class LineMatcher:
    """Answers lines; every line gets exactly one answer, whatever is in it.

    Args:
        explain: whether each answer says why.
    """

    def __init__(
        self, understander: Understander, policy: AnswerPolicy, *, explain: bool = False
    ) -> None:
        self._understander = understander
        self._policy = policy
        self._explain = explain

    def answer(self, line: bytes | None) -> dict[str, Any]:
        """Answer a line.

        Args:
            line: without its end; None for one that was too long to be read.
        """
        given: Any = None
        try:
            query = _parse_line(line)
            given = query.get("id")
            return {"id": given, **self._match(_get_text(query))}
        except InvalidInputError as error:
            return {"id": given, **_describe_matches(()), "error": error.reason}

    def _match(self, text: str) -> dict[str, Any]:
        wanted = self._policy.precision_on(CHANNEL)
        understanding = self._understander.understand(text, precision=wanted)
        situation = Situation(
            text=text,
            channel=CHANNEL,
            understanding=understanding,
            queues=_QUEUES,
            policy=self._policy,
        )
        ruling = decide(situation)
        sent = list_sent(ruling.decision)
        # What the bot takes for small talk or a call for a person has a best guess all the same.
        near = understanding.matches or self._understander.guess_articles(text, precision=wanted)
        answer = _describe_matches(_put_first(sent, near), answered=bool(sent))
        why = {"explanation": _explain(understanding, ruling, wanted)} if self._explain else {}
        return {**answer, **why}


def _parse_line(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise InvalidInputError(f"the line is longer than {LONGEST_LINE:,} bytes")
    if not line.strip():
        raise InvalidInputError("the line is empty")
    try:
        query = json.loads(line, parse_constant=_refuse_constant, parse_float=_parse_float)
    except UnicodeDecodeError:
        raise InvalidInputError("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        reason = f"the line is not JSON: {error.msg} at character {error.pos + 1}"
        raise InvalidInputError(reason) from None
    except (ValueError, RecursionError):
        raise InvalidInputError(
            "the line cannot be read: it is nested too deeply or holds too long a number"
        ) from None
    if not isinstance(query, dict):
        raise InvalidInputError('a line is to be an object {"id": …, "text": "…"}')
    return query


def _get_text(query: dict[str, Any]) -> str:
    text = query.get("text")
    if not isinstance(text, str):
        raise InvalidInputError('a line is to be an object {"id": …, "text": "…"}')
    return text


def _refuse_constant(name: str) -> None:
    raise InvalidInputError(f"the line is not JSON: {name} is no number there")


def _parse_float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise InvalidInputError("the line holds a number that is too large")
    return number


def _put_first(
    sent: tuple[ArticleMatch, ...], matches: tuple[ArticleMatch, ...]
) -> tuple[ArticleMatch, ...]:
    ids = {match.article_id for match in sent}
    return (*sent, *(match for match in matches if match.article_id not in ids))


def _describe_matches(
    matches: tuple[ArticleMatch, ...], *, answered: bool = False
) -> dict[str, Any]:
    return {
        "article": matches[0].article_id if matches else None,
        "confidence": matches[0].confidence if matches else 0.0,
        "answered": answered,
        "candidates": [
            {"article": match.article_id, "confidence": match.confidence}
            for match in matches[:MOST_CANDIDATES]
        ],
    }


def _explain(understanding: Understanding, ruling: Ruling, wanted: float) -> dict[str, Any]:
    found = understanding.explanation
    sent = {match.article_id for match in list_sent(ruling.decision)}
    return {
        "decision": _name(ruling.decision),
        "rule": ruling.rule,
        "why": ruling.why,
        "wanted_precision": wanted,
        "language": understanding.language,
        "intent": understanding.intent,
        "encoder": understanding.encoder,
        "index_version": understanding.index_version,
        "candidates": [_explain_candidate(each) for each in found.candidates] if found else [],
        "repairs": [{"typed": each.typed, "read": each.read} for each in found.repairs]
        if found
        else [],
        "known": found.known if found else 0.0,
        "questions": [
            {"text": each.text, **_describe_matches(each.matches, answered=_leads(each, sent))}
            for each in understanding.questions
        ],
    }


def _leads(question: AskedQuestion, sent: set[str]) -> bool:
    """Say whether the best article for a question is among those that are sent."""
    return bool(question.matches) and question.matches[0].article_id in sent


def _explain_candidate(candidate: Candidate) -> dict[str, Any]:
    match = candidate.match
    return {
        "article": match.article_id,
        "locale": match.locale,
        "version": match.version,
        "confidence": match.confidence,
        "needed": match.needed,
        "sensitive": match.sensitive,
        "parts": dict(candidate.parts),
        "variant": candidate.variant,
        "exact": candidate.exact,
    }


def _name(decision: Decision) -> str:
    if isinstance(decision, RunAction):
        return "run_action"
    return type(decision).__name__.lower()
