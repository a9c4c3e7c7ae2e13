"""From words to what was meant: protected words, keywords, a short grammar, trained examples; below that, ask."""

from dialogs.understand.protected import protected

__all__ = ["protected"]
