"""An auditor finds a case in the journal, opens what it holds, which the journal then tells, and verifies the chain."""

import pytest

from tests.browser.overseers import Auditor
from tests.lengths import in_both_languages

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.long]


@in_both_languages
def test_from_the_journal_to_the_content_and_its_trace(stage, sign_in, language):
    case = stage.to_rate(stage.people(), language=language)
    auditor = Auditor(sign_in("auditor", language=language))

    auditor.finds(stage.code_of(case))
    auditor.sees("[data-field]", 0)  # the history holds no word of the text
    auditor.goes_on()
    auditor.reads(f"[data-field=actions][lang={language}]", "association")
    auditor.finds(stage.code_of(case))
    auditor.reads(".timeline .entry:last-child .entry-meta", "Ruth Pemberton")
    auditor.verifies_the_journal()
