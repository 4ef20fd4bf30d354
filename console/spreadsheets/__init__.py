"""Workbooks for spreadsheets; the only place that calls the library that writes them."""
