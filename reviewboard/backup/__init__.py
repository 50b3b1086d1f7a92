"""A copy of the whole board at one moment, database and evidence, and the way back from it."""
