"""The vectors of all texts, computed once and shared by every training of a run."""

import pickle
import sys
from collections.abc import Iterable
from pathlib import Path

from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.cache import CachedEncoder
from knowledge_base.encoders.onnx_encoder import OnnxEncoder

_PORTION = 2_048


def open_encoder(*, threads: int = 1) -> OnnxEncoder:
    """Open the encoder that is installed."""
    return OnnxEncoder(find_bundled(), threads=threads)


def keep_vectors(texts: Iterable[str], file: Path) -> int:
    """Compute the texts' vectors and keep them in a file; return how many there are."""
    wanted = sorted(set(texts), key=len)
    encoder = CachedEncoder(open_encoder(threads=2))
    for start in range(0, len(wanted), _PORTION):
        encoder.learn(wanted[start : start + _PORTION])
        say(f"encoded {min(start + _PORTION, len(wanted)):,} of {len(wanted):,} texts")
    file.write_bytes(pickle.dumps(encoder.known()))
    return len(wanted)


def load_vectors(file: Path) -> CachedEncoder:
    """Open the encoder with what was kept."""
    encoder = CachedEncoder(open_encoder())
    encoder.load(pickle.loads(file.read_bytes()))
    return encoder


def say(what: str) -> None:
    """Tell whoever waits how far the run is."""
    print(what, file=sys.stderr, flush=True)
