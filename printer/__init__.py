"""The program that lays pages out as a tagged PDF: HTML in, bytes out. It knows nothing of the board and fetches nothing.

It runs as a process of its own, so that neither time nor memory of a large file is taken from a worker, let alone from a
page that somebody waits for.
"""
