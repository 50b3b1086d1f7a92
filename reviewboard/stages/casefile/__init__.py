"""The case file: all that the board holds of one case, in the candidate's language, for whoever may have it.

A file is a sequence of sections (`sections/`), each a module that turns what was gathered into prepared blocks. Who is
named how, for which reader, stands in `rules.py`; which words are left out of texts, in `redaction.py`.
"""
