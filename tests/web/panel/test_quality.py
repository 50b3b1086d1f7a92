"""From a drawn case to a lead's note, by the pages of everybody in turn, in both languages."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.quality.queries import Figures, Share
from reviewboard.quality.tables import FindingNote
from reviewboard.stages.consensus.sealed import sealed_check
from reviewboard.web.auditor import statistics
from reviewboard.web.coordinator import frame
from reviewboard.web.coordinator import quality as notes
from reviewboard.web.panel import quality as page
from reviewboard.web.quality_view import of_many
from tests.quality.checks import CHECK, checks
from tests.quality.test_blind import but_for_ids
from tests.walking import level, rate, seats_of, settle
from tests.web.assessor.desks import counted

REASONS = "The check reads the second contact as part of the first; the raters read it as one of its own."


def rating_reasons(build, case_id):
    return build.read(lambda: sealed_check(case_id).draft.reasons)


def _in_french(build, *accounts):
    for account in accounts:
        build.do(lambda account=account: setattr(db.session.get_one(Account, account), "language", "fr"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_drawn_rated_found_noted_and_told(build, visit, language):
    work = checks(build)
    lead, other = work.people.leads
    if language == "fr":
        _in_french(build, lead, other, work.people.coordinator)
    words = {
        "en": ("No check is sealed yet", "one level apart", "The raters need training", "waits for a note"),
        "fr": ("Aucune vérification n’est encore scellée", "un niveau d’écart", "Les évaluateurs ont besoin de formation",
               "attend une note"),
    }[language]  # fmt: skip
    none, apart, training, waits = words
    case_id = work.agreed()
    panel, coordination = visit(lead), visit(work.people.coordinator)
    overview = f"/cycles/{work.people.cycle}/quality"
    assert none in panel.get("/panel/quality").text
    assert none in coordination.get(overview).text
    rate(build, case_id, CHECK, level(4))
    settle(build)
    listed = panel.get("/panel/quality").text
    assert (apart in listed, waits in listed, f"/panel/quality/{case_id}" in listed) == (False, True, True)
    assert f"/panel/quality?cycle={work.people.cycle}" in panel.get("/panel").text
    shut = panel.get(f"/panel/quality/{case_id}").text
    assert (apart in shut, rating_reasons(build, case_id) in shut) == (False, False)
    early = panel.post(f"/panel/quality/{case_id}", {"follows": "training", "reasons": REASONS})
    assert (early.status_code, REASONS in early.text) == (409, True)
    assert panel.post(f"/panel/quality/{case_id}/open").status_code == 302
    one = panel.get(f"/panel/quality/{case_id}").text
    assert (apart in one, rating_reasons(build, case_id) in one) == (True, True)
    for fields in ({"reasons": REASONS}, {"follows": "training", "reasons": "Too short."}):
        refused = panel.post(f"/panel/quality/{case_id}", fields)
        assert (refused.status_code, fields["reasons"] in refused.text) == (422, True)
    assert panel.post(f"/panel/quality/{case_id}", {"follows": "training", "reasons": REASONS}).status_code == 302
    visit(other).post(f"/panel/quality/{case_id}/open")
    late = visit(other).post(f"/panel/quality/{case_id}", {"follows": "nothing", "reasons": f"{REASONS} Later."})
    assert (late.status_code, f"{REASONS} Later." in late.text) == (409, True)
    noted = visit(other).get(f"/panel/quality/{case_id}").text
    assert (training in noted, REASONS in noted, "<textarea" in noted) == (True, True, False)
    told = coordination.get(overview).text
    assert (training in told, REASONS in told, seats_of(build, case_id)[1][1] in told) == (True, True, False)
    assert build.read(lambda: db.session.query(FindingNote).count()) == 1


def test_a_coordinator_sees_the_check_seat_of_a_case_and_may_free_it(build, visit):
    work = checks(build)
    case_id = work.agreed()
    desk = visit(work.people.coordinator)
    shown = desk.get(f"/coordination/cases/{case_id}").text
    seat_id = seats_of(build, case_id)[CHECK][0]
    freeing = f"/coordination/cases/{case_id}/seats/{seat_id}/free"
    assert ("for a check" in shown, freeing in shown, "Why not somebody else?" in shown) == (True, True, True)
    assert f"/coordination/cases/{case_id}" in desk.get(f"/cycles/{work.people.cycle}/seats").text
    assert desk.post(freeing, {"reason": REASONS}).status_code == 302
    build.now = datetime.now(UTC)
    settle(build)
    assert seats_of(build, case_id)[CHECK][0] != seat_id


def test_units_and_raters_are_told_to_a_lead_only_where_nobody_can_be_made_out(build, visit):
    work = checks(build, assessors=4)
    case_id = work.checked(level(4))
    build.do(lambda: db.session.execute(db.update(Account).values(unit="Secret unit")))
    lead, coordinator = visit(work.people.leads[0]).get("/panel/quality").text, visit(work.people.coordinator)
    assert ("Figures appear here once five checks" in lead, "by recorded outcome" in lead) == (True, False)
    names = build.read(lambda: [db.session.get_one(Account, who).name for _seat, who in seats_of(build, case_id).values()])
    assert [f">{name}<" in lead for name in names] == [False] * 3
    told = coordinator.get(f"/cycles/{work.people.cycle}/quality").text
    assert [name in told for name in names] == [False] * 3


def test_whoever_sees_who_sits_where_cannot_tell_from_one_check_what_its_rater_sealed(build, visit):
    pages = []
    for outcome in (level(3), level(4), level(1)):
        work = checks(build, assessors=3)
        work.checked(outcome)
        page = visit(work.people.coordinator).get(f"/cycles/{work.people.cycle}/quality").text
        assert "Too few checks are sealed" in page
        pages.append(but_for_ids(page))
    assert pages[0] == pages[1] == pages[2]


def test_coordinators_and_leads_read_figures_that_five_checks_stand_behind():
    shares = {"3": Share(5, 4), "2": Share(4, 4), "1": Share(1, 0)}
    figures = Figures(sealed=10, gaps=Counter(same=8, one_apart=2), levels=shares, pairs={"A:B": Share(10, 8)})
    many = of_many(figures)
    assert (dict(many.gaps), many.levels, many.pairs, many.units) == (
        {}, {"3": Share(5, 4)}, {"A:B": Share(10, 8)}, {},
    )  # fmt: skip


def test_what_an_auditor_is_told_of_checks_is_five_or_more_and_never_what_gives_fewer_away(app):
    def told(**gaps):
        figures = Figures(drawn=sum(gaps.values()) + 6, sealed=sum(gaps.values()), gaps=Counter(gaps))
        with app.test_request_context(headers={"Accept-Language": "en"}):
            return {word: count for word, count in statistics._checks(figures) if count != "–"}

    assert told(same=9, one_apart=4, further=3) == {"the same outcome": 9, "under way": 6}
    assert told(same=9, one_apart=1) == {"the same outcome": 9}
    assert told(same=4) == {}


def test_an_auditor_reads_counts_of_five_or_more_and_the_check_itself_with_an_entry(build, visit):
    work = checks(build, assessors=5)
    first = work.checked(level(4))
    auditor = visit(build.person("Odile Auditor", auditor=True))
    assert "Checks of agreed cases" not in auditor.get("/audit/statistics").text
    content = auditor.post(f"/audit/cases/{first}/content").text
    assert ("Check of the record" in content, ">D<" in content) == (True, True)
    assert "Sealed check laid beside the record" in auditor.get(f"/audit/cases/{first}").text


def test_many_checks_take_no_more_statements_and_are_listed_in_pages(build, visit, app, monkeypatch):
    work = checks(build, assessors=4)
    work.checked(level(4))
    lead = visit(work.people.leads[0])
    lead.get("/panel/quality")
    with counted(app) as one:
        lead.get("/panel/quality")
    for _ in range(3):
        work.checked(level(2))
    with counted(app) as many:
        lead.get("/panel/quality")
    assert len(one) == len(many)
    monkeypatch.setattr(page, "A_PAGE", 3)
    first = lead.get("/panel/quality").text
    assert first.count('href="/panel/quality/') == 3
    onward = first.split('href="/panel/quality?cycle=')[1].split('"')[0].replace("&amp;", "&")
    assert lead.get(f"/panel/quality?cycle={onward}").text.count('href="/panel/quality/') == 1
    for case_id in re.findall(r'href="/panel/quality/(\w+)"', first):
        lead.post(f"/panel/quality/{case_id}/open")
        lead.post(f"/panel/quality/{case_id}", {"follows": "nothing", "reasons": f"{REASONS} Of {case_id}."})
    monkeypatch.setattr(frame, "PAGE", 2)
    monkeypatch.setattr(notes, "PAGE", 2)
    overview, told = visit(work.people.coordinator), []
    told.append(overview.get(f"/cycles/{work.people.cycle}/quality").text)
    told.append(overview.get(re.search(r'rel="next" href="([^"]+)"', told[0])[1].replace("&amp;", "&")).text)
    assert [page.count(REASONS) for page in told] == [2, 1]
