"""Whether an answer to a form tells which language its writer speaks."""

from bot.understanding.wording import fold_phrase
from domain.routing import Situation
from knowledge_base.language import TELLING_WORDS

# A longer answer is a sentence, and in a language.
MOST_WORDS = 4
_TELLING = frozenset(word for words in TELLING_WORDS.values() for word in words)


def tells_no_language(situation: Situation) -> bool:
    """Say whether a message is an answer such as a name or a reference, which is in no language.

    Mr Müller may write English: by his name alone the form does not go on in German.
    """
    form = situation.form
    if form is None or not form.reads:
        return False
    words = fold_phrase(situation.text)
    said = {word.casefold() for word in situation.text.split()} | set(words)
    return len(words) <= MOST_WORDS and _TELLING.isdisjoint(said)
