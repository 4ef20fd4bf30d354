"""The public page on which customers vote who came by a link of a letter."""
