"""How some texts among the settings are to be written; `fault_texts` says it in words."""

from typing import Final

TIME_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}$"
NAME_PATTERN: Final = r"^[a-z0-9][a-z0-9_-]{0,63}$"
