"""The parts of a mail's text that finding the reply tells apart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyParts:
    """A mail's text, taken apart.

    Each part holds lines of the text in their order; no line stands in two parts.

    Attributes:
        reply: what the sender wrote now.
        quoted: the thread below, above or between it, with the lines that introduce it.
        signature: what the sender's mail program or habit puts under every mail, and notices that
            scanners and gateways add.
    """

    reply: str
    quoted: str = ""
    signature: str = ""
