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
    SlowDataError,
    read_data,
)
from tests.channels.email.receiving.stepped_loop import pass_time, run_stepped

pytestmark = pytest.mark.unit

# The bytes that could be taken for an end, and one that could not.
NEAR_ENDS = st.lists(st.sampled_from([b"\r", b"\n", b".", b"x", b"\r\n", b"\r\n."]), max_size=20)


def make_data(
    largest: int = 10_000, *, room: Room | None = None, network: str | None = "192.0.2.1"
) -> MailData:
    room = room or Room(largest, share=largest)
    return MailData(largest=largest, room=room, network=network, alive=lambda: None)


async def read(wire: bytes, *, limit: int = 65_536, step: int = 0) -> tuple[bytes, bytes]:
    """Read a mail from the wire; return it, and what was left there."""
    reader = asyncio.StreamReader(limit=limit)
    data = make_data()
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
    data = make_data(50_000)
    await read_data(reader, data)
    other.cancel()
    assert turns >= 5
    assert data.fault is None


@pytest.mark.parametrize("line", [b"\r\n", b"\r", b".\r\r\n"])
async def test_nobody_keeps_the_listener_busy_with_empty_lines_before_a_mail(line: bytes):
    reader = asyncio.StreamReader()
    reader.feed_data(line * 100_000)
    with pytest.raises(EndlessDataError):
        await read_data(reader, make_data(1_000_000))


async def test_what_is_refused_is_not_held():
    room = Room(100, share=100)
    first, second = (make_data(80, room=room) for _ in range(2))
    first.add(b"x" * 80)
    second.add(b"x" * 30)
    assert second.fault is DataFault.NO_ROOM
    first.add(b"x")
    assert first.fault is DataFault.TOO_LARGE
    assert first.content == second.content == b""
    assert room.take(100, "192.0.2.1"), "both have given back what they held"


async def test_one_network_leaves_room_for_the_others():
    room = Room(300, share=100)
    mails = [make_data(100, room=room, network="192.0.2.1") for _ in range(12)]
    for mail in mails:
        mail.add(b"x" * 60)
    assert [mail.fault for mail in mails] == [None] + [DataFault.NO_ROOM] * 11
    other = make_data(100, room=room, network="2001:db8::/64")
    other.add(b"x" * 100)
    assert other.fault is None
    mails[0].close()
    again = make_data(100, room=room, network="192.0.2.1")
    again.add(b"x" * 100)
    assert again.fault is None


async def test_who_relays_everybodys_mail_may_have_all_the_room():
    room = Room(300, share=100)
    mails = [make_data(100, room=room, network=None) for _ in range(4)]
    for mail in mails:
        mail.add(b"x" * 100)
    assert [mail.fault for mail in mails] == [None] * 3 + [DataFault.NO_ROOM]


async def send(reader: asyncio.StreamReader, piece: bytes, *, every: float, times: int) -> None:
    """Send the same again and again, so many seconds apart; then the end."""
    for _ in range(times):
        reader.feed_data(piece)
        # The reader takes what came before the time passes on.
        for _ in range(10):
            await asyncio.sleep(0)
        pass_time(every)
    reader.feed_data(b"\r\n.\r\n")


def run_sender(piece: bytes, *, every: float, times: int, largest: int = 52_428_800) -> None:
    async def run() -> None:
        reader = asyncio.StreamReader()
        sending = asyncio.create_task(send(reader, piece, every=every, times=times))
        try:
            await read_data(reader, make_data(largest))
        finally:
            sending.cancel()

    run_stepped(run)


@pytest.mark.parametrize(
    ("piece", "every"),
    [
        pytest.param(b"x", 170.0, id="a byte now and then"),
        pytest.param(b"\r\n", 170.0, id="an empty line now and then"),
        pytest.param(b"x" * 70_000, 170.0, id="a block now and then, for hours"),
        pytest.param(b"x" * 70_000, 200.0, id="a block that comes late"),
    ],
)
def test_nobody_holds_room_for_ever(piece: bytes, every: float):
    with pytest.raises(SlowDataError):
        run_sender(piece, every=every, times=100)


def test_a_large_mail_has_time_to_come_over_a_slow_line():
    run_sender(b"x" * 65_536, every=0.9, times=790)


def test_a_sender_may_pause_for_as_long_as_the_standard_lets_it():
    run_sender(b"x" * 70_000, every=170.0, times=3)
