"""How well the knowledge serves: the page of figures and its files."""
