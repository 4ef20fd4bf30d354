"""A small shop's knowledge base, in English and, in part, in German and French."""

from domain.knowledge import Article


def write_article(
    article_id: str, title: str, *variants: str, locale: str = "en", answer: str = "So it is."
) -> Article:
    return Article(
        id=article_id, locale=locale, title=title, variants=variants, answer=answer, tags=("shop",)
    )


ARTICLES = (
    write_article(
        "password",
        "Reset your password",
        "I forgot my password",
        "cannot log in any more",
        "how do I change my password",
        "my password is not accepted",
    ),
    write_article(
        "delivery",
        "Where is my parcel?",
        "when will my order arrive",
        "track my delivery",
        "the parcel has not come yet",
        "how long does shipping take",
    ),
    write_article(
        "refund",
        "Get your money back",
        "I want a refund",
        "when do I get my money back",
        "return a phone that I do not like",
        "how do refunds work",
    ),
    write_article(
        "hours",
        "Opening hours",
        "when are you open",
        "are you open on Sunday",
        "what time does the shop close",
        "opening times of the shop",
    ),
    write_article(
        "repair",
        "Repair of a broken screen",
        "my screen is cracked",
        "do you repair phones",
        "how much is a new display",
        "the glass of my phone broke",
    ),
    write_article(
        "invoice",
        "Invoice for your purchase",
        "I need an invoice",
        "send me the bill again",
        "where do I find my receipt",
        "invoice with our company's address",
    ),
    write_article(
        "password",
        "Passwort zurücksetzen",
        "Ich habe mein Passwort vergessen",
        "ich kann mich nicht mehr anmelden",
        "wie ändere ich mein Kennwort",
        locale="de",
    ),
    write_article(
        "delivery",
        "Wo ist mein Paket?",
        "wann kommt meine Bestellung an",
        "Sendung verfolgen",
        "das Paket ist noch nicht da",
        locale="de",
    ),
    write_article(
        "warranty",
        "Garantie in der Schweiz",
        "wie lange habe ich Garantie",
        "gilt die Garantie auch in der Schweiz",
        "Garantiefall melden",
        locale="de",
    ),
)
