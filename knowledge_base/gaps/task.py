"""What a process that groups questions is given, and how it does it.

Of the vectors of questions those of the last time are kept in a file: a search every night encodes
what was asked since. The file holds no words, only their digests, and lies where the record does.
"""

import io
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from knowledge_base.gaps.question_group import QuestionGroup

# Whoever groups nothing starts without numpy and scipy, which take a second to load.
if TYPE_CHECKING:
    from knowledge_base.encoders.cache import CachedEncoder
    from knowledge_base.encoders.contract import Encoder


LONGEST_ENCODED = 110
"""Characters; one question in twenty is longer, and says what it is about by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingTask:
    """What is to be grouped, and with what.

    Attributes:
        texts: the questions as they were written.
        locale: their language.
        open_encoder: returns the encoder, or None where there is none; a function of a module.
        kept: the file of the vectors that were computed before, or None to keep none.
        threads: how many cores may be kept busy.
    """

    texts: Sequence[str]
    locale: str | None = None
    open_encoder: "Callable[[], Encoder | None]"
    kept: Path | None = None
    threads: int = 1


def group_apart(task: GroupingTask) -> tuple[QuestionGroup, ...]:
    """Encode what was not encoded before and group; seconds to minutes of all `threads`."""
    from knowledge_base.encoders.cache import CachedEncoder  # noqa: PLC0415 - see above
    from knowledge_base.gaps.grouping import group_questions  # noqa: PLC0415 - see above

    encoder = task.open_encoder()
    if encoder is None:
        return group_questions(task.texts, None, locale=task.locale, threads=task.threads)
    cached = CachedEncoder(encoder)
    encoded = [_shorten(text) for text in task.texts]
    if task.kept is not None:
        _load(task.kept, cached)
    _learn(cached, encoded, task.threads)
    if task.kept is not None:
        _keep(task.kept, cached, encoded)
    vectors = cached.encode(encoded)
    return group_questions(task.texts, vectors, locale=task.locale, threads=task.threads)


def _shorten(text: str) -> str:
    """Cut a long question after a word: encoding takes as long as what it is given."""
    if len(text) <= LONGEST_ENCODED:
        return text
    short = text[:LONGEST_ENCODED]
    return short.rpartition(" ")[0] or short


def _learn(encoder: "CachedEncoder", texts: Sequence[str], threads: int) -> None:
    """Encode what is unknown, on several threads: the encoder lets go of the interpreter."""
    distinct = list(dict.fromkeys(texts))
    with ThreadPoolExecutor(threads, "encode") as pool:
        shares = (distinct[first::threads] for first in range(threads))
        for done in [pool.submit(encoder.learn, share) for share in shares]:
            done.result()


def _load(path: Path, encoder: "CachedEncoder") -> None:
    """Remember what is kept, where it is of this encoder and whole."""
    import numpy as np  # noqa: PLC0415 - see above

    try:
        content = io.BytesIO(path.read_bytes())
        with np.load(content, allow_pickle=False) as file:
            name, digests, rows = str(file["encoder"]), file["digests"], file["vectors"]
    except (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile):
        return
    if name == encoder.name and len(digests) == len(rows):
        encoder.load(
            {bytes(key).hex(): row.tobytes() for key, row in zip(digests, rows, strict=True)}
        )


def _keep(path: Path, encoder: "CachedEncoder", texts: Sequence[str]) -> None:
    """Keep the vectors of these texts and no others, whole or not at all."""
    import numpy as np  # noqa: PLC0415 - see above

    from knowledge_base.encoders.cache import digest_text  # noqa: PLC0415 - see above

    encoder.keep_only({digest_text(text) for text in texts})
    known = encoder.known()
    digests = np.array([list(bytes.fromhex(each)) for each in known], dtype=np.uint8)
    rows = np.frombuffer(b"".join(known.values()), dtype="<f2").reshape(len(known), -1)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        with draft.open("wb") as file:
            np.savez(file, encoder=np.array(encoder.name), digests=digests, vectors=rows)
        draft.replace(path)
    except OSError:
        # They can be computed anew.
        draft.unlink(missing_ok=True)
