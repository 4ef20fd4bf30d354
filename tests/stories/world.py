"""The small company of the stories: what it knows, who works there, and which queues they work."""

from bot.articles import import_articles
from crm_store.staff import record_queue, record_staff_member
from crm_store.transaction import Transaction
from domain.knowledge import Article
from domain.staff import Queue, Role, StaffMember
from tests.fakes import MONDAY_MORNING


def _member(name: str, role: Role) -> StaffMember:
    return StaffMember(
        id=f"staff-{name.lower()}",
        email=f"{name.lower()}@example.com",
        name=name,
        role=role,
        password_hash="not used: nobody logs in here",
        active=True,
        created_at=MONDAY_MORNING,
    )


ANN = _member("Ann", Role.AGENT)
BEN = _member("Ben", Role.AGENT)


def _queue(name: str, *topics: str, minutes: int, position: int) -> Queue:
    return Queue(
        name=name,
        title=name.capitalize(),
        topics=topics,
        is_default=not topics,
        first_response_minutes=minutes,
        position=position,
    )


QUEUES = (
    _queue("baggage", "baggage", "pets", minutes=30, position=1),
    _queue("bookings", "booking", "refund", minutes=60, position=2),
    _queue("general", minutes=120, position=3),
)


def article(
    name: str, topic: str, title: str, *variants: str, answer: str, locale: str = "en"
) -> Article:
    """A published article."""
    return Article(
        id=name, locale=locale, title=title, variants=variants, answer=answer, tags=(topic,)
    )


ARTICLES = (
    article(
        "cabin-baggage",
        "baggage",
        "How much cabin baggage may I take?",
        "How much luggage may I carry on board?",
        "hand luggage allowance",
        "size of a carry-on bag",
        answer="One bag of **8 kg** goes with you into the cabin.",
    ),
    article(
        "cabin-baggage",
        "baggage",
        "Wie viel Handgepäck darf ich mitnehmen?",
        "wie schwer darf mein Handgepäck sein",
        "Größe vom Handgepäck",
        answer="Ein Stück von **8 kg** kommt mit in die Kabine.",
        locale="de",
    ),
    article(
        "lost-baggage",
        "baggage",
        "My suitcase did not arrive",
        "lost luggage",
        "my bag is missing",
        "baggage was not on the belt",
        answer="Report it at the desk within 7 days.",
    ),
    article(
        "change-booking",
        "booking",
        "How do I change my flight?",
        "rebook to another day",
        "change the date of my booking",
        answer="Change it under My bookings.",
    ),
    article(
        "cancel-booking",
        "booking",
        "How do I cancel my flight?",
        "cancel my booking",
        "I do not want to travel any more",
        answer="Cancel it under My bookings.",
    ),
    article(
        "refund",
        "refund",
        "When do I get my refund?",
        "where is my money",
        "how long does a refund take",
        answer="Within seven days.",
    ),
    article(
        "wifi",
        "on_board",
        "Is there wifi on board?",
        "internet on the plane",
        "WLAN im Flugzeug",
        answer="Yes, on all long flights.",
    ),
    article(
        "meals",
        "on_board",
        "Kann ich vegetarisches Essen bestellen?",
        "veganes Menü",
        "Sondermahlzeit bestellen",
        answer="Ja, bis 24 Stunden vorher.",
        locale="de",
    ),
)

# What customers of the stories ask, and what comes of it with the thresholds of `story_desk`.
KNOWN = "How much luggage may I carry on board?"
KNOWN_ANSWER = "One bag of 8 kg goes with you into the cabin."
KNOWN_GERMAN = "wie schwer darf mein Handgepäck sein"
HALF_KNOWN = "luggage"
HALF_KNOWN_BOOKING = "cancel or change my flight"
UNKNOWN = "Is your captain married?"
UNKNOWN_GERMAN = "Ist Ihr Kapitän eigentlich verheiratet?"


def furnish(tx: Transaction) -> None:
    """Put everybody and everything into an empty record."""
    for queue in QUEUES:
        record_queue(tx, queue)
    for member in (ANN, BEN):
        record_staff_member(tx, member)
    import_articles(tx, ARTICLES, author="stories", now=MONDAY_MORNING)
