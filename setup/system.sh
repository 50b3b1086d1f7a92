#!/bin/sh
# Installs the Debian packages that are missing, where this account may; otherwise stops with the one command to run.
# Python's venv and what case files are laid out with are looked after always, a browser with --browser, PostgreSQL, Redis and ClamAV with --services.
set -eu
cd "$(dirname "$0")/.."

missing=
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(setup/python.sh)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        missing=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
fi
# Case files are laid out with Pango, in a type that both languages have.
for each in libpango-1.0:libpango-1.0-0 libpangoft2-1.0:libpangoft2-1.0-0 libharfbuzz-subset:libharfbuzz-subset0; do
    [ -n "$(ls /usr/lib/*/"${each%%:*}".so.* /usr/lib*/"${each%%:*}".so.* 2>/dev/null)" ] || missing="$missing ${each#*:}"
done
[ -n "$(fc-list :family=DejaVu\ Serif 2>/dev/null | head -n 1)" ] || missing="$missing fontconfig fonts-dejavu"
for wanted in "$@"; do
    case $wanted in
    --browser)
        # Ubuntu's own Chromium is a snap, which does not run everywhere: setup/browser.sh fetches another there.
        command -v chromium-headless-shell >/dev/null || grep -q '^ID=ubuntu' /etc/os-release ||
            missing="$missing chromium-headless-shell"
        # Playwright's own driver is linked against it.
        [ -n "$(ls /usr/lib/*/libatomic.so.1 /usr/lib*/libatomic.so.1 2>/dev/null)" ] || missing="$missing libatomic1"
        ;;
    --services)
        [ -n "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || missing="$missing postgresql"
        command -v redis-server >/dev/null || missing="$missing redis-server"
        [ -x /usr/sbin/clamd ] || command -v clamd >/dev/null || missing="$missing clamav-daemon"
        ;;
    esac
done
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends $missing"
if ! command -v apt-get >/dev/null; then
    echo "This step needs, as Debian names them: $missing. Install them, then try again." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root=env
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "Some Debian packages are missing, and this account may not install them. Run this once, then try again:" >&2
    echo "    sudo sh -c 'apt-get update && $install'" >&2
    exit 1
fi
echo "Installing Debian packages: $missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # the packages are words
$as_root DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null
