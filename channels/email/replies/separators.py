"""Lines that stand between what was written now and a mail below: "-----Original Message-----"."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

_ORIGINAL = """
    original message; original e-mail; original email; original appointment; reply message; reply;
    replied message; ursprüngliche nachricht; originalnachricht; original-nachricht;
    ursprüngliche mail; antwort nachricht; ursprünglicher termin; message d'origine;
    message original; message initial; message d’origine; courriel d'origine; mensaje original;
    mensaje de origen; messaggio originale; messaggio di origine; mensagem original;
    oorspronkelijk bericht; origineel bericht; oorspronkelijke bericht; wiadomość oryginalna;
    oryginalna wiadomość; wiadomość pierwotna; ursprungligt meddelande; originalmeddelande;
    original meddelande; oprindelig meddelelse; oprindelig besked; original meddelelse;
    opprinnelig melding; opprinnelig beskjed; original melding; alkuperäinen viesti;
    исходное сообщение; исходное письмо; оригинальное сообщение; первоначальное сообщение;
    оригінальне повідомлення; 元のメッセージ; オリジナルメッセージ; 元のメール; 原始邮件; 原邮件;
    原始郵件; 原始信件; 原始訊息; 邮件原件; původní zpráva; původní e-mail; originální zpráva;
    pôvodná správa; orijinal mesaj; özgün ileti; orjinal mesaj; özgün mesaj; eredeti üzenet;
    eredeti levél; 원본 메시지; 원본 메일; 원본메일; mesaj original; mesajul original;
    izvorna poruka; originalna poruka; izvirno sporočilo; algne kiri; αρχικό μήνυμα; thư gốc;
    tin nhắn gốc; pesan asli; missatge original; ההודעה המקורית; 回复的原邮件
    """
_FORWARDED = """
    forwarded message; forwarded email; forwarded mail; forwarded by; begin forwarded message;
    start of forwarded message; weitergeleitete nachricht; weitergeleitete mail;
    anfang der weitergeleiteten nachricht; anfang der weitergeleiteten e-mail; message transféré;
    message transmis; message réexpédié; courriel transféré; début du message transféré;
    début du message réexpédié; mensaje reenviado; inicio del mensaje reenviado;
    messaggio inoltrato; inizio messaggio inoltrato; mensagem encaminhada; mensagem reencaminhada;
    início da mensagem encaminhada; início da mensagem reencaminhada; doorgestuurd bericht;
    doorgestuurde bericht; begin doorgestuurd bericht; wiadomość przekazana dalej;
    przekazana wiadomość; treść przekazanej wiadomości; początek przekazywanej wiadomości;
    wiadomość przekazana; vidarebefordrat meddelande; vidarebefordrat brev; vidarebefordrat mail;
    videresendt meddelelse; videresendt besked; start på videresendt besked; videresendt melding;
    begynnelse på videresendt melding; videresendt e-post; välitetty viesti;
    edelleenlähetetty viesti; välitetty viesti alkaa; пересылаемое сообщение;
    пересланное сообщение; переадресованное сообщение; начало переадресованного сообщения;
    перенаправленное сообщение; 転送されたメッセージ; 転送メッセージ; 転送メール; 转发的邮件;
    转发邮件; 转发的邮件信息; 下面是被转发的邮件; 轉寄郵件; 轉寄的郵件; 轉寄訊息;
    以下是轉寄的信件; přeposlaná zpráva; začátek přeposlané zprávy; preposlaná správa;
    iletilen mesaj; yönlendirilmiş mesaj; iletilmiş mesaj; továbbított üzenet; továbbított levél;
    전달된 메시지; 전달된 메일; mesaj redirecționat; proslijeđena poruka; προωθημένο μήνυμα;
    chuyển tiếp thư; thư đã chuyển tiếp; pesan terusan; missatge reenviat
    """
_DASHES = "-–—_="
# The longest phrase above is far from this.
_LONGEST_PHRASE = 60


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))


_ORIGINAL_PHRASES = _phrases(_ORIGINAL)
_FORWARDED_PHRASES = _phrases(_FORWARDED)
# What stands without dashes is only taken for what no person would set down as a line of their own.
_BEGINNINGS = frozenset(
    phrase
    for phrase in _FORWARDED_PHRASES
    if phrase.split()[0]
    in {"begin", "anfang", "début", "inicio", "inizio", "início", "start", "treść", "początek"}
    or phrase.split()[0]
    in {"begynnelse", "начало", "začátek", "下面是被转发的邮件", "以下是轉寄的信件"}
    or phrase == "välitetty viesti alkaa"
)


def is_original_separator(seen: str) -> bool:
    """Say whether a line announces the mail that is being answered."""
    return _between_dashes(seen) in _ORIGINAL_PHRASES


def is_forward_separator(seen: str) -> bool:
    """Say whether a line announces a mail that is being passed on."""
    phrase = _between_dashes(seen)
    if phrase:
        return phrase in _FORWARDED_PHRASES or phrase.startswith("forwarded by ")
    return seen.rstrip("* ").endswith((":", "：")) and _phrase(seen) in _BEGINNINGS


def is_rule(seen: str) -> bool:
    """Say whether a line is nothing but a rule across the page."""
    return len(seen) >= 3 and not seen.strip(_DASHES + "*~> ")


def _between_dashes(seen: str) -> str:
    """Give the words between two runs of dashes, and nothing where there are none."""
    bare = seen.strip("*>| :")
    if bare[:2].strip(_DASHES) or bare[-2:].strip(_DASHES):
        return ""
    return _phrase(bare)


def _phrase(found: str) -> str:
    words = found.strip(_DASHES + "*>| :：")
    if len(words) > _LONGEST_PHRASE:
        return ""
    return " ".join(words.lower().replace("’", "'").split())
