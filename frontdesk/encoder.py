"""The sentence encoder that the settings name; Frontdesk does without where it is not installed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from frontdesk.settings import Settings
from frontdesk.settings.model import BUNDLED_ENCODER, NO_ENCODER
from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.faults import BadEncoderError, EncoderNotInstalledError
from knowledge_base.encoders.files import EncoderFiles, find_files

if TYPE_CHECKING:
    # Needs numpy; commands that match nothing start without it.
    from knowledge_base.encoders.contract import Encoder

log = structlog.get_logger()
_opening = Lock()


@dataclass(frozen=True, slots=True)
class EncoderAtWork:
    """An encoder, or why there is none.

    Attributes:
        encoder: None where the settings want none, or it is not installed.
        missing: what is not installed and what to do, or None.
    """

    encoder: "Encoder | None"
    missing: str | None = None


def open_encoder(settings: Settings) -> "Encoder | None":
    """Open the encoder that the settings name, once in a process; takes half a second.

    Returns:
        None where they want none, or the one that comes with Frontdesk is not installed.

    Raises:
        BadEncoderError: its files are not what they should be.
    """
    return open_chosen(settings.knowledge.encoder)


def open_chosen(choice: str) -> "Encoder | None":
    """Open an encoder as `open_encoder` does, by the setting alone, which any process can be told.

    Args:
        choice: the value of `knowledge.encoder`.

    Raises:
        BadEncoderError: its files are not what they should be.
    """
    return find_at_work(choice).encoder


def find_at_work(choice: str) -> EncoderAtWork:
    """Open an encoder as `open_chosen` does; say why where there is none.

    Raises:
        BadEncoderError: its files are not what they should be.
    """
    # Two threads that come first must not both open it.
    with _opening:
        return _open(choice)


def tell_missing(settings: Settings) -> None:
    """Open the encoder, and write to the log where Frontdesk does without.

    Raises:
        BadEncoderError: its files are not what they should be.
    """
    missing = find_at_work(settings.knowledge.encoder).missing
    if missing is not None:
        log.warning("encoder_missing", reason=missing, matching="words and letters alone")


@cache
def _open(choice: str) -> EncoderAtWork:
    if choice == NO_ENCODER:
        return EncoderAtWork(None)
    if choice != BUNDLED_ENCODER:
        return EncoderAtWork(_load_chosen(Path(choice)))
    try:
        return EncoderAtWork(_load(find_bundled()))
    except EncoderNotInstalledError as error:
        return EncoderAtWork(None, missing=str(error))


def _load_chosen(folder: Path) -> "Encoder":
    try:
        return _load(find_files(folder))
    except (BadEncoderError, EncoderNotInstalledError) as error:
        raise BadEncoderError(
            f'knowledge.encoder: {error}; or set it to "{BUNDLED_ENCODER}" or "{NO_ENCODER}"'
        ) from error


def _load(files: EncoderFiles) -> "Encoder":
    try:
        from knowledge_base.encoders.onnx_encoder import OnnxEncoder  # noqa: PLC0415 - as above
    except ImportError as error:
        raise EncoderNotInstalledError(
            f"onnxruntime and tokenizers cannot be loaded ({error}); install what "
            "requirements.lock names"
        ) from error
    from knowledge_base.encoders.recent import RecentEncoder  # noqa: PLC0415 - as above

    return RecentEncoder(OnnxEncoder(files))
