"""Says that a message has arrived, and by when somebody will answer it."""

from typing import ClassVar

from responders.templated import TemplatedResponder


class AcknowledgementResponder(TemplatedResponder):
    """For channels where nobody waits at the other end, such as the web form."""

    name: ClassVar[str] = "acknowledgement"
