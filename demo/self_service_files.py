"""What customers did by themselves, as `story/self_service.toml` tells it; read strictly."""

import tomllib
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from demo.story_files import FOLDER
from domain.self_service import RunState

FILE: Final = FOLDER / "self_service.toml"
_MARKS: Final = ("<", "?", "+", "!", ">", "#")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ToldWay(_Told):
    """One way in which an action went, and how often it went so.

    Attributes:
        failures: answers in a row that did not answer.
        queue: of the people who took over, or None.
    """

    action: str
    language: Literal["en", "de"]
    channel: Literal["sms", "web_chat"]
    times: int
    state: RunState = RunState.DONE
    outcome: str | None = None
    failures: int = 0
    queue: str | None = None
    happened: tuple[str, ...]


class ToldSelfService(_Told):
    """All of it."""

    weeks: int
    bookings: tuple[str, ...]
    ways: tuple[ToldWay, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: what kind it is of, the slot that it is about, if any, and its words."""

    mark: str
    slot: str
    words: str


def load_self_service() -> ToldSelfService:
    """Read the file.

    Raises:
        ValueError: it says something that it cannot mean.
    """
    return ToldSelfService.model_validate(tomllib.loads(FILE.read_text("utf-8")))


def read_line(line: str) -> Happening:
    """Read one line of what happened.

    Raises:
        ValueError: it begins with none of the marks.
    """
    mark, _, rest = line.partition(" ")
    if mark not in _MARKS:
        raise ValueError(f"{line!r} begins with none of {' '.join(_MARKS)}")
    if mark not in {"?", "+", "!"}:
        return Happening(mark, "", rest)
    slot, _, words = rest.partition(" = " if mark == "+" else ": ")
    return Happening(mark, slot, words)
