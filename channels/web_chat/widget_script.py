"""The widget's script, put together once from its parts, the styles and the account.

A page with a content security policy allows it with the server's address in `script-src`,
`connect-src` (as `https:` and as `wss:`) and `img-src`; it needs no inline script or style.

Attributes of the script tag: `data-open="true"` opens the chat at once, `data-language` (`de`)
overrides the browser's, `data-colour` (`#2f4fd8`) is the accent. `FrontdeskChat.open()` and
`.close()` are there for the page's own buttons.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from aiohttp import web

from channels.web_chat.channel_parts import ChannelParts
from channels.web_chat.frames import MAX_FILES, MAX_TEXT
from channels.web_chat.media_types import MEDIA_TYPES
from channels.web_chat.uploads import MAX_FILE_BYTES

_FOLDER = Path(__file__).with_name("widget")
# In the order in which they need each other.
PARTS = (
    "strings.js",
    "site.js",
    "memory.js",
    "elements.js",
    "sanitiser.js",
    "outbox.js",
    "connection.js",
    "entry_view.js",
    "message_list.js",
    "uploads.js",
    "composer.js",
    "panel.js",
    "widget.js",
)


@cache
def _read_parts() -> tuple[str, str]:
    styles = (_FOLDER / "widget.css").read_text(encoding="utf-8")
    script = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in PARTS)
    return styles, script


def _write_literal(value: object) -> str:
    """Write a JavaScript literal that also stands where a page inlines the script."""
    return json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")


def render_widget(parts: ChannelParts) -> str:
    """Return the script for one account."""
    styles, script = _read_parts()
    site = {
        "account": parts.settings.account,
        "company": parts.company,
        "colour": parts.settings.colour,
        "publicUrl": parts.public_url,
        "maxText": MAX_TEXT,
        "maxFiles": MAX_FILES,
        "maxFileBytes": MAX_FILE_BYTES,
        "extensions": [extension for kind in MEDIA_TYPES for extension in kind.extensions],
    }
    return (
        f'(() => {{\n"use strict";\nconst SITE = {_write_literal(site)};\n'
        f"const STYLES = {_write_literal(styles)};\n{script}\n}})();\n"
    )


class WidgetRoute:
    """Serves the script of one account: `GET /channels/web-chat/{account}/widget.js`."""

    def __init__(self, parts: ChannelParts) -> None:
        self._script = render_widget(parts).encode()
        self._etag = hashlib.sha256(self._script).hexdigest()[:32]

    async def get(self, request: web.Request) -> web.Response:
        """Serve the script, or say that the browser has it already."""
        known = any(tag.value in {"*", self._etag} for tag in request.if_none_match or ())
        response = web.Response(status=304) if known else web.Response(body=self._script)
        response.etag = self._etag
        response.headers.update(
            {
                "Cache-Control": "public, max-age=300",
                "Access-Control-Allow-Origin": "*",
                "Cross-Origin-Resource-Policy": "cross-origin",
                "X-Content-Type-Options": "nosniff",
                "Vary": "Accept-Encoding",
            }
        )
        if not known:
            response.content_type = "text/javascript"
            response.charset = "utf-8"
            response.enable_compression()
        return response
