"""Mail that no person wrote: automatic replies, bulk mail, reports of mail servers."""

from channels.email.machines.automatic import find_automatic
from channels.email.machines.bounces import read_bounce
from channels.email.machines.hardness import is_hard
from channels.email.machines.returned_ids import find_returned_ids

__all__ = ["find_automatic", "find_returned_ids", "is_hard", "read_bounce"]
