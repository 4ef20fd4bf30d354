"""What operators can count: decisions, deliveries, jobs and what waits."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge

from crm_store.inbox import count_waiting
from crm_store.jobs import count_jobs
from crm_store.store import Store

# The labels of each event; others would let the number of series grow without bound.
_EVENTS: dict[str, tuple[str, Sequence[str]]] = {
    "received": ("Messages taken in", ("channel", "duplicate")),
    "decision": ("Decisions of the routing table", ("rule", "channel")),
    "delivery": ("Messages handed to a channel", ("channel", "outcome")),
    "web_form_robots": ("Forms dropped because the honeypot was filled in", ("account",)),
    "mail_connections": ("Connections to mail servers for sending", ("account", "outcome")),
    "mail_received": ("Mails taken in", ("account", "by")),
    "mail_refused": ("Mails and connections refused", ("account", "reason")),
    "mailbox_outage": ("Tries to read a mailbox that failed", ("account", "error")),
    "training": ("Indexes made of the knowledge", ("stage", "outcome")),
    "suggestion": ("Replies of agents, by whether an article was taken for them", ("used",)),
    "business": ("Calls of the company's own system", ("operation", "outcome")),
    "relay": ("Messages that a Rasa server was told, by what came of them", ("outcome",)),
    "guessing_stopped": ("Wrong answers beyond what all may have together", ("scope",)),
    "clock_failed": ("Milestones of clocks that could not be seen to", ("error",)),
    "complaint_failed": ("Complaints that could not be seen to as they fell due", ("error",)),
    "ballot_failed": ("Questions how it was that could not be asked", ("error",)),
    "voucher": ("Vouchers that were to be redeemed, by what came of it", ("outcome",)),
    "voucher_guess": ("Codes tried that no voucher has", ()),
    "voucher_failed": ("Expired vouchers that could not be seen to", ("error",)),
    "not_woken": ("Conversations that could not be woken from their snooze", ("error",)),
    "not_given": ("Waiting conversations that could not be given to anybody", ("error",)),
    "presence_not_seen_to": ("Agents and conversations that were not handed on", ("error",)),
    "waiting_reconciled": ("Looks that found those who wait put down wrongly", ()),
    "trigger": ("Conversations that a trigger was done to", ("name",)),
    "trigger_failed": ("Conversations that a trigger could not be done to", ("error",)),
    "macro": ("Macros done by agents", ("name",)),
    "not_counted": ("Conversations that could not be counted for the figures", ("error",)),
    "figures_wrong": ("Conversations and sums that the nightly check found counted wrongly", ()),
    "job": ("Jobs worked on", ("kind", "outcome")),
}


class Metrics:
    """Counters of one process, for `/metrics`.

    Attributes:
        registry: what Prometheus reads.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters = {
            event: Counter(f"frontdesk_{event}", text, labels, registry=self.registry)
            for event, (text, labels) in _EVENTS.items()
        }
        self._jobs = Gauge(
            "frontdesk_jobs", "Jobs by state", ("kind", "state"), registry=self.registry
        )
        self._waiting = Gauge(
            "frontdesk_conversations_waiting",
            "Conversations with people, not resolved",
            ("queue",),
            registry=self.registry,
        )

    def count(self, event: str, **labels: str) -> None:
        """Count one event; see `bot.tools.Counter`."""
        counter = self._counters[event]
        (counter.labels(**labels) if labels else counter).inc()

    async def measure(self, store: Store) -> None:
        """Read how much waits in the store."""
        jobs = await store.read(count_jobs)
        self._jobs.clear()
        for (kind, state), number in jobs.items():
            self._jobs.labels(kind=kind, state=state).set(number)
        self._waiting.clear()
        for queue, number in (await store.read(count_waiting)).items():
            self._waiting.labels(queue=queue).set(number)
