"""Believable people, examples, reasons and files to fill a demo or a load test. Invented, pure and repeatable.

Everything follows from the random generator or the seed that the caller gives; nothing here reads the database.
"""
