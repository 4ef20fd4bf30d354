"""Ports that stay free until they are listened on.

The system hands out the ports of clients and of "any free one" from 32768 on, so that one of these
that was free a moment ago may be somebody's connection now. Ours are below.
"""

import itertools
import os
import socket

_FIRST, _LAST = 20_000, 32_000
# Several processes look for ports at once; each begins elsewhere.
_candidates = itertools.cycle(range(_FIRST, _LAST))
for _ in range(os.getpid() * 7919 % (_LAST - _FIRST)):
    next(_candidates)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on, and that is given to nobody else here."""
    for port in _candidates:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("there is always a next one")
