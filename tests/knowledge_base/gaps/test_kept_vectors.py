"""A search for gaps encodes what was asked since the last one, and nothing twice."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge_base.gaps.task import GroupingTask, group_apart

pytestmark = pytest.mark.unit

DOGS = ("dog on board", "dog in the cabin", "fly with my dog")
BAGS = ("lost bag", "bag lost", "my bag is lost")


class CountingEncoder:
    """Encodes by the animal or the thing that is named, and remembers what it was asked."""

    dimension = 3
    words = frozenset[str]()

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [["dog" in text, "bag" in text, "cat" in text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), 3)


def search(encoder: CountingEncoder, folder: Path, *texts: str) -> list[set[int]]:
    encoder.asked.clear()
    kept = folder / "gaps.npz"
    task = GroupingTask(texts=texts, open_encoder=partial(_open, encoder), kept=kept, threads=2)
    return [set(group.members) for group in group_apart(task)]


def _open(encoder: CountingEncoder) -> CountingEncoder:
    return encoder


def test_only_new_questions_are_encoded(tmp_path: Path):
    encoder = CountingEncoder()
    first = search(encoder, tmp_path, *DOGS, *BAGS)
    assert sorted(encoder.asked) == sorted((*DOGS, *BAGS))

    assert search(encoder, tmp_path, *DOGS, *BAGS, "cat on board") == first
    assert encoder.asked == ["cat on board"]


def test_a_long_question_is_encoded_up_to_a_whole_word(tmp_path: Path):
    encoder = CountingEncoder()
    search(encoder, tmp_path, "may my dog fly " * 10, "hund" * 40, "d" * 110)
    # Of 110 characters the last is the first one of "my".
    shortened = "may my dog fly " * 7 + "may"
    assert sorted(encoder.asked) == sorted([shortened, ("hund" * 40)[:110], "d" * 110])


def test_what_another_encoder_computed_is_not_taken(tmp_path: Path):
    search(CountingEncoder(), tmp_path, *DOGS)
    other = CountingEncoder("another")
    search(other, tmp_path, *DOGS)
    assert sorted(other.asked) == sorted(DOGS)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 damaged"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes):
    (tmp_path / "gaps.npz").write_bytes(content)
    encoder = CountingEncoder()
    search(encoder, tmp_path, *DOGS)
    search(encoder, tmp_path, *DOGS)
    assert encoder.asked == []


def test_the_file_holds_no_words_and_is_its_owners_alone(tmp_path: Path):
    search(CountingEncoder(), tmp_path, *DOGS)
    (file,) = tmp_path.iterdir()
    assert b"dog" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
