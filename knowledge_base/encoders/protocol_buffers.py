"""Protocol buffers taken apart and put together, as far as ONNX models need it."""

from collections.abc import Iterable, Iterator

Field = tuple[int, int | bytes]
"""A field's number and its value: a whole number, or the bytes of anything else."""

_VARINT, _BYTES = 0, 2


def read_fields(data: bytes) -> Iterator[Field]:
    """Yield a message's fields in their order.

    Raises:
        ValueError: for fields of fixed width, which ONNX keeps inside of tensors and attributes.
        IndexError: the message is cut off.
    """
    place = 0
    while place < len(data):
        key, place = _read_varint(data, place)
        value, place = _read_varint(data, place)
        if key & 7 == _VARINT:
            yield key >> 3, value
        elif key & 7 == _BYTES:
            yield key >> 3, data[place : place + value]
            place += value
        else:
            raise ValueError(f"field {key >> 3} is neither a whole number nor bytes")


def read_varints(data: bytes) -> Iterator[int]:
    """Yield the whole numbers of a packed field."""
    place = 0
    while place < len(data):
        value, place = _read_varint(data, place)
        yield value


def write_fields(fields: Iterable[Field]) -> bytes:
    """Write a message."""
    written = bytearray()
    for number, value in fields:
        if isinstance(value, int):
            written += _write_varint(number << 3 | _VARINT) + _write_varint(value)
        else:
            written += _write_varint(number << 3 | _BYTES) + _write_varint(len(value)) + value
    return bytes(written)


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place


def _write_varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
