"""Show settings as TOML, with where each value came from and without its secrets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, SecretStr

from frontdesk.settings.loading import DEFAULT_ORIGIN, LoadedSettings
from frontdesk.settings.model import WebhookSettings
from frontdesk.settings.secrets import HIDDEN, redact_url, redact_webhook_url

_COMMENT_COLUMN = 48


def render_settings(loaded: LoadedSettings) -> str:
    """Render all settings; the lines make a TOML file again once the secrets are filled in."""
    lines: list[str] = []
    for name in type(loaded.settings).model_fields:
        section = getattr(loaded.settings, name)
        if isinstance(section, BaseModel):
            lines += ["", f"[{name}]", *_render_keys(section, f"{name}.", "", loaded.origins)]
    for kind, accounts in loaded.settings.channels.items():
        for number, account in enumerate(accounts):
            path = f"channels.{kind}.{number}."
            lines += ["", f"[[channels.{kind}]]", *_render_keys(account, path, "", loaded.origins)]
    for number, webhook in enumerate(loaded.settings.webhooks):
        keys = _render_keys(webhook, f"webhooks.{number}.", "", loaded.origins)
        lines += ["", "[[webhooks]]", *keys]
    return "\n".join(lines[1:])


def _render_keys(
    section: BaseModel, path: str, prefix: str, origins: Mapping[str, str]
) -> Iterator[str]:
    for name in type(section).model_fields:
        value, key = getattr(section, name), f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _render_keys(value, path, f"{key}.", origins)
            continue
        if isinstance(section, WebhookSettings) and name == "url":
            value = redact_webhook_url(value)
        origin = _find_origin(f"{path}{key}", origins)
        written = f"# {key} is not set" if value is None else f"{key} = {_render_value(value)}"
        yield f"{written:<{_COMMENT_COLUMN}}  # {origin}"


def _find_origin(path: str, origins: Mapping[str, str]) -> str:
    """Tell where a value came from; a list came from where its items did."""
    items = [origin for key, origin in origins.items() if key.startswith(f"{path}.")]
    return origins.get(path) or "; ".join(dict.fromkeys(items)) or DEFAULT_ORIGIN


def _render_value(value: Any) -> str:
    if isinstance(value, SecretStr):
        return json.dumps(HIDDEN)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_render_value(item) for item in value)}]"
    return json.dumps(redact_url(str(value)), ensure_ascii=False)
