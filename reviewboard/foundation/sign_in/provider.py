"""The organization's sign-in, asked by OpenID Connect: authorization code with PKCE, state and nonce. No table is touched.

Source: OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9700 (best current practice).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from flask_babel import lazy_gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from reviewboard.foundation.refusals import Refusal
from reviewboard.oidc_settings import Provider, is_safe

PATIENCE = 5  # seconds, for each question to the provider
LEEWAY = 60  # seconds that the two clocks may be apart
SIGNED_BY = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
GROUPS = "groups"  # the claim


class ProviderAway(Refusal):
    """Nobody answers at the organization's sign-in."""

    status = 503
    message = _("Your organization’s sign-in does not answer. Try again in a moment; a password of this board works meanwhile.")


class ProviderAnsweredWrong(Refusal):
    """What the organization's sign-in answered does not hold: it is not used at all."""

    status = 502
    message = _(
        "What your organization’s sign-in answered could not be trusted, so nobody was signed in. Tell an administrator."
    )


@dataclass(frozen=True)
class Question:
    """Where the browser goes, and what its answer is held against."""

    address: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Somebody:
    """Whom the provider vouches for. `email` only where the provider says that it is verified."""

    subject: str
    email: str | None
    groups: frozenset[str]


def question(provider: Provider, *, back: str, state: str) -> Question:
    """Return the question to send a browser to the provider with. `back` is the board's own address. Raises ProviderAway."""
    nonce, verifier = generate_token(43), generate_token(64)
    with _client(provider, back) as client:
        about = _about(provider, client)
        address, _state = client.create_authorization_url(
            about["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Question(address, nonce, verifier)


def answered(provider: Provider, *, back: str, code: str, nonce: str, verifier: str) -> Somebody:
    """Return whom the provider vouches for by a code. Raises ProviderAway, ProviderAnsweredWrong."""
    with _client(provider, back) as client:
        about = _about(provider, client)
        try:
            token = client.fetch_token(
                about["token_endpoint"], code=code, code_verifier=verifier, grant_type="authorization_code"
            )
            claims = _claims(provider, about, client, token, nonce)
            return _somebody(claims | _more(about, client, claims, wanted=provider.groups))
        except requests.TooManyRedirects as problem:
            raise ProviderAnsweredWrong() from problem
        except requests.RequestException as problem:
            raise ProviderAway() from problem
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as problem:
            raise ProviderAnsweredWrong() from problem


def _client(provider: Provider, back: str) -> OAuth2Session:
    client = OAuth2Session(
        provider.client_id, provider.client_secret, scope="openid email", redirect_uri=back,
        code_challenge_method="S256", default_timeout=PATIENCE,
    )  # fmt: skip
    client.max_redirects = 0  # the addresses are those it was looked at for: none of them sends the board elsewhere
    return client


def _about(provider: Provider, client: OAuth2Session) -> dict[str, Any]:
    """Return what the provider says of itself. It must be the one that was named, and every address of it as safe."""
    try:
        answer = client.get(provider.metadata_url, withhold_token=True)
        answer.raise_for_status()
        about: dict[str, Any] = answer.json()
        addresses = [about[f"{name}_endpoint"] for name in ("authorization", "token")] + [about["jwks_uri"]]
    except requests.TooManyRedirects as problem:
        raise ProviderAnsweredWrong() from problem
    except requests.RequestException as problem:
        raise ProviderAway() from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise ProviderAnsweredWrong() from problem
    if about.get("issuer") != provider.issuer or not all(is_safe(address) for address in addresses):
        raise ProviderAnsweredWrong()
    return about


def _claims(
    provider: Provider, about: Mapping[str, Any], client: OAuth2Session, token: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    """Return the claims of the ID token, once its signature, issuer, audience, times, nonce and token hash hold."""
    answer = client.get(about["jwks_uri"], withhold_token=True)
    answer.raise_for_status()
    algorithms = SIGNED_BY & set(about.get("id_token_signing_alg_values_supported") or ["RS256"])
    found = jwt.decode(token["id_token"], KeySet.import_key_set(answer.json()), algorithms=sorted(algorithms))
    must = {"iss": {"essential": True, "value": provider.issuer}, "aud": {"essential": True, "value": provider.client_id},
            "nonce": {"essential": True, "value": nonce}}  # fmt: skip
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(found.claims, found.header, must, params)
    claims.validate(leeway=LEEWAY)
    return dict(claims)


def _more(
    about: Mapping[str, Any], client: OAuth2Session, claims: Mapping[str, Any], *, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the provider tells apart from the ID token, of the same subject, where something is missing there."""
    missing = [name for name in ("email", GROUPS) if name not in claims and (name == "email" or wanted)]
    address = about.get("userinfo_endpoint")
    if not missing or not address or not is_safe(address):
        return {}
    answer = client.get(address)
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    if told.get("sub") != claims["sub"]:
        raise ValueError("of another subject")
    return {name: told[name] for name in (*missing, "email_verified") if name in told and name not in claims}


def _somebody(claims: Mapping[str, Any]) -> Somebody:
    subject, email, groups = claims["sub"], claims.get("email"), claims.get(GROUPS) or []
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise ValueError("no subject")
    verified = isinstance(email, str) and claims.get("email_verified") is True
    named = [groups] if isinstance(groups, str) else groups
    return Somebody(subject, email if verified else None, frozenset(str(group) for group in named))
