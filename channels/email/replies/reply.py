"""Finds what the sender of a mail wrote now."""

from channels.email.replies.html_agreement import find_lines_quoted_in_html
from channels.email.replies.lines import join_lines, split_lines
from channels.email.replies.parts import ReplyParts
from channels.email.replies.shared_lines import split_shared_lines
from channels.email.replies.sorting import LineSorter, Part


def extract_reply(text: str) -> str:
    """Give what the sender of a mail wrote now, without thread and signature."""
    return find_reply(text).reply


def find_reply(text: str, html: str | None = None) -> ReplyParts:
    """Take a mail's text apart into the sender's words, the thread and the signature.

    Args:
        text: the whole body as plain text, whether it came so or was made from the HTML.
        html: the HTML body as it came, if there is one.

    Returns:
        The parts. An empty reply means that nothing in the text was written now. Time and memory
        are linear in the length of the text.
    """
    lines = split_shared_lines(split_lines(text))
    known = find_lines_quoted_in_html(lines, html) if html else set()
    sorter = LineSorter(lines, frozenset(known))
    sorter.sort()

    def gather(part: Part) -> str:
        return join_lines(
            [line for line, of in zip(lines, sorter.parts, strict=True) if of is part]
        )

    return ReplyParts(
        reply=gather(Part.REPLY), quoted=gather(Part.QUOTED), signature=gather(Part.SIGNATURE)
    )
