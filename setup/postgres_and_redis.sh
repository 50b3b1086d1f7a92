#!/bin/sh
# Runs the command given to it with TEST_DATABASE_URL and TEST_REDIS_URL. Where they are not set, it starts a private
# PostgreSQL and a private Redis on free loopback ports, in a folder of their own, and stops both at the end.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${TEST_DATABASE_URL:-}" ] && [ -n "${TEST_REDIS_URL:-}" ]; then
    exec "$@"
fi
setup/system.sh --services

free_port() {
    .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
as_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}
stop_all() {
    [ -z "${redis:-}" ] || kill "$redis" 2>/dev/null || true
    [ ! -f "$folder/data/postmaster.pid" ] || as_owner "$postgres/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
    rm -rf "$folder"
}

postgres=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
folder=$(mktemp -d)
trap stop_all EXIT
trap 'exit 130' INT TERM HUP
password=$(.venv/bin/python -c 'import secrets; print(secrets.token_hex(16))')
echo "$password" >"$folder/password"
if [ "$(id -u)" = 0 ]; then chown -R postgres "$folder"; fi

database_port=$(free_port)
as_owner "$postgres/initdb" -D "$folder/data" --username board --pwfile "$folder/password" --auth scram-sha-256 \
    --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log"
as_owner "$postgres/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w start >/dev/null \
    -o "-p $database_port -h 127.0.0.1 -k $folder -c fsync=off -c max_connections=200"
redis_port=$(free_port)
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$folder" --loglevel warning >"$folder/redis.log" &
redis=$!

export TEST_DATABASE_URL="postgresql+psycopg://board:$password@127.0.0.1:$database_port/postgres"
export TEST_REDIS_URL="redis://127.0.0.1:$redis_port/0"
"$@"
