"""What the bot decided, in a sentence; pure."""

from typing import Final

from console.understanding_words import describe_share
from domain.decisions import Answer, Ask, Decision, DecisionRecord, Escalate, Relay, RunAction
from domain.knowledge import ArticleMatch
from routing.menu_rules import MENUS

_REASONS: Final = {
    "asked_for_person": "the customer asked for a person",
    "unknown": "it had no sure answer",
    "sensitive": "what may answer it is marked sensitive",
    "foreign_language": "it does not speak the language of the message",
    "partly_known": "it had a sure answer to only some of the questions",
    "not_helped": "the customer said that the answer did not help",
    "none_of_these": "none of what it offered was right",
    "attachment": "a file came without a question",
    "opted_out": "the sender has opted out of automatic messages",
    "stranger": "somebody who was not part of the conversation wrote into it",
    "copied": "somebody wrote who only gets copies, and the bot writes to the customer alone",
    "too_many_replies": "the bot had written often, and the other side may be a machine",
    "too_many_unproven": "nothing proves the sender's address, and many mails had gone out already",
    "repeated": "the sender wrote the same again after a reply",
    "form_failed": "several answers in a row were none to what the bot had asked",
    "not_verified": "the customer could not prove enough about who they are",
    "approval": "somebody must allow what the customer began",
    "refused": "what the customer began could not be done",
    "unclear": "nobody knows whether what the customer began was done",
    "refuted": "the receiving server found the sender's address to be forged",
    "rule": "a supervisor's rule takes such messages",
    "complaint": "it is about a complaint, which a person answers",
    "maybe_complaint": "it may be a complaint, and asking back would be no help",
    "system_down": "the system that was to do it did not answer",
}
_SILENCES: Final = {
    "automatic": "a machine wrote the message",
    "with_person": "a person has the conversation",
    "too_many_replies": "the bot had written often, and a courtesy needs no answer",
    "opted_out_before": "the sender had opted out before, and that was confirmed then",
    "copied": "a courtesy of somebody who only gets copies needs no answer",
}
# What was done with a self-service action.
_DONE: Final = {
    "begin": "Began {action}, which customers do by themselves.",
    "go_on": "Took the message for the form of {action}.",
    "ask_again": "Asked the open question of {action} again.",
    "cancel": "Ended {action}, as the customer wished.",
    "restart": "Began {action} anew, as the customer wished.",
}
_SMALL_TALK: Final = {
    "greeting": "Greeted back",
    "thanks": "Took the thanks",
    "goodbye": "Said goodbye",
    "empty": "Asked what it is about, as the message had no words",
}


def describe_decision(record: DecisionRecord, queue_titles: dict[str, str]) -> str:
    """Say what the bot did, for a supervisor who reads it out."""
    decision = record.decision
    if isinstance(decision, Answer):
        return _describe_answer(decision)
    if isinstance(decision, Ask):
        return _describe_question(decision)
    if isinstance(decision, Escalate):
        queue = queue_titles.get(decision.queue, decision.queue)
        reason = _REASONS.get(decision.reason, decision.reason.replace("_", " "))
        meanwhile = (
            f" Sent at once: {_name_articles(decision.meanwhile)}." if decision.meanwhile else ""
        )
        return f"Handed over to the queue {queue}, because {reason}.{meanwhile}"
    if isinstance(decision, Relay):
        return (
            f"Left the message to {decision.to.title()}, which leads this account's conversations."
        )
    if isinstance(decision, RunAction):
        action = decision.action.replace("_", " ")
        return _DONE.get(decision.do, "Went on with {action}.").format(action=f"“{action}”")
    silence = _SILENCES.get(decision.reason, decision.reason.replace("_", " "))
    return f"Said nothing, because {silence}."


def _describe_question(decision: Ask) -> str:
    if decision.question in MENUS:
        return "Showed what customers can do by themselves."
    return f"Asked back, with {_count(len(decision.choices), 'choice')} to pick from."


def name_decision(decision: Decision) -> str:
    """Name the kind of a decision in a word."""
    return {
        "Answer": "Answered",
        "Ask": "Asked back",
        "Escalate": "Handed over",
        "RunAction": "Acted",
        "Relay": "Passed on",
        "Ignore": "Stayed silent",
    }[type(decision).__name__]


def _describe_answer(decision: Answer) -> str:
    if decision.article is not None:
        several = "article" if not decision.more else "articles"
        named = _name_articles((decision.article, *decision.more))
        return f"Answered with the {several} {named}."
    if decision.responder == "rule":
        return "Answered with the words of a supervisor's rule."
    kind = decision.context.get("kind", "")
    if kind in _SMALL_TALK:
        return f"{_SMALL_TALK[kind]}."
    keyword = decision.context.get("keyword")
    return f"Answered the keyword {keyword.upper()}." if keyword else "Answered at once."


def _name_articles(matches: tuple[ArticleMatch, ...]) -> str:
    named = [f"“{match.title}”, {describe_share(match.confidence)} sure" for match in matches]
    return ", and ".join(named)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
