"""What a message holds besides its envelope: words and files."""

import re
from typing import Final

from channels.telegram.wire import Contact, File, Location, Message, Sticker, Venue
from channels.text_cleaning import clean_line, clean_text
from domain.messages import Attachment, EnclosedFile

# "For the moment, bots can download files of up to 20MB in size", getFile.
MAX_FILE_BYTES: Final = 20_000_000
# In place of an address, which would hold the bot's token and end after an hour.
FILE_SCHEME: Final = "telegram:"
_MAP: Final = "https://www.openstreetmap.org/?mlat={0:.6f}&mlon={1:.6f}#map=17/{0:.6f}/{1:.6f}"
_LONGEST_NAME: Final = 200


def read_text(message: Message) -> str:
    """Read a message as words; what is no text is told by what a person would make of it."""
    told = (
        message.venue and _describe_venue(message.venue),
        message.location and _describe_place(message.location),
        message.contact and _describe_contact(message.contact),
        message.sticker and clean_line(message.sticker.emoji or ""),
        message.poll and clean_text(message.poll.question),
        message.dice and clean_line(f"{message.dice.emoji} {message.dice.value}"),
        clean_text(message.text or message.caption or ""),
        _name_kind(message),
    )
    return next((words for words in told if words), "")


def read_files(message: Message) -> tuple[Attachment, ...]:
    """Read what files came with a message; their content stays at Telegram until it is fetched."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.file_size or 0)
        return (_attach(largest, "photo.jpg", "image/jpeg"),)
    if message.sticker is not None:
        return (_attach(message.sticker, *_name_sticker(message.sticker)),)
    # An animation comes as a document as well, for programs that do not know of animations.
    for file, name, media_type in (
        (message.animation, "animation.mp4", "video/mp4"),
        (message.voice, "voice.ogg", "audio/ogg"),
        (message.audio, "audio.mp3", "audio/mpeg"),
        (message.video, "video.mp4", "video/mp4"),
        (message.video_note, "video.mp4", "video/mp4"),
        (message.document, "document", "application/octet-stream"),
    ):
        if file is not None:
            return (_attach(file, name, media_type),)
    return ()


def read_card(message: Message) -> tuple[EnclosedFile, ...]:
    """Read somebody's card as a file that address books take (RFC 6350)."""
    contact = message.contact
    if contact is None:
        return ()
    given = clean_text(contact.vcard or "")
    card = given if given.upper().startswith("BEGIN:VCARD") else _write_card(contact)
    content = card.replace("\n", "\r\n").encode()
    return (EnclosedFile(filename="contact.vcf", media_type="text/vcard", content=content),)


def has_content(message: Message) -> bool:
    """Say whether somebody said something, rather than Telegram that something was done."""
    return bool(read_text(message) or read_files(message))


def name_person(first_name: str, last_name: str) -> str | None:
    """Put a name together; None where nothing is left of it."""
    return clean_line(f"{first_name} {last_name}", max_length=100) or None


def _name_kind(message: Message) -> str:
    kinds = ("story", "paid_media", "checklist")
    there = (kind for kind in kinds if getattr(message, kind) is not None)
    return next((f"[{kind.replace('_', ' ')}]" for kind in there), "")


def _attach(file: File, filename: str, media_type: str) -> Attachment:
    too_large = file.file_size is not None and file.file_size > MAX_FILE_BYTES
    return Attachment(
        filename=clean_line(file.file_name or "", max_length=_LONGEST_NAME) or filename,
        media_type=clean_line(file.mime_type or "", max_length=100).lower() or media_type,
        size=file.file_size,
        source_url=None if too_large else f"{FILE_SCHEME}{file.file_id}",
    )


def _name_sticker(sticker: Sticker) -> tuple[str, str]:
    if sticker.is_animated:
        return "sticker.tgs", "application/x-tgsticker"
    return ("sticker.webm", "video/webm") if sticker.is_video else ("sticker.webp", "image/webp")


def _describe_place(place: Location) -> str:
    where = f"{place.latitude:.6f}, {place.longitude:.6f}"
    return f"📍 {where}\n{_MAP.format(place.latitude, place.longitude)}"


def _describe_venue(venue: Venue) -> str:
    named = [clean_line(part) for part in (venue.title, venue.address)]
    return "\n".join((*filter(None, named), _describe_place(venue.location)))


def _describe_contact(contact: Contact) -> str:
    name = name_person(contact.first_name, contact.last_name)
    return "👤 " + ", ".join(filter(None, (name, clean_line(contact.phone_number, max_length=64))))


def _write_card(contact: Contact) -> str:
    first, last = _escape(contact.first_name), _escape(contact.last_name)
    number = clean_line(contact.phone_number, max_length=64)
    return "\n".join(
        (
            "BEGIN:VCARD",
            "VERSION:4.0",
            f"N:{last};{first};;;",
            f"FN:{f'{first} {last}'.strip()}",
            f"TEL:{number}",
            "END:VCARD",
            "",
        )
    )


def _escape(name: str) -> str:
    """Write a name as a card has it (RFC 6350, section 3.4)."""
    return re.sub(r"([\\,;])", r"\\\1", clean_line(name))
