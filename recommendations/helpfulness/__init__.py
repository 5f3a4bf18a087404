"""Which Read More links help: shows and clicks, counted for all readers together.

A reader's browser says what was seen and followed of one list (`beacon`, `receiving`). It waits in
memory (`waiting`) until a task stores it by day (`storing`); `report` is what editors are told of
it, by the formulas of `rates` and `positions`.
"""
