"""A model that multiplies in eight bits means the same as the one it was made from."""

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.narrow_products import narrow_products
from knowledge_base.encoders.onnx_encoder import OnnxEncoder

pytestmark = pytest.mark.unit

TEXTS = ("where is my suitcase", "how do I get an invoice", "Can I take my dog with me?", "ok")


def test_vectors_stay_what_they_were():
    files = find_bundled()
    narrowed = OnnxEncoder(files)
    wide = OnnxEncoder(files)
    wide._session = onnxruntime.InferenceSession(str(files.model))
    alike = (narrowed.encode(TEXTS) * wide.encode(TEXTS)).sum(axis=1)
    assert np.all(alike > 0.99)


def test_a_text_s_vector_does_not_depend_on_the_texts_beside_it():
    encoder = OnnxEncoder(find_bundled())
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_the_bundled_model_is_narrowed_indeed():
    model = find_bundled().model.read_bytes()
    assert narrow_products(model).count(b"MatMulNBits") == 36


@given(st.binary(max_size=200))
def test_what_is_no_model_is_left_alone(data: bytes):
    assert narrow_products(data) == data
