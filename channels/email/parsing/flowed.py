"""Text of which the sender's program wrapped the lines (RFC 3676, format=flowed)."""


def unwrap_flowed(text: str, *, delete_space: bool) -> str:
    """Join the lines that belong together; quotes keep their depth as `> > `.

    Args:
        delete_space: the parameter DelSp: the blank at a line's end is no part of the text.
    """
    paragraphs: list[tuple[int, list[str]]] = []
    flowing = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")  # that blank was stuffed in (4.4)
        flows = content.endswith(" ") and content != "-- "
        kept = content[:-1] if flows and delete_space else content
        if flowing and depth == paragraphs[-1][0] and content != "-- ":
            paragraphs[-1][1].append(kept)
        else:
            paragraphs.append((depth, [kept]))
        flowing = flows
    return "\n".join("> " * depth + "".join(pieces) for depth, pieces in paragraphs)
