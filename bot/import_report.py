"""What became of a document of definitions that was taken in."""

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class ImportReport:
    """What became, or would become, of a document; each as `rule vip` or `calendar office`.

    Attributes:
        refused: pairs of what was refused, with the path of the fault, and the reason.
        reordered: whether what stood before stands in another order now.
        warnings: what is odd, or can never hold, in words.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    reordered: bool = False
    warnings: list[str] = field(default_factory=list)
