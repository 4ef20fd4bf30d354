"""What a site has taught, as bytes of numbers and texts: nothing in them can be run."""

import io
import json
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from domain.errors import FrontdeskError
from knowledge_base.feelings.shipped_model import SITE_FEATURES
from knowledge_base.feelings.site_model import TASKS, SiteModel, SiteTask
from knowledge_base.feelings.site_terms import join_terms

FORM: Final = 1
"""Changes whenever a file of before could not be read any more."""
_ARRAYS = ("by_words", "by_all", "landmarks", "by_nearness", "spread")
_NARROW = frozenset({"landmarks"})


class BadSiteModelError(FrontdeskError):
    """The bytes are not what `pack_model` made with this version."""


def pack_model(model: SiteModel) -> bytes:
    """Write a model as a compressed archive of arrays (NumPy's npz) without pickled objects."""
    head: dict[str, Any] = {
        "form": FORM,
        "features": list(SITE_FEATURES),
        "encoder": model.encoder,
        "languages": sorted(model.languages),
        "counts": dict(model.counts),
        "tasks": {name: _describe(task) for name, task in model.tasks.items()},
    }
    arrays: dict[str, Any] = {"head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    for name, task in model.tasks.items():
        arrays[f"{name}.weights"] = task.terms.weights
        for key in _ARRAYS:
            value = getattr(task, key)
            arrays[f"{name}.{key}"] = value.astype(np.float16) if key in _NARROW else value
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def unpack_model(content: bytes) -> SiteModel:
    """Read what `pack_model` wrote.

    Raises:
        BadSiteModelError: it is something else, of another version, or damaged.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if head["form"] != FORM or head["features"] != list(SITE_FEATURES):
                raise BadSiteModelError("it was learnt by another version of Frontdesk")
            tasks = {
                name: _read_task(head["tasks"][name], name, arrays)
                for name in TASKS
                if name in head["tasks"]
            }
    except (ValueError, KeyError, TypeError, OSError, EOFError, BadZipFile) as error:
        raise BadSiteModelError(f"it is damaged ({type(error).__name__})") from None
    return SiteModel(head["encoder"], frozenset(head["languages"]), tasks, head["counts"])


def _describe(task: SiteTask) -> dict[str, Any]:
    words, letters = task.terms.columns
    return {
        "classes": task.classes,
        "slope": task.slope,
        "words": list(words),
        "letters": list(letters),
    }


def _read_task(head: dict[str, Any], name: str, arrays: Any) -> SiteTask:
    terms = join_terms(head["words"], head["letters"], arrays[f"{name}.weights"])
    found = {key: arrays[f"{name}.{key}"].astype(np.float32) for key in _ARRAYS}
    task = SiteTask(
        classes=tuple(head["classes"]), terms=terms, slope=float(head["slope"]), **found
    )
    columns = len(task.classes)
    fitting = task.by_words.shape == (len(terms.weights) + 1, columns) and all(
        len(weights) == len(head["words"]) + len(head["letters"]) + 1
        for weights in (task.by_words,)
    )
    if not fitting or task.by_nearness.shape != (len(task.landmarks) + 1, columns):
        raise ValueError("arrays of other sizes")
    return task
