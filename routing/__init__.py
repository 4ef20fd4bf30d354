"""Where a message goes, as an ordered table of rules that each say why."""
