"""Images that HTML would load from elsewhere, by which senders learn who read their mail and when.

They are held back by moving their address to an attribute that loads nothing, and shown again when
an agent asks. All of this reads HTML that was sanitised: there every attribute is in double quotes
that its value cannot contain.
"""

import re

_IMAGE = re.compile(r"<img((?: [a-z-]+=\"[^\"]*\")*)>")
_REMOTE = re.compile(r" src=\"(\s*https?:[^\"]*)\"", re.IGNORECASE)
_HELD_BACK = re.compile(r" data-remote-src=\"(\s*https?:[^\"]*)\"", re.IGNORECASE)
_CID = re.compile(r" src=\"\s*cid:([^\"]*)\"", re.IGNORECASE)
_ENTITIES = (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def hold_back_images(html: str) -> str:
    """Move the source of every remote image to `data-remote-src`."""
    return _IMAGE.sub(lambda image: _REMOTE.sub(r' data-remote-src="\1"', image[0]), html)


def show_remote_images(html: str) -> str:
    """Put the sources back that were held back; only http and https ones."""
    return _IMAGE.sub(lambda image: _HELD_BACK.sub(r' src="\1"', image[0]), html)


def list_cids(html: str) -> tuple[str, ...]:
    """Name the parts of the mail that its images show, by content id, each once."""
    found = (_CID.search(image[1]) for image in _IMAGE.finditer(html))
    return tuple(dict.fromkeys(_plain(each[1]) for each in found if each))


def _plain(value: str) -> str:
    for entity, character in _ENTITIES:
        value = value.replace(entity, character)
    return value.strip()
