"""Where settings come from: a TOML file, the environment, `--set` on the command line."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from domain.errors import InvalidInputError
from frontdesk.settings.key_lines import find_key_lines
from frontdesk.settings.known_keys import find_field, holds_many
from frontdesk.settings.problems import SettingsError
from frontdesk.settings.value_tree import KeyPath, ValueTree

PREFIX = "FRONTDESK_"
CONFIG_VARIABLE = "FRONTDESK_CONFIG"
DEFAULT_FILE = Path("frontdesk.toml")
# Variables that are no settings: which file to read, and where the tests find a server.
NO_SETTINGS = ("FRONTDESK_CONFIG", "FRONTDESK_TEST_")


def find_config_file(config: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Find the file to read: the one named, or `frontdesk.toml` where there is one."""
    if config is not None:
        return config
    if environ.get(CONFIG_VARIABLE):
        return Path(environ[CONFIG_VARIABLE])
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def read_file(tree: ValueTree, path: Path) -> None:
    """Take in a TOML file.

    Raises:
        SettingsError: it cannot be read or is not TOML.
    """
    try:
        text = path.read_text("utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(
            [f"the settings file {path} cannot be read: {error.strerror}"]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError([f"the settings file {path} is not TOML: {error}"]) from None
    for name, value in values.items():
        tree.put((name,), value, str(path))
    for key, line in find_key_lines(text).items():
        tree.note_origin(key, f"{path}, line {line}")


def read_environment(
    tree: ValueTree, environ: Mapping[str, str], model: type[BaseModel]
) -> Iterator[str]:
    """Take in the variables that begin with `FRONTDESK_`; yield what is wrong with them."""
    named = [name for name in environ if name.startswith(PREFIX)]
    given = [(_variable_path(name), name) for name in named if not name.startswith(NO_SETTINGS)]
    for path, name in sorted(given, key=lambda pair: _by_number(pair[0])):
        yield from _put_text(tree, path, environ[name], name, model)


def read_overrides(
    tree: ValueTree, overrides: Sequence[str], model: type[BaseModel]
) -> Iterator[str]:
    """Take in `section.key=value` texts; yield what is wrong with them."""
    for override in overrides:
        dotted, equals, text = override.partition("=")
        path = tuple(dotted.strip().split("."))
        if equals and all(path):
            yield from _put_text(tree, path, text, f"--set {dotted.strip()}", model)
        else:
            yield f"--set {dotted}: write it as --set server.port=9000"


def _put_text(
    tree: ValueTree, path: KeyPath, text: str, origin: str, model: type[BaseModel]
) -> Iterator[str]:
    value = _read_toml_value(text) if holds_many(find_field(model, path)) else text
    try:
        tree.put(path, value, origin)
    except InvalidInputError as error:
        yield f"{'.'.join(path)}: {error} ({origin})"


def _read_toml_value(text: str) -> Any:
    """Read a list or a table as TOML writes it; what is neither is refused later."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _variable_path(name: str) -> KeyPath:
    return tuple(name.removeprefix(PREFIX).lower().split("__"))


def _by_number(path: KeyPath) -> list[tuple[int, str]]:
    """Sort item 10 after item 9."""
    return [(int(part) if part.isdigit() else -1, part) for part in path]
