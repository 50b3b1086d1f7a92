"""What the board holds about whoever asks, as a file of theirs.

It has a part of the board of its own, and none of the settings', because settings open by a password alone where a second step
is needed and not set up yet, and this file does not.
"""

from flask import Blueprint

from reviewboard.web.access_list import Access

blueprint = Blueprint("own_data", __name__)

ROUTES = {"own_data.download": Access("account.own")}

from reviewboard.web.own_data import download  # noqa: E402

__all__ = ["ROUTES", "blueprint", "download"]
