#!/bin/sh
# Makes .venv with the packages of requirements.lock, and with --tests those of requirements-test.lock too.
# A copy of each lock in .venv tells what is installed, so a second run is quick.
set -eu
cd "$(dirname "$0")/.."

install_lock() {
    if ! cmp -s "$1" ".venv/$1"; then
        echo "Installing the packages of $1"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$1"
        cp "$1" ".venv/$1"
    fi
}

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Making .venv"
    rm -rf .venv
    "$(setup/python.sh)" -m venv .venv
fi
install_lock requirements.lock
if [ "${1:-}" = --tests ]; then
    install_lock requirements-test.lock
fi
