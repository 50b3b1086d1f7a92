"""The demo: a small believable board, played through the stages' own actions at moments in the past."""
