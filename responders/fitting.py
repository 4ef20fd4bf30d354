"""Makes a reply fit what a channel can show."""

from dataclasses import replace

from markupsafe import Markup

from domain.channels import Capabilities
from domain.messages import QuickReply
from domain.replies import Reply
from responders.phrasebook import Phrasebook, find_phrasebook
from responders.shortening import shorten_text


def fit_reply(
    reply: Reply,
    capabilities: Capabilities,
    brief: str | None,
    language: str,
    *,
    whole_at: str | None = None,
) -> Reply:
    """Fit a reply to a channel; pure.

    Without buttons the choices are written out with numbers; the quick replies stay on the reply,
    for the record and for reading the number that comes back. Without HTML it is dropped. A text
    that is too long gives way to the brief one, or is cut at the end of a sentence or word.

    Args:
        reply: as a responder phrased it.
        capabilities: of the channel it goes out on.
        brief: a shorter text that says the same, or None.
        language: of the words around the choices.
        whole_at: the address at which all of it can be read, told where it is too long here.

    Returns:
        A reply whose text takes up at most `capabilities.max_length`.
    """
    choices = () if capabilities.buttons else reply.quick_replies
    words = find_phrasebook(language)
    listed = _choices_text(choices, words)
    html = _with_choices(reply.html, choices, words) if capabilities.html else None
    text = _fit_text(reply.text, listed, brief, capabilities, whole_at)
    return replace(reply, text=text, html=html)


def _fit_text(
    text: str, choices: str, brief: str | None, capabilities: Capabilities, whole_at: str | None
) -> str:
    most, measure = capabilities.max_length, capabilities.measure
    if most is None or measure(text + choices) <= most:
        return text + choices
    if len(choices) > len(text) or measure(choices) > most:
        # So little room that the choices themselves would be cut: better all in one go.
        return _cut(text + choices, "", capabilities)
    shorter = brief if brief is not None and len(brief) < len(text) else text
    link = f"\n\n{whole_at}" if whole_at is not None else ""
    # An address that takes up half of the room says less than the words it would cost.
    fits = measure(link + choices) * 2 <= most + 1
    return _cut(shorter, (link if fits else "") + choices, capabilities)


def _cut(text: str, end: str, capabilities: Capabilities) -> str:
    """Cut a text at the last good place at which it fits, together with what comes after it."""
    if (
        capabilities.max_length is None
        or capabilities.measure(text + end) <= capabilities.max_length
    ):
        return text + end
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if capabilities.measure(shorten_text(text, middle) + end) <= capabilities.max_length:
            fits = middle
        else:
            too_long = middle
    return shorten_text(text, fits) + end


def _choices_text(choices: tuple[QuickReply, ...], words: Phrasebook) -> str:
    if not choices:
        return ""
    lines = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    return "\n\n" + "\n".join(lines) + f"\n\n{_reply_with(len(choices), words)}"


def _with_choices(
    html: str | None, choices: tuple[QuickReply, ...], words: Phrasebook
) -> str | None:
    if html is None or not choices:
        return html
    items = Markup("").join(Markup("<li>{}</li>").format(choice.label) for choice in choices)
    hint = Markup("<p>{}</p>").format(_reply_with(len(choices), words))
    return html + str(Markup("<ol>{}</ol>").format(items) + hint)


def _reply_with(count: int, words: Phrasebook) -> str:
    numbers = [str(number) for number in range(1, count + 1)]
    listed = ", ".join(numbers[:-1])
    told = f"{listed} {words.or_word} {numbers[-1]}" if listed else numbers[-1]
    return words.reply_with.format(numbers=told)
