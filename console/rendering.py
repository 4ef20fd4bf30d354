"""Templates made into pages, with the words and times that all of them share."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import jinja2
from jinja2.utils import urlize
from markupsafe import Markup, escape

from complaints.voucher_codes import mask_codes
from console import run_words, times, understanding_words, wording
from console.article_addresses import address_article, address_file, write_file_markdown
from console.clock_filters import make_clock_filters
from console.decision_words import name_decision
from console.locale_names import name_locale
from console.static_files import StaticFiles

# Characters of a text that are shown among others, and in which links are looked for: the time
# for that grows with the square of a text made to be slow, and the page with every link.
LONGEST_SHOWN: Final = 2_000
FOLDER: Final = Path(__file__).with_name("templates")


class Pages:
    """Renders the templates of a folder; everything is escaped, nothing may be undefined.

    Args:
        time_zone: IANA name of the zone in which times are told.
        encoder_missing: what those who keep the articles are told of it, or None.
    """

    def __init__(
        self,
        static: StaticFiles,
        *,
        company: str,
        time_zone: str,
        demo: bool,
        encoder_missing: str | None = None,
    ) -> None:
        self._zone = ZoneInfo(time_zone)
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            # What is served is what was there when the application was made, as of static files.
            auto_reload=False,
        )
        self._environment.globals |= {
            "static": static.address,
            "company": company,
            "demo": demo,
            "encoder_missing": encoder_missing,
            "longest_shown": LONGEST_SHOWN,
        }
        self._environment.globals |= _words()
        self._environment.filters |= self._times()
        self._environment.filters |= make_clock_filters(self._zone)
        self._environment.filters["linked"] = _link
        self._environment.filters["masked"] = mask_codes
        self._environment.filters["draw_match"] = understanding_words.draw_match
        self._environment.filters["capitalize_first"] = wording.begin_sentence

    def render(self, template: str, *, now: datetime, **context: Any) -> str:
        """Render a template at an instant.

        Raises:
            jinja2.UndefinedError: the template uses what it was not given.
        """
        return self._environment.get_template(template).render(now=now, **context)

    def group_by_day(self, at: datetime) -> Any:
        """Tell the day an instant belongs to where the company is."""
        return at.astimezone(self._zone).date()

    def _times(self) -> Mapping[str, Any]:
        zone = self._zone

        @jinja2.pass_context
        def due(context: jinja2.runtime.Context, at: datetime) -> times.Due:
            return times.assess_due(at, context["now"])

        @jinja2.pass_context
        def day(context: jinja2.runtime.Context, at: datetime) -> str:
            today = self.group_by_day(context["now"])
            return times.describe_day(self.group_by_day(at), today)

        def clock(at: datetime) -> Markup:
            return self._mark(at, times.describe_time(at, zone))

        def exact(at: datetime) -> str:
            return times.describe_exact(at, zone)

        def fact(value: Any) -> Any:
            return _tell_fact(value, zone)

        return {
            "ago": self._mark_by_now(lambda at, now: times.describe_ago(at, now, zone)),
            "waiting": self._mark_by_now(lambda since, now: times.describe_span(now - since)),
            "due": due,
            "until": self._mark_by_now(lambda at, now: times.describe_until(at, now, zone)),
            "day": day,
            "clock": clock,
            "exact": exact,
            "fact": fact,
        }

    def _mark_by_now(self, describe: Callable[[datetime, datetime], str]) -> Any:
        """Make a filter that tells an instant by how it lies to now."""

        @jinja2.pass_context
        def tell(context: jinja2.runtime.Context, at: datetime) -> Markup:
            return self._mark(at, describe(at, context["now"]))

        return tell

    def _mark(self, at: datetime, words: str) -> Markup:
        exact = times.describe_exact(at, self._zone)
        return Markup('<time datetime="{}" title="{}">{}</time>').format(
            at.isoformat(timespec="seconds"), exact, words
        )


def _words() -> dict[str, Any]:
    return {
        "name_channel": wording.name_channel,
        "name_author": wording.name_author,
        "name_address_kind": wording.name_address_kind,
        "name_customer": wording.name_customer,
        "name_disposition": wording.name_disposition,
        "name_decision": name_decision,
        "name_encoder": understanding_words.name_encoder,
        "address_article": address_article,
        "address_file": address_file,
        "write_file_markdown": write_file_markdown,
        "name_locale": name_locale,
        "name_level": run_words.name_level,
        "name_run_state": run_words.name_run_state,
        "name_status": wording.name_status,
        "name_term": wording.name_term,
        "say_where_read": wording.say_where_read,
        "clock_names": wording.CLOCKS,
        "dispositions": wording.DISPOSITIONS,
        "near_articles": understanding_words.list_near_articles,
        "share": understanding_words.describe_share,
        "initials": wording.find_initials,
        "hue": wording.choose_hue,
        "shorten": wording.shorten,
        "spell_outcome": run_words.spell_outcome,
        "delivery_of": wording.describe_delivery,
        "describe_size": wording.describe_size,
        "name_file": wording.name_file,
    }


def _link(text: str) -> Markup:
    """Escape what somebody wrote, and make links of the addresses in it."""
    if len(text) > LONGEST_SHOWN:
        return escape(text)
    return Markup(urlize(text, rel="noopener noreferrer nofollow", target="_blank"))  # noqa: S704 - urlize escapes


def _tell_fact(value: Any, zone: ZoneInfo) -> Any:
    """Tell a value of a customer's attributes; an instant in the company's zone."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return value if at.tzinfo is None else times.describe_exact(at, zone)
