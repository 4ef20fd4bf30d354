"""Where log lines go and what they look like: one event a line, without secrets or messages."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import ExcInfo, Processor

from frontdesk.redaction import redact_event
from frontdesk.settings import LoggingSettings
from frontdesk.traceback_text import render_traceback

# Libraries that tell more than an operator wants to read; SQL statements hold what people wrote,
# and calls of the Bot API and slots of forms do as well.
QUIET = dict.fromkeys(
    (
        "sqlalchemy",
        "asyncio",
        "alembic",
        "markdown_it",
        "telegram",
        "httpx",
        "httpcore",
        "rasa_sdk",
    ),
    logging.WARNING,
)


def configure_logging(settings: LoggingSettings, stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's events to one stream.

    Args:
        settings: `json` writes a JSON object a line, `console` is for people, `auto` is `console`
            on a terminal.
        stream: standard error where it is not given.
    """
    stream = stream or sys.stderr
    as_console = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared_processors(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_make_formatter(as_console=as_console, colours=stream.isatty()))
    _route_standard_library(handler, settings.level.upper())


def _route_standard_library(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    # Requests are counted in the metrics; a line for each would hold addresses and query strings.
    logging.getLogger("aiohttp.access").disabled = True
    logging.captureWarnings(capture=True)


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact_event,
    ]


def _make_formatter(*, as_console: bool, colours: bool) -> logging.Formatter:
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=_write_traceback)]
        if as_console
        else [
            structlog.processors.ExceptionRenderer(render_traceback),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared_processors(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def _write_traceback(stream: TextIO, info: ExcInfo) -> None:
    stream.write("\n" + render_traceback(info))
