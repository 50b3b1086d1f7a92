"""The review board: behavioural examples, two blind ratings, one recorded level with its reasons."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from reviewboard.config import Settings, read_settings
from reviewboard.pace import MOST

# PostgreSQL gives up: on a lock after as long as SQLite does, so that nobody's request waits for ever; on a
# statement before its task is stopped, so that it fails by its own name. Migrations may take as long as they must.
PATIENCE = "-c lock_timeout=15s -c statement_timeout=60s"
# It compiles no statement: of the board's statements, all short, the longest spent more on that than on running.
PREPARED = "-c jit=off"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application on settings (read from the environment when none are given).

    Raises WrongSettings when the environment is wrong.
    """
    from reviewboard import commands, embedded, extensions, observation, throttle, web

    settings = settings or read_settings()
    app = Flask(__name__, template_folder="../templates", static_folder=None)
    app.extensions["settings"] = settings
    app.config.update(
        DEBUG=False,  # whatever FLASK_DEBUG says
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        RATELIMIT_STORAGE_URI=throttle.ADDRESS,
        RATELIMIT_STORAGE_OPTIONS={"address": embedded.throttle_url(settings), "timeout": 1},
        RATELIMIT_HEADERS_ENABLED=False,
        PACE=MOST,
        SESSION_COOKIE_NAME="__Host-board" if settings.by_https else "board",  # so named, browsers take it from this host alone
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.by_https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_TRANSLATION_DIRECTORIES="translations",
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,  # of any request but a form with files (`web.gate`)
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings.trusted_proxies:  # only then is X-Forwarded-For believed, and only its last so many addresses
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=0)  # type: ignore[method-assign]
    observation.configure()
    web.observing.register(app)
    extensions.bind(app)
    web.register(app)
    commands.register(app)
    return app


def _engine_options(database_url: str) -> dict[str, object]:
    for_all: dict[str, object] = {
        "hide_parameters": True,  # a failed statement is logged without the texts it was to write
        "pool_size": 10, "max_overflow": 20,  # together more than the threads of a web process
    }  # fmt: skip
    if database_url.startswith("sqlite"):
        return for_all | {"connect_args": {"timeout": 15, "check_same_thread": False}}
    patience = {} if "options=" in database_url else {"connect_args": {"options": f"{PATIENCE} {PREPARED}"}}
    return for_all | {"pool_pre_ping": True} | patience
