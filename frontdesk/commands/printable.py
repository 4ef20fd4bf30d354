"""What people wrote, made fit for a terminal."""


def show(line: str) -> str:
    """Write out what a terminal would obey rather than show."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in line
    )
