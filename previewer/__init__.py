"""A program of its own that looks into one file, locked in, and says what people may see of it.

The board starts it for one file at a time and believes nothing it says without looking (`answer.unpack`). It knows nothing
of the board: no database, no setting, no name. `child.py` is where it begins; read `lockdown.py` next.
"""
