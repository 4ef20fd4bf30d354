"""What gateways and scanners add to a mail: warnings above it, disclaimers below it."""

import re

_WARNING = re.compile(
    r"[\W_]*(?:"
    r"(?:caution|warning|external|attention|alert|notice|security notice)\b.{0,40}(?:"
    r"originated (?:from )?outside|external (?:sender|e-?mail|source)|outside (?:of )?(?:the|"
    r"your|our)|came from outside)"
    r"|this (?:e-?mail|message|mail) (?:originated|came|comes|was sent|is) from (?:an external|"
    r"outside|someone outside)"
    r"|you don't often get (?:e-?mail|messages) from"
    r"|some people who received this message don't often get"
    r"|do not click (?:on )?(?:any )?links? or open (?:any )?attachments?"
    r"|(?:achtung|vorsicht|warnung|hinweis)\b.{0,60}(?:extern|außerhalb)"
    r"|diese (?:e-?mail|nachricht) (?:stammt|kommt|wurde) von (?:einem externen|außerhalb|extern)"
    r"|sie erhalten nicht (?:oft|häufig) e-?mails? von"
    r"|(?:attention|avertissement|prudence)\b.{0,60}(?:externe|extérieur)"
    r"|(?:atención|precaución|advertencia)\b.{0,60}(?:extern|fuera de)"
    r"|(?:attenzione|avviso)\b.{0,60}(?:estern|al di fuori)"
    r"|(?:atenção|cuidado)\b.{0,60}(?:extern|fora da)"
    r"|(?:let op|waarschuwing)\b.{0,60}(?:extern|buiten)"
    r"|(?:uwaga|ostrzeżenie)\b.{0,60}(?:zewnętrzn|spoza)"
    r"|(?:obs|varning|advarsel|huomio|varoitus)\b.{0,60}(?:extern|ekstern|utanför|utenfor|"
    r"udenfor|ulkopuol)"
    r")",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"\[?\*{0,2}(?:external(?: e-?mail| sender)?|extern|externe|ext)\*{0,2}\]?:?", re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"confidential|intended (?:only |solely )?(?:for|recipient)|legally privileged|privileged|"
    r"unauthori[sz]ed|"
    r"disclaimer|delete (?:it|this|the)|notify the sender|vertraulich|bestimmungsgemäß|adressat|"
    r"irrtümlich|"
    r"confidentiel|destinataire|destinatario|confidencial|riservat|vertrouwelijk|geadresseerde|"
    r"poufn|konfidenti|"
    r"fortrolig|luottamuksel|конфиденциал|機密|保密",
    re.IGNORECASE,
)
_SCANNER = re.compile(
    r"[\W_]*(?:virus-?free\b|this (?:e-?mail|message) has been (?:checked|scanned)|scanned by|"
    r"diese e-?mail wurde von .{1,30} auf viren|l'absence de virus|libre de virus|privo di virus|"
    r"mail priva di virus|"
    r"virenfrei|virusvrij|sans virus|garanti sans virus|livre de vírus|no viruses? found|"
    r"checked by avg|"
    r"questo messaggio e'? stato analizzato|este (?:correo|mensaje) ha sido (?:analizado|"
    r"comprobado))",
    re.IGNORECASE,
)
_PRINTING = re.compile(
    r"[\W_]*(?:please )?(?:consider|think (?:of|about)) the environment before printing|"
    r"[\W_]*bitte (?:denken|prüfen) sie .{0,40}(?:umwelt|ausdruck)|"
    r"[\W_]*pensez (?:à l'environnement|avant d'imprimer)",
    re.IGNORECASE,
)


def is_warning(seen: str) -> bool:
    """Say whether a line warns of mail from outside, as gateways put it above the words."""
    return _TAG.fullmatch(seen) is not None or _WARNING.match(seen) is not None


def is_footer_notice(seen: str) -> bool:
    """Say whether a line is a scanner's, or asks not to print."""
    return _SCANNER.match(seen) is not None or _PRINTING.match(seen) is not None


def is_disclaimer(paragraph: str) -> bool:
    """Say whether a paragraph declares whom a mail is for, in two of the words of that trade."""
    return len({found.lower() for found in _DISCLAIMER.findall(paragraph)}) >= 2
