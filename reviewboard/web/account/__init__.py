"""Signing in and out, one's own settings, the language of the pages."""

from flask import Blueprint

from reviewboard.web.access_list import PUBLIC, Access

blueprint = Blueprint("account", __name__)

SECOND = (
    "own_second", "open_second", "begin_own_app", "own_app", "own_app_picture", "add_app", "remove_app",
    "new_passkey_options", "add_passkey", "rename_passkey", "remove_passkey", "renew_codes",
)  # fmt: skip
ROUTES = {
    "account.welcome": PUBLIC,
    "account.sign_in": PUBLIC,
    "account.enter": PUBLIC,
    "account.to_provider": PUBLIC,
    "account.from_provider": PUBLIC,
    "account.choose_language": PUBLIC,
    "account.invited": PUBLIC,
    "account.accept": PUBLIC,
    "account.sign_out": Access("account.own"),
    "account.settings": Access("account.own"),
    "account.password": Access("account.own"),
    "account.second_step": PUBLIC,
    "account.finish": PUBLIC,
    "account.passkey_options": PUBLIC,
    "account.enter_by_passkey": PUBLIC,
    **dict.fromkeys((f"account.{page}" for page in SECOND), Access("account.own")),
    "account.end_sessions": Access("account.own"),
    "account.time_left": Access("account.own"),
    "account.stay": Access("account.own"),
}

from reviewboard.web.account import invite, own, own_second, places, provider, second, signing  # noqa: E402

__all__ = ["blueprint", "invite", "own", "own_second", "places", "provider", "second", "signing"]
