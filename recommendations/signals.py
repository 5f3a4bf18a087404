"""What recommendations tells the rest of the project."""

from django.dispatch import Signal

# The stored lists of a language changed: sent once for each refresh or build that changed any,
# inside its transaction.
# provides args: language
lists_changed = Signal()
