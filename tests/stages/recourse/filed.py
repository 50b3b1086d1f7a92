"""A released case with files, and its review returned to a fresh pair whose case nobody has begun yet."""

from io import BytesIO
from typing import Any

from sqlalchemy import select

from reviewboard.demo.settle import settle as settle_whole
from reviewboard.extensions import db
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.record.actions import release
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.actions import add_evidence, submit_case
from reviewboard.stages.submission.tables import Case, Evidence, EvidencePreview, Example
from tests.building import Builder
from tests.stages.recourse.hearing import LONG, Hearing
from tests.walking import candidate_of, drafted, level, panel, rate, settle

File = tuple[str, str, bytes]  # name, media type, bytes


def returned(build: Builder, files: list[File], *, looked_at: bool, **cycle: Any) -> Hearing:
    """Return the case; its files were checked and previewed if `looked_at`, else their checks are as good as done."""
    people = panel(build, leads=4, assessors=6, **cycle)
    case_id = drafted(build, people)
    candidate = candidate_of(build, case_id)
    _attach(build, case_id, candidate, files)
    build.do(submit_case, case_id=case_id, actor=build.principal(candidate), now=build.now)
    if looked_at:
        with build.app.app_context():
            settle_whole(now=build.now)
    settle(build)
    for place in (1, 2):
        rate(build, case_id, place, level(2))
    settle(build)
    build.do(release, case_ids=[case_id], actor=build.principal(people.leads[-1]), now=build.now)
    settle(build)
    board = Hearing(build, people, case_id, candidate)
    board.heard(people.leads[0])
    answer = actions.Answer(Verdict.RETURNED, LONG + " In all.", {"anchor_misread": LONG})
    board.do(actions.decide, kind=Kind.REVIEW, answer=answer, version=board.recourse().version, by=people.leads[0])
    return board


def _attach(build: Builder, case_id: str, candidate: str, files: list[File]) -> None:
    example = build.read(lambda: db.session.execute(select(Example.id).where(Example.case_id == case_id)).scalar_one())
    for name, media_type, body in files:
        stored = build.read(lambda body=body: the_vault().put(BytesIO(body), most=10**8))
        build.do(add_evidence, case_id=case_id, example_id=example, file_name=name, media_type=media_type, stored=stored,
                 actor=build.principal(candidate), now=build.now)  # fmt: skip


def fresh_of(build: Builder, case_id: str) -> str | None:
    """Return the id of the fresh case, or None while there is none."""
    return build.read(lambda: db.session.scalar(select(Case.id).where(Case.fresh_of == case_id)))


def held(build: Builder, case_id: str) -> list[tuple[str, Any]]:
    """Return what the vault holds of a case: each file and preview by what it is, with the digest of its bytes now."""

    def read() -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        for file in db.session.scalars(select(Evidence).where(Evidence.case_id == case_id).order_by(Evidence.file_name)):
            found.append((file.vault_key, (file.file_name, file.media_type, file.size, file.sha256, _bytes(file))))
            shown = select(EvidencePreview).where(EvidencePreview.evidence_id == file.id)
            found += [
                (one.vault_key, (one.kind, one.number, one.width, one.height, one.excerpt, one.sha256, _bytes(one)))
                for one in db.session.scalars(shown.order_by(EvidencePreview.kind, EvidencePreview.number))
            ]
        return found

    return build.read(read)


def _bytes(kept: Evidence | EvidencePreview) -> bytes:
    with the_vault().open_stream(kept.vault_key, kept.sha256) as stream:
        return stream.read()
