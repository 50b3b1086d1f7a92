"""The shipped scale is there for whoever sets up a demo, seeded data or a simulation: published, or found published."""

from datetime import datetime, timedelta

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.scale.actions import import_scale, publish_scale
from reviewboard.foundation.scale.shipped import shipped_scales
from reviewboard.foundation.scale.tables import ScaleVersion

READ_FOR = timedelta(minutes=20)  # between import and publication


def published_scale(*, now: datetime) -> str:
    """Return the id of the published version of the shipped competency; the shipped one is published if there is none."""
    shipped = shipped_scales()[0]
    published = select(ScaleVersion.id).where(ScaleVersion.code == shipped.competency.code, ScaleVersion.state == "published")
    with transaction():
        found = db.session.execute(published).scalar_one_or_none()
        if found is not None:
            return found
        version = import_scale(shipped, actor=SYSTEM, now=now - READ_FOR)
        publish_scale(version.id, actor=SYSTEM, now=now)
        return version.id
