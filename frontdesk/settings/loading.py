"""Put the layers together, fetch secrets, and refuse everything that is wrong at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError, create_model

from channels.contract import ChannelKind
from channels.registry import CHANNELS
from frontdesk.settings.fault_texts import describe_faults
from frontdesk.settings.known_keys import find_field
from frontdesk.settings.model import BotSettings, Precision, Section, Settings
from frontdesk.settings.problems import SettingsError
from frontdesk.settings.secrets import may_be_elsewhere, resolve_secret
from frontdesk.settings.sources import (
    find_config_file,
    read_environment,
    read_file,
    read_overrides,
)
from frontdesk.settings.value_tree import KeyPath, ValueTree

DEFAULT_ORIGIN = "default"

# What no two accounts of one kind may share.
_OWN_TO_EACH = {"account": "a name", "address": "one"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSettings:
    """Settings, and where each came from.

    Attributes:
        origins: by the setting's path (`server.port`): the file and line, the variable, the option;
            what is not in it is a default.
        config: the file that was read, or None.
    """

    settings: Settings
    origins: Mapping[str, str]
    config: Path | None


def load_settings(
    config: Path | None,
    overrides: Sequence[str],
    environ: Mapping[str, str],
    *,
    kinds: Sequence[ChannelKind[Any]] = CHANNELS,
) -> LoadedSettings:
    """Load the settings: defaults, then the file, then the environment, then the command line.

    Args:
        config: the file named on the command line; None for the one that `FRONTDESK_CONFIG` names,
            or `frontdesk.toml` in the working directory where there is one.
        overrides: `server.port=9000` and the like.
        kinds: the kinds of channel there are.

    Raises:
        SettingsError: with a line for every fault.
    """
    model, tree = make_model(kinds), ValueTree()
    path = find_config_file(config, environ)
    if path is not None:
        read_file(tree, path)
    problems = [
        *read_environment(tree, environ, model),
        *read_overrides(tree, overrides, model),
        *_fetch_secrets(tree, environ, model),
        *_find_shared_accounts(tree),
    ]
    _derive_database(tree)
    try:
        checked = model.model_validate(tree.root)
    except ValidationError as error:
        raise SettingsError(_merge(problems, describe_faults(error, tree, model, kinds))) from None
    if problems:
        raise SettingsError(problems)
    settings = _to_settings(checked, kinds)
    return LoadedSettings(settings=settings, origins=_list_origins(tree), config=path)


def make_model(kinds: Sequence[ChannelKind[Any]]) -> type[BaseModel]:
    """Make the model of all settings, with what there is to say of each kind of channel."""
    return _make_model(tuple(kinds))


@cache
def _make_model(kinds: tuple[ChannelKind[Any], ...]) -> type[BaseModel]:
    lists: dict[str, Any] = {kind.name: (tuple[kind.settings, ...], ()) for kind in kinds}  # type: ignore[name-defined]
    channels = create_model("Channels", __base__=Section, **lists)
    shares: dict[str, Any] = {kind.name: (Precision | None, None) for kind in kinds}
    by_channel = create_model("PrecisionByChannel", __base__=Section, **shares)
    bot = create_model(
        "BotAndChannels", __base__=BotSettings, precision_by_channel=(by_channel, by_channel())
    )
    return create_model(
        "AllSettings", __base__=Settings, bot=(bot, bot()), channels=(channels, channels())
    )


def _merge(problems: Sequence[str], faults: Iterator[str]) -> list[str]:
    """Leave out what is wrong with a setting only because of what was told of it already."""
    told = {problem.partition(":")[0] for problem in problems}
    return [*problems, *(fault for fault in faults if fault.partition(":")[0] not in told)]


def _to_settings(checked: Any, kinds: Sequence[ChannelKind[Any]]) -> Settings:
    """Keep the accounts by kind, leaving out the kinds without any."""
    accounts = {kind.name: getattr(checked.channels, kind.name) for kind in kinds}
    values = {name: getattr(checked, name) for name in Settings.model_fields if name != "channels"}
    return Settings(**values, channels={kind: given for kind, given in accounts.items() if given})


def _derive_database(tree: ValueTree) -> None:
    """Keep the embedded database in the data folder where no other is named."""
    server = tree.root.get("server", {})
    folder = server.get("data_dir", "data") if isinstance(server, dict) else "data"
    database = tree.root.setdefault("database", {})
    if isinstance(database, dict):
        database.setdefault("url", f"sqlite:///{folder}/frontdesk.db")


def _fetch_secrets(
    tree: ValueTree, environ: Mapping[str, str], model: type[BaseModel]
) -> Iterator[str]:
    """Replace `env:NAME` and `file:PATH` by what is there; yield what is not there."""
    for path, value in list(tree.leaves()):
        if not isinstance(value, str) or not may_be_elsewhere(find_field(model, path)):
            continue
        origin = tree.find_origin(path) or DEFAULT_ORIGIN
        try:
            found = resolve_secret(value, environ)
        except ValueError as error:
            yield f"{'.'.join(path)}: {error} ({origin})"
        else:
            if found != value:
                tree.put(path, found, f"{origin}, from {value}")


def _find_shared_accounts(tree: ValueTree) -> Iterator[str]:
    """Yield accounts of one kind that share a name or the address that customers write to."""
    first: dict[tuple[str, str, str], KeyPath] = {}
    for path, value in tree.leaves():
        if len(path) != 4 or path[0] != "channels" or path[3] not in _OWN_TO_EACH:
            continue
        key = path[1], path[3], str(value).lower()
        if key in first:
            yield (
                f"{'.'.join(path)}: {value!r} is the {path[3]} of {'.'.join(first[key][:3])} "
                f"already; give each {_OWN_TO_EACH[path[3]]} of its own ({tree.find_origin(path)})"
            )
        first.setdefault(key, path)


def _list_origins(tree: ValueTree) -> dict[str, str]:
    found = {".".join(path): tree.find_origin(path) for path, _ in tree.leaves()}
    return {key: origin for key, origin in found.items() if origin is not None}
