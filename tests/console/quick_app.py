"""The application as it is served, but for the time it takes over passwords and templates."""

from typing import Final

from aiohttp import web
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from console.app import make_app
from console.keys import PAGES
from console.pages.log_in import PASSWORDS
from console.passwords import Passwords
from console.services import Services
from tests.console.record import HASHER


class KeptTemplates(BytecodeCache):
    """Keeps what was made of a template for all applications of this process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, as long as the template is the same."""
        if (kept := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was made."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES: Final = KeptTemplates()


def make_quick_app(services: Services) -> web.Application:
    """Make the application; it takes the passwords on the tests' record for well kept."""
    app = make_app(services)
    app[PASSWORDS] = Passwords(HASHER)
    app[PAGES]._environment.bytecode_cache = _TEMPLATES
    return app
