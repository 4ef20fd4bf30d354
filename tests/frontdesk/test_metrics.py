"""Whatever is counted anywhere has its counter; an unknown one would stop what counts it."""

import re
from pathlib import Path

import pytest

from frontdesk.metrics import Metrics

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
COUNTED = re.compile(r'(?:count\(|note_failure\(\s*[\w.]+,)\s*"(\w+)"')


def test_every_event_that_is_counted_anywhere_has_its_counter():
    sources = [
        file for layer in ("bot", "channels", "console") for file in (ROOT / layer).rglob("*.py")
    ]
    counted = {name for file in sources for name in COUNTED.findall(file.read_text("utf-8"))}
    assert {"received", "not_given", "waiting_reconciled"} <= counted
    known = {each.name for each in Metrics().registry.collect()}
    assert {f"frontdesk_{name}" for name in counted} <= known


def test_an_event_without_labels_is_counted():
    metrics = Metrics()
    metrics.count("waiting_reconciled")
    assert metrics.registry.get_sample_value("frontdesk_waiting_reconciled_total") == 1
