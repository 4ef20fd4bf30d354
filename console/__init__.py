"""The doors for people and scripts: staff console, public pages and the JSON API."""
