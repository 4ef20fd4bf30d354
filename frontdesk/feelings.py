"""What reads the feelings in messages, as the settings want it."""

import sys
from typing import TYPE_CHECKING

from frontdesk.encoder import EncoderAtWork, find_at_work
from frontdesk.settings import Settings
from frontdesk.settings.model import BUNDLED_ENCODER, NO_ENCODER
from frontdesk.training.site_labels_file import find_labels
from knowledge_base.language import LanguageGuess

if TYPE_CHECKING:
    # Needs numpy, which commands that read nothing start without.
    from knowledge_base.feelings.reader import Reader
    from knowledge_base.feelings.site_model import SiteModel

BUNDLED_READS = frozenset({"en"})


def open_reader(settings: Settings) -> "Reader":
    """Open what reads messages, with what the site has taught; says on standard error what lacks.

    Raises:
        BadEncoderError: the encoder's files are not what they should be.
        FrontdeskError: what the site has taught cannot be read.
    """
    from knowledge_base.feelings.reader import Reader  # noqa: PLC0415 - as above
    from knowledge_base.feelings.shipped_model import fit_shipped  # noqa: PLC0415 - as above

    found = find_at_work(settings.knowledge.encoder)
    _tell_missing(settings, found)
    languages = make_guess(settings)
    bundled = settings.knowledge.encoder == BUNDLED_ENCODER
    return Reader(
        shipped=fit_shipped(found.encoder),
        encoder=found.encoder,
        encoder_languages=BUNDLED_READS if bundled or found.encoder is None else None,
        guess=languages,
        site=_suit(find_labels(settings.server.data_dir), found),
    )


def make_guess(settings: Settings) -> LanguageGuess:
    """Make what tells the language of a message: the company's, and those of the lexicon."""
    from knowledge_base.feelings.lexicon_tables import LANGUAGES  # noqa: PLC0415 - as above

    return LanguageGuess(tuple(dict.fromkeys((*settings.company.languages, *LANGUAGES))))


def _suit(site: "SiteModel | None", found: EncoderAtWork) -> "SiteModel | None":
    """Leave out what was learnt with another encoder, whose numbers mean nothing here."""
    name = found.encoder.name if found.encoder else ""
    if site is None or site.encoder == name:
        return site
    sys.stderr.write(
        "frontdesk: what `understand train` learnt was learnt with another encoder and is left "
        "aside; run it again with this one\n"
    )
    return None


def _tell_missing(settings: Settings, found: EncoderAtWork) -> None:
    if found.encoder is not None:
        return
    why = "knowledge.encoder is none" if settings.knowledge.encoder == NO_ENCODER else found.missing
    sys.stderr.write(
        f"frontdesk: reading without the sentence encoder, by words alone ({why}); "
        "it is right less often\n"
    )
