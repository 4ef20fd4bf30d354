"""The files an encoder is made of: which they are, and their sums."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from knowledge_base.encoders.faults import BadEncoderError

Pooling = Literal["mean", "cls"]
# Older exports switch one of several keys on; newer ones name it under `pooling_mode`.
_POOLINGS: dict[str, Pooling] = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "mean": "mean",
    "cls": "cls",
}

ARITHMETIC = "q8x128"
"""How models are run (`narrow_products`); a new name has all stored vectors made anew."""


@dataclass(frozen=True)
class EncoderFiles:
    """A model, its tokenizer and how its tokens' vectors are pooled.

    Attributes:
        label: what people call it.
    """

    label: str
    model: Path
    tokenizer: Path
    pooling: Pooling = "mean"

    @cached_property
    def sums(self) -> tuple[str, str]:
        """The SHA-256 sums of model and tokenizer, as hexadecimal digits.

        Raises:
            BadEncoderError: where a file cannot be read.
        """
        return sum_file(self.model), sum_file(self.tokenizer)

    @property
    def name(self) -> str:
        """Changes whenever the vectors would."""
        model, tokenizer = self.sums
        return f"{self.label}-{model[:12]}-{tokenizer[:6]}-{self.pooling}-{ARITHMETIC}"


def sum_file(path: Path) -> str:
    """Return a file's SHA-256 sum.

    Raises:
        BadEncoderError: where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadEncoderError(f"{path} cannot be read: {error.strerror}") from error


def find_files(folder: Path) -> EncoderFiles:
    """Find an export's files in its folder, laid out as sentence-transformers does.

    Raises:
        BadEncoderError: where one is missing, or it is not clear which is meant.
    """
    if not folder.is_dir():
        raise BadEncoderError(f"{folder} is no folder; name the one that has model.onnx in it")
    tokenizer = folder / "tokenizer.json"
    if not tokenizer.is_file():
        raise BadEncoderError(f"{tokenizer} is missing; copy it from the model's export")
    return EncoderFiles(
        label=folder.resolve().name,
        model=_find_model(folder),
        tokenizer=tokenizer,
        pooling=_read_pooling(folder / "1_Pooling" / "config.json"),
    )


def _find_model(folder: Path) -> Path:
    for plain in (folder / "model.onnx", folder / "onnx" / "model.onnx"):
        if plain.is_file():
            return plain
    found = sorted((folder / "onnx").glob("model*.onnx"))
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found)
    raise BadEncoderError(
        f"{folder / 'onnx'} has several models, {names}; copy the one you want to "
        f"{folder / 'model.onnx'}"
        if found
        else f"{folder} has no model.onnx, nor onnx/model*.onnx; export the model to ONNX"
    )


def _read_pooling(path: Path) -> Pooling:
    """Read how sentence-transformers pools; the mean where nothing is said."""
    if not path.is_file():
        return "mean"
    try:
        config = dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BadEncoderError(f"{path} cannot be read as JSON ({error}); copy it again") from error
    named = config.pop("pooling_mode", None)
    switched = [key for key, on in config.items() if key.startswith("pooling_mode_") and on is True]
    chosen = [str(named)] if named else switched
    if len(chosen) != 1 or chosen[0] not in _POOLINGS:
        raise BadEncoderError(
            f"{path} asks for {' and '.join(chosen) or 'nothing'}; Frontdesk pools by mean or cls"
        )
    return _POOLINGS[chosen[0]]
