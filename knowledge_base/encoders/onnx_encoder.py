"""A sentence-transformers model in ONNX form, run by onnxruntime with its tokenizer alone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

from knowledge_base.encoders.faults import BadEncoderError
from knowledge_base.encoders.files import EncoderFiles
from knowledge_base.encoders.narrow_products import narrow_products
from knowledge_base.encoders.pooling import POOLINGS, Vectors, scale_to_unit

MOST_TOKENS = 128
# Eight a token, which real text never reaches; it bounds the tokenizer's time.
MOST_CHARACTERS = 8 * MOST_TOKENS
_TAKEN = {"input_ids", "attention_mask", "token_type_ids"}
_TOKEN_VECTORS = ("last_hidden_state", "token_embeddings")
_TEXT_VECTOR = "sentence_embedding"


class OnnxEncoder:
    """Encodes with the model in `files`; implements `Encoder`.

    Args:
        files: the model, its tokenizer and how to pool.
        threads: how many texts are encoded at once where there are many.

    Raises:
        BadEncoderError: for files that cannot be used.
    """

    def __init__(self, files: EncoderFiles, *, threads: int = 1) -> None:
        self._files = files
        self._threads = threads
        self._tokenizer = _open_tokenizer(files.tokenizer)
        self._session = _open_session(files.model)
        self._inputs: list[str] = [each.name for each in self._session.get_inputs()]
        self._output = self._choose_output()
        self._name = files.name
        self._dimension = len(self._run(self._tokenizer.encode("")))

    @property
    def name(self) -> str:
        """The files' name with the beginnings of their SHA-256 sums, and the pooling."""
        return self._name

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._dimension

    @cached_property
    def words(self) -> frozenset[str]:
        """The tokenizer's whole words; empty where it has no such thing."""
        return list_words(self._tokenizer)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return a vector of length 1 for each text; see `Encoder.encode`."""
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch([_bound(text) for text in texts])
        if self._threads == 1 or len(encodings) == 1:
            for row, encoding in enumerate(encodings):
                vectors[row] = self._run(encoding)
            return vectors
        with ThreadPoolExecutor(self._threads, "encoder") as pool:
            for row, found in enumerate(pool.map(self._run, encodings)):
                vectors[row] = found
        return vectors

    def _run(self, encoding: Encoding) -> Vectors:
        """Run one text; several at once take as long, and each would depend on the others."""
        # Some tokenizers make nothing of an empty text, which then counts as one token of padding.
        ids = np.array([encoding.ids or [0]], dtype=np.int64)
        mask = np.full_like(ids, bool(encoding.ids))
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        feed = {name: given[name] for name in self._inputs}
        try:
            (found,) = self._session.run([self._output], feed)
        except Exception as error:
            raise BadEncoderError(
                f"{self._files.model} does not take what {self._files.tokenizer} makes of a text "
                f"({_first_line(error)}); take both files from the same export"
            ) from error
        vectors = np.asarray(found, dtype=np.float32)
        if vectors.ndim == 3:
            vectors = POOLINGS[self._files.pooling](vectors)
        return np.asarray(scale_to_unit(vectors)[0])

    def _choose_output(self) -> str:
        outputs: list[str] = [each.name for each in self._session.get_outputs()]
        known = [name for name in (_TEXT_VECTOR, *_TOKEN_VECTORS) if name in outputs]
        foreign = set(self._inputs) - _TAKEN
        if foreign or "input_ids" not in self._inputs or not known:
            raise BadEncoderError(
                f"{self._files.model} is no encoder of sentences: it takes "
                f"{', '.join(self._inputs)} and gives {', '.join(outputs)}; wanted is an export "
                "with input_ids, attention_mask and last_hidden_state or sentence_embedding"
            )
        return known[0]


def list_words(tokenizer: Tokenizer) -> frozenset[str]:
    """Return the tokens that are words by themselves.

    WordPiece marks the others by `##`, SentencePiece the words by `▁`.
    """
    tokens = tokenizer.get_vocab(with_added_tokens=False)
    marked = [token[1:] for token in tokens if token.startswith("▁")]
    words = marked or [token for token in tokens if not token.startswith("##")]
    return frozenset(word.lower() for word in words if len(word) > 1 and word.isalpha())


def _open_tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(path.read_text("utf-8"))
    except Exception as error:
        raise BadEncoderError(
            f"{path} cannot be read as a tokenizer ({_first_line(error)}); "
            "copy tokenizer.json from the model's export again"
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


def _open_session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        model = narrow_products(path.read_bytes())
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise BadEncoderError(
            f"{path} cannot be read as an ONNX model ({_first_line(error)}); "
            "copy it from the model's export again"
        ) from error


def _bound(text: str) -> str:
    """Cut a text, and replace halves of characters, which the tokenizer refuses."""
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
