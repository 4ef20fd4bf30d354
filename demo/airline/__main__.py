"""The airline's system alone: `python -m demo.airline --port 0 --database FILE --secret SECRET`."""

import argparse
import asyncio
import secrets  # noqa: TID251 - this program stands alone, and is given no Ids
import sys
from datetime import UTC, datetime
from pathlib import Path

from demo.airline.running import running_airline


class _Clock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)  # noqa: TID251 - this program stands alone, and is given no Clock


class _Ids:
    """Randomness of the machine's own."""

    def new(self) -> str:
        """See `Ids.new`."""
        return secrets.token_hex(16)

    def reference(self) -> str:
        """See `Ids.reference`."""
        return secrets.token_hex(4).upper()

    def secret(self) -> str:
        """See `Ids.secret`."""
        return secrets.token_urlsafe(32)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m demo.airline", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any free one")
    parser.add_argument("--database", type=Path, required=True, help="an SQLite file")
    parser.add_argument("--secret", required=True, help="what requests are signed with")
    parser.add_argument("--pages-url", help="what boarding passes' addresses begin with")
    asyncio.run(_serve(parser.parse_args()))


async def _serve(given: argparse.Namespace) -> None:
    async with running_airline(
        given.database,
        secret=given.secret,
        clock=_Clock(),
        ids=_Ids(),
        port=given.port,
        pages_url=given.pages_url,
    ) as airline:
        sys.stdout.write(f"{airline.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
