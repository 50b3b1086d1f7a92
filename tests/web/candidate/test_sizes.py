"""What an autosave of a step answers stays small; only a text that was changed elsewhere comes along, once."""

HTMX = {"HX-Request": "true"}
FRAGMENT = 3 * 1024  # bytes, before compression


def test_what_a_candidates_autosave_answers_is_small(writer, browser):
    case_id, example_id = writer.written()
    path, typed = f"/my/cases/{case_id}/examples/{example_id}", "Un texte tapé ici, puis encore. " * 12
    for version, status in (("2", 200), ("2", 409)):
        answer = browser.post(path, {"version": version, "actions": f"{typed}{status}", "step": "did"}, headers=HTMX)
        assert (answer.status_code, "data-save-state" in answer.text) == (status, True)
        assert len(answer.data) - len(typed.encode()) <= FRAGMENT
