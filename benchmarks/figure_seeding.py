"""A year of a company on PostgreSQL, put on record by a few statements: a million conversations.

Three in five come to people, with two promises each, of which a fifth and a seventh are broken; one
in thirty complains, half of those are given a voucher, and a third of all are asked how it was. One
in a hundred is still open. Whatever is drawn is drawn from the number of the conversation.
"""

from datetime import datetime
from typing import Final

import asyncpg

from console.passwords import hash_password

EMAIL: Final = "sue@example.com"
PASSWORD: Final = "a password of the benchmark"
QUEUES: Final = ("general", "baggage", "bookings", "refunds", "groups", "complaints")
_AGENTS: Final = 30

# n: number; at: when it began; people: whether they got it; open: whether it is still; u: a number
# below a thousand that looks like chance.
_TALKS: Final = """
CREATE UNLOGGED TABLE talks AS
SELECT n,
       '01AV' || lpad(n::text, 22, '0') AS id,
       '01AC' || lpad((n / 2)::text, 22, '0') AS customer_id,
       '{now}'::timestamptz - make_interval(secs => (({number} - n) * 31536000.0 / {number})) AS at,
       n % 5 < 3 AS people,
       (n % 5 < 3 AND n > {number} * 0.99 AND n % 2 = 0) AS open,
       (n::bigint * 7919 % 1009)::int AS u,
       (ARRAY['email','email','email','web_chat','web_chat','sms','telegram','web_form'])
           [1 + n % 8] AS channel,
       CASE WHEN n % 5 < 3 THEN (ARRAY[{queues}])[1 + (n / 5) % {queue_number}] END AS queue,
       CASE WHEN n % 13 > 0 THEN 'topic-' || n % 12 END AS topic,
       (n * 37 % 75)::int AS answered,
       (n * 53 % 1680)::int AS settled
FROM generate_series(1, {number}) AS n
"""
_STATEMENTS: Final = (
    """
INSERT INTO customers (id, name, language, tier, attributes, created_at)
SELECT '01AC' || lpad(n::text, 22, '0'), 'Customer ' || n, 'en',
       CASE WHEN n % 20 = 0 THEN 'gold' WHEN n % 20 < 4 THEN 'silver' ELSE 'standard' END,
       '{{}}', '{now}'
FROM generate_series(0, {number} / 2) AS n
""",
    """
INSERT INTO conversations (id, reference, customer_id, channel, account, thread, subject, status,
    queue, assignee, priority, language, created_at, updated_at, waiting_since, first_response_at,
    resolved_at, disposition, topic, version)
SELECT id, 'FD-' || upper(lpad(to_hex(n), 8, '0')), customer_id, channel, 'main', 'thread-' || n,
    'About ' || coalesce(topic, 'something'), CASE WHEN open THEN 'open' ELSE 'resolved' END, queue,
    CASE WHEN people AND NOT (open AND n % 4 = 0) THEN 'agent-' || n % {agents} END,
    'normal', 'en', at, at + make_interval(mins => answered), CASE WHEN open THEN at END,
    CASE WHEN NOT open THEN at + make_interval(mins => answered) END,
    CASE WHEN NOT open THEN at + make_interval(mins => settled) END,
    CASE WHEN NOT open THEN (ARRAY['solved','solved','no_answer','duplicate'])[1 + n % 4] END,
    topic, 3
FROM talks ORDER BY n
""",
    # First responses: of people, and of the bot at once.
    """
INSERT INTO clocks (id, conversation_id, kind, policy, policy_version, calendar, calendar_version,
    target_us, priority, queue, started_at, as_of, counted_us, due_at, breached_at, met_at,
    stopped_by, seen, corrections, failures)
SELECT '01AF' || lpad(n::text, 22, '0'), id, 'first_response', 'queue:general', 'queue:general',
    'always', 'always', 3600000000, 'normal', queue, at, at + make_interval(mins => answered),
    CASE WHEN people THEN answered * 60000000::bigint ELSE 1000000 END, at + interval '1 hour',
    CASE WHEN people AND (answered >= 60 OR open AND at < '{now}'::timestamptz - interval '1 hour')
         THEN at + interval '1 hour' END,
    CASE WHEN NOT open THEN at + make_interval(mins => CASE WHEN people THEN answered ELSE 0 END)
    END, CASE WHEN open THEN NULL WHEN people THEN 'agent' ELSE 'bot' END,
    '[]', 0, 0
FROM talks ORDER BY n
""",
    """
INSERT INTO clocks (id, conversation_id, kind, policy, policy_version, calendar, calendar_version,
    target_us, priority, queue, started_at, as_of, counted_us, due_at, breached_at, met_at,
    stopped_by, seen, corrections, failures)
SELECT '01AR' || lpad(n::text, 22, '0'), id, 'resolution', 'queue:general', 'queue:general',
    'always', 'always', 86400000000, 'normal', queue, at, at + make_interval(mins => settled),
    settled * 60000000::bigint, at + interval '1 day',
    CASE WHEN settled >= 1440 OR open AND at < '{now}'::timestamptz - interval '1 day'
         THEN at + interval '1 day' END,
    CASE WHEN NOT open THEN at + make_interval(mins => settled) END,
    CASE WHEN NOT open THEN 'resolved' END, '[]', 0, 0
FROM talks WHERE people ORDER BY n
""",
    """
INSERT INTO clock_events (clock_id, kind, at, reason, terms)
SELECT id, kind, at, '', terms FROM (
    SELECT id, 'started' AS kind, started_at AS at, jsonb_build_object('policy', policy,
        'policy_version', policy_version, 'calendar', calendar, 'calendar_version',
        calendar_version, 'target', 'PT' || target_us / 1000000 || 'S', 'priority', priority,
        'queue', queue) AS terms
    FROM clocks WHERE breached_at IS NOT NULL OR met_at IS NULL
    UNION ALL SELECT id, 'met', met_at, NULL FROM clocks
    WHERE breached_at IS NOT NULL AND met_at IS NOT NULL) AS each ORDER BY at
""",
    """
INSERT INTO routings (id, conversation_id, kind, agent, queue, at, known, overflowed, reason, told)
SELECT step || n, id, CASE step WHEN 'q' THEN 'queued' WHEN 'u' THEN 'unserved' ELSE 'taken' END,
    CASE step WHEN 't' THEN 'agent-' || n % {agents} END, queue,
    at + make_interval(mins => CASE step WHEN 'q' THEN 0 WHEN 'u' THEN 2 ELSE u % 70 END),
    false, false, '', ''
FROM talks, unnest(ARRAY['q','u','t']) AS step
WHERE people AND (step <> 'u' OR u < 60) AND (step <> 't' OR NOT (open AND n % 4 = 0))
ORDER BY n, step
""",
    """
INSERT INTO waiting_lines (queue, channel, language, tier, priority, target_us, widened_to)
SELECT DISTINCT queue, channel, 'en', 'standard', 'normal', 3600000000, '' FROM talks WHERE people
""",
    """
INSERT INTO waiting (conversation_id, line_id, waiting_since, due_at, widened)
SELECT talks.id, waiting_lines.id, talks.at, talks.at + interval '1 hour', 0
FROM talks JOIN waiting_lines USING (queue, channel) WHERE open AND n % 4 = 0
""",
    """
INSERT INTO queue_moves (conversation_id, before, after, at)
SELECT id, 'general', 'baggage', at + make_interval(hours => move)
FROM talks, generate_series(1, 4) AS move WHERE people AND u = 7
""",
    """
INSERT INTO complaints (id, number, customer_id, conversation_id, channel, language, category,
    product, root_cause, stage, stage_since, stage_due_at, received_at, acknowledged_at,
    responded_at, closed_at, reopenings, outcome, severity, points, grade, owner, special,
    anonymous, opened_why, last_at, recovery, next_at, version)
SELECT '01AK' || lpad(n::text, 22, '0'), 'C-' || upper(lpad(to_hex(n), 6, '0')), customer_id, id,
    channel, 'en', (ARRAY['delay','lost baggage','refund','rudeness','safety'])[1 + n / 30 % 5],
    topic, CASE WHEN NOT due THEN 'cause-' || n / 30 % 9 END,
    CASE WHEN due THEN 'acknowledged' ELSE 'closed' END,
    at + CASE WHEN due THEN interval '3 minutes' ELSE make_interval(hours => 48 + u) END,
    CASE WHEN due THEN at + interval '3 days' END, at, at + interval '3 minutes',
    CASE WHEN NOT due THEN at + make_interval(hours => 2 + u / 8) END,
    CASE WHEN NOT due THEN at + make_interval(hours => 48 + u) END, 0,
    CASE WHEN NOT due THEN (ARRAY['settled','settled','disagreed'])[1 + n / 30 % 3] END,
    severity, 30, jsonb_build_object('computed', severity, 'parts', '[]'::jsonb),
    'agent-' || n % {agents}, '[]', false, 'an agent said so', at,
    CASE WHEN NOT due THEN (ARRAY['recovered','recovered','lost'])[1 + n / 30 % 3] END,
    CASE WHEN due THEN at + interval '3 days' END, 3
FROM (SELECT *, n > {number} * 0.97 AS due,
             (ARRAY['minor','moderate','serious','critical'])[1 + n / 30 % 4] AS severity
      FROM talks WHERE n % 30 = 0) AS each ORDER BY n
""",
    """
INSERT INTO complaint_events (complaint_id, kind, "to", outcome, at, by, why, facts)
SELECT id, 'moved', stage, CASE WHEN stage = 'closed' THEN outcome END, moved_at, 'Frontdesk', '',
    jsonb_build_object('due_at', moved_at + interval '1 hour')
FROM (SELECT id, outcome, unnest(ARRAY['received','acknowledged','responded','closed']) AS stage,
             unnest(ARRAY[received_at, acknowledged_at, responded_at, closed_at]) AS moved_at
      FROM complaints) AS each
WHERE moved_at IS NOT NULL ORDER BY moved_at
""",
    """
INSERT INTO complaint_conversations (complaint_id, conversation_id, at, why)
SELECT id, conversation_id, received_at, '' FROM complaints
""",
    """
INSERT INTO gestures (id, complaint_id, customer_id, kind, cost, currency, points, what, state,
    tried, reason, period, proposed_at, given_at, done_at, version)
SELECT 'g' || id, id, customer_id, 'voucher', 2500, 'EUR', 0, '',
    CASE WHEN closed_at IS NULL THEN 'proposed' WHEN right(id, 2) < '60' THEN 'done' ELSE 'given'
    END, '[]', '', '', received_at, responded_at,
    CASE WHEN right(id, 2) < '60' THEN closed_at + interval '9 days' END, 2
FROM complaints WHERE right(id, 2)::int % 20 < 10
""",
    """
INSERT INTO ballots (id, survey, conversation_id, customer_id, agent, queue, planned_at, asked_at,
    dropped, closes_at, value, voted_at, changes)
SELECT 'b' || n, CASE WHEN n % 4 = 0 THEN 'ces' ELSE 'csat' END, id, customer_id,
    'agent-' || n % {agents}, queue, asked_at, asked_at, '', asked_at + interval '7 days',
    CASE WHEN u % 3 > 0 THEN 1 + u % 5 END, CASE WHEN u % 3 > 0 THEN asked_at END, 0
FROM (SELECT *, at + make_interval(mins => settled + 15) AS asked_at FROM talks) AS each
WHERE people AND NOT open AND n % 3 = 0 ORDER BY n
""",
    "INSERT INTO figure_changes (conversation_id) SELECT id FROM talks ORDER BY n",
    "DROP TABLE talks",
)


async def seed_year(url: str, *, number: int, now: datetime) -> None:
    """Put a year of conversations into a furnished database, with word that all are to be counted.

    Args:
        number: how many conversations.
        now: when the year ends.
    """
    names: dict[str, object] = {
        "now": now.isoformat(),
        "number": number,
        "agents": _AGENTS,
        "queues": ", ".join(f"'{name}'" for name in QUEUES),
        "queue_number": len(QUEUES),
    }
    connection = await asyncpg.connect(url)
    try:
        # What is put in refers to nothing that is not there; to look each up would take minutes.
        await connection.execute("SET session_replication_role = replica")
        await _put_people(connection, now)
        for statement in (_TALKS, *_STATEMENTS):
            await connection.execute(statement.format(**names))
        # As autovacuum does by itself within a minute.
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _put_people(connection: "asyncpg.Connection", now: datetime) -> None:
    add = (
        "INSERT INTO staff (id, email, name, role, password_hash, active, created_at) "
        "VALUES ($1, $2, $3, $4, $5, true, $6)"
    )
    for number in range(_AGENTS):
        name = f"agent-{number}"
        await connection.execute(
            add, name, f"{name}@example.com", f"Agent {number}", "agent", "", now
        )
    await connection.execute(add, "sue", EMAIL, "Sue", "supervisor", hash_password(PASSWORD), now)
    queue = (
        "INSERT INTO queues (name, title, topics, is_default, first_response_minutes, position, "
        "requires, overflow) VALUES ($1, $1, '[]', false, 60, $2, '{}', '[]') "
        "ON CONFLICT DO NOTHING"
    )
    for place, name in enumerate(QUEUES):
        await connection.execute(queue, name, 10 + place)
