"""The tables, by subject; importing this package loads all of them."""

from crm_store.schema.base import Json, UtcTime, metadata
from crm_store.schema.conversations import (
    clocks,
    conversations,
    decisions,
    interactions,
    participants,
    whole_bodies,
)
from crm_store.schema.knowledge import (
    answer_feedback,
    article_versions,
    articles,
    counters,
    embeddings,
)
from crm_store.schema.knowledge_desk import (
    article_drafts,
    article_files,
    article_ratings,
    article_reads,
    article_revisions,
    categories,
    gap_questions,
    gap_removals,
    gaps,
    help_searches,
)
from crm_store.schema.knowledge_report import answer_days, question_days
from crm_store.schema.messages import (
    cursors,
    files,
    message_ids,
    outbox,
    raw_messages,
    suppressions,
)
from crm_store.schema.people import consents, customers, identities
from crm_store.schema.self_service import (
    action_runs,
    action_steps,
    attempts,
    link_tokens,
    one_time_codes,
)
from crm_store.schema.staff import api_tokens, queues, sessions, staff
from crm_store.schema.work import jobs

__all__ = [
    "Json",
    "UtcTime",
    "action_runs",
    "action_steps",
    "answer_days",
    "answer_feedback",
    "api_tokens",
    "article_drafts",
    "article_files",
    "article_ratings",
    "article_reads",
    "article_revisions",
    "article_versions",
    "articles",
    "attempts",
    "categories",
    "clocks",
    "consents",
    "conversations",
    "counters",
    "cursors",
    "customers",
    "decisions",
    "embeddings",
    "files",
    "gap_questions",
    "gap_removals",
    "gaps",
    "help_searches",
    "identities",
    "interactions",
    "jobs",
    "link_tokens",
    "message_ids",
    "metadata",
    "one_time_codes",
    "outbox",
    "participants",
    "question_days",
    "queues",
    "raw_messages",
    "sessions",
    "staff",
    "suppressions",
    "whole_bodies",
]
