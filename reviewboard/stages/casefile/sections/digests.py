"""The digests of what was handed in, sealed and recorded, computed anew and compared with what is on record."""

from flask_babel import gettext as _

from reviewboard.stages.casefile.blocks import Section, Table
from reviewboard.stages.casefile.gather import Holdings
from reviewboard.stages.casefile.voice import Voice
from reviewboard.stages.consensus.comparison import LETTERS
from reviewboard.stages.record.writing import digest_of


def section(held: Holdings, voice: Voice) -> Section:
    """Return each digest with whether it holds now."""
    case = held.case
    rows = [(_("The submission"), case.digest or "–", _holds(case.digest == held.digest_now))]
    rows += [
        (_("Rating %(letter)s", letter=LETTERS[one.place]), one.digest, _holds(held.rating_digests[one.id] == one.digest))
        for one in held.ratings
    ]
    rows += [(_("The record"), one.digest, _holds(digest_of(one) == one.digest)) for one in held.records]
    rows.append((_("The scale"), held.scale.content_hash, "–"))
    rows.append((_("The policy of the cycle"), held.cycle.policy_hash or "–", "–"))
    table = Table(_("Digests"), (_("Of"), "SHA-256", _("Computed anew")), rows, frozenset({1}))
    intro = _("A digest stands for every word. Where one was computed anew and is the same, nothing was changed.")
    return Section("digests", _("Digests"), [table], intro)


def _holds(same: bool) -> str:
    return _("the same") if same else _("NOT the same")
