"""The menu of what customers can do by themselves, and what is chosen from it."""

from dataclasses import replace

from domain.decisions import Ask, RunAction
from domain.messages import QuickReply
from domain.routing import Hit, Miss, Situation
from routing.choice_reading import LONGEST_CHOICE, read_choice

ACTION_PREFIX = "action:"
# The responders of the menu alone, and of the answer to HELP with the menu behind it.
MENU = "menu"
HELP_MENU = "help_menu"
MENUS = frozenset({MENU, HELP_MENU})


def menu_asked(situation: Situation) -> Hit | Miss:
    """Who asks what can be done here is shown a menu."""
    if situation.understanding.command != "menu":
        return Miss(why="The customer does not ask what can be done here.")
    if not situation.offered:
        return Miss(why="The customer asks what can be done here, but there is no self-service.")
    return Hit(decision=list_menu(situation, MENU), why="The customer asks what can be done here.")


def has_help_menu(situation: Situation) -> bool:
    """Say whether HELP is answered with the menu behind it.

    Text messages have no other way to show what there is. Who said STOP, or talks to a person, gets
    the carriers' answer alone.
    """
    free = not (situation.opted_out or situation.with_person)
    led_here = situation.dialogue == "embedded"
    return situation.channel == "sms" and bool(situation.offered) and free and led_here


def list_menu(situation: Situation, question: str) -> Ask:
    """List what is offered; the responder puts it into the customer's words and order."""
    choices = tuple(
        QuickReply(label=title, value=f"{ACTION_PREFIX}{name}")
        for name, title in situation.offered.items()
    )
    return Ask(question=question, choices=choices)


def chosen_from_menu(situation: Situation, choices: tuple[QuickReply, ...]) -> Hit | Miss:
    """Begin what was chosen, or go on with it where it is under way."""
    chosen = _find_chosen(situation, choices)
    if chosen is None:
        return Miss(why=f"The message names none of the {len(choices)} things in the menu.")
    name, form = chosen.value.removeprefix(ACTION_PREFIX), situation.form
    if name not in situation.offered:
        return Miss(why=f"The customer chose '{chosen.label}', which is not offered any more.")
    if form is not None and form.action == name:
        decision = RunAction(action=name, do="ask_again", run=form.run)
    else:
        decision = RunAction(action=name)
    return Hit(decision=decision, why=f"The customer chose '{chosen.label}' from the menu.")


def _find_chosen(situation: Situation, choices: tuple[QuickReply, ...]) -> QuickReply | None:
    """Find what was pressed, numbered, or called by all of its name.

    A word of it is not enough: "how do I check in?" is a question, and what is a request is read as
    one anyway.
    """
    nameless = tuple(replace(choice, label="") for choice in choices)
    found = read_choice(situation.text, situation.choice, nameless)
    said = " ".join(situation.text[:LONGEST_CHOICE].split()).strip(".!").casefold()
    return next(
        (
            choice
            for choice in choices
            if (found is not None and choice.value == found.value)
            or choice.label.casefold() == said
        ),
        None,
    )
