"""How often somebody may guess, and how long a one-time code is good for."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationPolicy:
    """The limits on proving who one is; counted for each kind of thing that can be guessed.

    Attributes:
        wrong_per_address: wrong answers within an hour from one address that customers write from.
        wrong_per_subject: wrong answers within an hour about one thing, such as a booking
            reference, from all addresses together.
        wrong_overall: wrong answers within an hour altogether; then nobody may guess for a while.
        code_lifetime: so long a code is good.
        code_tries: so many wrong answers a code survives, less one.
        codes_per_address: codes sent to one address within an hour.
        codes_per_customer: codes that one customer has sent for them within a day.
    """

    wrong_per_address: int = 5
    wrong_per_subject: int = 10
    wrong_overall: int = 300
    code_lifetime: timedelta = timedelta(minutes=10)
    code_tries: int = 5
    codes_per_address: int = 3
    codes_per_customer: int = 5
