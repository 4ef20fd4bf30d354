"""Closing formulas: what people write before their name."""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

import re

_FORMULAS = """
    regards; best regards; kind regards; kindest regards; warm regards; warmest regards;
    with kind regards; with best regards; best; all the best; best wishes; many thanks; thanks;
    thank you; thanks again; thanks in advance; thank you very much; thanks and regards;
    thanks & regards; thx; cheers; sincerely; sincerely yours; yours sincerely; yours faithfully;
    yours truly; yours; respectfully; cordially; rgds; br; kr; take care; with gratitude;
    mit freundlichen grüßen; mit freundlichem gruß; mit besten grüßen; mit freundlichen gruessen;
    freundliche grüße; freundlichen gruß; freundliche grüsse; viele grüße; liebe grüße;
    beste grüße; schöne grüße; herzliche grüße; grüße; gruß; lg; mfg; vg; hochachtungsvoll; danke;
    vielen dank; danke und gruß; besten dank; mit lieben grüßen; cordialement; bien cordialement;
    très cordialement; bien à vous; salutations; sincères salutations; merci;
    meilleures salutations; bonne journée; bonne réception; amicalement; merci d'avance; crdt;
    cdlt; respectueusement; saludos; un saludo; saludos cordiales; cordiales saludos; atentamente;
    gracias; muchas gracias; un cordial saludo; cordialmente; atte; un abrazo; saluti;
    cordiali saluti; distinti saluti; un saluto; grazie; grazie mille; buona giornata; a presto;
    atenciosamente; att; cumprimentos; melhores cumprimentos; com os melhores cumprimentos;
    obrigado; obrigada; muito obrigado; abraços; abraço; um abraço; grato; grata;
    com vriendelijke groet; met vriendelijke groet; met vriendelijke groeten; vriendelijke groet;
    vriendelijke groeten; groet; groeten; groetjes; hartelijke groet; mvg; bedankt; dank u;
    alvast bedankt; pozdrawiam; z poważaniem; pozdrowienia; dziękuję; z wyrazami szacunku;
    serdecznie pozdrawiam; dzięki; med vänlig hälsning; med vänliga hälsningar;
    vänliga hälsningar; vänligen; hälsningar; mvh; tack; tack på förhand; bästa hälsningar;
    med venlig hilsen; venlig hilsen; venlige hilsner; hilsen; mange tak; tak; vh;
    de bedste hilsner; med vennlig hilsen; vennlig hilsen; beste hilsen; takk; mange takk;
    ystävällisin terveisin; parhain terveisin; terveisin; terv; kiitos; kiitos etukäteen; t; yt;
    с уважением; спасибо; с наилучшими пожеланиями; заранее спасибо; всего доброго;
    с благодарностью; よろしくお願いします; よろしくお願いいたします; よろしくお願い致します;
    宜しくお願いします; 宜しくお願い致します; 敬具; 以上; ありがとうございます; 此致; 敬礼; 谢谢;
    谢谢!; 謝謝; 祝好; 顺祝商祺; 順頌商祺; 敬上; s pozdravem; s přátelským pozdravem; děkuji;
    děkuji předem; saygılarımla; saygılar; iyi çalışmalar; teşekkürler; teşekkür ederim;
    üdvözlettel; tisztelettel; köszönöm; köszönettel; 감사합니다; 고맙습니다; з повагою; дякую
    """
_CLOSINGS = frozenset(" ".join(formula.split()) for formula in _FORMULAS.split(";"))
_TRIMMED = re.compile(r"[\s,.!;:*_~-]+$|^[\s*_/~-]+")


def is_closing(seen: str) -> bool:
    """Say whether a line is a closing formula and nothing else."""
    return len(seen) <= 60 and _TRIMMED.sub("", seen).lower() in _CLOSINGS
