"""A form on a page, answered on a page."""

from channels.web_form.channel import WEB_FORM, WebFormChannel
from channels.web_form.settings import WebFormSettings

__all__ = ["WEB_FORM", "WebFormChannel", "WebFormSettings"]
