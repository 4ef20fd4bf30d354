"""Subjects that programs give to automatic replies, in the languages of mail programs.

Only what a program would write counts: the phrase begins the subject and a colon or the end follows
it, or it stands in brackets. "Automatic payment failed" and "Re: Automatic reply: ..." are people.
"""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones are meant

import re
import unicodedata
from typing import Final

_MAX_SUBJECT: Final = 300

# From the user interfaces of Outlook and Exchange (the translations of "Automatic reply" and "Out
# of Office"), Lotus Notes, Gmail, Zimbra, Thunderbird and the common web mailers.
_PHRASES: Final = (
    # English
    (
        "automatic reply|auto(?:matic|mated)?[- ]?(?:reply|response|answer)"
        "|automatic email reply|automated email response|out of (?:the )?office(?: auto-?reply"
        "| reply"
        "| message| notification| notice| alert)?|away from (?:the |my )?office|vacation (?:reply"
        "|response|message|notice|auto-?reply)|absence notification|out[- ]of[- ]office"
    ),
    # German
    (
        "automatische (?:antwort|rückantwort|e-?mail-?antwort)|autom\\.? antwort|autoantwort"
        "|abwesenheits(?:notiz|benachrichtigung|meldung|nachricht|agent|assistent|info)"
        "|ausser haus|nicht im (?:haus|büro)"
    ),
    # French
    (
        "réponse automatique|message automatique|reponse automatique|absen(?:t|te|ce) du bureau"
        "|(?:message|avis|notification) d['\u2019]absence|en dehors du bureau"
    ),
    # Spanish
    (
        "respuesta (?:automática|automatica)|autorespuesta|auto-?respuesta|fuera de (?:la )?oficina"
        "|ausente de la oficina|ausencia de (?:la )?oficina|mensaje de ausencia"
    ),
    # Italian
    (
        "risposta automatica|autorisposta|fuori (?:sede|ufficio)|fuori dall['\u2019]ufficio"
        "|messaggio (?:di assenza|automatico)|assente dall['\u2019]ufficio|notifica di assenza"
    ),
    # Portuguese
    (
        "resposta autom[áa]tica|auto-?resposta|fora do escritório|ausência (?:temporária"
        "|do escritório)|ausente do escritório|aviso de ausência"
    ),
    # Dutch
    (
        "automatisch (?:antwoord|bericht)|automatische (?:beantwoording|reactie)"
        "|afwezigheids(?:bericht"
        "|melding|assistent)|afwezig|niet op kantoor|niet aanwezig|buiten kantoor"
    ),
    # Polish
    (
        "automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|poza biurem"
        "|nieobecność w biurze|informacja o nieobecności"
    ),
    # Swedish, Danish, Norwegian
    (
        "auto-?svar|automatiskt? svar|automatisk besvarelse|frånvaro(?:meddelande|besked)"
        "|ej på kontoret|inte på kontoret|fravær(?:sbesked|smelding|sbeskjed)"
        "|ikke på kontoret|ikke til stede|autobesked"
    ),
    # Finnish
    (
        "automaattinen (?:vastaus|poissaoloviesti|poissaoloilmoitus)|automaattivastaus"
        "|poissa(?:oloviesti|oloilmoitus| toimistosta| työpaikalta)"
    ),
    # Russian, Ukrainian
    (
        "автоответ(?:чик)?|автоматический ответ|нет на (?:рабочем )?месте|вне офиса"
        "|отсутствую в офисе"
        "|автоматическое (?:уведомление|сообщение)|автоматична відповідь|поза офісом"
    ),
    # Japanese
    "自動(?:応答|返信|回答|送信)(?:メール|メッセージ)?|不在(?:通知|連絡|メッセージ|のお知らせ|応答)",
    # Chinese
    "自动(?:回复|答复|应答|回覆)|自動(?:回覆|回復|答覆|應答)|不在办公室|不在辦公室|休假通知",
    # Languages near by
    (
        "automatick[áa] odpov[ěe][ďd]|automatikus válasz|răspuns automat|otomatik (?:yanıt|cevap)"
        "|automatski odgovor|αυτόματη απάντηση|automaatvastus"
        "|automatinis atsakymas|자동 ?(?:회신|응답)"
        "|תשובה אוטומטית|رد تلقائي|trả lời tự động|balasan otomatis|samodejni odgovor"
    ),
)
_ANY: Final = "|".join(_PHRASES)
_PREFIX = re.compile(rf"(?:{_ANY})\s*(?::|-\s|–|—|\(|\[|[.!]?$)")
_BRACKETED = re.compile(rf"[\[(【<*「]\s*(?:{_ANY})\s*[\])】>*」]")
# Lotus Notes: "AUTO: Jane Doe is out of the office (returning 3/1/2026)". In small letters it is a
# German's word for a car.
_NOTES = re.compile(r"AUTO: \S[^()]{1,200}\([^()]{0,60}\d[^()]{0,60}\)")
_SENTENCE = re.compile(
    r"(?!(?:your|why|when|if|who|nobody|everyone|everybody|what|since)\b)"
    r"(?:i am|i'm|[\w.,'\u2019 -]{1,80} (?:is|will be))(?: currently)?"
    r" (?:out of|away from)(?: the| my)? office"
    r"(?:[.!]| (?:until|till|from|through|for|on|and)\b[^?]{0,100}| ?[(:-][^?]{0,100})?"
)
_CALENDAR = re.compile(
    r"(?:accepted|declined|tentative(?:ly accepted)?|zugesagt|abgelehnt|(?:mit|unter) vorbehalt"
    r"|accepté|refusé|provisoire|aceptada?o?|rechazada?o?|provisional|accettat[oa]|rifiutat[oa]"
    r"|provvisori[oa]|aceit[eo]|recusad[oa]|provisóri[oa]|geaccepteerd|geweigerd|afgewezen"
    r"|voorlopig|zaakceptowane|odrzucone|wstępna akceptacja|accepterad|accepterat|avböjd|avböjt"
    r"|preliminärt?|accepteret|afvist|akseptert|godtatt|avslått|foreløpig|hyväksytty|hylätty"
    r"|alustava|принято|отклонено|под вопросом|承諾(?:済み)?|辞退|仮承諾|承认|已接受|已拒绝|暂定"
    r"|accepted invitation|declined invitation)\s?:"
)


# BoxTrapper and its like ask the sender to prove that they are a person.
_CHALLENGE = re.compile(
    r"(?:.{0,200}\bverify#[\w:.-]{4,100}|your e-?mail requires verification).{0,100}"
)


def _normalise(subject: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", subject[:_MAX_SUBJECT]).casefold().split())


def is_auto_reply_subject(subject: str) -> bool:
    """Whether a subject is one that programs give to automatic replies."""
    line = _normalise(subject)
    return bool(
        _PREFIX.match(line)
        or _BRACKETED.match(line)
        or _NOTES.fullmatch(subject[:_MAX_SUBJECT].strip())
        or _SENTENCE.fullmatch(line)
        or _CHALLENGE.fullmatch(line)
    )


def is_calendar_answer_subject(subject: str) -> bool:
    """Whether a subject is one that calendars give to the answer to an invitation."""
    return bool(_CALENDAR.match(_normalise(subject)))
