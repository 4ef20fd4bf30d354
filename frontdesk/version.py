"""Which Frontdesk this is."""

from importlib.metadata import version

VERSION = version("frontdesk")
