"""The organization's sign-in is one provider, named by its issuer. Without OIDC_ISSUER there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

Problem = Callable[[str], None]
NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
ROLES = ("auditor", "administrator")


@dataclass(frozen=True)
class Provider:
    """Where people of the organization sign in, and as which client the board asks there.

    `groups`: board-wide role → the groups that give it. Empty: the provider says nothing of roles.
    """

    issuer: str
    client_id: str
    client_secret: str
    groups: Mapping[str, frozenset[str]]

    @property
    def metadata_url(self) -> str:
        """The address of what the provider says of itself (OpenID Connect Discovery 1.0, section 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def read_provider(given: Mapping[str, str], problem: Problem) -> Provider | None:
    """Return the provider that the settings name, or None without one. Each mistake is told to problem."""
    if not any(name.startswith("OIDC_") for name in given):
        return None
    missing = [name for name in NEEDED if name not in given]
    if missing:
        problem(f"The organization's sign-in needs {', '.join(NEEDED)}; missing: {', '.join(missing)}.")
    issuer = given.get("OIDC_ISSUER", "")
    if issuer and not is_safe(issuer):
        problem("OIDC_ISSUER must be an address that begins with https:// and has no ? or # (http:// on this machine alone).")
    groups = _groups(given.get("OIDC_GROUPS", ""), problem)
    return Provider(issuer, given.get("OIDC_CLIENT_ID", ""), given.get("OIDC_CLIENT_SECRET", ""), groups)


def is_safe(address: str) -> bool:
    """Whether an address may be asked: encrypted, or on this machine; without a query, a fragment or a name in it."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(host))


def is_this_machine(host: str) -> bool:
    """Whether what is sent to host stays on this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _groups(value: str, problem: Problem) -> dict[str, frozenset[str]]:
    """Read "auditor=Group one,Group two;administrator=Group three"."""
    found: dict[str, frozenset[str]] = {}
    for part in filter(None, (part.strip() for part in value.split(";"))):
        role, sign, names = (text.strip() for text in part.partition("="))
        groups = frozenset(filter(None, (name.strip() for name in names.split(","))))
        if role not in ROLES or not sign or not groups or role in found:
            problem(f"OIDC_GROUPS holds “{part}”; write auditor=GROUP,GROUP;administrator=GROUP, each role once.")
            continue
        found[role] = groups
    if found.get("auditor", frozenset()) & found.get("administrator", frozenset()):
        problem("OIDC_GROUPS gives both roles to one group; nobody is auditor and administrator at once.")
    return found
