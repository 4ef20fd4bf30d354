"""A model whose weights are kept in eight bits, made to multiply in eight bits as well.

Such an export widens its weights when it is opened (Cast, then Mul by a scale) and multiplies wide
numbers. Where a MatMul is by such a weight, it becomes onnxruntime's MatMulNBits, which takes the
eight bits as they are and narrows each row of the other side by itself, block by block: a text's
vector still does not depend on the texts beside it. It takes a good third less time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge_base.encoders.protocol_buffers import (
    Field,
    read_fields,
    read_varints,
    write_fields,
)

BLOCK = 128
"""Numbers of a row that share a scale; a power of two."""

_EIGHT_BIT_SUMS = 4
"""The `accuracy_level` at which the other side is narrowed to eight bits."""

_DOMAIN = b"com.microsoft"
# Numbers of fields and of kinds in onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET = 7, 8
_GRAPH_NODE, _GRAPH_TENSOR = 1, 5
_FLOAT, _UINT8, _INT8 = 1, 2, 3
_INT_ATTRIBUTE = 2

Weights = tuple[NDArray[np.int8], NDArray[np.float32]]
"""Eight bits of shape (rows, columns), and a scale for each column."""


@dataclass(frozen=True, slots=True)
class _Node:
    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def narrow_products(model: bytes) -> bytes:
    """Return an ONNX model with such products narrowed; the same bytes where it has none.

    What is no model is returned as it is too: whoever opens it says so.
    """
    try:
        return _narrow_model(model)
    except (ValueError, IndexError, UnicodeDecodeError):
        return model


def _narrow_model(model: bytes) -> bytes:
    fields = list(read_fields(model))
    graphs = [bytes(value) for number, value in fields if number == _MODEL_GRAPH]
    narrowed = _narrow_graph(graphs[0]) if len(graphs) == 1 else None
    if narrowed is None:
        return model
    kept = [(n, narrowed if n == _MODEL_GRAPH else value) for n, value in fields]
    return write_fields([*kept, (_MODEL_OPSET, write_fields([(1, _DOMAIN), (2, 1)]))])


def _narrow_graph(graph: bytes) -> bytes | None:
    fields = list(read_fields(graph))
    nodes = {p: _read_node(bytes(v)) for p, (n, v) in enumerate(fields) if n == _GRAPH_NODE}
    makers = {output: node for node in nodes.values() for output in node.outputs}
    tensors = dict(_read_tensor(bytes(v)) for n, v in fields if n == _GRAPH_TENSOR)
    added: list[Field] = []
    for place, node in nodes.items():
        weights = _find_weights(node, makers, tensors)
        if weights is not None:
            fields[place] = (_GRAPH_NODE, _write_product(node, *weights[0].shape))
            added += _write_weights(node, *weights)
    return write_fields([*fields, *added]) if added else None


def _find_weights(
    node: _Node, makers: Mapping[str, _Node], tensors: Mapping[str, NDArray[Any] | None]
) -> Weights | None:
    """Return what a node multiplies by where that is widened eight bits."""
    scaled = makers.get(node.inputs[1]) if node.kind == "MatMul" else None
    widened = makers.get(scaled.inputs[0]) if scaled and scaled.kind == "Mul" else None
    if scaled is None or widened is None or widened.kind != "Cast":
        return None
    bits, scales = tensors.get(widened.inputs[0]), tensors.get(scaled.inputs[1])
    if bits is None or scales is None or bits.dtype != np.int8 or bits.ndim != 2:
        return None
    if bits.shape[0] % BLOCK or scales.shape not in {(), (1,), (1, bits.shape[1])}:
        return None
    return bits, np.broadcast_to(scales.ravel().astype(np.float32), bits.shape[1])


def _write_product(node: _Node, rows: int, columns: int) -> bytes:
    settings = {
        "K": rows,
        "N": columns,
        "bits": 8,
        "block_size": BLOCK,
        "accuracy_level": _EIGHT_BIT_SUMS,
    }
    inputs = (node.inputs[0], *_name_weights(node))
    attributes = [
        write_fields([(1, name.encode()), (3, value), (20, _INT_ATTRIBUTE)])
        for name, value in settings.items()
    ]
    return write_fields(
        [
            *((1, name.encode()) for name in inputs),
            *((2, name.encode()) for name in node.outputs),
            (4, b"MatMulNBits"),
            *((5, attribute) for attribute in attributes),
            (7, _DOMAIN),
        ]
    )


def _write_weights(node: _Node, bits: NDArray[np.int8], scales: NDArray[np.float32]) -> list[Field]:
    # Unsigned, and shifted by the 128 that stand for zero where nothing else is said.
    shifted = (bits.T.astype(np.int16) + 128).astype(np.uint8)
    blocks = shifted.reshape(bits.shape[1], -1, BLOCK)
    repeated = np.repeat(scales, blocks.shape[1]).astype("<f4")
    names = _name_weights(node)
    return [
        (_GRAPH_TENSOR, _write_tensor(names[0], _UINT8, blocks)),
        (_GRAPH_TENSOR, _write_tensor(names[1], _FLOAT, repeated)),
    ]


def _name_weights(node: _Node) -> tuple[str, str]:
    return f"{node.outputs[0]}.bits", f"{node.outputs[0]}.scales"


def _write_tensor(name: str, kind: int, values: NDArray[Any]) -> bytes:
    sizes: list[Field] = [(1, size) for size in values.shape]
    return write_fields([*sizes, (2, kind), (8, name.encode()), (9, values.tobytes())])


def _read_node(data: bytes) -> _Node:
    texts: dict[int, list[str]] = {1: [], 2: [], 4: []}
    for number, value in read_fields(data):
        if number in texts:
            texts[number].append(bytes(value).decode())
    return _Node("".join(texts[4]), tuple(texts[1]), tuple(texts[2]))


def _read_tensor(data: bytes) -> tuple[str, NDArray[Any] | None]:
    """Return a tensor's name and, where it is of eight bits or of floats, its values."""
    sizes: list[int] = []
    single: dict[int, int | bytes] = {}
    for number, value in read_fields(data):
        if number == 1:
            sizes += [value] if isinstance(value, int) else read_varints(value)
        else:
            single[number] = value
    name = bytes(single.get(8, b"")).decode()
    kind = {_FLOAT: "<f4", _INT8: "i1"}.get(int(single.get(2, 0)))
    if kind is None or 9 not in single:
        return name, None
    return name, np.frombuffer(bytes(single[9]), dtype=kind).reshape(sizes)
