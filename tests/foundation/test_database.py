"""What a day and a small letter are does not depend on the engine, nor on how its server is set up."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, literal, select, text

from reviewboard.extensions import db
from reviewboard.foundation.database import UTCDateTime

LATE = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "small"), [("ÉRIC@X.CA", "éric@x.ca"), ("Zoë", "zoë"), ("", ""), (None, None)])
def test_letters_of_every_alphabet_have_small_forms(app: Flask, typed: str | None, small: str | None) -> None:
    with app.app_context():
        assert db.session.execute(select(func.lower(literal(typed)))).scalar() == small


def test_a_day_is_a_day_in_utc_whatever_zone_the_server_is_set_to(app: Flask) -> None:
    """Late on 31 March in UTC is 1 April in Auckland, and early on it is 30 March in Toronto."""
    early = LATE.replace(hour=1)
    days = select(func.date(literal(early, UTCDateTime())), func.date(literal(LATE, UTCDateTime())))
    for zone in ("America/Toronto", "Pacific/Auckland"):
        with app.app_context():
            if db.engine.dialect.name == "postgresql":
                with db.engine.begin() as connection:
                    connection.execute(text(f"ALTER ROLE CURRENT_USER SET timezone = '{zone}'"))
                db.engine.dispose()
            try:
                found = db.session.execute(days).one()
            finally:
                if db.engine.dialect.name == "postgresql":
                    with db.engine.begin() as connection:
                        connection.execute(text("ALTER ROLE CURRENT_USER RESET timezone"))
        assert [str(day) for day in found] == ["2026-03-31", "2026-03-31"]
