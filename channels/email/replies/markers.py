"""The line by which a helpdesk asks to write above it, as replies quote it."""

import re

# "##- Please type your reply above this line -##", in whatever language a desk has set.
_FENCED = re.compile(
    r"[\s>|*]*(?:##-+ ?.{3,120}? ?-+##|={3,} ?.{3,120}?(?:above|oberhalb).{0,60}? ?={3,})[\s*]*"
)
_WORDED = re.compile(
    r"[\W_]*(?:(?:please )?(?:type|write|enter|add|put|send)?(?: your)?\s?(?:reply|response|"
    r"answer|comment|message)s? "
    r"above th(?:is|e) line"
    r"|write above this line"
    r"|bitte (?:antworten|schreiben) sie (?:oberhalb|über) dieser (?:linie|zeile)"
    r"|(?:veuillez )?(?:répondre|écrire|écrivez|répondez|répondez) au-dessus de cette ligne"
    r"|(?:por favor,? )?(?:escriba|escribe|responda|responde)(?: su respuesta)? (?:por encima de|"
    r"encima de|sobre) esta línea"
    r"|(?:scrivi|scrivere|rispondi|rispondere) sopra questa (?:riga|linea)"
    r"|(?:por favor,? )?(?:escreva|responda) acima desta linha"
    r"|(?:typ|schrijf|antwoord|reageer)(?: uw| je)?(?: antwoord| reactie)? boven deze (?:lijn|"
    r"regel)"
    r"|skriv (?:ditt svar |dit svar |svaret )?(?:ovanför|over|ovenfor|över) (?:den här|denne|"
    r"denna) (?:raden|linjen|linje|rad)"
    r")[\W_]*.{0,80}",
    re.IGNORECASE,
)


def is_marker(seen: str) -> bool:
    """Say whether a line asks to write above it."""
    if len(seen) > 250:
        return False
    return _WORDED.fullmatch(seen) is not None or (
        ("##" in seen or "===" in seen) and _FENCED.fullmatch(seen) is not None
    )
