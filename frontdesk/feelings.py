"""What reads the feelings in messages, as the settings want it."""

import sys
from functools import cache
from typing import TYPE_CHECKING, Final

import structlog

from domain.errors import FrontdeskError
from frontdesk.encoder import EncoderAtWork, find_at_work
from frontdesk.settings import Settings
from frontdesk.settings.model import BUNDLED_ENCODER, NO_ENCODER
from frontdesk.training.site_labels_file import find_labels
from knowledge_base.language import LanguageGuess

if TYPE_CHECKING:
    # Needs numpy, which commands that read nothing start without.
    from knowledge_base.feelings.reader import Reader
    from knowledge_base.feelings.shipped_model import ShippedModel
    from knowledge_base.feelings.site_model import SiteModel

BUNDLED_READS = frozenset({"en"})
_UNSUITED: Final = (
    "what `understand train` learnt was learnt with another encoder and is left aside; run it "
    "again with this one"
)
log = structlog.get_logger()


def open_reader(settings: Settings) -> "Reader":
    """Open what reads messages, with what the site has taught; says on standard error what lacks.

    Raises:
        BadEncoderError: the encoder's files are not what they should be.
        FrontdeskError: what the site has taught cannot be read.
    """
    found = find_at_work(settings.knowledge.encoder)
    _tell_missing(settings, found)
    site = find_labels(settings.server.data_dir)
    if site is not None and not _suits(site, found):
        sys.stderr.write(f"frontdesk: {_UNSUITED}\n")
        site = None
    return _make_reader(settings, site)


class ServedReader:
    """What reads the feelings in messages where they are processed; nothing before `load`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader: Reader | None = None

    def load(self) -> None:
        """Load it, off the event loop: some tenths of a second.

        What the site has taught and cannot be used is left aside, and the log says so: messages
        are answered without it.

        Raises:
            BadEncoderError: the encoder's files are not what they should be.
        """
        site = self._find_site()
        if site is not None and not _suits(site, find_at_work(self._settings.knowledge.encoder)):
            log.warning("labels_left_aside", reason=_UNSUITED)
            site = None
        self._reader = _make_reader(self._settings, site)

    def current(self) -> "Reader | None":
        """Return what reads; None before it is loaded."""
        return self._reader

    def _find_site(self) -> "SiteModel | None":
        try:
            return find_labels(self._settings.server.data_dir)
        except FrontdeskError as error:
            log.warning("labels_left_aside", reason=str(error))
            return None


def _make_reader(settings: Settings, site: "SiteModel | None") -> "Reader":
    from knowledge_base.feelings.reader import Reader  # noqa: PLC0415 - as above

    choice = settings.knowledge.encoder
    encoder = find_at_work(choice).encoder
    bundled = choice == BUNDLED_ENCODER
    return Reader(
        shipped=_fit_shipped(choice),
        encoder=encoder,
        encoder_languages=BUNDLED_READS if bundled or encoder is None else None,
        guess=make_guess(settings),
        site=site,
    )


@cache
def _fit_shipped(choice: str) -> "ShippedModel":
    """Fit what is shipped, once in a process."""
    from knowledge_base.feelings.shipped_model import fit_shipped  # noqa: PLC0415 - as above

    return fit_shipped(find_at_work(choice).encoder)


def make_guess(settings: Settings) -> LanguageGuess:
    """Make what tells the language of a message: the company's, and those of the lexicon."""
    from knowledge_base.feelings.lexicon_tables import LANGUAGES  # noqa: PLC0415 - as above

    return LanguageGuess(tuple(dict.fromkeys((*settings.company.languages, *LANGUAGES))))


def _suits(site: "SiteModel", found: EncoderAtWork) -> bool:
    """Say whether it was learnt with this encoder; another one's numbers mean nothing here."""
    return site.encoder == (found.encoder.name if found.encoder else "")


def _tell_missing(settings: Settings, found: EncoderAtWork) -> None:
    if found.encoder is not None:
        return
    why = "knowledge.encoder is none" if settings.knowledge.encoder == NO_ENCODER else found.missing
    sys.stderr.write(
        f"frontdesk: reading without the sentence encoder, by words alone ({why}); "
        "it is right less often\n"
    )
