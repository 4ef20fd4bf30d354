"""The real curl, as scripts and administrators use it."""

import asyncio
import json
import shutil
from typing import Any

import pytest

CURL = shutil.which("curl")
NEEDS_CURL = pytest.mark.skipif(CURL is None, reason="curl is not installed")


async def curl(*arguments: str) -> tuple[int, str]:
    """Run curl; the status and the body of what was answered."""
    assert CURL is not None
    process = await asyncio.create_subprocess_exec(
        *(CURL, "--silent", "--show-error", "--max-time", "60", "--noproxy", "*"),
        *("--write-out", "\n%{http_code}", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    body, _, status = output.decode().rpartition("\n")
    return int(status), body


async def curl_api(url: str, token: str, body: dict[str, Any] | None = None) -> Any:
    """Call the API with a token: a GET, or a POST where there is a body; what it answered."""
    arguments = ["--header", f"Authorization: Bearer {token}"]
    if body is not None:
        arguments += ["--header", "Content-Type: application/json", "--data", json.dumps(body)]
    status, answer = await curl(*arguments, url)
    assert status == (200 if body is None else 201), answer
    return json.loads(answer)
