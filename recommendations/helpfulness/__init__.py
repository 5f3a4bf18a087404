"""Which Read More links help: shows and clicks, counted for all readers together.

A reader's browser says what was seen and followed of one list (`beacon`, `receiving`). It waits in
memory (`waiting`) until a task stores it by day (`storing`). `report` is what editors are told of
it: `rates`, without what is too small to tell, corrected for what `positions` do, and, where two
weightings are on trial, their `comparison`.
"""

# What stands for all links among the signals.
ANY = "any"
