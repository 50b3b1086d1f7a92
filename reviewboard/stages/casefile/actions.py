"""The verbs of case files: ask for one, make it, note it, let it go."""

from reviewboard.stages.casefile.asking import ask_case_file
from reviewboard.stages.casefile.making import make, note_made
from reviewboard.stages.casefile.sweeping import let_lost_files_go, sweep_case_files, sweep_given_up

__all__ = ["ask_case_file", "let_lost_files_go", "make", "note_made", "sweep_case_files", "sweep_given_up"]
