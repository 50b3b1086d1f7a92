#!/bin/sh
# Writes both locks anew from the pinned lists, with hashes and without any index address.
# uv is asked for once and kept beside .venv; the board itself does not need it.
set -eu
cd "$(dirname "$0")/.."
[ -x .venv-lock/bin/uv ] || { .venv/bin/python -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv==0.13.9; }

compile() {
    .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
compile requirements.txt --output-file requirements.lock
compile requirements-test.txt --constraint requirements.lock --output-file requirements-test.lock
