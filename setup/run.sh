#!/bin/sh
# Brings the tables up to date, fills an empty board with the demo cycle, and runs every process until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/flask db upgrade
.venv/bin/flask demo --if-empty
exec .venv/bin/python -m reviewboard.supervisor
