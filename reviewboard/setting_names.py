"""The names of all settings, and which of them somebody may have meant who wrote another into `.env`."""

from collections.abc import Iterable
from difflib import get_close_matches

NAMES = (
    "BASE_URL", "CLAMD_URL", "DATABASE_URL", "DATA_DIR", "EVIDENCE_URL", "LISTEN", "MAIL_FOLDER", "METRICS_TOKEN",
    "MIGRATIONS_DATABASE_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_GROUPS", "OIDC_ISSUER", "PORT", "REDIS_URL",
    "S3_ACCESS_KEY", "S3_ENDPOINT", "S3_REGION", "S3_SECRET_KEY", "SECOND_STEP", "SECRET_KEY", "SMTP_URL", "TRUSTED_PROXIES",
    "WORKERS",
)  # fmt: skip
ALIKE = 0.8  # of the letters; what is less alike is another program's


def misspelt(names: Iterable[str]) -> list[str]:
    """Return a sentence for each name that is no setting and nearly one: it would do nothing, and nobody would notice."""
    return [
        f"{name} is not a setting; write {meant[0]}."
        for name in names if name not in NAMES and (meant := get_close_matches(name.upper(), NAMES, 1, ALIKE))
    ]  # fmt: skip
