#!/bin/sh
# Installs those of the named Debian packages that are missing, where this account may;
# otherwise stops with the one command to run.
set -eu

missing=
for package in "$@"; do
    if ! dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q ' installed$'; then
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

install="apt-get install --yes --no-install-recommends$missing"
if ! command -v apt-get >/dev/null; then
    echo "This step needs:$missing (as Debian names them). Install them, then try again." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as_root="env"
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "Some Debian packages are missing, and this account may not install them. Run this once, then try again:" >&2
    echo "    sudo sh -c 'apt-get update && $install'" >&2
    exit 1
fi
echo "Installing the Debian packages:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086 # the packages are words
$as_root DEBIAN_FRONTEND=noninteractive $install -qq >/dev/null
