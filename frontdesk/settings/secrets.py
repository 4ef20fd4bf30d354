"""Secrets that are kept elsewhere: `env:NAME` and `file:PATH`."""

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

HIDDEN = "********"

_URL_PASSWORD = re.compile(r"(?<=://)([^/?#\s:@]*):[^/?#\s]*@")
_QUERY_PASSWORD = re.compile(r"([?&](?:password|sslpassword)=)[^&#\s]*", re.IGNORECASE)

_USER = re.compile(r"(?<=://)[^/?#\s]*@")
# Without a name, the whole part.
_QUERY_VALUE = re.compile(r"(?<==)[^&]+|(?<![^&])[^&=]+(?![^&])")


@dataclass(frozen=True, slots=True)
class Indirect:
    """Marks a setting that may hold a secret without being one, such as a database address."""


def is_secret(field: FieldInfo | None) -> bool:
    """Say whether a setting is never to be shown."""
    return field is not None and SecretStr in _types_of(field.annotation)


def may_be_elsewhere(field: FieldInfo | None) -> bool:
    """Say whether `env:NAME` and `file:PATH` mean what is found there."""
    if field is None:
        return False
    return is_secret(field) or any(isinstance(note, Indirect) for note in field.metadata)


def resolve_secret(value: str, environ: Mapping[str, str]) -> str:
    """Fetch a secret from where `value` says it is; any other value is the secret itself.

    Raises:
        ValueError: it is not there; the text says where it was looked for.
    """
    scheme, _, place = value.partition(":")
    if scheme == "env":
        if place not in environ:
            raise ValueError(f"is to come from the environment variable {place}, which is not set")
        return environ[place]
    if scheme == "file":
        return _read_secret(Path(place))
    return value


def redact_url(value: str) -> str:
    """Hide the passwords in an address."""
    return _QUERY_PASSWORD.sub(rf"\1{HIDDEN}", _URL_PASSWORD.sub(rf"\1:{HIDDEN}@", value))


def redact_webhook_url(value: str) -> str:
    """Hide what may be a key in an address: who logs in there, and the values of the query."""
    at, question, query = _USER.sub(f"{HIDDEN}@", value).partition("?")
    return f"{at}{question}{_QUERY_VALUE.sub(HIDDEN, query)}"


def _read_secret(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ValueError(
            f"is to come from the file {path}, which cannot be read: {reason}"
        ) from None


def _types_of(annotation: Any) -> Iterator[Any]:
    """All types within a union or an annotated type."""
    if get_origin(annotation) in {Union, types.UnionType}:
        for part in get_args(annotation):
            yield from _types_of(part)
    elif hasattr(annotation, "__metadata__"):
        yield from _types_of(get_args(annotation)[0])
    else:
        yield annotation
