"""The other processes of a benchmark: bare servers to compare with, and clients that load."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@asynccontextmanager
async def started_server(module: str, *arguments: str) -> AsyncIterator[int]:
    """Run a server of this package, which prints its port when it listens; give the port."""
    process = await start_program(module, *arguments)
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.terminate()
        await process.wait()


async def run_client(module: str, *arguments: str) -> dict[str, Any]:
    """Run a client of this package to its end and return the JSON object it prints."""
    process = await start_program(module, *arguments)
    output, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{module} failed")
    found: dict[str, Any] = json.loads(output)
    return found


async def start_program(
    module: str, *arguments: str, stdin: bool = False
) -> asyncio.subprocess.Process:
    """Start a program of this package that prints to us, and maybe is written to."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"benchmarks.{module}",
        *arguments,
        stdin=asyncio.subprocess.PIPE if stdin else None,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
