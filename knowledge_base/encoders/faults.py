"""What may be wrong with an encoder's files."""

from domain.errors import FrontdeskError


class BadEncoderError(FrontdeskError):
    """A file is missing, damaged or of another kind; the text names it and says what to do."""


class EncoderNotInstalledError(FrontdeskError):
    """A package is not there; whoever asked may do without an encoder."""
