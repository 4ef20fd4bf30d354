"""What Frontdesk is told: defaults, a file, the environment and the command line, in that order."""

from frontdesk.settings.environment import process_environment
from frontdesk.settings.loading import LoadedSettings, load_settings
from frontdesk.settings.model import (
    BotSettings,
    CompanySettings,
    DatabaseSettings,
    LoggingSettings,
    SecuritySettings,
    ServerSettings,
    Settings,
)
from frontdesk.settings.problems import SettingsError

__all__ = [
    "BotSettings",
    "CompanySettings",
    "DatabaseSettings",
    "LoadedSettings",
    "LoggingSettings",
    "SecuritySettings",
    "ServerSettings",
    "Settings",
    "SettingsError",
    "load_settings",
    "process_environment",
]
