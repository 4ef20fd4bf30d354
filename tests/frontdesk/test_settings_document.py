"""docs/settings.md tells of every setting, and of none that does not exist."""

import json
import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from channels.registry import CHANNELS
from frontdesk.settings.known_keys import find_field, list_known
from frontdesk.settings.loading import make_model

pytestmark = pytest.mark.unit

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
ROWS = dict(re.findall(r"^\| `([a-z_.]+)` \| (.*?) \| ", DOCUMENT.read_text("utf-8"), re.MULTILINE))
MODEL: type[BaseModel] = make_model(CHANNELS)
KNOWN = {".".join(part for part in path if part != "0"): path for path in list_known(MODEL)}


def test_every_setting_is_in_the_tables() -> None:
    assert set(ROWS) == set(KNOWN)


@pytest.mark.parametrize("key", sorted(KNOWN))
def test_the_default_is_the_one_told(key: str) -> None:
    field = find_field(MODEL, KNOWN[key])
    assert field is not None
    told = ROWS.get(key, "")
    if not told.startswith("`") or not told.endswith("`"):
        return
    default = "data" if key == "server.data_dir" else field.default
    assert default is not PydanticUndefined
    assert json.loads(told.strip("`")) == (list(default) if isinstance(default, tuple) else default)


def test_what_has_no_default_is_told_to_be_required() -> None:
    required = {key for key, told in ROWS.items() if told == "required"}
    fields = {key: find_field(MODEL, path) for key, path in KNOWN.items()}

    assert required == {
        key
        for key, field in fields.items()
        if field is not None and field.is_required() and key != "database.url"
    }
