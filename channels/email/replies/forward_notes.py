"""What people write above a mail that they pass on when it is all they have to say: "FYI"."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

_NOTES = """
    fyi; fya; f.y.i; for your information; see below; please see below; see attached;
    see email below; as below; below; fwd; fw; zur info; zur information; zur kenntnis; z.k; zk;
    z. k; siehe unten; s.u; s. u; siehe anhang; wg; bitte beachten; pour info; pour information;
    voir ci-dessous; cf ci-dessous; ci-dessous; pour infos; tr; para su información;
    para tu información; ver abajo; adjunto; rv; per conoscenza; pc; p.c; vedi sotto; come sotto;
    para conhecimento; veja abaixo; ver abaixo; enc; ter info; ter informatie; ter kennisgeving;
    zie onder; zie onderstaand; do wiadomości; patrz niżej; poniżej; för kännedom; för info;
    se nedan; til orientering; til info; se nedenfor; se under; vs; tiedoksi; ks. alla; alla;
    katso alla; к сведению; для информации; см. ниже; смотрите ниже; ご参考まで; 参考まで;
    転送します; 供参考; 仅供参考; 请看下面; 見下; 请查收; 轉發; 转发; pro informaci; viz níže;
    bilginize; bilgi için; aşağıya bakınız; tájékoztatásul; lásd lent; 참고하세요
    """
_NOTE_SET = frozenset(" ".join(note.split()) for note in _NOTES.split(";"))


def is_mere_note(words: str) -> bool:
    """Say whether a text above a forwarded mail says no more than that it is one."""
    return len(words) <= 60 and " ".join(words.lower().split()).strip(" .!:,-–—") in _NOTE_SET
