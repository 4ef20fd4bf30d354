"""What phones and mail programs put under a mail of their own accord: "Sent from my iPhone"."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re

# Devices and programs that name themselves.
_PRODUCTS = (
    r"iphon\w*|ipad|ipod|apple watch|imac|macbook|android|samsung|galaxy|huawei|honor|xiaomi|redmi|"
    r"oneplus|oppo|"
    r"pixel|nokia|motorola|sony|xperia|htc|lg|zte|lumia|blackberry|windows phone|windows mobile|"
    r"treo|palm|"
    r"outlook|hotmail|mail for windows|courrier pour windows|mail para windows|mail für windows|"
    r"mail per windows|"
    r"posta per windows|correo para windows|e-mail para windows|mail voor windows|windows mail|"
    r"windows 1[01]|"
    r"gmail|google mail|inbox|yahoo|aol|icloud|proton ?mail|proton|tutanota|tuta|fastmail|gmx|"
    r"web\.de|t-online|"
    r"freenet|mail\.ru|yandex|яндекс|почт[аы]|orange|laposte|sfr|free mobile|libero|virgilio|"
    r"tiscali|wp|onet|interia|"
    r"seznam|email\.cz|spark|sparrow|airmail|mailbox|newton|polymail|superhuman|edison|bluemail|"
    r"blue mail|canary|"
    r"k-9|k9|thunderbird|fairemail|aquamail|typeapp|type app|mymail|nine|maildroid|zoho|"
    r"mailspring|em client|"
    r"mailbird|hey|missive|front|cloudmagic|boxer|touchdown|good for enterprise|mobiltelefon|"
    r"smartphone|handy|"
    r"handheld|telefoon|tablet|mobile device|mobile phone|phone|mobile|cell ?phone|mobil\w*|"
    r"mobiele? \w+|"
    r"téléphone|portable|móvil|celular|cellulare|telefono|teléfono|telefon\w*|telemóvel|"
    r"puhelim\w+|телефон\w*|"
    r"смартфон\w*|cep telefonu\w*|qq邮箱|网易|foxmail|手机|手機|携帯|スマートフォン"
)
_SENDING = [
    # The sending comes first: "Sent from my iPhone", "Inviato da iPhone", "Wysłane z iPhone'a".
    (
        r"(?:(?:this|the) (?:message|e-?mail|mail) was )?sent (?:to you )?(?:from|via|with|using|"
        r"by|"
        r"on)\b"
    ),
    r"get|provenance|sent securely from|composed on",
    (
        r"(?:diese (?:nachricht|e-?mail|mail) wurde |)(?:kurz )?(?:gesendet|verschickt|versendet|"
        r"verfasst|geschrieben) "
        r"(?:von|mit|über|via|aus|auf|unterwegs)"
    ),
    (
        r"(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:von|mit|aus|vom)\b(?=.* (?:gesendet|"
        r"verschickt|versendet|geschickt)\b)"
    ),
    r"holen sie sich|laden sie|hol dir",
    r"(?:message |courriel |mail )?(?:envoyé|transmis)e? (?:de|depuis|à partir|avec|via|par|du)",
    r"télécharge[rz]|obtenez|obtenir",
    (
        r"(?:mensaje |correo )?enviad[oa] (?:desde|con|mediante|a partir|por|de|do|da|através|com|"
        r"via|pelo)"
    ),
    r"obtener|obtén|descargar|obter|obtenha|baixe",
    r"(?:messaggio )?inviat[oa] (?:da|dal|con|tramite|via)|scarica|ottieni",
    (
        r"(?:dit bericht is )?(?:verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|van|met|via|door)|"
        r"download|outlook voor"
    ),
    r"(?:wiadomość )?wysłan[eoay] (?:z|za|przez|ze)|pobierz|uzyskaj",
    r"skickat? (?:från|med|via)|skickades från|hämta",
    r"sendt? (?:fra|med|via|frå)|hent|få outlook|skaff",
    r"lähetetty|hanki|lataa",
    r"(?:это (?:сообщение|письмо) )?отправлено (?:с|из|от|через|со)|скачать|получить",
    (
        r"надіслано|відправлено|odesláno|poslané? z|poslano|elküldve|trimis|στάλθηκε|enviat|"
        r"gesendet|"
        r"нізпратено|saadetud"
    ),
    r"发自|發自|來自|来自|从我的|從我的|傳送自|寄自|获取|取得|下载|下載",
]
_SENT = re.compile(rf"\W*(?:{'|'.join(_SENDING)})", re.IGNORECASE)
# The sending comes last: "Von meinem iPhone gesendet", "iPhoneから送信", "iPhone'umdan gönderildi".
_SENT_AFTER = re.compile(
    r"(?:から送信|から送信しました|で送信|gönderildi|gönderilmiştir|küldve|küldtem|보냄|"
    r"보냈습니다|에서 보낸 메일|"
    r"gesendet|verschickt|verzonden|verstuurd|发送|發送|傳送|の取得|を入手|\bletöltése|"
    r"edinin)\W*(?:$|<|\()",
    re.IGNORECASE,
)
_PRODUCT = re.compile(rf"(?<![A-Za-zÀ-ÿ])(?:{_PRODUCTS})", re.IGNORECASE)
_OWN_THING = re.compile(
    r"\W*sent (?:from|via|with|using) (?:my|a|an|the) (?:\S+ ?){1,5}\.?", re.IGNORECASE
)
_EXCUSE = re.compile(
    r"\W*(?:please )?(?:excuse|pardon|forgive|apologies for|sorry for)\b.{0,40}\b(?:brevity|"
    r"typos|typo|spelling|errors|"
    r"mistakes|autocorrect|short)\b",
    re.IGNORECASE,
)
_NAMED_DEVICE = re.compile(
    r"\W*(?:\S+ ){0,3}from (?:my )?(?:mobile|phone|iphone|ipad|cell|blackberry|android)(?: \w+)?",
    re.IGNORECASE,
)
# A comma or full stop within the line: only an apology may follow it.
_CLAUSE = re.compile(r"[,.;!–-]\s+")
_APOLOGY = re.compile(
    r"get the app|get it now|excuse|pardon|forgive|sorry|apolog|typo|brevity|spelling|"
    r"autocorrect|tipp|entschuldig|verzei|"
    r"kürze|excusez|fautes|disculp|errores|scus|desculp|excuus",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"<?(?:https?://|mailto:|www\.)[^\s>]*>?|\[image:? ?[^\]]*\]|\( ?(?:https?://)[^)\s]*\)"
)
_LONGEST = 110
_MOST_WORDS = 14


def is_mobile_signature(seen: str) -> bool:
    """Say whether a line is one that a phone or a mail program has added."""
    wording = _LINK.sub("", seen).strip(" *_|[]()<>")
    if not wording or len(wording) > _LONGEST or len(wording.split()) > _MOST_WORDS:
        return False
    if wording[-1] in "?!:":
        return False
    sentence, *more = _CLAUSE.split(wording, maxsplit=1)
    return _names_sender(sentence) and all(map(_may_follow, more))


def _may_follow(clause: str) -> bool:
    """Say whether a second clause is one that a phone adds: an apology, or what kind of phone."""
    described = len(clause.split()) <= 5 and _PRODUCT.search(clause) is not None
    return described or _APOLOGY.search(clause) is not None


def _names_sender(sentence: str) -> bool:
    if _OWN_THING.fullmatch(sentence) or _NAMED_DEVICE.fullmatch(sentence):
        return True
    sent = _SENT.match(sentence) or _SENT_AFTER.search(sentence)
    return sent is not None and _PRODUCT.search(sentence) is not None


def is_excuse(seen: str) -> bool:
    """Say whether a line asks to pardon what a small keyboard does to spelling."""
    return len(seen) <= _LONGEST and _EXCUSE.match(seen) is not None
