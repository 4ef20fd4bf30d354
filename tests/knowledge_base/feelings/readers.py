"""Readers to try, each fitted once."""

from functools import cache

from frontdesk.encoder import open_chosen
from knowledge_base.feelings.reader import Reader
from knowledge_base.feelings.shipped_model import fit_shipped
from knowledge_base.language import LanguageGuess


@cache
def make_reader(encoder: str = "bundled") -> Reader:
    opened = open_chosen(encoder)
    return Reader(
        shipped=fit_shipped(opened),
        encoder=opened,
        encoder_languages=frozenset({"en"}),
        guess=LanguageGuess(("en", "de")),
    )
