"""The policy as a table: read it from the top, the first rule that hits decides."""

from domain.decisions import RuleTrace
from domain.routing import Hit, Rule, Ruling, Situation
from routing.article_rules import (
    did_not_help,
    half_known,
    sensitive_article,
    surely_known,
    unknown,
)
from routing.dialogue_rules import led_elsewhere
from routing.form_rules import (
    form_answered,
    form_cancelled,
    form_got_no_words,
    form_half_known,
    form_not_understood,
    form_restarted,
    form_resumed,
    self_service_asked,
)
from routing.help_rules import read_in_vain
from routing.language_rules import foreign_language
from routing.loop_rules import (
    sender_refuted,
    sender_repeats_itself,
    sender_replied_too_often,
    unproven_replied_too_often,
    written_by_copied,
    written_by_stranger,
)
from routing.menu_rules import menu_asked
from routing.praise_rules import praise_thanked
from routing.question_rules import questions_all_known, questions_partly_known
from routing.rules import (
    asked_for_person,
    attachment_only,
    automatic_message,
    consent_keyword,
    empty_text,
    nothing_asked,
    opted_out_sender,
    pending_question_answered,
    person_has_conversation,
    replied_too_often,
    small_talk,
)

DECISION_TABLE: tuple[Rule, ...] = (
    consent_keyword,
    automatic_message,
    opted_out_sender,
    person_has_conversation,
    sender_refuted,
    written_by_stranger,
    written_by_copied,
    replied_too_often,
    sender_replied_too_often,
    unproven_replied_too_often,
    led_elsewhere,
    pending_question_answered,
    sender_repeats_itself,
    asked_for_person,
    form_cancelled,
    form_restarted,
    menu_asked,
    form_answered,
    form_got_no_words,
    self_service_asked,
    form_resumed,
    did_not_help,
    attachment_only,
    empty_text,
    foreign_language,
    read_in_vain,
    questions_all_known,
    questions_partly_known,
    praise_thanked,
    sensitive_article,
    surely_known,
    small_talk,
    form_half_known,
    form_not_understood,
    nothing_asked,
    half_known,
    unknown,
)


def decide(situation: Situation, table: tuple[Rule, ...] = DECISION_TABLE) -> Ruling:
    """Try the rules in order and return the first hit, with all that was tried before it.

    Raises:
        ValueError: no rule hit; a table must end with a rule that always does.
    """
    trace: list[RuleTrace] = []
    for rule in table:
        outcome = rule(situation)
        hit = isinstance(outcome, Hit)
        trace.append(RuleTrace(rule=rule.__name__, hit=hit, why=outcome.why))
        if isinstance(outcome, Hit):
            return Ruling(decision=outcome.decision, rule=rule.__name__, trace=tuple(trace))
    raise ValueError("no rule of the decision table hit; end it with one that always does")
