"""One command a file; `frontdesk.command_line` lists them."""
