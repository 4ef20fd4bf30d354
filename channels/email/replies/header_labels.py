"""What the fields of a quoted mail's header block are called, in the languages of mail programs.

From the localised interfaces of Outlook, Apple Mail, Thunderbird, Gmail and Lotus Notes.
"""

# ruff: noqa: RUF001 - the words are in many scripts, whose letters look alike

_LABELS = {
    "from": """
        from; von; absender; de; expéditeur; remitente; remetente; mittente; da; van; afzender;
        od; nadawca; från; avsändare; fra; afsender; avsender; lähettäjä; от; от кого;
        отправитель; від; 差出人; 送信者; 发件人; 发信人; 發件人; 寄件者; 寄件人; 보낸 사람;
        보낸사람; 发送人; odesílatel; odosielateľ; kimden; gönderen; feladó; expeditor; de la;
        šalje; pošiljatelj; saatja; nuo; no; từ; người gửi; dari; από; מאת; من; จาก; ota
        """,
    "date": """
        date; datum; fecha; data; dato; päivämäärä; päiväys; pvm; дата; 日付; 日時; 日期; 时间;
        時間; 날짜; dátum; tarih; kuupäev; ngày; tanggal; ημερομηνία; תאריך; تاريخ; วันที่
        """,
    "sent": """
        sent; sent on; sent at; gesendet; gesendet am; verschickt; envoyé; envoyé le; envoye;
        enviado; enviado el; enviado em; enviada; enviada em; enviado a; inviato; data invio;
        inviata; verzonden; verzonden op; wysłano; wysłane; data wysłania; skickat; skickades;
        sendt; sendt den; sendte; lähetetty; отправлено; дата отправки; надіслано; 送信日時;
        送信日; 送信済み; 发送时间; 发送日期; 寄件日期; 傳送時間; 傳送日期; 发送; 發送; 寄送日期;
        보낸 날짜; 보냄; 보낸 시간; odesláno; odoslané; gönderildi; gönderilme tarihi;
        gönderme tarihi; elküldve; küldve; küldés ideje; küldés dátuma; trimis; data trimiterii;
        poslano; poslato; saadetud; išsiųsta; nosūtīts; đã gửi; ngày gửi; dikirim; στάλθηκε;
        изпратено; נשלח; ส่ง; enviat; sendt dato
        """,
    "to": """
        to; an; empfänger; à; a; destinataire; destinataires; para; destinatario; destinatário;
        aan; do; dla; adresat; till; til; vastaanottaja; кому; получатель; до; 宛先; 收件人;
        收件者; 받는 사람; 받는사람; komu; pro; kime; alıcı; címzett; către; prima; za; kellele;
        kam; đến; tới; người nhận; kepada; προς; אל; إلى; ถึง; per a
        """,
    "copy": """
        cc; bcc; c.c.; kopie; kopie (cc); copie; copie à; copia; cco; con copia; cópia; kopia; dw;
        udw; kopi; kopio; копия; копія; 抄送; 副本; 密件抄送; 참조; 숨은 참조; másolatot kap;
        másolat; bilgi; cci; ccn; kopi til; blindkopie
        """,
    "subject": """
        subject; betreff; betr; betr.; objet; sujet; asunto; oggetto; assunto; onderwerp; temat;
        ämne; emne; aihe; тема; 件名; 主题; 主題; 主旨; 标题; 제목; předmět; predmet; konu; tárgy;
        subiect; naslov; teema; tēma; chủ đề; tiêu đề; perihal; subjek; θέμα; נושא; الموضوع;
        เรื่อง; assumpte; относно
        """,
    "other": """
        reply-to; reply to; antwort an; antworten an; répondre à; responder a; rispondi a;
        risposta; responder para; antwoord aan; odpowiedź do; svara till; svar til; vastausosoite;
        ответить; 返信先; 答复; 回复; importance; priority; wichtigkeit; priorität; importancia;
        attachments; attachment; anlagen; anhänge; pièces jointes; datos adjuntos; allegati;
        anexos; bijlagen; załączniki; bilagor; vedhæftede filer; vedlegg; liitteet; вложения;
        添付ファイル; 附件; organization; organisation; mailing list; list; message-id;
        in-reply-to; references; newsgroups; resent-from
        """,
}

# Which kind of field a label in lower case stands for.
KINDS: dict[str, str] = {
    label.strip(): kind for kind, labels in _LABELS.items() for label in labels.split(";")
}
