"""Whether an address is dead, or merely one message did not get through."""

import re
from typing import Final

from domain.messages import FailedRecipient

# RFC 3463, 3.2 to 3.5, with RFC 7505 (5.1.10: a domain that takes no mail) and Exchange Online's
# 5.4.310 (a domain that does not exist). Not among them: 5.1.7 and 5.1.8, which are about the
# sender; 5.2.2, a full mailbox; 5.3.4, a message too large; 5.7.x, refused for what it is.
_DEAD: Final = frozenset(
    {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310"}
)
# Codes that say so little that only the words tell.
_UNCLEAR = re.compile(r"5\.\d{1,3}\.0|5\.5\.\d{1,3}")
_DEAD_WORDS = re.compile(
    r"(?:user|recipient|address|mailbox|account|destination|alias)[\w' <>@.\"-]{0,80}?"
    r"(?:unknown|not found|not exist|unavailable|disabled|inactive|invalid|deactivated|no longer"
    r"|not listed|rejected: undeliverable|not recogni[sz]ed|suspended|closed|expired)"
    r"|(?:unknown|invalid|no such|non-?existent|bad|illegal|inactive|disabled)"
    r" (?:e-?mail |local |virtual |destination )?(?:user|recipient|address|mailbox|account|alias)"
    r"|no (?:mailbox|user|one|such user|such person|such)[\w ]{0,20} (?:here|by that|with that)"
    r"|doesn['\u2019]t (?:exist|have an? [\w.-]{1,80} account)|does not exist"
    r"|no longer (?:exists|valid"
    r"|available|active|in use)|not a (?:known|valid) (?:user|recipient|mailbox|address)"
    r"|domain (?:name )?(?:not found|does not exist|unknown)|unknown domain|host not found"
    r"|host or domain name not found|name or service not known|nxdomain"
    r"|domain couldn['\u2019]t be found"
    r"|couldn['\u2019]t be found|wasn['\u2019]t found|not listed in (?:the )?(?:public name|domino)"
    r"|unrouteable address|unroutable address|user doesn['\u2019]t|delivery to this user",
    re.IGNORECASE,
)
_ALIVE_WORDS = re.compile(
    r"quota|mailbox (?:is )?full|full mailbox|over (?:its |the )?(?:limit|storage)|spam|block"
    r"|policy"
    r"|reputation|blacklist|denylist|too (?:large|big)|size|virus|content|rate|greylist|try again"
    r"|temporar|busy|server (?:is )?(?:unavailable|down|not)|relay|spf|dkim|dmarc|sender"
    r"|authenticat|permission|restricted|timed? ?out",
    re.IGNORECASE,
)


def is_hard(failed: FailedRecipient) -> bool:
    """Whether the address itself is dead, so that nothing more should be sent there.

    A full mailbox, a message too large or one taken for spam fail for good as well, and say nothing
    against the address.
    """
    if not failed.permanent or (failed.status or "5").startswith("4"):
        return False
    if failed.status in _DEAD:
        return True
    if failed.status and not _UNCLEAR.fullmatch(failed.status):
        return False
    alive = _ALIVE_WORDS.search(failed.reason)
    return alive is None and _DEAD_WORDS.search(failed.reason) is not None
