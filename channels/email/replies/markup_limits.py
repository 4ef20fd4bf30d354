"""How large and how deep HTML may be to be looked at."""

import re

# No person writes so much; the plain rules have to do beyond it.
LONGEST_HTML = 2_000_000
MOST_TAGS = 40_000
# A long thread nests some hundred elements. The parser's time grows with the square of the depth.
DEEPEST = 1_500

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
# These close by themselves, or have nothing within them.
_FLAT = frozenset(
    {"p", "br", "hr", "img", "li", "tr", "td", "th", "dt", "dd", "meta", "link", "input", "col"}
    | {"option", "html", "head", "body", "tbody", "thead", "area", "base", "wbr", "source"}
)


def is_within_limits(html: str) -> bool:
    """Say whether HTML can be parsed and walked in a short time."""
    if len(html) > LONGEST_HTML or html.count("<") > MOST_TAGS:
        return False
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() in _FLAT:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest <= DEEPEST
