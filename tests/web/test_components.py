"""The page of components and the error pages render in both languages, whole and strict."""

import re
from types import SimpleNamespace

import pytest
from flask import render_template

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_components_page_shows_every_family_without_inline_code(visit, language):
    answer = visit().get("/components", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert INLINE.findall(answer.text) == []
    assert f'<html lang="{language}"' in answer.text
    assert re.findall(r'class="status status-unknown"', answer.text) == []


def test_components_page_has_one_heading_and_no_id_twice(visit):
    text = visit().get("/components").text
    ids = re.findall(r'\sid="([^"]+)"', text)
    twice = sorted({name for name in ids if ids.count(name) > 1} - {"still-needed", "passage-1", "passage-2", "citation-2"})
    assert (text.count("<h1"), twice) == (1, [])


def test_labels_and_descriptions_point_at_something(visit):
    text = visit().get("/components").text
    ids = set(re.findall(r'\sid="([^"]+)"', text))
    pointed = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|data-fills)="([^"]+)"', text)
    assert [name for names in pointed for name in names.split() if name not in ids] == []


@pytest.mark.parametrize("code", ["403", "404", "409", "413", "422", "429", "500", "503"])
def test_error_pages_render_bare_and_with_everything(app, code):
    refusal = SimpleNamespace(
        text="What was refused.", current={"reasons": "A text that stands there now."}, problems=("One part.",)
    )
    with app.test_request_context("/"):
        bare = render_template(f"errors/{code}.html")
        full = render_template(
            f"errors/{code}.html", refusal=refusal, typed=(("reasons", "<b>mine</b>"),), reference="a1b2", expired=False
        )
    assert (bare.count("<h1"), full.count("<h1")) == (1, 1)
    assert "&lt;b&gt;mine&lt;/b&gt;" in full
    assert ("What was refused." in full) == (code in ("409", "422", "503"))


def test_not_allowed_reads_exactly_as_not_found(app):
    with app.test_request_context("/"):
        assert render_template("errors/403.html") == render_template("errors/404.html")
