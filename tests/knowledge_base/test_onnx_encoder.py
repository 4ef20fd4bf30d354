"""Whoever brings a model of their own gets its vectors, or is told what is wrong with it."""

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.encoders.faults import BadEncoderError
from knowledge_base.encoders.files import find_files
from knowledge_base.encoders.onnx_encoder import OnnxEncoder
from tests.knowledge_base.tiny_model import write_model, write_pooling, write_tokenizer

pytestmark = pytest.mark.unit

HALF = np.sqrt(0.5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export whose model is not there yet."""
    write_tokenizer(tmp_path)
    return tmp_path


def open_encoder(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(find_files(folder))


def refuse(folder: Path) -> str:
    with pytest.raises(BadEncoderError) as refused:
        open_encoder(folder)
    return str(refused.value)


def test_a_text_s_vector_is_the_mean_of_its_tokens_whatever_is_padded_beside_it(folder: Path):
    write_model(folder)
    encoder = open_encoder(folder)

    vectors = encoder.encode(["parcel", "late late late late late", "parcel late"])

    assert vectors == pytest.approx(np.array([[1, 0], [0, 1], [HALF, HALF]]), abs=1e-6)
    assert encoder.dimension == 2


def test_texts_come_back_in_the_order_they_were_given(folder: Path):
    write_model(folder)
    texts = [f"{'late ' * (number % 7)}parcel" for number in range(50)]
    encoder = open_encoder(folder)

    alone = np.vstack([encoder.encode([text]) for text in texts])

    assert encoder.encode(texts) == pytest.approx(alone, abs=1e-6)
    assert OnnxEncoder(find_files(folder), threads=2).encode(texts) == pytest.approx(alone)


@pytest.mark.parametrize(
    "inputs",
    [("input_ids",), ("input_ids", "attention_mask", "token_type_ids")],
    ids=["ids alone", "with types"],
)
def test_models_may_take_more_or_fewer_inputs(folder: Path, inputs: tuple[str, ...]):
    write_model(folder, inputs=inputs)

    assert open_encoder(folder).encode(["parcel"]) == pytest.approx(np.array([[1, 0]]))


def test_a_model_that_pools_by_itself_is_taken_at_its_word(folder: Path):
    write_model(folder, output="sentence_embedding")

    assert open_encoder(folder).encode(["parcel late"]) == pytest.approx(np.array([[HALF, HALF]]))


@pytest.mark.parametrize(
    "config",
    [{"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, {"pooling_mode": "cls"}],
    ids=["older", "newer"],
)
def test_a_model_may_pool_by_its_first_token(folder: Path, config: dict[str, object]):
    write_model(folder)
    write_pooling(folder, word_embedding_dimension=2, **config)

    assert open_encoder(folder).encode(["late parcel parcel"]) == pytest.approx(np.array([[0, 1]]))


def test_any_text_has_a_vector_of_length_one(folder: Path):
    write_model(folder)
    texts = [
        "parcel " * 100_000,
        "",
        "unheard of",
        "\x00",
        "half a letter \ud83d",
        "parcel\u202elate",
    ]

    lengths = np.linalg.norm(open_encoder(folder).encode(texts), axis=1)

    assert lengths == pytest.approx(1, abs=1e-6)
    assert open_encoder(folder).encode([]).shape == (0, 2)


def test_the_name_changes_with_the_model_the_tokenizer_and_the_pooling(folder: Path):
    write_model(folder)
    names = [find_files(folder).name]
    write_pooling(folder, pooling_mode="cls")
    names.append(find_files(folder).name)
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text("utf-8") + "\n", "utf-8")
    names.append(find_files(folder).name)
    write_model(folder, output="token_embeddings")
    names.append(find_files(folder).name)

    assert len(set(names)) == 4


def test_the_one_model_below_onnx_is_found(folder: Path):
    write_model(folder, name="onnx/model_quantized.onnx")

    assert find_files(folder).model.name == "model_quantized.onnx"


def test_of_several_models_none_is_guessed(folder: Path):
    write_model(folder, name="onnx/model_O1.onnx")
    write_model(folder, name="onnx/model_O2.onnx")

    assert (
        f"has several models, model_O1.onnx, model_O2.onnx; copy the one you want to {folder}"
        in (refuse(folder))
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("model.onnx", "model.onnx cannot be read as an ONNX model"),
        ("tokenizer.json", "tokenizer.json cannot be read as a tokenizer"),
        ("1_Pooling/config.json", "config.json cannot be read as JSON"),
    ],
)
def test_a_damaged_file_is_named(folder: Path, name: str, words: str):
    write_model(folder)
    write_pooling(folder, pooling_mode="mean")
    (folder / name).write_bytes((folder / name).read_bytes()[:-20] + b"\xff\xff\xff\xff")

    told = refuse(folder)

    assert words in told
    assert "copy" in told


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(folder: Path, name: str):
    write_model(folder)
    (folder / name).unlink()

    assert name in refuse(folder)


def test_a_folder_that_is_none_is_named(tmp_path: Path):
    assert f"{tmp_path / 'nowhere'} is no folder" in refuse(tmp_path / "nowhere")


def test_a_model_of_something_else_is_told(folder: Path):
    write_model(folder, output="logits")

    assert "is no encoder of sentences: it takes input_ids, attention_mask and gives logits" in (
        refuse(folder)
    )


def test_a_way_of_pooling_that_is_not_known_is_told(folder: Path):
    write_model(folder)
    write_pooling(folder, pooling_mode_max_tokens=True)

    assert "asks for pooling_mode_max_tokens; Frontdesk pools by mean or cls" in refuse(folder)


def test_a_tokenizer_of_another_model_is_told(folder: Path):
    write_model(folder)
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text("utf-8").replace('"[UNK]": 1', '"[UNK]": 77'), "utf-8")

    with pytest.raises(BadEncoderError, match="take both files from the same export"):
        open_encoder(folder).encode(["unheard of"])
