"""Questions that change nothing: asked again where no answer came, and left where it is down."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final

from domain.business import BusinessAnswerError, BusinessUnavailableError
from frontdesk.connector.breaker import Breaker, OutageError
from frontdesk.connector.reading import decode, read_as
from frontdesk.connector.transport import Answer, Question, Transport
from frontdesk.connector.wire import WireProblem

NOT_FOUND: Final = "not_found"
_PAUSE_SECONDS: Final = 0.1  # before the second try; twice as long before each one after it
_PROBLEM: Final = "application/problem+json"
_OK: Final = frozenset({200, 201})
_SIGNATURE_REFUSED: Final = frozenset({401, 403})


class Asking:
    """Asks through the breaker.

    Args:
        retries: how often a question is asked again.
    """

    def __init__(self, transport: Transport, breaker: Breaker, *, retries: int) -> None:
        self.transport = transport
        self._breaker = breaker
        self._retries = retries

    def pauses(self) -> Iterator[float]:
        """Tell how long to wait, in seconds, after each of all tries."""
        return (_PAUSE_SECONDS * 2**number for number in range(self._retries + 1))

    async def find(self, question: Question) -> Any:
        """Return the JSON of what was asked for, None where there is no such thing.

        Raises:
            BusinessUnavailableError: it did not answer, however often it was asked.
            BusinessAnswerError: it answered something else.
        """
        answer = await self._ask(question, guarded=True)
        problem = find_problem(answer)
        if problem is None:
            return require_json(answer)
        if problem.code == NOT_FOUND:
            return None
        raise BusinessAnswerError(f"it refuses to be asked: {problem.code}")

    async def ask_regardless(self, question: Question) -> Answer:
        """Ask even where the breaker is open."""
        return await self._ask(question, guarded=False)

    async def try_once(self, question: Question, *, nonce: str | None = None) -> Answer:
        """Ask through the breaker, and never again.

        Raises:
            OutageError: there is no answer.
            BusinessUnavailableError: the breaker is open.
        """
        with self._breaker.guard():
            return await self.transport.exchange(question, nonce=nonce)

    async def _ask(self, question: Question, *, guarded: bool) -> Answer:
        ask = self.try_once if guarded else self.transport.exchange
        words = ""
        for number, pause in enumerate(self.pauses()):
            try:
                return await ask(question)
            except OutageError as outage:
                words = str(outage)
            if number < self._retries:
                await asyncio.sleep(pause)
        raise BusinessUnavailableError(words)


def find_problem(answer: Answer) -> WireProblem | None:
    """Read why they will not do it, None where they did.

    Raises:
        BusinessUnavailableError: it does not take our signature, so it did nothing.
        BusinessAnswerError: it is no answer of the API, such as a proxy's own page or a redirect.
    """
    if answer.status in _OK:
        return None
    if answer.status in _SIGNATURE_REFUSED:
        raise BusinessUnavailableError(
            f"it answered {answer.status}, as it does not take our signature: business.secret must "
            "be the same on both sides, and both clocks right"
        )
    if answer.media_type != _PROBLEM:
        raise BusinessAnswerError(
            f"it answered {answer.status} and no {_PROBLEM}: is business.url its address?"
        )
    return read_as(WireProblem, decode(answer.body))


def require_json(answer: Answer) -> Any:
    """Return the JSON of an answer.

    Raises:
        BusinessAnswerError: it is none.
    """
    if answer.media_type != "application/json":
        raise BusinessAnswerError("its answer is no application/json")
    return decode(answer.body)
