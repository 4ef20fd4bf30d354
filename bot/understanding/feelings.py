"""What a text tells of its writer's feelings becomes part of what it is taken to mean."""

from dataclasses import replace
from typing import Protocol

from domain.decisions import Understanding
from domain.knowledge import Repair
from knowledge_base.feelings.reading import Feelings
from knowledge_base.locale_index import apply_repairs
from knowledge_base.wording import LONGEST_QUERY, squeeze_spaces


class FeelingsReader(Protocol):
    """Reads feelings; pure, safe to call from any thread. See `knowledge_base.feelings.reader`."""

    def read(
        self, text: str, *, language: str | None = None, matter: str | None = None
    ) -> Feelings:
        """Read a message.

        Args:
            language: its BCP 47 primary tag, where it is known already.
            matter: the part of the text whose meaning counts.
        """
        ...


def read_feelings(
    reader: FeelingsReader | None,
    understood: Understanding,
    text: str,
    *,
    core: str,
    language: str,
    repairs: tuple[Repair, ...],
) -> Understanding:
    """Add what a text tells of its writer's feelings; nothing where nothing reads them.

    The reader is given the very words of which the matcher had a vector made, so that the encoder,
    which takes by far the longest of all this, need not run again for them.

    Args:
        core: what the text is about, without greeting and closing; maybe empty.
        language: BCP 47 primary tag of the text, be it one that we speak or not.
        repairs: words of the core that the matcher read as others.
    """
    if reader is None:
        return understood
    matter = apply_repairs(squeeze_spaces(core[:LONGEST_QUERY]), repairs)
    found = reader.read(text, language=language, matter=matter)
    return replace(
        understood,
        sentiment=str(found.sentiment),
        complaint=found.complaint,
        urgency=found.urgency,
        complaint_reason=found.reason,
        signs=found.evidence,
        marks=found.marks,
        by_words=found.by_words,
    )
