"""The administrator's pages: accounts and what they are board-wide. Never a case, never a password."""

from flask import Blueprint

from reviewboard.web.access_list import Access

blueprint = Blueprint("administrator", __name__)

_MANAGE = Access("account.manage")
ROUTES = {
    "administrator.accounts": _MANAGE,
    "administrator.new_account": _MANAGE,
    "administrator.open_account": _MANAGE,
    "administrator.account": _MANAGE,
    "administrator.correction": _MANAGE,
    "administrator.correct": _MANAGE,
    "administrator.change_roles": _MANAGE,
    "administrator.disable_account": _MANAGE,
    "administrator.enable_account": _MANAGE,
    "administrator.send_link": _MANAGE,
    "administrator.take_off_second": _MANAGE,
    "administrator.end_sessions": _MANAGE,
    "administrator.attention": _MANAGE,
    "administrator.send_again": _MANAGE,
    "administrator.disposals": _MANAGE,
    "administrator.disposal": _MANAGE,
    "administrator.carry_out": _MANAGE,
    "administrator.send_back": _MANAGE,
}

from reviewboard.web.administrator import account, accounts, attention, correction, disposals  # noqa: E402

__all__ = ["ROUTES", "account", "accounts", "attention", "blueprint", "correction", "disposals"]
