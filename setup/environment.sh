#!/bin/sh
# Makes .venv with the packages of requirements.lock, and with --tests those of requirements-test.lock too.
# A copy of each lock in .venv tells what is installed, so a second run is quick.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "The board needs Python 3.11 or newer, and there is none on this machine." >&2
    exit 1
}

make_environment() {
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        setup/system.sh "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    echo "Making .venv"
    "$python" -m venv .venv
}

install_lock() {
    if ! cmp -s "$1" ".venv/$1"; then
        echo "Installing the packages of $1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1"
        cp "$1" ".venv/$1"
    fi
}

.venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
install_lock requirements.lock
if [ "${1:-}" = --tests ]; then
    install_lock requirements-test.lock
fi
