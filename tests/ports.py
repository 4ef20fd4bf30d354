"""Ports that stay free until they are listened on.

The system hands out the ports of clients and of "any free one" from 32768 on, so that one of these
that was free a moment ago may be somebody's connection now. Ours are below.
"""

import itertools
import os
import socket

# So many ports for each process of a run, which are all that look for some at one time.
_FIRST, _EACH, _MOST_PROCESSES = 20_000, 1_500, 8
_process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _MOST_PROCESSES
_own = range(_FIRST + _process * _EACH, _FIRST + (_process + 1) * _EACH)
_candidates = itertools.cycle(_own)
# Another run beside this one begins elsewhere.
for _ in range(os.getpid() * 389 % _EACH):
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
