"""A customer's text that looks like a quotation stays whole."""

import pytest

from channels.email.replies import extract_reply

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        "On Monday my flight wrote off my bag:\n\n- handle broken\n- wheel gone\n\nWhat now?",
        "On 3 May 2024 at 10:22 I wrote to you:\nwhere is my bag?\nNobody answered.",
        "On 3 May 2024 at 10:22 I wrote:\nwhere is my bag?\nNobody answered.",
        "Am Montag, 3. Mai 2024 um 10:22 schrieb ich Ihnen:\nwo ist mein Koffer?\nKeine Antwort.",
        "Le 3 mai 2024 à 10h22 j'ai écrit ceci :\noù est mon sac ?\nPas de réponse.",
        "El 3 de mayo de 2024 a las 10:22 yo escribí:\n¿dónde está?\nNadie contestó.",
        "Here is what your agent wrote:\nYou will be refunded.\nIs that so?",
        "My flights:\nFrom: OSL\nTo: BGO\nDate: 3 May 2024\n\nFrom: BGO\nTo: OSL\nDate: 5 May 2024",
        "Mis vuelos:\nDe: MAD\nA: BCN\nFecha: 3 mayo 2024\n\n¿Puedo cambiar el segundo?",
        "Please change my address.\nFrom: old@example.org\nTo: new@example.org\nThanks",
        "Name: Bo\nEmail: bo@example.org\nSubject: Refund\nMessage: where is it?",
        "The log says:\n2024-05-03 10:22:01 ERROR: boom\n2024-05-03 10:22:02 INFO: wrote: 3\nHelp!",
        "> 3 items are missing\n\nis what the page says. Why?",
        "Is more than 30 too warm?\n> 30 is bad, I think",
        "> Just this.",
        "The items\n| a | b |\n|---|---|\n| 1 | 2 |\nare wrong.",
        "Fill in:\n\n------ Enter feedback below ------\n\nAll was well.",
        "The original message was lost.\nForwarded message:\nnone",
        "Times:\n\nDate: Wednesday 3 October\nTime: 7:00\nAddress: 1 Hive Street\n\nIs it so?",
        "Code:\n\n```\n# keep\n####\nx > y\n```\n\nEnd.",
    ],
)
def test_text_stays_whole(text: str):
    assert extract_reply(text) == text
