"""Rules for letters, which others may send into a conversation and machines send back and forth.

A machine that says so is known by then. These rules end the loops of those that do not; RFC 3834,
section 5, asks for a limit that depends on nothing that the other side says.
"""

from domain.decisions import Ignore
from domain.routing import Hit, Miss, Situation
from routing.choice_reading import read_choice
from routing.escalating import escalate

_COURTESIES = frozenset({"thanks", "goodbye"})


def sender_refuted(situation: Situation) -> Hit | Miss:
    """Whoever holds a forged address may never have written, and is to hear nothing of it."""
    if situation.refuted is None:
        return Miss(why="No receiving server found the sender's address to be forged.")
    return escalate(
        situation,
        "refuted",
        "The receiving server found the sender's address to be forged "
        f"({situation.refuted}), so a person looks at it and nothing is sent.",
        acknowledge=False,
    )


def written_by_stranger(situation: Situation) -> Hit | Miss:
    """Who was not part of a conversation and writes into it is read by a person."""
    if not situation.stranger:
        return Miss(why="The sender has a part in the conversation.")
    return escalate(
        situation,
        "stranger",
        "Somebody who was not part of the conversation wrote into it, so a person looks at it.",
        acknowledge=False,
    )


def written_by_copied(situation: Situation) -> Hit | Miss:
    """The bot writes to the requester alone, so that whoever else asks would hear nothing."""
    if not situation.copied:
        return Miss(why="The sender is not somebody who only gets copies.")
    why = "Somebody wrote who only gets copies, and the bot writes to the customer alone"
    if situation.understanding.intent in _COURTESIES:
        return Hit(decision=Ignore(reason="copied"), why=f"{why}; a courtesy needs no answer.")
    return escalate(situation, "copied", f"{why}, so a person looks at it.", acknowledge=False)


def sender_replied_too_often(situation: Situation) -> Hit | Miss:
    """So many letters to one address end every loop; only people answer what the bot asked back."""
    hour, day = situation.sent_to_sender_within_hour, situation.sent_to_sender_within_day
    policy = situation.policy
    if day >= policy.most_replies_to_sender_per_day:
        return _fall_silent(situation, f"The bot has written to the sender {day} times in a day")
    if hour < policy.most_replies_to_sender_per_hour:
        most = policy.most_replies_to_sender_per_hour
        return Miss(why=f"The bot has written to the sender {hour} times in an hour, of {most}.")
    if _answers_question(situation):
        return Miss(why="The bot has written to the sender often, but asked what is answered now.")
    return _fall_silent(situation, f"The bot has written to the sender {hour} times in an hour")


def unproven_replied_too_often(situation: Situation) -> Hit | Miss:
    """Replies to forged addresses reach people who never wrote; limits for each bound no crowd."""
    sent, most = (
        situation.sent_to_unproven_within_hour,
        situation.policy.most_replies_to_unproven_per_hour,
    )
    if sent < most:
        return Miss(why=f"No {most} messages were sent within an hour, or the address is proven.")
    why = f"Nothing proves the sender's address, and {most} messages were sent within an hour"
    return _fall_silent(situation, why, reason="too_many_unproven")


def sender_repeats_itself(situation: Situation) -> Hit | Miss:
    """The very same words after a reply: a machine, or somebody whom the reply did not help."""
    if not situation.repeats_itself:
        return Miss(why="The sender has not written the same before.")
    if situation.form is not None and situation.form.reads:
        return Miss(why="The sender wrote the same before, but it answers what a form asked.")
    why = "The sender wrote the same before and was replied to"
    return _fall_silent(situation, why, reason="repeated")


def _fall_silent(situation: Situation, why: str, *, reason: str = "too_many_replies") -> Hit:
    if situation.understanding.intent in _COURTESIES:
        return Hit(
            decision=Ignore(reason="too_many_replies"),
            why=f"{why}, and this is a courtesy, which needs no answer.",
        )
    return escalate(situation, reason, f"{why}, so a person looks at it.", acknowledge=False)


def _answers_question(situation: Situation) -> bool:
    pending = situation.pending
    if situation.form is not None and situation.form.reads:
        return True
    if pending is None:
        return False
    return read_choice(situation.text, situation.choice, pending.choices) is not None
