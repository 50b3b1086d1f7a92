"""The files that were handed in: their sizes and digests. The files themselves stay in the vault."""

from flask_babel import gettext as _

from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.stages.casefile.blocks import Prose, Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.submission.check_words import why_refused
from reviewboard.stages.submission.looking import Looked


def section(held: Holdings, voice: Voice) -> Section:
    """Return the list of evidence, numbered through all examples as its readers knew it."""
    rows: list[tuple[str, ...]] = []
    digests: list[str] = []
    for position, example in enumerate(held.examples, start=1):
        for file in held.evidence.get(example.id, ()):
            looked = held.looked.get(file.id, Looked())
            called = _("Evidence %(number)s", number=len(rows) + 1)
            if voice.names.file_names:
                called += f" – {file.file_name}"
            state = str(why_refused(looked.reason)) if looked.reason else ("✓" if looked.accepted else "…")
            rows.append((called, str(position), ending_of(file.media_type).upper(), str(file.size), state))
            digests.append(f"SHA-256 {file.sha256}")
    if not rows:
        return Section("evidence", _("Evidence"), [Prose(_("No file was handed in with the submission."))])
    table = Table(
        _("Files handed in"), (_("File"), _("Example"), _("Kind"), _("Bytes"), _("Checked")), rows, below=digests
    )
    intro = _("Each file by its digest: a copy with the same SHA-256 is the file that was handed in.")
    return Section("evidence", _("Evidence"), [table], intro)
