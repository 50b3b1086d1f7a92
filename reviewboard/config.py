"""Settings are read once from the environment, each default is safe, and every mistake is named at once."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from click import ClickException
from dotenv import dotenv_values

from reviewboard.oidc_settings import Provider, read_provider
from reviewboard.setting_names import misspelt

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY_SHORTEST = 16  # characters
PROXIES_MOST, WORKERS_MOST = 9, 64

Problem = Callable[[str], None]


class WrongSettings(ClickException):
    """The board cannot start on these settings. `mistakes` holds one plain sentence for each."""

    exit_code = 2

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("The settings need a correction:\n" + "\n".join(f"  - {mistake}" for mistake in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True)
class Store:
    """How an S3-compatible store is reached. Without `endpoint` it is Amazon's; without keys, what the machine itself has."""

    endpoint: str | None = None
    region: str = "us-east-1"
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Settings:
    """Where the board keeps things and how it is reached. `redis_url` None means the bundled Valkey.

    `store` is asked only where `evidence_url` names a bucket. `clamd_url` None means that no virus scanner is asked.
    `migrations_database_url` is the same database reached as the owner of its tables, None where the board owns them itself.
    `trusted_proxies` is how many proxies stand before the board, each of which names whom it serves.
    `workers`: how many pieces of owed work are done at a time.
    `provider`: the organization's sign-in, if there is one. `second_step_needed`: a password alone leads no further than to
    setting one up.
    """

    data_dir: Path
    database_url: str
    migrations_database_url: str | None
    redis_url: str | None
    evidence_url: str
    store: Store
    clamd_url: str | None
    smtp_url: str | None
    mail_folder: Path | None
    secret_key: str
    base_url: str
    listen: str
    port: int
    trusted_proxies: int
    workers: int = 2
    provider: Provider | None = None
    second_step_needed: bool = False
    metrics_token: str | None = None

    @property
    def reached_at(self) -> str:
        """The address of this machine at which the web process can be asked."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.listen, self.listen)  # noqa: S104

    @property
    def by_https(self) -> bool:
        """Whether people come by https, as they do wherever the board is used for more than a look."""
        return self.base_url.startswith("https://")

    @property
    def run_dir(self) -> Path:
        """The folder of process numbers and of the bundled server's socket."""
        return self.data_dir / "run"


def read_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = ROOT / ".env") -> Settings:
    """Return the settings in `environ` (the process's own by default) over those in `env_file`.

    Makes DATA_DIR when it is missing and, without SECRET_KEY, a key that is kept there.
    Raises WrongSettings with all mistakes.
    """
    in_file = dotenv_values(env_file) if env_file else {}
    given = {name: value for name, value in in_file.items() if value}
    given |= {name: value for name, value in (os.environ if environ is None else environ).items() if value}
    mistakes = misspelt(in_file)
    data_dir = _data_dir(given.get("DATA_DIR"), mistakes.append)
    port = _port(given.get("PORT", "8000"), mistakes.append)
    listen = _listen(given.get("LISTEN", "127.0.0.1"), "BASE_URL" in given, mistakes.append)
    smtp_url = _smtp_url(given.get("SMTP_URL"), mistakes.append)
    database_url = _database_url(given.get("DATABASE_URL", f"sqlite:///{data_dir}/board.sqlite3"), mistakes.append)
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        migrations_database_url=_owners_url(given.get("MIGRATIONS_DATABASE_URL"), database_url, mistakes.append),
        redis_url=_redis_url(given.get("REDIS_URL"), mistakes.append),
        evidence_url=_evidence_url(given.get("EVIDENCE_URL", f"file://{data_dir}/evidence"), mistakes.append),
        store=_store(given, mistakes.append),
        clamd_url=_clamd_url(given.get("CLAMD_URL"), mistakes.append),
        smtp_url=smtp_url,
        mail_folder=_mail_folder(given.get("MAIL_FOLDER"), smtp_url, data_dir),
        base_url=_base_url(given.get("BASE_URL", f"http://127.0.0.1:{port}"), mistakes.append),
        listen=listen,
        port=port,
        trusted_proxies=_trusted_proxies(given.get("TRUSTED_PROXIES", "0"), mistakes.append),
        workers=_workers(given.get("WORKERS", "2"), mistakes.append),
        provider=read_provider(given, mistakes.append),
        second_step_needed=_second_step_needed(given.get("SECOND_STEP", "offered"), mistakes.append),
        metrics_token=_metrics_token(given.get("METRICS_TOKEN"), mistakes.append),
        secret_key=_secret_key(given.get("SECRET_KEY"), data_dir, mistakes),
    )
    if mistakes:
        raise WrongSettings(mistakes)
    return settings


def _data_dir(value: str | None, problem: Problem) -> Path:
    folder = Path(value).expanduser().absolute() if value else ROOT / "data"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "run").mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        problem(f"DATA_DIR {folder} cannot be used as a folder: {error.strerror}.")
        return folder
    if not os.access(folder, os.W_OK):
        problem(f"DATA_DIR {folder} cannot be written by this account.")
    return folder


def _port(value: str, problem: Problem) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
        return int(value)
    problem(f"PORT is “{value}”; give a number from 1 to 65535.")
    return 8000


def _listen(value: str, base_url_given: bool, problem: Problem) -> str:
    try:
        address = ip_address(value)
    except ValueError:
        problem(f"LISTEN is “{value}”; give an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1.")
        return "127.0.0.1"
    if not address.is_loopback and not base_url_given:
        problem(f"LISTEN is “{value}”, which others can reach; give BASE_URL, the address that people use.")
    return str(address)


def _second_step_needed(value: str, problem: Problem) -> bool:
    if value not in ("offered", "needed"):
        problem(f"SECOND_STEP is “{value}”; write offered or needed.")
    return value == "needed"


def _trusted_proxies(value: str, problem: Problem) -> int:
    if value in map(str, range(PROXIES_MOST + 1)):
        return int(value)
    problem(f"TRUSTED_PROXIES is “{value}”; give the number of proxies before the board, from 0 to {PROXIES_MOST}.")
    return 0


def _workers(value: str, problem: Problem) -> int:
    if value in map(str, range(1, WORKERS_MOST + 1)):
        return int(value)
    problem(f"WORKERS is “{value}”; give how many pieces of work are done at a time, from 1 to {WORKERS_MOST}.")
    return 2


def _parts(value: str) -> SplitResult:
    """Return the parts of an address; of what is none, parts that are all empty."""
    try:
        return parts if (parts := urlsplit(value)).port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


def _database_url(value: str, problem: Problem) -> str:
    scheme, _, rest = value.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and rest[1:] not in ("", ":memory:"):
        return f"sqlite:///{Path(rest[1:]).absolute()}"
    problem("DATABASE_URL must look like sqlite:////folder/file or postgresql://name:password@host/database.")
    return value


def _owners_url(value: str | None, database_url: str, problem: Problem) -> str | None:
    if not value:
        return None
    scheme, _, rest = value.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not database_url.startswith("postgresql"):
        problem("MIGRATIONS_DATABASE_URL must name the PostgreSQL database of DATABASE_URL, reached as its owner.")
    elif _parts(value).username == _parts(database_url).username:
        problem("MIGRATIONS_DATABASE_URL must sign in as another account than DATABASE_URL: the owner of the tables.")
    return f"postgresql+psycopg://{rest}"


def _redis_url(value: str | None, problem: Problem) -> str | None:
    if value and _parts(value).scheme not in ("redis", "rediss", "unix"):
        problem("REDIS_URL must begin with redis://, rediss:// or unix://.")
    return value


def _evidence_url(value: str, problem: Problem) -> str:
    if not re.fullmatch(r"file:///+[^/].*|s3://[a-z0-9][a-z0-9.-]+(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*/?", value):
        problem("EVIDENCE_URL must look like file:///folder or s3://bucket/prefix.")
    return value


def _store(given: Mapping[str, str], problem: Problem) -> Store:
    endpoint, access, secret = (given.get(name) for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY"))
    if endpoint and not (_parts(endpoint).scheme in ("http", "https") and _parts(endpoint).netloc):
        problem("S3_ENDPOINT must be an address that begins with http:// or https://.")
    if bool(access) != bool(secret):
        problem("S3_ACCESS_KEY and S3_SECRET_KEY go together; give both, or neither where the machine has rights of its own.")
    return Store(endpoint, given.get("S3_REGION", Store.region), access, secret)


def _clamd_url(value: str | None, problem: Problem) -> str | None:
    if value:
        parts = _parts(value)
        by_socket = parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/")
        if not (by_socket or (parts.scheme == "tcp" and parts.hostname and parts.port)):
            problem("CLAMD_URL must look like unix:///run/clamav/clamd.ctl or tcp://host:3310.")
    return value


def _smtp_url(value: str | None, problem: Problem) -> str | None:
    if value and not (_parts(value).scheme in ("smtp", "smtps") and _parts(value).hostname):
        problem("SMTP_URL must look like smtp://name:password@host:587 or smtps://name:password@host:465.")
    return value


def _mail_folder(value: str | None, smtp_url: str | None, data_dir: Path) -> Path | None:
    if value:
        return Path(value).expanduser().absolute()
    return None if smtp_url else data_dir / "mail"


def _base_url(value: str, problem: Problem) -> str:
    parts = _parts(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        problem(f"BASE_URL is “{value}”; give an address that begins with http:// or https://.")
    elif parts.path.strip("/"):
        problem(f"BASE_URL is “{value}”; give it without a path: the board has its host to itself.")
    return value.rstrip("/")


def _metrics_token(value: str | None, problem: Problem) -> str | None:
    if value and len(value) < SECRET_KEY_SHORTEST:
        problem(f"METRICS_TOKEN has {len(value)} characters; give at least {SECRET_KEY_SHORTEST}, chosen at random.")
    return value or None


def _secret_key(value: str | None, data_dir: Path, mistakes: list[str]) -> str:
    if value and len(value) < SECRET_KEY_SHORTEST:
        mistakes.append(
            f"SECRET_KEY has {len(value)} characters; give at least {SECRET_KEY_SHORTEST}, chosen at random."
        )
    if value or mistakes:  # no key is made for a board that cannot start
        return value or ""
    kept = data_dir / "secret_key"
    if not kept.exists():
        _keep_new_key(kept)
    return kept.read_text().strip()


def _keep_new_key(kept: Path) -> None:
    """Make the key whole under a name of its own, then link it: of two processes that start together one key stays."""
    fresh = kept.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, kept)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
