"""Reports: figures read into what pages, files, the API and mails tell of a period."""
