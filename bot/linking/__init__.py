"""A chat elsewhere is joined with the record of a known customer, by a link made for them."""
