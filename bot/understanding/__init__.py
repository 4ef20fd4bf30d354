"""What a customer's text means: its language, its intent, and the articles that may answer it."""

from bot.understanding.understand import Understander

__all__ = ["Understander"]
