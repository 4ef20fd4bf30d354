"""What a customer of the story says, as the bytes that its channel would have kept."""

import hashlib
from datetime import datetime
from urllib.parse import urlencode

from channels.web_chat.frames import Message
from channels.web_chat.messages import render_raw
from channels.web_form.parser import RecordedForm
from channels.web_form.raw_messages import derive_delivery_id, make_raw
from demo.stand_ins import SMS_ACCOUNT, SMS_ACCOUNT_SID, SMS_NUMBER, WEB_CHAT_ACCOUNT
from demo.stand_ins import WEB_FORM_ACCOUNT as FORM_ACCOUNT
from demo.story_files import ToldConversation, ToldCustomer
from domain.channels import ThreadKey
from domain.messages import RawMessage


def write_message(
    conversation: ToldConversation,
    customer: ToldCustomer,
    text: str,
    *,
    message_id: str,
    thread: str | None,
    at: datetime,
) -> RawMessage:
    """Write one message.

    Args:
        message_id: the sender's own id of it.
        thread: the channel's thread; None for a form's first message, which begins one.
    """
    match conversation.channel:
        case "sms":
            return _write_sms(customer.phone or "", text, message_id, at)
        case "web_chat":
            key = ThreadKey(channel="web_chat", account=WEB_CHAT_ACCOUNT, thread=thread or "")
            frame = Message(type="message", id=message_id, text=text)
            return render_raw(key, frame, files=(), language=customer.language, received_at=at)
        case "web_form":
            return _write_form(
                conversation, customer, text, message_id=message_id, thread=thread, at=at
            )
        case "email":
            raise ValueError("mails are written by StoryMail, which knows what they answer")


def _write_sms(sender: str, text: str, message_id: str, at: datetime) -> RawMessage:
    sid = make_message_sid(message_id)
    fields = {
        "MessageSid": sid,
        "AccountSid": SMS_ACCOUNT_SID,
        "From": sender,
        "To": SMS_NUMBER,
        "Body": text,
        "NumMedia": "0",
    }
    return RawMessage(
        channel="sms",
        account=SMS_ACCOUNT,
        delivery_id=sid,
        source=sender,
        body=urlencode(fields).encode(),
        received_at=at,
    )


def _write_form(
    conversation: ToldConversation,
    customer: ToldCustomer,
    text: str,
    *,
    message_id: str,
    thread: str | None,
    at: datetime,
) -> RawMessage:
    first = thread is None
    form = RecordedForm(
        email=customer.email or "",
        message=text,
        name=customer.name if first else None,
        subject=conversation.subject if first else None,
        thread=thread,
    )
    delivery_id = derive_delivery_id(message_id, form)
    return make_raw(form, account=FORM_ACCOUNT, delivery_id=delivery_id, received_at=at)


def make_message_sid(message_id: str) -> str:
    """Make an id of the SMS provider's form."""
    return f"SM{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
