"""Reading mail: from the bytes that arrived to a `Mail`, whatever those bytes are."""

from channels.email.parsing.read import parse_mail
from channels.email.parsing.remote_images import list_cids, show_remote_images

__all__ = ["list_cids", "parse_mail", "show_remote_images"]
