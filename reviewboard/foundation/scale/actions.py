"""Scale versions: imported as a draft, published once, superseded by the next. A published one never changes."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.scale.digest import canonical, content_hash
from reviewboard.foundation.scale.places import missing_texts
from reviewboard.foundation.scale.reading import read_mapping
from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.tables import ScaleVersion


class NotADraft(Refusal):
    """Only a draft can be published."""

    message = _("This version is already published. A change needs a new version.")


def import_scale(scale: Scale, *, actor: Principal, now: datetime) -> ScaleVersion:
    """Keep scale as a draft version of its competency; the same content again is the same version. Part of a transaction."""
    code, content = scale.competency.code, canonical(scale)
    versions = list(
        db.session.execute(select(ScaleVersion).where(ScaleVersion.code == code).with_for_update()).scalars()
    )
    for version in versions:
        if version.content_hash == content_hash(scale):
            return version
    draft = next((version for version in versions if _is_draft_of(version, scale)), None)
    version = draft or ScaleVersion(code=code, number=_next_number(code), state="draft", created_at=now)
    db.session.add(version)
    version.content, version.content_hash = content, content_hash(scale)
    db.session.flush()
    enter("scale.import", actor=actor, now=now, subject=f"scale:{version.id}",
          details={"content_hash": version.content_hash, "missing_texts": len(missing_texts(scale))})  # fmt: skip
    return version


def publish_scale(version_id: str, *, actor: Principal, now: datetime) -> ScaleVersion:
    """Publish a draft; the version published before is superseded, cases pinned to it stay. Part of a transaction.

    Raises NotYours when there is no such version, NotADraft when it is published already.
    """
    version = db.session.get(ScaleVersion, version_id, with_for_update=True)
    if version is None:
        raise NotYours()
    if version.state != "draft":
        raise NotADraft()
    read_mapping(version.content)
    earlier = db.session.execute(
        select(ScaleVersion).where(ScaleVersion.code == version.code, ScaleVersion.state == "published")
    ).scalar_one_or_none()
    if earlier is not None:
        earlier.state = "superseded"
        db.session.flush()
    version.state, version.published_at, version.published_by = "published", now, actor.account_id
    enter("scale.publish", actor=actor, now=now, subject=f"scale:{version.id}",
          details={"content_hash": version.content_hash})  # fmt: skip
    return version


def _is_draft_of(version: ScaleVersion, scale: Scale) -> bool:
    """Whether version is the draft that a new import replaces: an own and an official wording never mix."""
    return version.state == "draft" and version.content["wording"]["kind"] == scale.wording.kind.value


def _next_number(code: str) -> int:
    highest = db.session.execute(select(func.max(ScaleVersion.number)).where(ScaleVersion.code == code)).scalar()
    return (highest or 0) + 1
