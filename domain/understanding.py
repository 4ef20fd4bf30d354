"""What it takes to tell what a text means."""

from typing import Protocol

from domain.decisions import Understanding


class Understander(Protocol):
    """Tells what a text is taken to mean; pure."""

    def understand(self, text: str, *, hint: str | None) -> Understanding:
        """Understand a text.

        Args:
            hint: the language to assume where the text does not tell.
        """
        ...
