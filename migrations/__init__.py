"""The database's history: one file a version, run in order by `frontdesk migrate`."""
