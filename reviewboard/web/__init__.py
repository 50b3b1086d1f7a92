"""The pages: one blueprint per audience, behind one gate."""

from flask import Flask

from reviewboard.web import (
    account,
    administrator,
    assessor,
    auditor,
    candidate,
    cookies,
    coordinator,
    errors,
    filters,
    gate,
    headers,
    health,
    language,
    navigation,
    observing,
    own_data,
    panel,
    showcase,
    static_files,
    wording,
)

AUDIENCES = (account, candidate, assessor, panel, coordinator, auditor, administrator, own_data, health, observing, showcase)


def register(app: Flask) -> None:
    """Register every blueprint, then the gate that stands before all of them."""
    for audience in AUDIENCES:
        app.register_blueprint(audience.blueprint)
    cookies.register(app)
    static_files.register(app)
    language.register(app)
    wording.register(app)
    gate.register(app)
    headers.register(app)
    errors.register(app)
    filters.register(app)
    navigation.register(app)
