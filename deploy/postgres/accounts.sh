#!/bin/sh
# Run once by the image of PostgreSQL on an empty server: one account owns the tables, another runs the board.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
    --set owner="$BOARD_OWNER_PASSWORD" --set app="$BOARD_APP_PASSWORD" <<'SQL'
CREATE ROLE board_owner LOGIN PASSWORD :'owner';
CREATE ROLE board_app LOGIN PASSWORD :'app';
CREATE DATABASE board OWNER board_owner;
SQL
