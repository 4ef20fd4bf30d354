"""What it takes to tell what a text means."""

from typing import Protocol

from domain.decisions import PreviousQuestion, Understanding
from domain.knowledge import Matcher


class Understander(Protocol):
    """Tells what a text is taken to mean; pure."""

    def understand(
        self,
        text: str,
        *,
        hint: str | None,
        precision: float | None = None,
        previous: PreviousQuestion | None = None,
    ) -> Understanding:
        """Understand a text.

        Args:
            hint: the language to assume where the text does not tell.
            precision: the share of right answers, 0 to 1, that is wanted of those the bot sends;
                None for the matcher's default.
            previous: what the customer asked before, and the bot answered.
        """
        ...

    def knowing(self, matcher: Matcher) -> "Understander":
        """Return one that asks another matcher, to try out what is not published."""
        ...
