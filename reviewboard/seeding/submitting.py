"""The legs of a submission: written, handed in, waiting, withdrawn."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from reviewboard.foundation.digest import digest
from reviewboard.sample.asides import aside
from reviewboard.sample.examples import SampleExample
from reviewboard.sample.files import evidence_file
from reviewboard.sample.people import confirmer
from reviewboard.seeding.case import SeededCase
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS, ExampleText, example_words, submission_content
from reviewboard.stages.submission.tables import Accommodation, Evidence, EvidenceCheck, Example
from reviewboard.stages.workflow import SEATS

KINDS = {"txt": 60, "pdf": 30, "docx": 8, "png": 2}  # by weight: pictures take longest to draw
FILES = {0: 55, 1: 30, 2: 15}  # files of an example, by weight
ASKS_SHARE, ANSWERED_SHARE = 0.04, 0.6
EARLY_FIELDS = ("title", "context", "contacts")


def write(case: SeededCase, start: datetime, end: datetime) -> None:
    """Everything is written; unless the case stays a draft it is handed in at the end."""
    _begin(case, start)
    for sample in case.samples:
        _example(case, sample, case.between(start, end, 0.2, 0.6), EXAMPLE_FIELDS)
    _files(case, case.between(start, end, 0.7, 0.9))
    if case.fate.legs[-1].name != "write":
        _submit(case, end)


def write_part(case: SeededCase, start: datetime, end: datetime) -> None:
    """Only some of one example is written."""
    _begin(case, start)
    _example(case, case.sample, end, EARLY_FIELDS)


def _begin(case: SeededCase, at: datetime) -> None:
    case.enter("submission.start", at, case.candidate.id,
               details={"reference": case.row["reference"], "language": case.fate.language})  # fmt: skip
    read = at + timedelta(minutes=1)
    case.row |= {"notice_version": case.cycle.notice_version, "notice_acknowledged_at": read}
    case.touch()
    case.enter("notice.acknowledge", read, case.candidate.id, details={"notice_version": case.cycle.notice_version})
    if case.rng.random() < ASKS_SHARE:
        _ask(case, read + timedelta(minutes=9))


def _ask(case: SeededCase, at: datetime) -> None:
    asked = case.take(Accommodation, requested_at=at, request="", answer="")
    asked["request"] = case.mark(aside(case.fate.language, "accommodation"), "accommodation", asked["id"], "request")
    case.enter("accommodation.ask", at, case.candidate.id)
    if case.rng.random() < ANSWERED_SHARE:
        coordinator, answered = case.ground.staff["coordinator"][0].id, at + timedelta(minutes=40)
        asked |= {"answered_at": answered, "answered_by": coordinator}
        asked["answer"] = case.mark(aside(case.fate.language, "answer"), "accommodation", asked["id"], "answer")
        case.enter("accommodation.answer", answered, coordinator, details={"extended_to": None})


def _example(case: SeededCase, sample: SampleExample, at: datetime, fields: tuple[str, ...]) -> None:
    name, email = confirmer(sample.language, case.rng)
    row = case.take(Example, position=len(case.examples) + 1, version=2, updated_at=at, kept_places=[])
    texts = asdict(sample.submitted(case.row["created_at"].date(), name, email))
    row |= {"when_from": texts["when_from"], "when_to": texts["when_to"]}
    for field in fields:
        row[field] = case.mark(texts[field], "example", row["id"], field)
    if fields == EXAMPLE_FIELDS:
        row["confirmer_name"] = case.mark(name, "confirmer", row["id"], "confirmer_name")
        canary = case.marks.new("confirmer", row["id"], "confirmer_email", case.id)
        row["confirmer_email"] = f"{canary}.{email}" if canary else email
    case.examples.append(row)
    case.touch()
    case.touch()
    case.enter("example.add", at, case.candidate.id, subject=f"example:{row['id']}")


def _files(case: SeededCase, at: datetime) -> None:
    number = case.rng.choices(list(FILES), list(FILES.values()))[0]
    for nth, kind in enumerate(_kinds(case, number)):
        example, moment = case.rng.choice(case.examples), at + timedelta(minutes=nth)
        row = case.take(Evidence, example_id=example["id"], uploaded_at=moment)
        file = evidence_file(
            case.samples[example["position"] - 1], kind, case.rng,
            canary=case.marks.new("evidence", row["id"], "body", case.id),
            name_canary=case.marks.new("evidence", row["id"], "file_name", case.id),
        )  # fmt: skip
        case.filing.keep(row, file)
        case.writer.take(EvidenceCheck, evidence_id=row["id"], state="accepted", found=[], since=moment)
        case.files.append(row)
        case.touch()
        case.enter("evidence.add", moment, case.candidate.id, subject=f"evidence:{row['id']}",
                   details={"sha256": row["sha256"], "size": row["size"]})  # fmt: skip


def _kinds(case: SeededCase, number: int) -> Iterator[str]:
    """Different kinds, so that no example holds the same bytes twice."""
    left = dict(KINDS)
    for _ in range(number):
        kind = case.rng.choices(list(left), list(left.values()))[0]
        del left[kind]
        yield kind


def _submit(case: SeededCase, at: datetime) -> None:
    texts = [ExampleText(**{name: row[name] for name in ExampleText.__dataclass_fields__}) for row in case.examples]
    content = submission_content(
        texts, {f"{row['example_id']}/{row['id']}": row["sha256"] for row in case.files},
        reference=case.row["reference"], language=case.fate.language, notice=case.cycle.notice_version,
        scale=case.ground.scale_hash,
    )  # fmt: skip
    case.row |= {"words": sum(map(example_words, texts)), "example_count": len(texts), "submitted_at": at,
                 "digest": digest(content)}  # fmt: skip
    case.step("submit", at, case.candidate.id, details={"digest": case.row["digest"]})
    case.told(case.candidate.id, "submission.receipt", case.id, at, case=case.id, submitted_at=at.isoformat(),
              digest=case.row["digest"])  # fmt: skip


def wait(case: SeededCase, start: datetime, end: datetime) -> None:
    """Nobody of the pool has current training, and the case says so."""
    case.row["waiting"] = {
        "bar": "training", "language": case.fate.language, "short": SEATS, "places": SEATS, "eligible": 0,
        "barred": {"training": 2}, "looked_at": case.now.isoformat(),
    }  # fmt: skip


def withdraw(case: SeededCase, start: datetime, end: datetime) -> None:
    """The candidate withdraws; seats end, and so does what was open between the raters and with a lead."""
    had_seats = list(case.live.values())
    was_draft = case.row["submitted_at"] is None
    case.step("withdraw", end, case.candidate.id)
    case.row |= {"withdrawn_at": end, "waiting": None}
    case.told(case.candidate.id, "submission.withdrawn", case.id, end, case=case.id, withdrawn_at=end.isoformat())
    if was_draft:
        return
    after = end + timedelta(seconds=1)
    for seat in had_seats:
        seat |= {"ended_at": after, "ended_why": "withdrawn"}
    if had_seats:
        case.enter("seats.vacate", after, None, details={"seats": [seat["id"] for seat in had_seats]})
    if case.discussion is not None and case.discussion["ended_at"] is None:
        case.discussion |= {"ended_at": after, "ended_why": "withdrawn"}
    if case.dispute is not None:
        case.dispute["ended_at"] = after
