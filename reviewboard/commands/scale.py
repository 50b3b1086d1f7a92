"""`flask scale`: import a scale from YAML or from a page's text, list, show, publish."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.actions import import_scale, publish_scale
from reviewboard.foundation.scale.digest import canonical
from reviewboard.foundation.scale.languages import with_language
from reviewboard.foundation.scale.page_text import read_page
from reviewboard.foundation.scale.places import empty_cells, missing_texts, stale_texts
from reviewboard.foundation.scale.problems import ScaleRefused
from reviewboard.foundation.scale.queries import newest, scale_of, versions
from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.foundation.scale.yaml_format import read_yaml

command = AppGroup("scale", help="Scales: competencies with their levels.")
LANGUAGE = click.Choice(["fr", "en"])


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=LANGUAGE, help="The language of a page's text. Without it the file is YAML.")
@click.option("--code", help="The competency's code, where a page's own name should not make it.")
def import_file(file: Path, lang: str | None, code: str | None) -> None:
    """Keep FILE as a draft version of its scale."""
    try:
        text = file.read_text("utf-8-sig")
        scale = read_page(text, lang, code=code) if lang else read_yaml(text)
        with transaction():
            version = import_scale(_joined(scale, lang), actor=SYSTEM, now=datetime.now(UTC))
            said = f"{version.code} version {version.number} ({version.state}) {version.content_hash}"
            scale = scale_of(version.id)
    except UnicodeDecodeError as problem:
        raise click.ClickException(f"{file} is not UTF-8 text: {problem}.") from problem
    except ScaleRefused as refused:
        raise click.ClickException(f"{file} is not a scale:\n{refused}") from refused
    click.echo(said)
    for cell in empty_cells(scale):
        click.echo(f"empty: {cell}")


def _joined(scale: Scale, lang: str | None) -> Scale:
    """A page brings one language; a draft of the same code that holds the other one keeps it beside."""
    draft = newest(scale.competency.code) if lang else None
    if draft is None or lang is None or draft.state != "draft":
        return scale
    kept = scale_of(draft.id)
    return with_language(kept, scale, lang) if kept.wording.kind is scale.wording.kind else scale


@command.command("list")
def list_versions() -> None:
    """Print every version: code, number, state, hash, flags."""
    for version in versions():
        scale = scale_of(version.id)
        flags = [f"missing: {len(missing_texts(scale))}", f"stale: {len(stale_texts(scale))}"]
        click.echo(f"{version.code} {version.number} {version.state} {version.content_hash[:16]} {', '.join(flags)}")


@command.command("show")
@click.argument("code")
@click.option("--number", type=int, help="The version's number; the newest without it.")
@click.option("--lang", type=LANGUAGE, help="One language only.")
@click.option("--json", "as_json", is_flag=True)
def show(code: str, number: int | None, lang: str | None, as_json: bool) -> None:
    """Print a scale's texts as they are stored, and the named places that hold nothing."""
    version = _version(code, number)
    scale = scale_of(version.id)
    content = canonical(scale)
    whole = {
        "code": version.code, "number": version.number, "state": version.state, "content_hash": version.content_hash,
        "scale": _one_language(content, lang) if lang else content,
        "empty_cells": list(empty_cells(scale)), "missing_texts": list(missing_texts(scale)),
        "stale_texts": list(stale_texts(scale)),
    }  # fmt: skip
    click.echo(json.dumps(whole, ensure_ascii=False, indent=2) if as_json else _plain(whole))


def _version(code: str, number: int | None) -> ScaleVersion:
    if number is None:
        version = newest(code)
    else:
        version = db.session.query(ScaleVersion).filter_by(code=code, number=number).one_or_none()
    if version is None:
        raise click.ClickException(f"There is no scale with the code {code}{f' and number {number}' if number else ''}.")
    return version


def _one_language(value: object, lang: str) -> object:
    """The same content with each text as it stands in lang (None where it has none)."""
    if isinstance(value, dict):
        if value.keys() <= {"fr", "en", "follows"} and value:
            return value.get(lang)
        return {name: _one_language(item, lang) for name, item in value.items()}
    if isinstance(value, list):
        return [_one_language(item, lang) for item in value]
    return value


def _plain(value: object, depth: int = 0) -> str:
    indent = "  " * depth
    if isinstance(value, dict):
        return "\n".join(f"{indent}{name}:{_beside(item, depth)}" for name, item in value.items())
    if isinstance(value, list):
        return "\n".join(f"{indent}-{_beside(item, depth)}" for item in value)
    return f"{indent}{value}"


def _beside(value: object, depth: int) -> str:
    return "\n" + _plain(value, depth + 1) if isinstance(value, dict | list) and value else f" {value}"


@command.command("publish")
@click.argument("code")
@click.option("--number", type=int)
def publish(code: str, number: int | None) -> None:
    """Publish a draft version; the one published before is superseded."""
    try:
        with transaction():
            version = publish_scale(_version(code, number).id, actor=SYSTEM, now=datetime.now(UTC))
            click.echo(f"{version.code} version {version.number} is published.")
    except Refusal as refusal:
        raise click.ClickException(refusal.text) from refusal
