"""What the sender of a mail wrote now, told from the thread it answers and from signatures."""

from channels.email.replies.parts import ReplyParts
from channels.email.replies.quoted_html import cut_quoted_html
from channels.email.replies.reply import extract_reply, find_reply

__all__ = ["ReplyParts", "cut_quoted_html", "extract_reply", "find_reply"]
