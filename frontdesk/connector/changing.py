"""Changes that happen once: sent once, and looked up wherever the answer did not come."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import quote

from domain.business import (
    BusinessAnswerError,
    BusinessRefusedError,
    BusinessUnavailableError,
    BusinessUnclearError,
    Write,
)
from frontdesk.connector.asking import Asking, find_problem, require_json
from frontdesk.connector.breaker import OutageError
from frontdesk.connector.reading import read_as
from frontdesk.connector.transport import Question
from frontdesk.connector.wire import WireOutcome, WireProblem

T = TypeVar("T")

NEVER_SEEN: Final = "never_seen"
_IN_PROGRESS: Final = "in_progress"


class _Open(Exception):  # noqa: N818 - it is a question still open, and no error yet
    """Nothing is known of the change: never seen, or still being carried out.

    Attributes:
        given_up: whether the system promised not to begin what we sent any more.
    """

    def __init__(self, *, seen: bool, given_up: bool) -> None:
        super().__init__()
        self.seen = seen
        self.given_up = given_up


class Changing:
    """Sends what changes something."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def send(
        self, operation: str, question: Question, write: Write, read: Callable[[Any], T]
    ) -> T:
        """Have a change made, unless it was made before.

        Args:
            read: makes of the result what is returned.
        """
        if write.repeated:
            try:
                return await self._look_back(operation, write.key, read)
            except _Open:
                pass
        return await self._send(operation, question, write.key, read)

    async def _look_back(self, operation: str, key: str, read: Callable[[Any], T]) -> T:
        """Look whether an earlier try came through.

        Raises:
            _Open: none ever arrived.
        """
        try:
            return await self._look_up(operation, key, read)
        except _Open as still:
            if not still.seen:
                raise
            raise BusinessUnclearError("an earlier try is still being worked on") from None
        except (BusinessUnavailableError, BusinessAnswerError) as error:
            raise BusinessUnclearError(f"an earlier try cannot be looked up: {error}") from None

    async def _send(
        self, operation: str, question: Question, key: str, read: Callable[[Any], T]
    ) -> T:
        nonce = self._asking.transport.make_nonce()
        try:
            answer = await self._asking.try_once(question, nonce=nonce)
        except OutageError as outage:
            if not outage.sent:
                raise BusinessUnavailableError(str(outage)) from None
            return await self._settle(operation, key, nonce, read)
        problem = find_problem(answer)
        if problem is None:
            return read(require_json(answer))
        if problem.code == _IN_PROGRESS:
            return await self._settle(operation, key, nonce, read)
        raise _refuse(problem)

    async def _settle(self, operation: str, key: str, nonce: str, read: Callable[[Any], T]) -> T:
        """Find out what became of a change whose answer did not come."""
        for pause in self._asking.pauses():
            try:
                return await self._look_up(operation, key, read, give_up=nonce)
            except _Open as still:
                if still.given_up:
                    raise BusinessUnavailableError(
                        "it did not answer in time, and did nothing"
                    ) from None
                if not still.seen:
                    break
            except (BusinessUnavailableError, BusinessAnswerError) as error:
                raise BusinessUnclearError(f"what became of it cannot be found: {error}") from None
            await asyncio.sleep(pause)
        raise BusinessUnclearError("it did not say in time whether it was done")

    async def _look_up(
        self, operation: str, key: str, read: Callable[[Any], T], *, give_up: str | None = None
    ) -> T:
        query = None if give_up is None else {"give_up": give_up}
        question = Question(path=f"/outcomes/{quote(key, safe='')}", query=query)
        # Whatever the breaker says: somebody waits to hear what became of their change.
        answer = await self._asking.ask_regardless(question)
        problem = find_problem(answer)
        if problem is not None:
            if problem.code != NEVER_SEEN:
                # Such as `not_found` where no outcomes are kept: it says nothing of the change.
                raise BusinessAnswerError(f"it does not tell outcomes: {problem.code}")
            promised = problem.facts.get("given_up") == give_up is not None
            raise _Open(seen=False, given_up=promised)
        outcome = read_as(WireOutcome, require_json(answer))
        return _conclude(outcome, operation, read)


def _conclude(outcome: WireOutcome, operation: str, read: Callable[[Any], T]) -> T:
    if outcome.state == "running":
        raise _Open(seen=True, given_up=False)
    if outcome.operation != operation:
        raise BusinessAnswerError("its answer cannot be true: the outcome of something else")
    if outcome.state == "done":
        return read(outcome.result)
    if outcome.problem is None:
        raise BusinessAnswerError("its answer is wrong: refused, and no problem to tell why")
    raise _refuse(outcome.problem)


def _refuse(problem: WireProblem) -> BusinessRefusedError:
    words = problem.detail or problem.code
    return BusinessRefusedError(words, code=problem.code, facts=problem.facts)
