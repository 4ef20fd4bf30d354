"""Slot readers that actions share: pure, and bounded in time however long a message is."""

from bot.forms.readers.addresses import read_email, read_phone
from bot.forms.readers.choices import read_choice, read_several, read_time_choice, read_yes_no
from bot.forms.readers.corrections import cut_correction
from bot.forms.readers.days import read_date, read_day
from bot.forms.readers.flight_numbers import read_flight_number
from bot.forms.readers.free_text import read_text
from bot.forms.readers.names import read_last_name, same_name
from bot.forms.readers.references import BOOKING, FRONTDESK, find_alternatives, read_reference
from bot.forms.readers.seats import read_seat

__all__ = [
    "BOOKING",
    "FRONTDESK",
    "cut_correction",
    "find_alternatives",
    "read_choice",
    "read_date",
    "read_day",
    "read_email",
    "read_flight_number",
    "read_last_name",
    "read_phone",
    "read_reference",
    "read_seat",
    "read_several",
    "read_text",
    "read_time_choice",
    "read_yes_no",
    "same_name",
]
