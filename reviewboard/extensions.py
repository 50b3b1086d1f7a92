"""The Flask extensions: created here, bound to an application in the factory."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_htmx import HTMX
from flask_limiter import ApplicationLimit, Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from reviewboard.pace import by_no_account, pace, whose


class Base(DeclarativeBase):
    """The base of all tables. Promises are named by hand, as sentences; the rest by this convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
htmx = HTMX()
limiter = Limiter(
    key_func=get_remote_address, application_limits=[ApplicationLimit(pace, key_function=whose, exempt_when=by_no_account)]
)


def bind(app: Flask) -> None:
    """Bind every extension to app. The tables must be known before migrations can compare them."""
    from reviewboard import tables  # noqa: F401
    from reviewboard.web import language

    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=False)
    login.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.locale, timezone_selector=language.timezone)
    htmx.init_app(app)
    limiter.init_app(app)
