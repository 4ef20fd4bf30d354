"""The application as it is served, but for the time it takes over passwords."""

from aiohttp import web

from console.app import make_app
from console.pages.log_in import PASSWORDS
from console.passwords import Passwords
from console.services import Services
from tests.console.record import HASHER


def make_quick_app(services: Services) -> web.Application:
    """Make the application; it takes the passwords on the tests' record for well kept."""
    app = make_app(services)
    app[PASSWORDS] = Passwords(HASHER)
    return app
