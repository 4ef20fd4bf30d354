"""Hands mails over by LMTP as fast as they are taken, several at once; prints JSON.

python -m benchmarks.lmtp_load PORT CONCURRENCY FOLDER
"""

import asyncio
import json
import sys
from pathlib import Path

from benchmarks.support_mails import ADDRESS


async def hand_over(port: int, waiting: list[bytes]) -> None:
    """Keep one connection busy until nothing waits."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _expect(reader, b"220")
    await _say(reader, writer, b"LHLO localhost\r\n", b"250")
    while waiting:
        mail = waiting.pop()
        await _say(reader, writer, b"MAIL FROM:<customer@example.org>\r\n", b"250")
        await _say(reader, writer, f"RCPT TO:<{ADDRESS}>\r\n".encode(), b"250")
        await _say(reader, writer, b"DATA\r\n", b"354")
        await _say(reader, writer, mail + b".\r\n", b"250")
    await _say(reader, writer, b"QUIT\r\n", b"221")
    writer.close()


async def _say(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, words: bytes, answer: bytes
) -> None:
    writer.write(words)
    await _expect(reader, answer)


async def _expect(reader: asyncio.StreamReader, answer: bytes) -> None:
    while True:
        line = await reader.readline()
        if not line.startswith(answer):
            raise RuntimeError(f"{answer!r} was expected, not {line!r}")
        if line[3:4] != b"-":
            return


def read_mails(folder: Path) -> list[bytes]:
    """Read the mails as they go over the wire (RFC 5321, 4.5.2), the first to be sent last."""
    files = sorted(folder.iterdir(), reverse=True)
    return [_to_wire(file.read_bytes()) for file in files]


def _to_wire(mail: bytes) -> bytes:
    lines = mail.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n")
    return b"".join(b"." * line.startswith(b".") + line + b"\r\n" for line in lines)


async def main(port: int, concurrency: int, folder: Path) -> None:
    """Hand everything over and print how long it took."""
    waiting = read_mails(folder)
    number = len(waiting)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(hand_over(port, waiting) for _ in range(concurrency)))
    print(json.dumps({"number": number, "seconds": loop.time() - began}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
