"""What an import of people will not take, and the sentences that say so: for the whole, and for each cell."""

from typing import Any

from flask_babel import lazy_gettext as _

from reviewboard.foundation.people.csv_file import Problem, Wrong
from reviewboard.foundation.refusals import Incomplete, Refusal


class ImportHasProblems(Incomplete):
    """The file has problems, so nobody was imported. `found` holds them all."""

    message = _("The file needs a correction. Nobody was imported.")

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(problems=tuple(sentence(problem) for problem in found))
        self.found = found


class ImportChanged(Refusal):
    """What the import would do now is not what its preview showed."""

    message = _("People changed after this preview. Nobody was imported: look at the new preview first.")


def sentence(problem: Problem) -> str:
    """Return what is wrong with a cell or a file, in the reader's language. The place is told beside it."""
    return str(WORDS[problem.wrong]) % {"value": problem.value, "column": problem.column}


WORDS: dict[Wrong, Any] = {
    Wrong.TOO_LARGE: _("The file is larger than 1 MB. Split it."),
    Wrong.NOT_UTF8: _("This is not UTF-8 text. Save the file as “CSV UTF-8”."),
    Wrong.NOT_CSV: _("The quotation marks or line ends are broken here."),
    Wrong.NO_ROWS: _("There is nobody below the headings."),
    Wrong.TOO_MANY_ROWS: _("There are more than 5,000 people. Split the file."),
    Wrong.COLUMN_UNKNOWN: _("The column “%(value)s” is not known."),
    Wrong.COLUMN_TWICE: _("The column “%(column)s” is there twice."),
    Wrong.COLUMN_MISSING: _("The column “%(column)s” is missing."),
    Wrong.TOO_MANY_CELLS: _("There are more cells than columns. Put text that holds the separator in quotation marks."),
    Wrong.EMPTY: _("This cell may not be empty."),
    Wrong.TOO_LONG: _("This text is too long."),
    Wrong.CONTROL: _("This text holds characters that cannot be seen."),
    Wrong.FORMULA: _("“%(value)s” begins like a spreadsheet formula. Begin it with a letter or a digit."),
    Wrong.NOT_AN_EMAIL: _("“%(value)s” is not an e-mail address."),
    Wrong.NOT_A_LANGUAGE: _("“%(value)s” is not a language of the board: write fr, en or fr,en."),
    Wrong.NOT_A_ROLE: _("“%(value)s” is not a role: write candidate, assessor, lead or coordinator."),
    Wrong.NOT_A_CAPACITY: _("“%(value)s” is not a number of cases from 0 to 200."),
    Wrong.NOT_A_DATE: _("“%(value)s” is not a date: write it as 2027-03-31."),
    Wrong.OWN_SUPERVISOR: _("Nobody supervises themselves."),
    Wrong.TWICE: _("This person has this role on line %(value)s already."),
    Wrong.DIFFERS: _("This differs from what line %(value)s says of the same person."),
    Wrong.AUDITOR: _("This person is an auditor, and an auditor takes part in no cycle."),
    Wrong.ROLES_CLASH: _("A coordinator of the cycle can be nothing else in it."),
    Wrong.SUPERVISOR_UNKNOWN: _(
        "No account has the address %(value)s. Add a line for this person; the role may stay empty."
    ),
    Wrong.DISABLED: _("This account is disabled. Ask an administrator."),
    Wrong.NO_SCALE: _("Choose the scale of the cycle first: training is on a scale."),
}
