"""Questions that hardly any company is asked: what out of scope looks like from far away."""

from functools import cache
from importlib import resources


@cache
def list_strangers(locale: str) -> tuple[str, ...]:
    """Return questions of other trades in a language; none where nobody wrote any.

    A new language is one more file beside this one, a question a line.
    """
    source = resources.files(__name__).joinpath(f"{locale}.txt")
    if not locale.isalpha() or not source.is_file():
        return ()
    return tuple(line for line in source.read_text(encoding="utf-8").splitlines() if line)
