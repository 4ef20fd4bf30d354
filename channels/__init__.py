"""Every way in and out: parsers, senders and the sockets of each kind of channel."""
