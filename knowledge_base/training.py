"""Making a matcher from knowledge, and what goes to and comes from a process that does it."""

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from domain.knowledge import Knowledge, Matcher

# Whoever matches nothing starts without numpy and scipy, which take a second to load.
if TYPE_CHECKING:
    from knowledge_base.encoders.cache import CachedEncoder
    from knowledge_base.encoders.contract import Encoder

# What stands for the encoder where a matcher is kept or sent: it is large, and holds open files.
_ENCODER = "encoder"


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedVectors:
    """What an encoder has computed already, by the texts' digests.

    Attributes:
        encoder: its name.
    """

    encoder: str
    dimension: int
    vectors: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTask:
    """What a process that trains is given.

    Attributes:
        vectors: None where there is no encoder.
        open_encoder: returns the encoder, for what is not remembered; a function of a module.
    """

    knowledge: Knowledge
    vectors: RememberedVectors | None
    open_encoder: "Callable[[], Encoder | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What comes of a training.

    Attributes:
        fresh: vectors that were computed for it, by the texts' digests.
        used: the digests of all texts that it asked vectors for.
    """

    matcher: Matcher
    fresh: Mapping[str, bytes] = field(default_factory=dict)
    used: frozenset[str] = frozenset()


def do_task(task: TrainingTask) -> Trained:
    """Train in full, in a process that was made for it."""
    given = task.vectors
    if given is None:
        return train(task.knowledge, None)
    from knowledge_base.encoders.cache import CachedEncoder  # noqa: PLC0415 - see above
    from knowledge_base.encoders.late import LateEncoder  # noqa: PLC0415 - see above

    encoder = CachedEncoder(LateEncoder(given.encoder, given.dimension, task.open_encoder))
    encoder.load(given.vectors)
    return train(task.knowledge, encoder)


def train(
    knowledge: Knowledge, encoder: "CachedEncoder | None", *, previous: Matcher | None = None
) -> Trained:
    """Train a matcher; keeps a core busy, so call it off the event loop.

    Args:
        previous: one of earlier knowledge, to which what changed is joined in little time; None to
            train in full, which takes seconds.
    """
    if encoder is None:
        return Trained(matcher=_train(knowledge, None, previous))
    from knowledge_base.encoders.learning import LearningEncoder  # noqa: PLC0415 - see above

    learning = LearningEncoder(encoder)
    matcher = _train(knowledge, learning, previous)
    return Trained(matcher=matcher, used=learning.finish(), fresh=encoder.fresh())


def _train(knowledge: Knowledge, encoder: "Encoder | None", previous: Matcher | None) -> Matcher:
    from knowledge_base.matcher import train_matcher  # noqa: PLC0415 - see above

    return train_matcher(knowledge, encoder=encoder, previous=previous)


def pickle_index(knowledge: Knowledge, matcher: Matcher) -> bytes:
    """Return a matcher, without its encoder, and what it was trained on in bytes."""
    file = io.BytesIO()
    _Pickler(file).dump((knowledge, matcher))
    return file.getvalue()


def unpickle_index(
    pickled: bytes | memoryview, *, encoder: "Encoder | None"
) -> tuple[Knowledge, Matcher]:
    """Return what `pickle_index` was given, the matcher with this encoder in its place.

    Bytes of somebody else can have this process do anything: read only what we wrote ourselves.

    Raises:
        Exception: the bytes are damaged.
    """
    knowledge, matcher = _Unpickler(_Pages(pickled), encoder).load()
    return knowledge, matcher


class _Pickler(pickle.Pickler):
    def __init__(self, file: IO[bytes]) -> None:
        from knowledge_base.encoders.cache import CachedEncoder  # noqa: PLC0415 - see above
        from knowledge_base.encoders.learning import LearningEncoder  # noqa: PLC0415 - see above

        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._encoders = (CachedEncoder, LearningEncoder)

    def persistent_id(self, obj: Any) -> str | None:
        return _ENCODER if isinstance(obj, self._encoders) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, pages: "_Pages", encoder: "Encoder | None") -> None:
        super().__init__(pages)
        self._encoder = encoder

    def persistent_load(self, pid: Any) -> "Encoder":
        if pid != _ENCODER or self._encoder is None:
            raise pickle.UnpicklingError("the matcher needs an encoder that is not there")
        return self._encoder


class _Pages:
    """Hands bytes out piece by piece, by Python: other threads get their turns in between.

    Unpickling bytes at once would hold all of them up until it is done.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        self._content = memoryview(content)
        self._place = 0

    def read(self, size: int) -> bytes:
        return bytes(self._take(size))

    def readinto(self, buffer: Any) -> int:
        taken = self._take(len(buffer))
        memoryview(buffer)[: len(taken)] = taken
        return len(taken)

    def readline(self) -> bytes:
        # The protocols that have lines are not written.
        raise pickle.UnpicklingError("lines are not expected")

    def _take(self, size: int) -> memoryview:
        taken = self._content[self._place : self._place + size]
        self._place += len(taken)
        return taken
