"""Rules about what customers do by themselves: to begin an action, and to go on with its form."""

from domain.decisions import RunAction
from domain.routing import FormSituation, Hit, Miss, Situation
from routing.article_rules import half_known

_NO_FORM = "The customer is in the middle of no self-service."
_ELSEWHERE = "The self-service that is under way was begun on another channel."


def form_cancelled(situation: Situation) -> Hit | Miss:
    """Whoever wants to stop stops, whatever was asked."""
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if situation.understanding.command != "cancel":
        return Miss(why=f"The customer does not ask to stop '{form.title}'.")
    return Hit(
        decision=RunAction(action=form.action, do="cancel", run=form.run),
        why=f"The customer asked to stop '{form.title}'.",
    )


def form_restarted(situation: Situation) -> Hit | Miss:
    """Whoever wants to start over starts over."""
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if situation.understanding.command != "restart":
        return Miss(why=f"The customer does not ask to start '{form.title}' over.")
    return Hit(
        decision=RunAction(action=form.action, do="restart", run=form.run),
        why=f"The customer asked to start '{form.title}' over.",
    )


def form_answered(situation: Situation) -> Hit | Miss:
    """An answer to what the form asked, or a correction of what was said before."""
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if not form.reads:
        return Miss(why=f"The message does not read as an answer to what '{form.title}' asked.")
    return Hit(
        decision=_go_on(form),
        why=f"The message reads as an answer to what '{form.title}' asked.",
    )


def form_got_no_words(situation: Situation) -> Hit | Miss:
    """A photo, or nothing at all, in answer to a form's question: it is asked again."""
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if situation.understanding.intent != "empty":
        return Miss(why="The message has words in it.")
    if form.idle:
        return Miss(why=f"'{form.title}' was asked too long ago for a message without words.")
    return Hit(
        decision=_go_on(form),
        why=f"The message has no words in it, and '{form.title}' waits for an answer.",
    )


def self_service_asked(situation: Situation) -> Hit | Miss:
    """Something that customers can do by themselves is asked for."""
    name, form = situation.understanding.action, situation.form
    if name is None:
        return Miss(why="The message asks for nothing that customers can do by themselves.")
    title = situation.offered.get(name)
    if title is None:
        return Miss(why=f"The message asks for '{name}', which is not offered here.")
    if form is not None and form.action == name:
        return _ask_again(form)
    words = situation.understanding.action_words
    by = f" by '{words}'" if words else ""
    return Hit(
        decision=RunAction(action=name),
        why=f"The message asks for '{title}'{by}, which is offered.",
    )


def form_resumed(situation: Situation) -> Hit | Miss:
    """Whoever asks to go on goes on where they were, on whatever channel of theirs."""
    form = situation.form
    if form is None:
        return Miss(why=_NO_FORM)
    if situation.understanding.command != "go_on":
        return Miss(why=f"The customer does not ask to go on with '{form.title}'.")
    return Hit(
        decision=RunAction(action=form.action, do="ask_again", run=form.run),
        why=f"The customer asked to go on with '{form.title}'.",
    )


def form_half_known(situation: Situation) -> Hit | Miss:
    """A question beside the form that is half understood: the bot asks which it is.

    The form stays open. Once the customer has chosen, its own question follows the answer.
    """
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if form.idle:
        return Miss(why=f"'{form.title}' was asked too long ago to be gone on with.")
    if not form.asks:
        return Miss(why=f"The message in the middle of '{form.title}' does not read as a question.")
    return half_known(situation)


def form_not_understood(situation: Situation) -> Hit | Miss:
    """What nothing else explains was meant for the form, which asks again."""
    form = _find_here(situation)
    if isinstance(form, Miss):
        return form
    if form.idle:
        return Miss(why=f"'{form.title}' was asked too long ago for this to be meant for it.")
    return Hit(
        decision=_go_on(form),
        why=f"The message means nothing else, so it is taken for an answer to '{form.title}'.",
    )


def _find_here(situation: Situation) -> FormSituation | Miss:
    if situation.form is None:
        return Miss(why=_NO_FORM)
    return Miss(why=_ELSEWHERE) if situation.form.elsewhere else situation.form


def _go_on(form: FormSituation) -> RunAction:
    return RunAction(action=form.action, do="go_on", run=form.run)


def _ask_again(form: FormSituation) -> Hit:
    where = " on another channel" if form.elsewhere else ""
    return Hit(
        decision=RunAction(action=form.action, do="ask_again", run=form.run),
        why=f"The customer asked again for '{form.title}', which they had begun{where}.",
    )
