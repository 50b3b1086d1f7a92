"""The pages: one blueprint per audience, behind one gate."""

from flask import Flask

from reviewboard.web import account, assessor, auditor, candidate, coordinator, health, panel, showcase
from reviewboard.web import errors, filters, gate, headers, language, navigation


def register(app: Flask) -> None:
    """Register every blueprint, then the gate that stands before all of them."""
    for audience in (account, candidate, assessor, panel, coordinator, auditor, health, showcase):
        app.register_blueprint(audience.blueprint)
    language.register(app)
    gate.register(app)
    headers.register(app)
    errors.register(app)
    filters.register(app)
    navigation.register(app)
