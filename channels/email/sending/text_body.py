"""The plain text of a mail: the message, the choices it offers, and who it is from."""

from channels.email.settings import LookSettings
from channels.text_cleaning import clean_text
from domain.messages import QuickReply


def missing_choices(text: str, choices: tuple[QuickReply, ...]) -> tuple[str, ...]:
    """Return the labels of choices that a text does not list by number; all of them or none."""
    lines = {line.strip() for line in text.split("\n")}
    numbered = [f"{number}. {choice.label}" for number, choice in enumerate(choices, start=1)]
    if all(line in lines for line in numbered):
        return ()
    return tuple(choice.label for choice in choices)


def render_plain_text(
    text: str,
    *,
    look: LookSettings,
    company: str,
    reference: str,
    choices: tuple[str, ...] = (),
) -> str:
    """Return the text body; pure.

    What follows the message stands under the usual mark of a signature (`-- `, RFC 3676, 4.3), so
    that mail programs leave it out of a reply.
    """
    paragraphs = [clean_text(text)]
    if choices:
        paragraphs.append(
            "\n".join(f"{number}. {label}" for number, label in enumerate(choices, start=1))
        )
    last = reference if company in look.footer else f"{company} · {reference}"
    signature = ["-- ", *clean_text(look.footer).split("\n"), last]
    paragraphs.append("\n".join(line for line in signature if line))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
