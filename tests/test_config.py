"""Settings: safe defaults, what the environment says, and every mistake at once."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reviewboard.config import ROOT, Store, WrongSettings, read_settings
from reviewboard.oidc_settings import Provider


def read(folder: Path, **given: str):
    return read_settings({"DATA_DIR": str(folder / "data")} | given, env_file=None)


def mistakes_of(folder: Path, **given: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as caught:
        read(folder, **given)
    return caught.value.mistakes


def test_defaults_keep_everything_under_data_dir(tmp_path):
    settings = read(tmp_path)
    data = tmp_path / "data"
    assert (settings.data_dir, settings.run_dir) == (data, data / "run")
    assert settings.database_url == f"sqlite:///{data}/board.sqlite3"
    assert settings.redis_url is None
    assert settings.evidence_url == f"file://{data}/evidence"
    assert (settings.smtp_url, settings.mail_folder) == (None, data / "mail")
    assert (settings.base_url, settings.port) == ("http://127.0.0.1:8000", 8000)


def test_a_store_and_a_scanner_are_taken_and_no_key_is_shown(tmp_path):
    settings = read(
        tmp_path, EVIDENCE_URL="s3://bucket/some/prefix", S3_ENDPOINT="http://127.0.0.1:8333", S3_ACCESS_KEY="board",
        S3_SECRET_KEY="a secret", CLAMD_URL="unix:///run/clamav/clamd.ctl",
    )  # fmt: skip
    assert settings.store == Store("http://127.0.0.1:8333", "us-east-1", "board", "a secret")
    assert ("a secret" in repr(settings), settings.clamd_url) == (False, "unix:///run/clamav/clamd.ctl")


@pytest.mark.parametrize(
    ("name", "value"),
    [("S3_ENDPOINT", "127.0.0.1:8333"), ("S3_ACCESS_KEY", "alone"), ("S3_SECRET_KEY", "alone"), ("CLAMD_URL", "clamd"),
     ("CLAMD_URL", "tcp://host"), ("CLAMD_URL", "unix://run/clamd"), ("EVIDENCE_URL", "s3://bucket/../other")],
)  # fmt: skip
def test_a_store_or_a_scanner_that_cannot_be_is_refused(tmp_path, name, value):
    (mistake,) = mistakes_of(tmp_path, **{name: value})
    assert name in mistake


def test_data_dir_is_the_accounts_own(tmp_path):
    assert stat.S_IMODE(read(tmp_path).data_dir.stat().st_mode) == 0o700


def test_given_settings_are_taken(tmp_path):
    settings = read(
        tmp_path,
        DATABASE_URL="postgresql://board:secret@127.0.0.1:5433/board",
        REDIS_URL="rediss://cache.example.org/2",
        EVIDENCE_URL="file:///srv/evidence",
        SMTP_URL="smtps://mail.example.org:465",
        SECRET_KEY="0123456789abcdef",
        BASE_URL="https://board.example.org/",
        PORT="8123",
    )
    assert settings.database_url == "postgresql+psycopg://board:secret@127.0.0.1:5433/board"
    assert settings.redis_url == "rediss://cache.example.org/2"
    assert settings.evidence_url == "file:///srv/evidence"
    assert (settings.smtp_url, settings.mail_folder) == ("smtps://mail.example.org:465", None)
    assert settings.secret_key == "0123456789abcdef"
    assert (settings.base_url, settings.port) == ("https://board.example.org", 8123)
    assert not (settings.data_dir / "secret_key").exists()


@pytest.mark.parametrize(("given", "kept"), [("", 0), ("0", 0), ("2", 2)])
def test_trusted_proxies_are_counted(tmp_path, given, kept):
    assert read(tmp_path, TRUSTED_PROXIES=given).trusted_proxies == kept


@pytest.mark.parametrize("given", ["-1", "10", "yes", "1.5", "²"])
def test_a_number_of_proxies_that_is_none_is_named(tmp_path, given):
    assert mistakes_of(tmp_path, TRUSTED_PROXIES=given) == (
        f"TRUSTED_PROXIES is “{given}”; give the number of proxies before the board, from 0 to 9.",
    )


def test_empty_variables_count_as_unset(tmp_path):
    key = {"SECRET_KEY": "0123456789abcdef"}
    assert read(tmp_path, REDIS_URL="", PORT="", SMTP_URL="", **key) == read(tmp_path, **key)


def test_relative_paths_become_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = read(tmp_path, DATABASE_URL="sqlite:///board.sqlite3", MAIL_FOLDER="spool")
    assert settings.database_url == f"sqlite:///{tmp_path}/board.sqlite3"
    assert settings.mail_folder == tmp_path / "spool"


def test_no_secret_key_is_made_for_a_board_that_cannot_start(tmp_path):
    mistakes_of(tmp_path, PORT="0")
    assert not (tmp_path / "data" / "secret_key").exists()


def test_mail_folder_wins_over_smtp(tmp_path):
    settings = read(tmp_path, SMTP_URL="smtp://mail.example.org", MAIL_FOLDER=str(tmp_path / "spool"))
    assert settings.mail_folder == tmp_path / "spool"


def test_base_url_follows_the_port(tmp_path):
    assert read(tmp_path, PORT="8123").base_url == "http://127.0.0.1:8123"


def test_environment_wins_over_the_env_file(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text("PORT=8001\nBASE_URL=https://board.example.org\n# SMTP_URL=smtp://nobody\n")
    settings = read_settings({"DATA_DIR": str(tmp_path / "data"), "PORT": "8002"}, env_file=env_file)
    assert (settings.port, settings.base_url, settings.smtp_url) == (8002, "https://board.example.org", None)


def test_a_name_in_the_env_file_that_is_nearly_a_setting_is_named_and_another_programs_is_not(tmp_path):
    env_file = tmp_path / ".env"
    env_file.write_text("SMPT_URL=smtp://mail\nbase_url=https://board.example.org\nEVIDENCE_URI=\nPOSTGRES_PASSWORD=x\nTZ=UTC\n")
    with pytest.raises(WrongSettings) as refused:
        read_settings({"DATA_DIR": str(tmp_path / "data")}, env_file=env_file)
    assert refused.value.mistakes == (
        "SMPT_URL is not a setting; write SMTP_URL.", "base_url is not a setting; write BASE_URL.",
        "EVIDENCE_URI is not a setting; write EVIDENCE_URL.",
    )  # fmt: skip


def test_every_line_of_the_example_file_is_optional(tmp_path):
    key = {"SECRET_KEY": "0123456789abcdef", "DATA_DIR": str(tmp_path)}
    assert read_settings(key, env_file=ROOT / ".env.example") == read_settings(key, env_file=None)


def test_secret_key_is_made_once_and_private(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    kept = tmp_path / "data" / "secret_key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert len(first.secret_key) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert sorted(path.name for path in kept.parent.iterdir()) == ["run", "secret_key"]


def test_processes_that_start_together_share_one_secret_key(tmp_path):
    code = "from reviewboard.config import read_settings; print(read_settings(env_file=None).secret_key)"
    environ = {"DATA_DIR": str(tmp_path / "data")}
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environ, stdout=subprocess.PIPE) for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0] for process in started}
    assert keys == {(tmp_path / "data" / "secret_key").read_bytes() + b"\n"}


def test_all_mistakes_are_named_at_once(tmp_path):
    mistakes = mistakes_of(
        tmp_path,
        DATABASE_URL="mysql://db/board",
        REDIS_URL="http://cache",
        EVIDENCE_URL="s3:bucket/prefix",
        SMTP_URL="mail.example.org",
        SECRET_KEY="short",
        BASE_URL="board.example.org",
        PORT="eighty",
    )
    assert [mistake.split()[0] for mistake in mistakes] == [
        *("PORT", "SMTP_URL", "DATABASE_URL", "REDIS_URL", "EVIDENCE_URL", "BASE_URL", "SECRET_KEY"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://"),
        ("DATABASE_URL", "board"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("EVIDENCE_URL", "/srv/evidence"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://host:many"),
        ("BASE_URL", "https://board.example.org/?a=1"),
        ("SECRET_KEY", "fifteen letters"),
        ("SECOND_STEP", "yes"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("REDIS_URL", "redis://[1"),
        ("EVIDENCE_URL", "file:///"),
        ("S3_ENDPOINT", "http://[1"),
        ("BASE_URL", "http://[1"),
        ("BASE_URL", "https://board.example.org:many"),
        ("BASE_URL", "https://example.org/board"),
    ],
)
def test_one_mistake_is_one_sentence(tmp_path, name, value):
    mistakes = mistakes_of(tmp_path, **{name: value})
    assert [mistake.split()[0] for mistake in mistakes] == [name]


def test_secrets_are_not_repeated_in_mistakes(tmp_path):
    mistakes = mistakes_of(
        tmp_path, DATABASE_URL="mysql://x:hunter2@db", SMTP_URL="http://x:hunter2@m", SECRET_KEY="hunter2"
    )
    assert [mistake for mistake in mistakes if "hunter2" in mistake] == []


def test_data_dir_that_is_a_file_is_a_mistake(tmp_path):
    (tmp_path / "data").write_text("")
    assert mistakes_of(tmp_path) == (f"DATA_DIR {tmp_path}/data cannot be used as a folder: File exists.",)


OIDC = {"OIDC_ISSUER": "https://id.example.org", "OIDC_CLIENT_ID": "board", "OIDC_CLIENT_SECRET": "hunter2"}


def test_the_organisations_sign_in_is_read_whole_or_not_at_all(tmp_path):
    environ = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 16}
    assert read_settings(environ, env_file=None).provider is None
    groups = " auditor = Audit, Audit board ;administrator=Admins;"
    assert read_settings(environ | OIDC | {"OIDC_GROUPS": groups}, env_file=None).provider == Provider(
        "https://id.example.org", "board", "hunter2",
        {"auditor": frozenset({"Audit", "Audit board"}), "administrator": frozenset({"Admins"})},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"OIDC_CLIENT_SECRET": ""}, ["missing: OIDC_CLIENT_SECRET"]),
        ({"OIDC_ISSUER": "", "OIDC_CLIENT_ID": ""}, ["missing: OIDC_ISSUER, OIDC_CLIENT_ID"]),
        ({"OIDC_ISSUER": "http://id.example.org"}, ["OIDC_ISSUER must be"]),
        ({"OIDC_ISSUER": "https://id.example.org/?a=1"}, ["OIDC_ISSUER must be"]),
        ({"OIDC_ISSUER": "https://[id"}, ["OIDC_ISSUER must be"]),
        ({"OIDC_ISSUER": "http://127.0.0.1:9400"}, []),
        ({"OIDC_GROUPS": "coordinator=C;auditor"}, ["holds “coordinator=C”", "holds “auditor”"]),
        ({"OIDC_GROUPS": "auditor=A,B;administrator=B"}, ["gives both roles"]),
    ],
)
def test_mistakes_in_the_organisations_sign_in_are_named(tmp_path, given, said):
    try:
        read_settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 16} | OIDC | given, env_file=None)
        mistakes: tuple[str, ...] = ()
    except WrongSettings as wrong:
        mistakes = wrong.mistakes
    assert [part in mistake for part, mistake in zip(said, mistakes, strict=True)] == [True] * len(said)
    assert [mistake for mistake in mistakes if "hunter2" in mistake] == []


def test_the_owner_of_the_tables_is_another_account_of_the_same_server(tmp_path):
    board, owner = "postgresql://app:secret@db/board", "postgresql://owner:secret@db/board"
    both = read(tmp_path, DATABASE_URL=board, MIGRATIONS_DATABASE_URL=owner)
    assert (both.migrations_database_url, read(tmp_path).migrations_database_url) == (
        "postgresql+psycopg://owner:secret@db/board", None,
    )  # fmt: skip
    assert "another account" in mistakes_of(tmp_path, DATABASE_URL=board, MIGRATIONS_DATABASE_URL=board)[0]
    assert "reached as its owner" in mistakes_of(tmp_path, MIGRATIONS_DATABASE_URL=owner)[0]


def test_an_address_that_others_can_reach_needs_the_one_that_people_use(tmp_path):
    assert [(read(tmp_path, **given).listen, read(tmp_path, **given).reached_at) for given in (
        {}, {"LISTEN": "::1"}, {"LISTEN": "0.0.0.0", "BASE_URL": "https://board.example.org"},
    )] == [("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("0.0.0.0", "127.0.0.1")]  # fmt: skip
    assert "give BASE_URL" in mistakes_of(tmp_path, LISTEN="0.0.0.0")[0]
    assert "give an address of this machine" in mistakes_of(tmp_path, LISTEN="localhost")[0]
