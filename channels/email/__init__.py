"""Email: a mailbox or a listener for mail in, SMTP for mail out."""
