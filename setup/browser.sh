#!/bin/sh
# Fetches Playwright's Chromium where the system has none to install, as on Ubuntu.
set -eu
cd "$(dirname "$0")/.."

playwright=".venv/bin/python -m playwright"
if command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || [ -f .venv/chromium-fetched ]; then
    exit 0
elif [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
    $playwright install --with-deps chromium
elif ! $playwright install chromium; then
    echo "The browser needs system packages. Run this once, then try again: sudo $playwright install-deps chromium" >&2
    exit 1
fi
touch .venv/chromium-fetched
