"""What a case file costs to lay out: seconds, megabytes and pages, by characters of the submission and moves of the discussion.

    python -m bench.casefile
"""

import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2

from reviewboard import create_app
from reviewboard.config import read_settings
from reviewboard.stages.casefile.blocks import Event, Fact, Marked, Section, Timeline
from reviewboard.stages.casefile.document import Document, as_html
from reviewboard.stages.casefile.printing import print_pdf
from reviewboard.stages.rating.reading import Mark, segments

SENTENCE = "I wrote to the association, met three of its members and agreed on a monthly exchange of questions with them. "
SIZES = ((2_000, 4), (25_000, 50), (50_000, 100), (100_000, 200), (200_000, 400))


def document(characters: int, moves: int) -> Document:
    """Return a file with a submission of so many characters, a passage marked in every thousand, and so many moves."""
    text = (SENTENCE * 9 + "\n\n") * (characters // (len(SENTENCE) * 9) + 1)
    text = text[:characters]
    marks = [Mark(number + 1, start, start + 60, "AB"[number % 2], "effort · 3")
             for number, start in enumerate(range(0, characters - 100, 1_000))]  # fmt: skip
    events = [Event("28 November 2026, 09:05", f"A keeps level 3 ({number})", words=SENTENCE * 3) for number in range(moves)]
    moment = datetime(2026, 11, 28, tzinfo=UTC).isoformat()
    return Document(
        "QX7-31K", "en", "Case file QX7-31K", "3", [Fact("Candidate", "QX7-31K")], "About.", "QX7-31K", moment,
        [Section("submission", "The submission", [Marked("What the candidate did", segments(text, marks), "en")], number=1),
         Section("discussion", "Discussion and moves", [Timeline(events)], number=2)],
    )  # fmt: skip


def main() -> None:
    """Print a row for each size."""
    with TemporaryDirectory() as folder:
        settings = read_settings({"DATA_DIR": str(Path(folder)), "SECRET_KEY": "only for a measurement"}, env_file=None)
        with create_app(settings).app_context():
            print(f"{'characters':>10} {'moves':>6} {'pages':>6} {'seconds':>8} {'kB':>6} {'peak MB of all so far':>22}")
            for characters, moves in SIZES:
                html = as_html(document(characters, moves))
                began = time.perf_counter()
                content = print_pdf(html, told=lambda *_step: None)
                took = time.perf_counter() - began
                peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
                pdf = pypdfium2.PdfDocument(content)
                print(f"{characters:>10} {moves:>6} {len(pdf):>6} {took:>8.1f} {len(content) // 1000:>6} {peak:>22.0f}")
                pdf.close()
                sys.stdout.flush()


if __name__ == "__main__":
    main()
