"""What search engines read beside a page (https://schema.org, as JSON-LD 1.1); pure."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup


def describe_article(
    *, url: str, title: str, description: str, locale: str, updated_at: datetime, company: str
) -> dict[str, Any]:
    """Describe an article; one that is a question, as a question with its answer."""
    facts: dict[str, Any] = {
        "@id": url,
        "url": url,
        "inLanguage": locale,
        "dateModified": updated_at.isoformat(timespec="seconds"),
        "publisher": {"@type": "Organization", "name": company},
    }
    if not title.rstrip().endswith(("?", "？", "؟")):  # noqa: RUF001 - as other scripts ask
        return facts | {"@type": "Article", "headline": title, "description": description}
    answer = {"@type": "Answer", "text": description}
    question = {"@type": "Question", "name": title, "acceptedAnswer": answer}
    return facts | {"@type": "FAQPage", "name": title, "mainEntity": [question]}


def describe_trail(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Describe where a page stands.

    Args:
        trail: names and whole addresses, outermost first.
    """
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": url}
        for position, (name, url) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def render_structured_data(*things: dict[str, Any]) -> Markup:
    """Write things as JSON that cannot end the element it stands in."""
    graph = {"@context": "https://schema.org", "@graph": things}
    written = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    # HTML standard, section 4.12.1.3: neither `</script` nor `<!--` may stand in a script element.
    harmless = written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(harmless)  # noqa: S704 - escaped the way JSON allows
