"""What subjects and first words of delivery reports say, in the languages of mail servers."""

import re
from typing import Final

_SUBJECTS: Final = (
    # English: Sendmail, Exim, Postfix, qmail, Exchange, Domino, Gmail, Yahoo and their like
    r"un-?deliver(?:able|ed)|undelivered|non-?deliver|nondeliverable",
    r"returned (?:mail|message|e-?mail)|returned to sender|(?:rejected|bounced?) (?:mail|message)",
    r"(?:mail|message|delivery|deliver)[\w -]{0,30} (?:failure|failed|fail|error|problem)",
    r"fail(?:ure|ed) (?:delivery|mail|notice|to deliver|deliver)|failure notice",
    r"delivery (?:status|report|failure|has failed|unsuccessful|warning|notification)",
    r"mail delivery|mail system error|message (?:not delivered|status|undeliverable)",
    r"could ?n[o'\u2019]t (?:be )?deliver|unable to deliver|not (?:be )?deliver",
    r"user unknown|unknown user|address (?:not found|unknown)|delayed mail",
    r"(?:mail|message|delivery)[\w -]{0,20} (?:delay|not yet been)",
    # German
    r"unzustellbar|nicht (?:zugestellt|zustellbar)|zustellung(?:sfehler)?|rücksendung",
    # French
    r"non (?:remis|distribu|délivr)|échec de (?:la )?(?:remise|distribution)|retourné",
    # Spanish
    r"no se (?:pudo|puede|ha podido) entregar|no entregado|devuelto|error de entrega",
    # Italian
    r"mancato recapito|non (?:recapitabil|consegnat)|impossibile recapitare|mancata consegna",
    # Portuguese
    r"não (?:foi )?(?:entregue|entregável)|falha n[ao] entrega|devolvid",
    # Dutch
    r"onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|niet-bezorgd",
    # Polish
    r"niedostarcz|niedoręcz|nie (?:została|można) dostarcz|zwrot",
    # Swedish, Danish, Norwegian
    r"kan(?:de)? (?:inte|ikke) lever|går inte att leverera|olevererbar|ikke lever(?:bar|et)",
    r"ulever(?:bar|et)|kunne ikke lever",
    # Finnish
    r"ei voitu toimittaa|toimitus epäonnistui|palautettu",
    # Russian
    r"не (?:доставлен|удалось доставить)|недоставлен|ошибка доставки|возвращ",
    # Japanese, Chinese
    r"配信(?:不能|できません|に失敗|エラー)|配送(?:不能|エラー)|送信エラー|送信できません",
    r"(?:发送|寄送)失败|退信|投递失败|未送达|无法(?:投递|送达|传递)|無法(?:傳遞|投遞|送達)",
)
_FIRST_WORDS: Final = (
    r"(?:could not|couldn['\u2019]t|can ?not|can['\u2019]t|not able to) be (?:\w{1,20} )?delivered",
    r"(?:could not|couldn['\u2019]t) be (?:sent|reached|processed)",
    r"has not (?:yet )?been (?:\w+ )?delivered",
    r"(?:was not|wasn['\u2019]t) (?:successfully )?(?:delivered|sent)",
    r"(?:unable|failed|not able) to (?:be )?deliver|undeliver(?:able|ed)",
    r"did n[o'\u2019]t (?:reach|receive)|failed recipients?|returned mail|non-delivery report",
    r"delivery (?:to|of|has|failed|attempt|failure|status|error)|mail delivery",
    r"permanent(?:ly)? (?:fatal )?(?:error|fail)|automatically rejected|undeliverable address",
    r"(?:user|mailbox)[\w' ]{0,20} (?:unknown|full|not found|unavailable)|no such user",
    r"intended recipient|nicht zugestellt|n['\u2019]a pas pu|no se (?:pudo|ha podido)",
    r"non è stato possibile|não (?:foi|pôde)|kon niet worden|kunde inte|kunne ikke|ei voitu",
    r"配信|送信|投递|退信|не (?:доставлен|удалось)|nie (?:została|można)",
)
_LATE: Final = (
    r"delayed|delivery delay|not yet (?:been )?(?:delivered|received)|still being retried",
    r"will (?:be retried|continue (?:to try|trying)|keep trying|retry|be attempted again)",
    r"warning only|just a warning|advisory-only|delivery warning|\(delay\)",
    r"(?:continue|try) to deliver|delivery attempts will continue|do not need to resend",
    r"no action is required on your part|temporary (?:problem|failure)[^.]{0,80}retr",
    r"verzögert|retardé|retrasad|ritardat|atrasad|vertraagd|opóźnion|försenad|forsinket",
    r"viivästy|задерж|遅延|延迟",
)
_ARRIVED: Final = (
    r"\bsuccessful (?:mail )?delivery|\(success\)|\(relay(?:ed)?\)|delivery receipt",
    r"delivery confirmation",
    r"(?<!not )(?<!not be )(?<!not been )(?<!n't be )(?:successfully|has been) delivered",
    r"successfully relayed",
)
_GAVE_UP: Final = (
    r"(?<!fails )permanent|giving up|gave up|given up|no longer (?:be )?(?:try|retr|attempt)",
    r"delivery (?:has )?failed|undeliverable|returned mail|retry (?:time|timeout)",
)


def _compile(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


FAILURE_SUBJECT: Final = _compile(_SUBJECTS)
FIRST_WORDS: Final = _compile(_FIRST_WORDS)
ARRIVED: Final = _compile(_ARRIVED)
LATE: Final = _compile(_LATE)
GAVE_UP: Final = _compile(_GAVE_UP)
