"""Rules about who is speaking and what they want; each hits with a decision or says why not.

The reasons are written for a supervisor who reads them out to a customer.
"""

from dataclasses import replace

from domain.channel_habits import LETTERS
from domain.decisions import Answer, Ignore
from domain.knowledge import ArticleMatch
from domain.routing import Hit, Miss, Situation
from routing.choice_reading import is_bare_answer, read_choice
from routing.escalating import escalate
from routing.menu_rules import HELP_MENU, MENUS, chosen_from_menu, has_help_menu, list_menu

ARTICLE_PREFIX = "article:"
NONE_OF_THESE = "none"
# Here the other side may be a machine that answers whatever it gets, at our cost.
_CHANNELS_THAT_LOOP = frozenset({"sms", "email"})


def consent_keyword(situation: Situation) -> Hit | Miss:
    """STOP, START and HELP are answered before anything else (CTIA Messaging Principles, 5.1)."""
    if situation.consent is None:
        return Miss(why="The message is no STOP, START or HELP.")
    if situation.refuted is not None:
        return Miss(why="The sender's address was found to be forged, so nothing is confirmed.")
    keyword = situation.consent.lower()
    if keyword == "stop" and situation.opted_out:
        return Hit(
            decision=Ignore(reason="opted_out_before"),
            why="The sender had said STOP before; it was confirmed then and is not again.",
        )
    if situation.replied_lately >= situation.policy.most_replies:
        return Hit(
            decision=Ignore(reason="too_many_replies"),
            why=f"The bot has replied {situation.replied_lately} times within an hour already.",
        )
    why = f"The message is the keyword {keyword.upper()}, which is always answered."
    if keyword == "help" and has_help_menu(situation):
        return Hit(decision=list_menu(situation, HELP_MENU), why=why)
    context = _describe_keyword(situation, keyword)
    return Hit(decision=Answer(responder="consent", context=context), why=why)


def _describe_keyword(situation: Situation, keyword: str) -> dict[str, str]:
    """Say what is confirmed; a messenger has commands, and everybody begins there with /start."""
    if situation.channel != "telegram":
        return {"keyword": keyword}
    again = {"again": "yes"} if situation.opted_out else {}
    return {"keyword": keyword, "commands": "yes", **again}


def automatic_message(situation: Situation) -> Hit | Miss:
    """A machine gets no reply, or two machines would talk for ever (RFC 3834, section 2)."""
    if situation.automatic is None:
        return Miss(why="Nothing says that a machine wrote the message.")
    return Hit(
        decision=Ignore(reason="automatic"),
        why=f"A machine wrote the message ({situation.automatic}), so it is not answered.",
    )


def opted_out_sender(situation: Situation) -> Hit | Miss:
    """Who said STOP and writes again is read by a person, and hears nothing automatic."""
    if not situation.opted_out:
        return Miss(why="The sender has not opted out of messages.")
    if not situation.opt_out_covers_answers:
        return Miss(why="The sender has opted out of unasked mail, which an answer is not.")
    if situation.with_person:
        return Miss(why="The sender has opted out, but a person has the conversation already.")
    return escalate(
        situation,
        "opted_out",
        "The sender has opted out of messages, so the bot says nothing and a person reads it.",
        acknowledge=False,
    )


def person_has_conversation(situation: Situation) -> Hit | Miss:
    """The bot is silent once a person has the conversation."""
    if not situation.with_person:
        return Miss(why="No person has the conversation.")
    return Hit(
        decision=Ignore(reason="with_person"),
        why="A person has the conversation, so the bot stays silent.",
    )


def replied_too_often(situation: Situation) -> Hit | Miss:
    """Two machines that thank each other would go on for ever; a person looks instead.

    RFC 3834, section 5, asks for a limit where nothing else gives the loop away.
    """
    replied, most = situation.replied_lately, situation.policy.most_replies
    if replied < most:
        return Miss(why=f"The bot has replied {replied} times within an hour; {most} are allowed.")
    return escalate(
        situation,
        "too_many_replies",
        f"The bot has replied {replied} times within an hour, so a person looks at it.",
        acknowledge=situation.channel not in _CHANNELS_THAT_LOOP,
    )


def pending_question_answered(situation: Situation) -> Hit | Miss:
    """An answer to what the bot asked back: pressed, by number, or in the choice's words."""
    if situation.pending is None:
        return Miss(why="The bot had asked nothing.")
    if situation.pending.question in MENUS:
        return chosen_from_menu(situation, situation.pending.choices)
    chosen = read_choice(situation.text, situation.choice, situation.pending.choices)
    if chosen is None:
        count = len(situation.pending.choices)
        return Miss(why=f"The message names none of the {count} choices the bot had offered.")
    if chosen.value == NONE_OF_THESE:
        why = "The customer chose none of the articles the bot had offered."
        return escalate(_without_topic(situation), "none_of_these", why)
    if not chosen.value.startswith(ARTICLE_PREFIX):
        return Miss(why=f"The choice '{chosen.value}' belongs to no article.")
    match = ArticleMatch(
        article_id=chosen.value.removeprefix(ARTICLE_PREFIX),
        locale=situation.understanding.language,
        version=0,
        title=chosen.label,
        confidence=1.0,
        topic=situation.pending.topic,
    )
    return Hit(
        decision=Answer(responder="article", article=match),
        why=f"The customer chose '{chosen.label}' from what the bot had offered.",
    )


def asked_for_person(situation: Situation) -> Hit | Miss:
    """Nobody has to argue with a bot to reach a person."""
    if situation.understanding.intent != "person":
        return Miss(why="The customer did not ask for a person.")
    return escalate(situation, "asked_for_person", "The customer asked for a person.")


def attachment_only(situation: Situation) -> Hit | Miss:
    """A file without a question is for a person's eyes; a bare "hello" beside it is none."""
    if not situation.attachments:
        return Miss(why="The message has no attachments.")
    if situation.understanding.intent not in {"empty", "greeting"}:
        return Miss(why="The message has attachments, but also words to go by.")
    files = (
        "one attachment" if situation.attachments == 1 else f"{situation.attachments} attachments"
    )
    why = f"The message is {files} without a question, which a person has to look at."
    return escalate(situation, "attachment", why)


def empty_text(situation: Situation) -> Hit | Miss:
    """Nothing to read: ask kindly what it is about."""
    if situation.understanding.intent != "empty":
        return Miss(why="The message has words in it.")
    return Hit(
        decision=Answer(responder="small_talk", context={"kind": "empty"}),
        why="The message has no words in it, so the bot asks what it is about.",
    )


def small_talk(situation: Situation) -> Hit | Miss:
    """A greeting, thanks or goodbye with no question in it."""
    intent = situation.understanding.intent
    if intent not in {"greeting", "thanks", "goodbye"}:
        return Miss(why="The message is more than a greeting, thanks or goodbye.")
    name = {"greeting": "a greeting", "thanks": "thanks", "goodbye": "a goodbye"}[intent]
    return Hit(
        decision=Answer(responder="small_talk", context={"kind": intent}),
        why=f"The message is {name} and nothing more.",
    )


def nothing_asked(situation: Situation) -> Hit | Miss:
    """A "yes" or "2" to nothing, or "never mind" where nothing is under way, is for nobody.

    Whoever was just served would be silent for the bot from then on, had a person to read it.
    """
    if not situation.offered or situation.attachments or situation.channel in LETTERS:
        return Miss(why="What asks nothing is left to a person here.")
    if situation.form is not None:
        return Miss(why=f"'{situation.form.title}' is under way.")
    if situation.understanding.command == "cancel":
        kind, why = "thanks", "The customer wants nothing any more, and nothing is under way."
    elif situation.pending is None and is_bare_answer(situation.text):
        kind, why = "empty", "The message is an answer, and the bot had asked nothing."
    else:
        return Miss(why="The message is more than an answer to nothing.")
    return Hit(decision=Answer(responder="small_talk", context={"kind": kind}), why=why)


def _without_topic(situation: Situation) -> Situation:
    """A "none" or "4" says nothing about the matter, whatever it may look like."""
    silent = replace(situation.understanding, topic=None, matches=())
    return replace(situation, understanding=silent)
