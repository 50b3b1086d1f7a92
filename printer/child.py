"""Where the program begins: limits first, then {"html", "css"} as JSON on standard input, the PDF on standard output.

Each step of the layout is told on standard error as a line, "step 5" or "page 12". Nothing is fetched from anywhere.
"""

import ctypes
import json
import logging
import os
import re
import resource
import signal
import sys
from typing import Any, NoReturn

from printer.limits import CPU, MEMORY

PR_SET_PDEATHSIG = 1  # prctl(2)
PAGE = re.compile(r"Page (\d+)$")
STEP = re.compile(r"^Step (\d)")


def main() -> None:
    """Make one PDF. Ends with another code than 0 where that fails."""
    _limit()
    from weasyprint import CSS, HTML

    _tell_steps()
    asked = json.loads(sys.stdin.buffer.read())
    page = HTML(string=asked["html"], url_fetcher=_fetch_nothing)
    sheet = CSS(string=asked["css"], url_fetcher=_fetch_nothing)
    content = page.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1", full_fonts=False)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _limit() -> None:
    """Set the limits of setrlimit(2), and end with whoever started this."""
    os.umask(0o077)
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU), (resource.RLIMIT_CORE, 0)):
        allowed = resource.getrlimit(what)[1]
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (least, least))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _fetch_nothing(url: str, *_more: Any, **_named: Any) -> NoReturn:
    """Refuse every address, and the page that names one: what a page needs comes with it."""
    raise ValueError("nothing is fetched")


class _Steps(logging.Handler):
    """Tells each step as one short line, and no word of the file."""

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if page := PAGE.search(said):
            sys.stderr.write(f"page {page[1]}\n")
        elif step := STEP.match(said):
            sys.stderr.write(f"step {step[1]}\n")
        sys.stderr.flush()


def _tell_steps() -> None:
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    progress.handlers = [_Steps()]
    others = logging.getLogger("weasyprint")
    others.handlers = [logging.NullHandler()]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
