#!/bin/sh
# Finds or installs a Chromium and a font for the browser tests.
set -eu
cd "$(dirname "$0")/.."

if command -v chromium >/dev/null && command -v fc-list >/dev/null && [ -n "$(fc-list | head -n 1)" ]; then
    exit 0
fi
if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    # Ubuntu's own Chromium is a snap, which does not run everywhere; Playwright brings one.
    setup/system.sh fontconfig fonts-dejavu
    exec .venv/bin/python -m playwright install --with-deps chromium
fi
setup/system.sh chromium fontconfig fonts-dejavu
