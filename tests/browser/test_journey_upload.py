"""Files on their way in a real browser: several at once, a line that is cut, a window that is closed, a session that ends."""

import hashlib

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.people.sessions import end_all_sessions
from reviewboard.stages.submission.tables import Case, Evidence, Upload
from tests.browser.people import Candidate

pytestmark = [pytest.mark.browser, pytest.mark.once]

LONG = b"what we agreed on, line by line\n" * 400_000  # 12.8 MB
SLOW, FAST = 700_000, -1  # bytes in a second; as fast as it goes
PATIENCE = 30_000  # milliseconds
HEARD = "new MutationObserver(() => (window.heard ??= []).push(announce.textContent)).observe(announce, { childList: true })"
SAID = {
    "en": ("Files on their way: 100%", "a long list.txt has arrived"),
    "fr": ("Fichiers en route\u00a0: 100\u00a0%", "a long list.txt est arrivé"),
}


def digest(content):
    return hashlib.sha256(content).hexdigest()
# Stops a transfer at its n-th word to its listener, whatever it was about to do, for each n; returns how each ended.
STOPPED = """async (words) => {
  const { Transfer } = await import(new URL("sending/transfer.js", document.querySelector("script[type=module]").src));
  const begin = document.querySelector("form[data-begin]").dataset.begin;
  const file = new File(["what we agreed on\\n".repeat(180_000)], "stopped.txt");
  const ended = [];
  for (let n = 1; n <= words; n++) {
    let heard = 0;
    const transfer = new Transfer(file, begin, (one) => { heard += 1; if (heard === n) one.pause(); });
    await transfer.run();
    ended.push(transfer.state);
    await transfer.cancel();
  }
  return ended;
}"""
UNFORESEEN = """() => {
  window.addEventListener("unhandledrejection", (event) => event.reason.message === "unforeseen" && event.preventDefault());
  const slice = Blob.prototype.slice;
  Blob.prototype.slice = function (...range) {
    if (this.name?.startsWith("faulty")) throw new TypeError("unforeseen");
    return slice.apply(this, range);
  };
}"""
PAUSED_AND_ON = """(line) => {
  line.querySelector("[data-act=pause]").click();
  line.querySelector("[data-act=resume]").click();
}"""


class Sending(Candidate):
    """A candidate in front of the evidence of their example."""

    def __init__(self, page, stage, case_id):
        super().__init__(page)
        self.stage, self.case_id = stage, case_id
        self.network = page.context.new_cdp_session(page)
        self.network.send("Network.enable")
        self.goes_to_evidence()

    def goes_to_evidence(self):
        self.goes_to(f"/my/cases/{self.case_id}")
        self.page.locator("main a[href*='step=evidence']").first.click()
        self.sees("form#upload")

    def line_is(self, speed, *, cut=False):
        """Make the line slow or fast, or cut it."""
        conditions = {"offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed}
        self.network.send("Network.emulateNetworkConditions", conditions)

    def sends_slowly(self, path):
        """Send a file on a slow line and wait until the board has some of it."""
        self.line_is(SLOW)
        self.sends(path)
        self.stage.until("a first piece is safe", lambda: any(self.half_sent()))

    def sends(self, *paths):
        self.page.set_input_files("#upload [name=file]", [str(path) for path in paths])
        self.page.click("#upload button[type=submit]")

    def line(self, state):
        return self.page.locator(f".upload[data-transfer={state}]")

    def hears(self, words):
        expect(self.page.locator("#announce")).to_contain_text(words, timeout=PATIENCE)

    def has(self, name):
        """Wait until the board's own list shows a file and no line is left for it."""
        expect(self.page.locator("#filed .evidence-name", has_text=name)).to_be_visible(timeout=PATIENCE)
        expect(self.page.locator("[data-uploads] > li", has_text=name)).to_have_count(0, timeout=PATIENCE)

    def digests(self):
        query = select(Evidence.sha256).where(Evidence.case_id == self.case_id, Evidence.removed_at.is_(None))
        return self.stage.read(lambda: sorted(db.session.execute(query).scalars()))

    def half_sent(self):
        query = select(Upload.received).where(Upload.case_id == self.case_id, Upload.settled_at.is_(None))
        return self.stage.read(lambda: list(db.session.execute(query).scalars()))


@pytest.fixture
def open_sending(stage, sign_in):
    """Signs a candidate with a whole draft in and goes to their evidence."""

    def enter(**how):
        case_id = stage.draft(stage.people(limits={"files_max": 10, "megabytes_max": 200}))
        return Sending(sign_in(stage.candidate_of(case_id), **how), stage, case_id)

    return enter


@pytest.fixture
def long_file(tmp_path):
    path = tmp_path / "a long list.txt"
    path.write_bytes(LONG)
    return path


def test_one_refused_file_among_ten_says_why_and_leaves_the_nine(open_sending, tmp_path):
    candidate = open_sending()
    paths = [tmp_path / f"minutes {number}.txt" for number in range(10)]
    for number, path in enumerate(paths):
        path.write_bytes(f"Minutes of day {number}".encode() if number != 4 else "déjà vu".encode("cp1252"))
    candidate.sends(*paths)
    refused = candidate.line("refused")
    expect(refused).to_contain_text("minutes 4.txt")
    expect(refused).to_contain_text("not in the UTF-8 encoding")
    expect(candidate.page.locator("#filed .evidence > li")).to_have_count(9, timeout=PATIENCE)
    expect(candidate.page.locator("[data-uploads] > li")).to_have_count(0)
    expect(refused).to_be_visible()  # apart from the others, with its reason
    empty = tmp_path / "nothing.txt"
    empty.write_bytes(b"")
    candidate.sends(empty)
    fold = candidate.page.locator("[data-not-taken]")
    expect(fold.locator("summary")).to_have_text("Files not taken: 2")
    candidate.hears("nothing.txt")
    expect(refused.first).to_be_hidden()
    fold.locator("summary").press("Enter")
    for _ in range(2):
        refused.first.locator("[data-act=drop]").press("Enter")
    expect(fold).to_be_hidden()
    expect(candidate.page.locator("#upload input[type=file]")).to_be_focused()


@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1280)])
def test_a_cut_line_is_told_and_the_file_goes_on_by_itself(open_sending, long_file, language, width):
    candidate = open_sending(language=language, width=width)
    candidate.page.evaluate(HEARD)
    candidate.sends_slowly(long_file)
    bar = candidate.line("sending").locator("progress")
    expect(bar).to_have_attribute("aria-label", {"en": "How much of a long list.txt has arrived"}.get(
        language, "Part de a long list.txt déjà arrivée"))  # fmt: skip
    candidate.line_is(SLOW, cut=True)
    candidate.hears({"en": "The line was cut.", "fr": "La ligne a été coupée."}[language])
    expect(candidate.line("cut").locator(".status-due")).to_be_visible()
    candidate.fits()
    candidate.line_is(FAST)
    candidate.has("a long list.txt")
    assert (candidate.digests(), candidate.half_sent()) == ([digest(LONG)], [])
    told = candidate.page.evaluate("window.heard")
    assert [sum(sentence.startswith(words) for sentence in told) for words in SAID[language]] == [1, 1]


def test_pause_go_on_and_cancel_by_keyboard(open_sending, long_file):
    candidate = open_sending()
    candidate.sends_slowly(long_file)
    candidate.line("sending").locator("[data-act=pause]").press("Enter")
    expect(candidate.line("paused").locator("[data-act=resume]")).to_be_focused()
    assert 0 < candidate.half_sent()[0] < len(LONG)
    candidate.page.keyboard.press("Enter")
    candidate.line("sending").locator("[data-act=cancel]").press("Enter")
    expect(candidate.page.locator("[data-uploads] > li")).to_have_count(0)
    assert (candidate.digests(), candidate.half_sent()) == ([], [])


def test_a_transfer_that_is_stopped_stays_stopped_wherever_it_was(open_sending):
    candidate = open_sending()
    ended = candidate.page.evaluate(STOPPED, 6)  # begun, on its way, a piece safe, on its way, safe, all there
    assert ended == ["paused"] * 6
    assert (candidate.digests(), candidate.half_sent()) == ([], [])


def test_a_line_stopped_and_sent_on_at_once_is_sent_by_one(open_sending, long_file):
    candidate = open_sending()
    sent = []
    candidate.page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/finish") else None)
    candidate.sends_slowly(long_file)
    candidate.line("sending").evaluate(PAUSED_AND_ON)
    candidate.line_is(FAST)
    candidate.has("a long list.txt")
    assert (candidate.digests(), len(sent)) == ([digest(LONG)], 1)


def test_a_fault_nobody_foresaw_keeps_no_other_file_from_its_turn(open_sending, tmp_path):
    candidate = open_sending()
    candidate.page.evaluate(UNFORESEEN)
    paths = [tmp_path / f"{name}.txt" for name in ("faulty one", "faulty two", "minutes")]
    for path in paths:
        path.write_bytes(path.name.encode())
    candidate.sends(*paths)
    candidate.has("minutes.txt")
    expect(candidate.line("paused")).to_have_count(2)
    assert candidate.digests() == [digest(b"minutes.txt")]


def test_a_window_that_is_closed_warns_and_the_same_file_chosen_again_goes_on(open_sending, long_file):
    candidate = open_sending()
    candidate.sends_slowly(long_file)
    asked = []
    candidate.page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    candidate.page.reload()
    assert asked == ["beforeunload"]
    there = candidate.half_sent()[0]
    candidate.page.close(run_before_unload=False)
    candidate.page = candidate.page.context.new_page()  # on a line as fast as it goes
    candidate.goes_to_evidence()
    half = candidate.page.locator("[data-half-sent]")
    expect(half).to_contain_text("Choose the same file again")
    sent = []
    candidate.page.on("request", lambda request: sent.append(request.headers) if request.method == "PATCH" else None)
    candidate.sends(long_file)
    candidate.has("a long list.txt")
    assert int(sent[0]["upload-offset"]) == there > 0
    assert candidate.digests() == [digest(LONG)]


def test_a_file_half_sent_can_be_cancelled_without_script(open_sending, long_file):
    candidate = open_sending()
    candidate.sends_slowly(long_file)
    candidate.page.once("dialog", lambda dialog: dialog.accept())
    candidate.page.reload()
    candidate.page.locator("[data-half-sent] button").click()
    candidate.sees("[data-half-sent]", 0)
    assert candidate.half_sent() == []


def test_a_session_that_ended_is_told_and_whoever_signs_in_again_goes_on(open_sending, long_file):
    candidate = open_sending()
    candidate.sends_slowly(long_file)
    person = candidate.stage.read(lambda: db.session.get_one(Case, candidate.case_id).candidate_id)
    candidate.stage.do(end_all_sessions, account_id=person)
    expect(candidate.line("signed_out")).to_contain_text("Sign in again in another window", timeout=PATIENCE)
    other = candidate.page.context.new_page()
    other.goto("/sign-in")
    other.fill("[name=email]", f"{candidate.stage.candidate_of(candidate.case_id)}@{DOMAIN}")
    other.fill("[name=password]", PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url(lambda address: "/sign-in" not in address)
    candidate.line_is(FAST)
    candidate.has("a long list.txt")
    assert candidate.digests() == [digest(LONG)]
