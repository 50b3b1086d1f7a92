"""Large believable data for tests and measurements: whole cases written in bulk, with every promise of the board kept.

What the stages' actions would have written is written here a thousand cases at a time; the rules that decide and the
digests that prove are the stages' own.
"""
