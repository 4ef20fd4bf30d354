"""How mail programs introduce a quotation, in the languages that customers write."""

# ruff: noqa: RUF001, E501 - the words are in many scripts, whose letters look alike and are wide

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What programs add in one language.

    Attributes:
        name: of the language, in English.
        words: what the customer wrote.
        attributions: what stands above quoted lines: Gmail's first, then other programs'.
        header: the labels of sender, moment, addressee and subject, as Outlook writes them.
        original: Outlook's separator, in its words; empty where it has none.
        mobile: what a phone adds.
    """

    name: str
    words: str
    attributions: tuple[str, ...]
    header: tuple[str, str, str, str]
    original: str = ""
    mobile: tuple[str, ...]


LANGUAGES = (
    Language(
        name="English",
        words="Yes, Tuesday suits me.\n\nThanks,\nAnn",
        attributions=(
            "On Mon, Jun 3, 2024 at 10:22 AM Northern Air <help@northern.example> wrote:",
            "On 3 Jun 2024, at 10:22, Northern Air <help@northern.example> wrote:",
            "On Monday, 3 June 2024 at 10:22:33 BST, Northern Air <help@northern.example> wrote:",
            "On 03/06/2024 10:22, Northern Air wrote:",
            "Northern Air wrote on 03.06.2024 10:22:33:",
        ),
        header=("From", "Sent", "To", "Subject"),
        original="Original Message",
        mobile=("Sent from my iPhone", "Get Outlook for Android<https://aka.ms/AAb9ysg>"),
    ),
    Language(
        name="German",
        words="Ja, Dienstag passt mir gut.\n\nViele Grüße\nÄnne",
        attributions=(
            "Am Mo., 3. Juni 2024 um 10:22 Uhr schrieb Nordluft <hilfe@nordluft.example>:",
            "> Am 03.06.2024 um 10:22 schrieb Nordluft <hilfe@nordluft.example>:\n>",
            "Am 03.06.24 um 10:22 schrieb Nordluft:",
            "Am Montag, den 03.06.2024, 10:22 +0200 schrieb Nordluft:",
            "Nordluft <hilfe@nordluft.example> hat am 03.06.2024 10:22 geschrieben:",
            (
                'Gesendet: Montag, 03. Juni 2024 um 10:22 Uhr\nVon: "Nordluft" <hilfe@nordluft.example>\n'
                "An: aenne@example.org\nBetreff: Ihr Termin"
            ),
        ),
        header=("Von", "Gesendet", "An", "Betreff"),
        original="Ursprüngliche Nachricht",
        mobile=(
            "Von meinem iPhone gesendet",
            "Gesendet von Outlook für iOS<https://aka.ms/o0ukef>",
        ),
    ),
    Language(
        name="French",
        words="Oui, mardi me convient.\n\nCordialement,\nHélène",
        attributions=(
            "Le lun. 3 juin 2024 à 10:22, Air du Nord <aide@nord.example> a écrit :",
            "Le 3 juin 2024 à 10:22, Air du Nord <aide@nord.example> a écrit :",
            "Le 03/06/2024 à 10:22, Air du Nord a écrit\xa0:",
        ),
        header=("De", "Envoyé", "À", "Objet"),
        original="Message d'origine",
        mobile=("Envoyé de mon iPhone", "Envoyé depuis mon appareil Galaxy"),
    ),
    Language(
        name="Spanish",
        words="Sí, el martes me va bien.\n\nUn saludo,\nNuria",
        attributions=(
            "El lun, 3 jun 2024 a las 10:22, Aire Norte (<ayuda@norte.example>) escribió:",
            "El 3 jun 2024, a las 10:22, Aire Norte <ayuda@norte.example> escribió:",
            "El 03/06/2024 a las 10:22, Aire Norte escribió:",
        ),
        header=("De", "Enviado el", "Para", "Asunto"),
        original="Mensaje original",
        mobile=("Enviado desde mi iPhone", "Obtener Outlook para Android<https://aka.ms/AAb9ysg>"),
    ),
    Language(
        name="Italian",
        words="Sì, martedì va bene.\n\nGrazie,\nChiara",
        attributions=(
            "Il giorno lun 3 giu 2024 alle ore 10:22 Aria Nord <aiuto@nord.example> ha scritto:",
            "Il giorno 3 giu 2024, alle ore 10:22, Aria Nord <aiuto@nord.example> ha scritto:",
            "Il 03/06/2024 10:22 Aria Nord <aiuto@nord.example> ha scritto:",
        ),
        header=("Da", "Inviato", "A", "Oggetto"),
        original="Messaggio originale",
        mobile=("Inviato da iPhone", "Inviato dal mio Galaxy"),
    ),
    Language(
        name="Portuguese",
        words="Sim, terça está ótimo.\n\nObrigada,\nInês",
        attributions=(
            "Em seg., 3 de jun. de 2024 às 10:22, Ar do Norte <ajuda@norte.example> escreveu:",
            "No dia 3 de jun. de 2024, às 10:22, Ar do Norte <ajuda@norte.example> escreveu:",
            "Em 03/06/2024 10:22, Ar do Norte escreveu:",
        ),
        header=("De", "Enviado", "Para", "Assunto"),
        original="Mensagem original",
        mobile=("Enviado do meu iPhone", "Enviado a partir do meu Galaxy"),
    ),
    Language(
        name="Dutch",
        words="Ja, dinsdag is prima.\n\nMet vriendelijke groet,\nJoëlle",
        attributions=(
            "Op ma 3 jun 2024 om 10:22 schreef Noordlucht <hulp@noord.example>:",
            "Op 3 jun 2024, om 10:22 heeft Noordlucht <hulp@noord.example> het volgende geschreven:",
            "Op 03-06-2024 om 10:22 schreef Noordlucht:",
        ),
        header=("Van", "Verzonden", "Aan", "Onderwerp"),
        original="Oorspronkelijk bericht",
        mobile=("Verstuurd vanaf mijn iPhone", "Verzonden vanuit Outlook voor iOS"),
    ),
    Language(
        name="Polish",
        words="Tak, wtorek mi pasuje.\n\nPozdrawiam\nŁucja",
        attributions=(
            "pon., 3 cze 2024 o 10:22 Lot Północ <pomoc@polnoc.example> napisał(a):",
            "Wiadomość napisana przez Lot Północ <pomoc@polnoc.example> w dniu 3 cze 2024, o godz. 10:22:",
            "W dniu 3.06.2024 o 10:22, Lot Północ pisze:",
        ),
        header=("Od", "Wysłano", "Do", "Temat"),
        original="Wiadomość oryginalna",
        mobile=("Wysłane z iPhone'a", "Wysłano z mojego telefonu Galaxy"),
    ),
    Language(
        name="Swedish",
        words="Ja, tisdag går bra.\n\nMed vänliga hälsningar\nÅsa",
        attributions=(
            "Den mån 3 juni 2024 kl 10:22 skrev Nordflyg <hjalp@nord.example>:",
            "3 juni 2024 kl. 10:22 skrev Nordflyg <hjalp@nord.example>:",
            "Den 2024-06-03 kl. 10:22, skrev Nordflyg:",
        ),
        header=("Från", "Skickat", "Till", "Ämne"),
        original="Ursprungligt meddelande",
        mobile=("Skickat från min iPhone", "Skickat från Outlook för Android"),
    ),
    Language(
        name="Danish",
        words="Ja, tirsdag passer fint.\n\nVenlig hilsen\nSøren",
        attributions=(
            "Den man. 3. jun. 2024 kl. 10.22 skrev Nordluft <hjaelp@nord.example>:",
            "Den 3. jun. 2024 kl. 10.22 skrev Nordluft <hjaelp@nord.example>:",
            "Den 03.06.2024 kl. 10.22 skrev Nordluft:",
        ),
        header=("Fra", "Sendt", "Til", "Emne"),
        original="Oprindelig meddelelse",
        mobile=("Sendt fra min iPhone", "Hent Outlook til Android<https://aka.ms/AAb9ysg>"),
    ),
    Language(
        name="Norwegian",
        words="Ja, tirsdag passer bra.\n\nVennlig hilsen\nØyvind",
        attributions=(
            "man. 3. juni 2024 kl. 10:22 skrev Nordfly <hjelp@nord.example>:",
            "3. juni 2024 kl. 10:22 skrev Nordfly <hjelp@nord.example>:",
            "Den 03.06.2024 10:22, skrev Nordfly:",
        ),
        header=("Fra", "Sendt", "Til", "Emne"),
        original="Opprinnelig melding",
        mobile=("Sendt fra min iPhone", "Sendt fra Outlook for iOS"),
    ),
    Language(
        name="Finnish",
        words="Kyllä, tiistai sopii.\n\nTerveisin\nPäivi",
        attributions=(
            "ma 3. kesäk. 2024 klo 10.22 Pohjola (apu@pohjola.example) kirjoitti:",
            "Pohjola <apu@pohjola.example> kirjoitti 3.6.2024 kello 10.22:",
            "Pohjola kirjoitti 3.6.2024 klo 10.22:",
        ),
        header=("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
        original="Alkuperäinen viesti",
        mobile=("Lähetetty iPhonesta", "Hanki Outlook for Android<https://aka.ms/AAb9ysg>"),
    ),
    Language(
        name="Russian",
        words="Да, вторник подходит.\n\nС уважением,\nЮлия",
        attributions=(
            "пн, 3 июн. 2024 г. в 10:22, Север <pomosch@sever.example>:",
            "3 июня 2024 г., в 10:22, Север <pomosch@sever.example> написал(а):",
            "03.06.2024 10:22, Север пишет:",
            'Понедельник, 3 июня 2024, 10:22 +03:00 от "Север" <pomosch@sever.example>:',
            '03.06.2024, 10:22, "Север" <pomosch@sever.example>:',
        ),
        header=("От", "Отправлено", "Кому", "Тема"),
        original="Исходное сообщение",
        mobile=("Отправлено с iPhone", "Отправлено из мобильной Яндекс Почты"),
    ),
    Language(
        name="Japanese",
        words="はい、火曜日で大丈夫です。\n\nよろしくお願いします。\n由美",
        attributions=(
            "2024年6月3日(月) 10:22 北の空 <help@kita.example>:",
            "2024/06/03 10:22、北の空 <help@kita.example>のメール:",
            "On 2024/06/03 10:22, 北の空 wrote:",
        ),
        header=("差出人", "送信日時", "宛先", "件名"),
        original="元のメッセージ",
        mobile=("iPhoneから送信", "Outlook for iOS を入手<https://aka.ms/o0ukef>"),
    ),
    Language(
        name="simplified Chinese",
        words="可以，星期二没问题。\n\n谢谢\n小雨",
        attributions=(
            "北方航空 <help@beifang.example> 于2024年6月3日周一 10:22写道：",
            "> 在 2024年6月3日，10:22，北方航空 <help@beifang.example> 写道：\n>",
            "在 2024-06-03 10:22:33，北方航空 <help@beifang.example> 写道：",
        ),
        header=("发件人", "发送时间", "收件人", "主题"),
        original="原始邮件",
        mobile=("从我的iPhone发送", "发自我的iPhone"),
    ),
    Language(
        name="traditional Chinese",
        words="可以，星期二沒問題。\n\n謝謝\n小雨",
        attributions=(
            "北方航空 <help@beifang.example> 於 2024年6月3日 週一 上午10:22寫道：",
            "北方航空 <help@beifang.example> 於 2024年6月3日 上午10:22 寫道：",
        ),
        header=("寄件者", "寄件日期", "收件者", "主旨"),
        original="原始郵件",
        mobile=("從我的 iPhone 傳送", "取得 Outlook for iOS<https://aka.ms/o0ukef>"),
    ),
    Language(
        name="Czech",
        words="Ano, úterý se mi hodí.\n\nS pozdravem\nŽofie",
        attributions=(
            "po 3. 6. 2024 v 10:22 odesílatel Sever <pomoc@sever.example> napsal:",
            "Dne 03. 06. 24 v 10:22 Sever napsal(a):",
        ),
        header=("Od", "Odesláno", "Komu", "Předmět"),
        original="Původní zpráva",
        mobile=("Odesláno z iPhonu",),
    ),
    Language(
        name="Turkish",
        words="Evet, salı uygun.\n\nTeşekkürler\nIşıl",
        attributions=(
            "Kuzey Hava <yardim@kuzey.example>, 3 Haz 2024 Pzt, 10:22 tarihinde şunu yazdı:",
            "Kuzey Hava <yardim@kuzey.example> şunları yazdı (3 Haz 2024 10:22):",
        ),
        header=("Kimden", "Gönderildi", "Kime", "Konu"),
        original="Orijinal Mesaj",
        mobile=("iPhone'umdan gönderildi",),
    ),
    Language(
        name="Hungarian",
        words="Igen, a kedd megfelel.\n\nÜdvözlettel\nÁgnes",
        attributions=(
            "Észak Légi <segitseg@eszak.example> ezt írta (időpont: 2024. jún. 3., H, 10:22):",
            "2024. 06. 03. 10:22 keltezéssel, Észak Légi írta:",
        ),
        header=("Feladó", "Elküldve", "Címzett", "Tárgy"),
        original="Eredeti üzenet",
        mobile=("Az iPhone-omról küldve",),
    ),
    Language(
        name="Korean",
        words="네, 화요일 괜찮습니다.\n\n감사합니다\n지우",
        attributions=(
            "2024년 6월 3일 (월) 오전 10:22, 북쪽항공 <help@buk.example>님이 작성:",
            "2024. 6. 3. 오전 10:22, 북쪽항공 <help@buk.example> 작성:",
        ),
        header=("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
        original="원본 메시지",
        mobile=("나의 iPhone에서 보냄",),
    ),
)
