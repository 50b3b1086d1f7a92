"""Triggers that keep what no CHECK can: a journal that only grows, submissions, ratings and records nobody edits.

That nothing is added to a submission is seen by its digest (`flask check`).
"""

from alembic import op


def _changes(*columns: str, absent: tuple[str, ...] = ()) -> str:
    """A condition: one of columns, or of those that may be absent, is not what it was. JSON is compared as text."""
    return " OR ".join(
        [f"CAST(OLD.{name} AS TEXT) <> CAST(NEW.{name} AS TEXT)" for name in columns]
        + [f"COALESCE(CAST(OLD.{name} AS TEXT), '') <> COALESCE(CAST(NEW.{name} AS TEXT), '')" for name in absent]
    )


def _changes_once_set(*columns: str) -> str:
    """A condition: one of columns was set, and is not what it was."""
    return " OR ".join(f"(OLD.{name} IS NOT NULL AND (NEW.{name} IS NULL OR OLD.{name} <> NEW.{name}))" for name in columns)


def _is_sealed(*ratings: str) -> str:
    ids = ", ".join(ratings)
    return f"EXISTS (SELECT 1 FROM ratings WHERE ratings.id IN ({ids}) AND ratings.state = 'sealed')"  # noqa: S608


def _is_submitted(*cases: str) -> str:
    ids = ", ".join(cases)
    return f"EXISTS (SELECT 1 FROM cases WHERE cases.id IN ({ids}) AND cases.submitted_at IS NOT NULL)"  # noqa: S608


def _is_asked(*recourses: str) -> str:
    ids = ", ".join(recourses)
    return f"EXISTS (SELECT 1 FROM recourses WHERE recourses.id IN ({ids}) AND recourses.asked_at IS NOT NULL)"  # noqa: S608


# trigger name, table, event, condition on OLD and NEW (raise when it holds)
PROMISES = (
    ("journal_entries_are_never_changed", "journal_entries", "UPDATE", "TRUE"),
    ("journal_entries_are_never_deleted", "journal_entries", "DELETE", "TRUE"),
    ("sealed_ratings_are_never_changed", "ratings", "UPDATE", "OLD.state = 'sealed'"),
    ("sealed_ratings_are_never_deleted", "ratings", "DELETE", "OLD.state = 'sealed'"),
    ("citations_of_sealed_ratings_are_never_changed", "citations", "UPDATE",
     _is_sealed("OLD.rating_id", "NEW.rating_id")),
    ("citations_of_sealed_ratings_are_never_deleted", "citations", "DELETE", _is_sealed("OLD.rating_id")),
    ("citations_are_never_added_to_sealed_ratings", "citations", "INSERT", _is_sealed("NEW.rating_id")),
    (
        "records_change_only_by_release_and_supersession", "records", "UPDATE",
        _changes("id", "case_id", "cycle_id", "outcome", "method", "deciders", "reasons", "dimension_reasons",
                 "next_needed", "scale_version_id", "policy_hash", "rating_digests", "digest", "recorded_at",
                 absent=("level", "competency", "agreement_id", "resolution_id", "supersedes_id"))
        + " OR " + _changes_once_set("released_at", "released_by", "superseded_at"),
    ),
    ("records_are_never_deleted", "records", "DELETE", "TRUE"),
    ("published_scales_are_never_changed", "scale_versions", "UPDATE",
     f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_changes('code', 'number', 'content', 'content_hash')})"),
    ("published_scales_are_never_deleted", "scale_versions", "DELETE", "OLD.state <> 'draft'"),
    ("opened_cycles_keep_their_policy", "cycles", "UPDATE",
     f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_changes('policy', 'policy_hash', 'limits')})"),
    (
        "submissions_are_never_changed", "cases", "UPDATE",
        "OLD.submitted_at IS NOT NULL AND ("
        + _changes("id", "reference", "cycle_id", "candidate_id", "scale_version_id", "language",
                   absent=("submitted_at", "digest", "notice_version")) + ")",
    ),
    ("submissions_are_never_deleted", "cases", "DELETE", "OLD.submitted_at IS NOT NULL"),
    ("submitted_examples_are_never_changed", "examples", "UPDATE", _is_submitted("OLD.case_id", "NEW.case_id")),
    ("submitted_examples_are_never_deleted", "examples", "DELETE", _is_submitted("OLD.case_id")),
    ("submitted_evidence_is_never_changed", "evidence", "UPDATE", _is_submitted("OLD.case_id", "NEW.case_id")),
    ("submitted_evidence_is_never_deleted", "evidence", "DELETE", _is_submitted("OLD.case_id")),
    ("moves_are_never_changed", "moves", "UPDATE", "TRUE"),
    ("moves_are_never_deleted", "moves", "DELETE", "TRUE"),
    ("messages_are_never_changed", "messages", "UPDATE", "TRUE"),
    ("messages_are_never_deleted", "messages", "DELETE", "TRUE"),
)  # fmt: skip


RECOURSE_PROMISES = (
    ("records_keep_the_review_they_rest_on", "records", "UPDATE", _changes(absent=("review_id",))),
    ("fresh_cases_stay_fresh", "cases", "UPDATE", _changes(absent=("fresh_of",))),
    (
        "recourse_decisions_are_only_signed_or_sent_back", "recourse_decisions", "UPDATE",
        _changes("id", "recourse_id", "decided_by", "verdict", "reasons", "ground_reasons", "dimension_reasons",
                 "next_needed", "needs_countersign", "decided_at", absent=("outcome", "level", "competency"))
        + " OR " + _changes_once_set("countersigned_by", "countersigned_at", "declined_by", "declined_at"),
    ),
    ("recourse_decisions_are_never_deleted", "recourse_decisions", "DELETE", "TRUE"),
    ("asked_grounds_are_never_changed", "recourse_grounds", "UPDATE", _is_asked("OLD.recourse_id", "NEW.recourse_id")),
    ("asked_grounds_are_never_deleted", "recourse_grounds", "DELETE", _is_asked("OLD.recourse_id")),
    ("recourses_keep_what_was_asked", "recourses", "UPDATE",
     "OLD.asked_at IS NOT NULL AND ("
     + _changes("id", "case_id", "cycle_id", "kind", "request", absent=("asked_at", "due_at")) + ")"),
    ("recourses_are_never_deleted", "recourses", "DELETE", "TRUE"),
    ("statements_are_never_changed", "statements", "UPDATE", "TRUE"),
    ("statements_are_never_deleted", "statements", "DELETE", "TRUE"),
)  # fmt: skip

_HANDED_IN = (
    "({row}.example_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases WHERE cases.id = {row}.case_id"
    " AND cases.submitted_at IS NOT NULL)) OR ({row}.question_id IS NOT NULL AND EXISTS (SELECT 1 FROM questions"
    " WHERE questions.id = {row}.question_id AND questions.ended_at IS NOT NULL))"
)

FIRST_EVIDENCE = tuple(promise for promise in PROMISES if promise[1] == "evidence")
"""What 0001 promised of evidence, when all of it belonged to examples."""

ANSWER_PROMISES = (
    ("submitted_evidence_is_never_changed", "evidence", "UPDATE",
     " OR ".join(_HANDED_IN.format(row=row) for row in ("OLD", "NEW"))),
    ("submitted_evidence_is_never_deleted", "evidence", "DELETE", _HANDED_IN.format(row="OLD")),
    ("questions_are_never_changed", "questions", "UPDATE",
     "OLD.ended_at IS NOT NULL OR " + _changes("id", "case_id", "dispute_id", "lead_id", "question", "asked_at")),
    ("questions_are_never_deleted", "questions", "DELETE", "TRUE"),
    ("answers_of_records_are_never_changed", "records", "UPDATE", _changes(absent=("answer_digest",))),
)  # fmt: skip
"""What holds since candidates answer questions: evidence of an answer is free until the answer is handed in."""

_CASE_OF = {
    "cases": "OLD.id, OLD.fresh_of",
    "citations": "(SELECT case_id FROM ratings WHERE ratings.id = OLD.rating_id)",
    "moves": "(SELECT case_id FROM discussions WHERE discussions.id = OLD.discussion_id)",
    "messages": "(SELECT case_id FROM discussions WHERE discussions.id = OLD.discussion_id)",
    "recourse_decisions": "(SELECT case_id FROM recourses WHERE recourses.id = OLD.recourse_id)",
    "recourse_grounds": "(SELECT case_id FROM recourses WHERE recourses.id = OLD.recourse_id)",
    "recourse_meetings": "(SELECT case_id FROM recourses WHERE recourses.id = OLD.recourse_id)",
    "recourse_handlers": "(SELECT case_id FROM recourses WHERE recourses.id = OLD.recourse_id)",
    "quality_notes": "(SELECT case_id FROM quality_findings WHERE quality_findings.id = OLD.finding_id)",
} | dict.fromkeys(("ratings", "records", "examples", "evidence", "recourses", "statements", "questions", "own_levels",
                   "agreements", "discussions", "disputes", "resolutions", "holds", "quality_draws", "quality_findings",
                   "read_beside", "check_openings"),
                  "OLD.case_id")  # fmt: skip
"""The case that a row belongs to, by its table."""


def _is_disposed(table: str) -> str:
    """A condition: two people disposed of the case that the row belongs to, or of the one it was rated afresh for."""
    case = _CASE_OF[table]
    original = "" if table == "cases" else f", (SELECT fresh_of FROM cases WHERE cases.id = {case})"  # noqa: S608
    named = f"disposals.case_id IN ({case}{original})"
    return f"EXISTS (SELECT 1 FROM disposals WHERE {named} AND disposals.carried_out_at IS NOT NULL)"  # noqa: S608


UNDISPOSED = tuple(
    {promise[0]: promise for promise in PROMISES + RECOURSE_PROMISES + ANSWER_PROMISES
     if promise[2] == "DELETE" and promise[1] in _CASE_OF}.values()
)  # fmt: skip
"""What held of every row of a case, whatever its age."""

DISPOSAL_PROMISES = (
    *((name, table, event, f"({condition}) AND NOT {_is_disposed(table)}") for name, table, event, condition in UNDISPOSED),
    ("disposals_are_never_deleted", "disposals", "DELETE", "TRUE"),
    ("disposals_are_never_changed_once_over", "disposals", "UPDATE",
     "OLD.carried_out_at IS NOT NULL OR OLD.sent_back_at IS NOT NULL OR "
     + _changes("id", "batch_id", "case_id", "reference", "cycle_id", "why", "proposed_by", "proposed_at")),
)  # fmt: skip
"""What holds since cases are disposed of: their rows go once two people signed for it, and never before."""


QUALITY_PROMISES = (
    (
        "no_record_rests_on_a_check", "records", "INSERT",
        "EXISTS (SELECT 1 FROM ratings JOIN seats ON seats.id = ratings.seat_id WHERE ratings.case_id = NEW.case_id"
        " AND seats.case_id = NEW.case_id AND seats.place = 4 AND ratings.digest IS NOT NULL"
        " AND CAST(NEW.rating_digests AS TEXT) <> REPLACE(CAST(NEW.rating_digests AS TEXT), ratings.digest, ''))",
    ),
    ("strata_keep_their_start", "quality_strata", "UPDATE", "TRUE"),
    ("draws_are_never_changed", "quality_draws", "UPDATE", "TRUE"),
    ("draws_are_never_deleted", "quality_draws", "DELETE", f"NOT {_is_disposed('quality_draws')}"),
    ("findings_are_never_changed", "quality_findings", "UPDATE", "TRUE"),
    ("findings_are_never_deleted", "quality_findings", "DELETE", f"NOT {_is_disposed('quality_findings')}"),
    ("notes_of_findings_are_never_changed", "quality_notes", "UPDATE", "TRUE"),
    ("notes_of_findings_are_never_deleted", "quality_notes", "DELETE", f"NOT {_is_disposed('quality_notes')}"),
)  # fmt: skip
"""A check is drawn, found and noted once, and no record ever rests on one."""

def opening_promises(table: str, opens: str, opened: str, rows: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return what is promised of the openings of checks, kept in this table and called by these words."""
    of_the_case = f"recourses ON recourses.case_id = {table}.case_id WHERE recourses.id = NEW.recourse_id"
    return (
        (f"nobody_hears_a_case_whose_check_they_{opened}", "recourse_handlers", "INSERT",
         f"EXISTS (SELECT 1 FROM {table} JOIN {of_the_case} AND {table}.lead_id = NEW.account_id)"),  # noqa: S608
        (f"nobody_{opens}_a_check_of_a_case_they_hear", table, "INSERT",
         "EXISTS (SELECT 1 FROM recourse_handlers JOIN recourses ON recourses.id = recourse_handlers.recourse_id"
         " WHERE recourses.case_id = NEW.case_id AND recourse_handlers.account_id = NEW.lead_id)"),
        (f"nobody_signs_a_case_whose_check_they_{opened}", "recourse_decisions", "UPDATE",
         f"OLD.countersigned_by IS NULL AND EXISTS (SELECT 1 FROM {table} JOIN {of_the_case}"  # noqa: S608
         f" AND {table}.lead_id = NEW.countersigned_by)"),
        (f"{rows}_are_never_changed", table, "UPDATE", "TRUE"),
        (f"{rows}_are_never_deleted", table, "DELETE", f"NOT {_is_disposed(table)}"),
    )  # fmt: skip


OPENING_PROMISES = opening_promises("check_openings", "opens", "opened", "check_openings")
"""Whoever opened a check has read it, and hears no recourse of its case."""


OWN_LEVEL_PROMISES = (
    ("own_levels_are_never_changed", "own_levels", "UPDATE", "TRUE"),
    ("own_levels_are_never_deleted", "own_levels", "DELETE", f"NOT {_is_disposed('own_levels')}"),
)
"""What a lead noted of the text alone stays as it was, whatever the ratings said."""

_SAME_OUTCOME = (
    "{basis}.outcome = NEW.outcome AND COALESCE({basis}.level, -1) = COALESCE(NEW.level, -1)"
    " AND COALESCE({basis}.competency, '') = COALESCE(NEW.competency, '')"
)
_OF_THE_CASE = "{basis}.case_id IN (SELECT id FROM cases WHERE cases.id = NEW.case_id OR cases.fresh_of = NEW.case_id)"


def _rests(column: str, basis: str, signed: str, of_the_case: str = _OF_THE_CASE) -> str:
    """A condition: the new record names no basis of this kind, or one of its case that was signed and says the same."""
    says = _SAME_OUTCOME.format(basis=basis)
    found = f"SELECT 1 FROM {basis} WHERE {basis}.id = NEW.{column}"  # noqa: S608
    return f"(NEW.{column} IS NULL OR EXISTS ({found} AND {signed} AND {says} AND {of_the_case.format(basis=basis)}))"


CONSENSUS_PROMISES = (
    ("agreements_are_only_confirmed_or_refused", "agreements", "UPDATE",
     _changes("id", "case_id", "outcome", "agreed_at", "needs_confirmation", absent=("discussion_id", "level", "competency"))
     + " OR " + _changes_once_set("confirmed_by", "confirmed_at", "refused_by", "refused_at")),
    ("resolutions_are_only_signed_or_sent_back", "resolutions", "UPDATE",
     _changes("id", "dispute_id", "case_id", "lead_id", "outcome", "reasons", "dimension_reasons", "next_needed",
              "needs_countersign", "decided_at", absent=("level", "competency"))
     + " OR " + _changes_once_set("countersigned_by", "countersigned_at", "declined_by", "declined_at")
     + " OR (OLD.declined_at IS NOT NULL AND OLD.declined_why <> NEW.declined_why)"),
    ("discussions_only_get_time_and_an_end", "discussions", "UPDATE",
     "OLD.ended_at IS NOT NULL OR " + _changes("id", "case_id", "opened_at")),
    ("disputes_keep_why_they_were_opened", "disputes", "UPDATE",
     "OLD.ended_at IS NOT NULL OR " + _changes("id", "case_id", "why", "opened_at")),
    ("handlers_of_a_recourse_only_leave_it", "recourse_handlers", "UPDATE",
     "OLD.until IS NOT NULL OR " + _changes("id", "recourse_id", "account_id", "named_by", "since")),
    ("holds_are_only_lifted", "holds", "UPDATE",
     "OLD.lifted_at IS NOT NULL OR " + _changes("id", "case_id", "kind", "why", "placed_by", "placed_at")),
    *((f"{name}_are_never_deleted", table, "DELETE", f"NOT {_is_disposed(table)}") for name, table in (
        ("agreements", "agreements"), ("resolutions", "resolutions"), ("discussions", "discussions"),
        ("disputes", "disputes"), ("handlers_of_a_recourse", "recourse_handlers"), ("holds", "holds"))),
    ("records_rest_on_what_was_signed", "records", "INSERT",
     "NOT (" + " AND ".join((  # noqa: S608
         _rests("agreement_id", "agreements", "refused_at IS NULL AND (NOT needs_confirmation OR confirmed_at IS NOT NULL)"),
         _rests("resolution_id", "resolutions",
                "declined_at IS NULL AND (NOT needs_countersign OR countersigned_at IS NOT NULL)"),
         _rests("review_id", "recourse_decisions",
                "verdict = 'varied' AND declined_at IS NULL AND countersigned_at IS NOT NULL",
                "{basis}.recourse_id IN (SELECT id FROM recourses WHERE recourses.case_id = NEW.case_id)"),
     )) + ")"),
    ("records_follow_the_one_they_supersede", "records", "INSERT",
     "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records AS earlier WHERE earlier.id = NEW.supersedes_id"
     " AND earlier.case_id = NEW.case_id AND earlier.superseded_at IS NOT NULL)"),
)  # fmt: skip
"""What two people agreed, a lead decided, who answered and what is held stays; a record rests on what was signed."""


EXPIRY_PROMISES = (("records_keep_the_day_they_end", "records", "UPDATE", _changes(absent=("expires_on",))),)
"""A result ends on the day that was recorded with it."""

HEARING_PROMISES = (
    ("meetings_of_a_recourse_are_never_changed", "recourse_meetings", "UPDATE", "TRUE"),
    ("meetings_of_a_recourse_are_never_deleted", "recourse_meetings", "DELETE", f"NOT {_is_disposed('recourse_meetings')}"),
    ("nobody_signs_a_review_they_heard", "recourse_decisions", "UPDATE",
     "NEW.countersigned_by IN (SELECT account_id FROM recourse_handlers WHERE recourse_handlers.recourse_id = NEW.recourse_id)"
     " OR NEW.countersigned_by IN (SELECT earlier.decided_by FROM recourse_decisions AS earlier"
     " WHERE earlier.recourse_id = NEW.recourse_id)"),
)  # fmt: skip
"""What was said to a candidate and by them stays, whoever answers after; and who heard a review is not its second lead."""


def keep_promises(promises: tuple[tuple[str, str, str, str], ...] = PROMISES) -> None:
    """Create these triggers, in the words of the database at hand."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition in promises:
        for statement in (_postgresql if postgresql else _sqlite)(name, table, event, condition):
            op.execute(statement)


def let_go(promises: tuple[tuple[str, str, str, str], ...]) -> None:
    """Drop these triggers, and on PostgreSQL their functions. One that is not there is no fault."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _event, _condition in promises:
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}" if postgresql else f"DROP TRIGGER IF EXISTS {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _sqlite(name: str, table: str, event: str, condition: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
    )


def _postgresql(name: str, table: str, event: str, condition: str) -> tuple[str, ...]:
    kept = "OLD" if event == "DELETE" else "NEW"
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
