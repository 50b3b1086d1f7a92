"""One final level in force, with its reasons, released to the candidate."""
