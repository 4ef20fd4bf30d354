"""The end of a mail is found wherever the network cuts its bytes, and nowhere else."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.receiving.mail_data import (
    DataFault,
    EndlessDataError,
    MailData,
    Room,
    read_data,
)

pytestmark = pytest.mark.unit

# The bytes that could be taken for an end, and one that could not.
NEAR_ENDS = st.lists(st.sampled_from([b"\r", b"\n", b".", b"x", b"\r\n", b"\r\n."]), max_size=20)


async def read(wire: bytes, *, limit: int = 65_536, step: int = 0) -> tuple[bytes, bytes]:
    """Read a mail from the wire; return it, and what was left there."""
    reader = asyncio.StreamReader(limit=limit)
    data = MailData(largest=10_000, room=Room(10_000), alive=lambda: None)
    reading = asyncio.ensure_future(read_data(reader, data))
    for start in range(0, len(wire), step or len(wire)):
        reader.feed_data(wire[start : start + (step or len(wire))])
        await asyncio.sleep(0)
    reader.feed_eof()
    await reading
    return data.content, await reader.read()


def expected(wire: bytes) -> tuple[bytes, bytes]:
    """What RFC 5321, 4.5.2 says, line by line."""
    lines, content = wire.split(b"\r\n"), b""
    for number, line in enumerate(lines):
        if line == b".":
            return content, b"\r\n".join(lines[number + 1 :])
        content += (line[1:] if line.startswith(b".") else line) + b"\r\n"
    raise AssertionError


@given(parts=NEAR_ENDS, step=st.integers(1, 9), limit=st.integers(6, 20))
def test_the_end_is_found_wherever_the_bytes_are_cut(parts: list[bytes], step: int, limit: int):
    wire = b"".join(parts) + b"\r\n.\r\nQUIT\r\n"
    assert asyncio.run(read(wire, step=step, limit=limit)) == expected(wire)
    assert asyncio.run(read(wire)) == expected(wire)


@pytest.mark.parametrize("wire", [b"\r\n" * 5_000, b"\r" * 10_000])
async def test_others_have_their_turn_while_a_mail_is_read(wire: bytes):
    reader = asyncio.StreamReader(limit=1_000)
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(take_turns())
    reader.feed_data(wire + b"\r\n.\r\n")
    data = MailData(largest=50_000, room=Room(50_000), alive=lambda: None)
    await read_data(reader, data)
    other.cancel()
    assert turns >= 5
    assert data.fault is None


@pytest.mark.parametrize("line", [b"\r\n", b"\r", b".\r\r\n"])
async def test_nobody_keeps_the_listener_busy_with_empty_lines_before_a_mail(line: bytes):
    reader = asyncio.StreamReader()
    reader.feed_data(line * 100_000)
    data = MailData(largest=1_000_000, room=Room(1_000_000), alive=lambda: None)
    with pytest.raises(EndlessDataError):
        await read_data(reader, data)


async def test_what_is_refused_is_not_held():
    room = Room(100)
    first, second = (MailData(largest=80, room=room, alive=lambda: None) for _ in range(2))
    first.add(b"x" * 80)
    second.add(b"x" * 30)
    assert second.fault is DataFault.NO_ROOM
    first.add(b"x")
    assert first.fault is DataFault.TOO_LARGE
    assert first.content == second.content == b""
    assert room.take(100), "both have given back what they held"
