"""A model of sentences with three words, written byte by byte as ONNX lays its messages out."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

# A vector for each token; what is padded with is longest, so that whoever counts it is found out.
TOKENS = {"[PAD]": (90.0, 90.0), "[UNK]": (1.0, 1.0), "parcel": (1.0, 0.0), "late": (0.0, 1.0)}
FLOAT, INT64 = 1, 7


def write_model(
    folder: Path,
    *,
    name: str = "model.onnx",
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    output: str = "last_hidden_state",
) -> Path:
    """Write an export that looks each token's vector up, and averages them for a text's own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lookup = _node("Gather", ("vectors", "input_ids"), "tokens")
    last = (
        _node("ReduceMean", ("tokens",), output, _ints("axes", 1), _int("keepdims", 0))
        if output == "sentence_embedding"
        else _node("Identity", ("tokens",), output)
    )
    rank = 2 if output == "sentence_embedding" else 3
    graph = _join(
        _field(1, lookup),
        _field(1, last),
        _field(2, b"tiny"),
        _field(5, _tensor("vectors", np.array(list(TOKENS.values()), dtype="<f4"))),
        *(_field(11, _value(each, INT64, 2)) for each in inputs),
        _field(12, _value(output, FLOAT, rank)),
    )
    opset = _field(8, _number(2, 13))
    path.write_bytes(_join(_number(1, 8), _field(7, graph), opset))
    return path


def write_tokenizer(folder: Path) -> Path:
    """Write a tokenizer that splits at white space."""
    path = folder / "tokenizer.json"
    vocabulary = {token: place for place, token in enumerate(TOKENS)}
    model = {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"}
    whole = {"version": "1.0", "model": model, "pre_tokenizer": {"type": "WhitespaceSplit"}}
    absent = dict.fromkeys(("truncation", "padding", "normalizer", "post_processor", "decoder"))
    path.write_text(json.dumps({**absent, **whole, "added_tokens": []}), "utf-8")
    return path


def write_pooling(folder: Path, **config: object) -> None:
    """Write how sentence-transformers is to pool."""
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(config), "utf-8")


def _node(kind: str, inputs: Sequence[str], output: str, *attributes: bytes) -> bytes:
    return _join(
        *(_field(1, name.encode()) for name in inputs),
        _field(2, output.encode()),
        _field(4, kind.encode()),
        *(_field(5, attribute) for attribute in attributes),
    )


def _int(name: str, value: int) -> bytes:
    return _join(_field(1, name.encode()), _number(3, value), _number(20, 2))


def _ints(name: str, value: int) -> bytes:
    return _join(_field(1, name.encode()), _number(8, value), _number(20, 7))


def _tensor(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    dimensions = (_number(1, size) for size in values.shape)
    kind = _number(2, FLOAT)
    return _join(*dimensions, kind, _field(8, name.encode()), _field(9, values.tobytes()))


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = _join(*(_field(1, _field(2, b"batch sequence size".split()[at])) for at in range(rank)))
    tensor = _join(_number(1, kind), _field(2, shape))
    return _join(_field(1, name.encode()), _field(2, _field(1, tensor)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, high = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(high) if high else bytes([low])


def _join(*parts: bytes) -> bytes:
    return b"".join(parts)
