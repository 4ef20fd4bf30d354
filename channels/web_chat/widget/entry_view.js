// entry_view
