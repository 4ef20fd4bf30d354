"""A hundred thousand damaged messages: each is read, soon, or said to be none."""

import base64
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from channels.email.parsing import parse_mail
from domain.errors import MalformedMessage
from tests.channels.email.parsing.mutations import SEEDS, mutate

CASES = Path(__file__).parents[5] / "shared" / "data" / "mail" / "cases.jsonl"
RUNS = int(os.environ.get("FRONTDESK_TEST_MUTATIONS", "100000"))
BATCH = 1_000
MOST_SECONDS = 2.0  # of the processor's time, for any message; the promise that is checked here


def load_seeds() -> list[bytes]:
    """Our own, and other people's where they are at hand."""
    lines = CASES.read_text().splitlines() if CASES.exists() else []
    return [*SEEDS, *(base64.b64decode(json.loads(line)["raw_b64"]) for line in lines)]


def run_batch(first: int) -> list[str]:
    """Read a batch of damaged messages; tell which of them broke the promise, and how."""
    seeds = load_seeds()
    broken = []
    for number in range(first, first + BATCH):
        raw = mutate(seeds[number % len(seeds)], number)
        begun = time.process_time()
        try:
            parse_mail(raw)
        except MalformedMessage as error:
            if "empty" not in str(error):
                broken.append(f"{number}: {error}")
        except Exception as error:  # noqa: BLE001 - any other error is what this looks for
            broken.append(f"{number}: {error!r}")
        if (took := time.process_time() - begun) > MOST_SECONDS:
            broken.append(f"{number}: took {took:.1f} s")
    return broken


@pytest.mark.slow
@pytest.mark.unit
def test_damaged_messages_raise_nothing_else_and_end_soon():
    with ProcessPoolExecutor(max_workers=2) as pool:
        for done, broken in enumerate(pool.map(run_batch, range(0, RUNS, BATCH)), start=1):
            print(f"{done * BATCH} of {RUNS} damaged messages read")
            assert broken == []
