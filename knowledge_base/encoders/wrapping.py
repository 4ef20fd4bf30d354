"""What encoders that lean on another one have in common: they pass for it."""

from typing import Generic, TypeVar

from knowledge_base.encoders.contract import Encoder

Computing = TypeVar("Computing", bound=Encoder)


class WrappingEncoder(Generic[Computing]):
    """Has the name, the dimension and the words of another encoder.

    Args:
        encoder: what computes.
    """

    def __init__(self, encoder: Computing) -> None:
        self._encoder = encoder

    @property
    def name(self) -> str:
        """That of the encoder that computes."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._encoder.dimension

    @property
    def words(self) -> frozenset[str]:
        """Those of the encoder that computes."""
        return self._encoder.words
