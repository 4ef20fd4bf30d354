"""Lines are answered in order, each as soon as it can be, and no further ahead than needed."""

import os
import threading
from collections.abc import Iterator

import pytest

from frontdesk.commands.answering_in_order import answer_in_order
from knowledge_base.bounded_lines import read_bounded_lines

pytestmark = pytest.mark.unit


def test_answers_come_in_the_order_of_the_lines_whichever_is_ready_first() -> None:
    second_done = threading.Event()

    def answer(line: int) -> int:
        if line == 0:
            assert second_done.wait(10)
        if line == 1:
            second_done.set()
        return line * 10

    assert list(answer_in_order(range(50), answer, threads=2)) == [10 * each for each in range(50)]


def test_a_line_from_a_pipe_is_answered_before_the_next_one_comes() -> None:
    taken, given = os.pipe()
    with os.fdopen(taken, "rb") as stream, os.fdopen(given, "wb", buffering=0) as other_end:
        answers = answer_in_order(read_bounded_lines(stream, 100), bytes.upper, threads=2)  # type: ignore[arg-type] # no line is too long
        for word in (b"one", b"two"):
            other_end.write(word + b"\n")
            assert next(answers) == word.upper()
        other_end.write(b"three")
        other_end.close()
        assert list(answers) == [b"THREE"]


def test_no_more_is_read_ahead_than_there_is_room_for() -> None:
    read: list[int] = []

    def lines() -> Iterator[int]:
        for number in range(1_000):
            read.append(number)
            yield number

    answers = answer_in_order(lines(), lambda line: line, threads=2)
    assert next(answers) == 0
    answers.close()  # type: ignore[attr-defined] # a generator
    assert len(read) < 20


@pytest.mark.parametrize("place", ["lines", "answer"])
def test_what_goes_wrong_is_told(place: str) -> None:
    def lines() -> Iterator[int]:
        yield 1
        if place == "lines":
            raise OSError("gone")

    def answer(line: int) -> int:
        if place == "answer":
            raise OSError("gone")
        return line

    with pytest.raises(OSError, match="gone"):
        list(answer_in_order(lines(), answer, threads=2))
