"""The exemplars' vectors: those of the bundled encoder are kept beside them, others computed.

`python -m knowledge_base.feelings.exemplars.vectors` writes them anew after an exemplar changed.
"""

import hashlib
import io
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.pooling import scale_to_unit
from knowledge_base.feelings.exemplars import read_exemplars
from knowledge_base.feelings.signals import mask_text

FILE_NAME = "vectors.npz"
Floats = NDArray[np.float32]


def get_vectors(encoder: Encoder) -> Floats:
    """Return a vector of length 1 for each exemplar; takes a second where none are kept."""
    return compute_vectors(encoder) if (kept := find_kept(encoder)) is None else kept


def find_kept(encoder: Encoder) -> Floats | None:
    """Find what is kept; None where it is another encoder's or of other exemplars."""
    place = resources.files("knowledge_base.feelings.exemplars").joinpath(FILE_NAME)
    if not place.is_file():
        return None
    with np.load(io.BytesIO(place.read_bytes()), allow_pickle=False) as kept:
        if str(kept["of"]) != _describe(encoder):
            return None
        return scale_to_unit(kept["vectors"].astype(np.float32))


def compute_vectors(encoder: Encoder) -> Floats:
    """Compute the vectors as they would be kept."""
    vectors = encoder.encode([mask_text(each.text) for each in read_exemplars()])
    return scale_to_unit(vectors.astype(np.float16).astype(np.float32))


def write_vectors(encoder: Encoder) -> None:
    """Keep an encoder's vectors in this package."""
    vectors = compute_vectors(encoder).astype(np.float16)
    place = Path(__file__).with_name(FILE_NAME)
    np.savez_compressed(place, vectors=vectors, of=np.array(_describe(encoder)))


def _describe(encoder: Encoder) -> str:
    texts = "\n".join(mask_text(each.text) for each in read_exemplars())
    return f"{encoder.name} {hashlib.sha256(texts.encode()).hexdigest()}"


if __name__ == "__main__":
    from knowledge_base.encoders.bundled import find_bundled
    from knowledge_base.encoders.onnx_encoder import OnnxEncoder

    write_vectors(OnnxEncoder(find_bundled()))
