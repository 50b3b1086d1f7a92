"""Bots read a page as a browser would: what a form would send, what could be ticked, where links lead, what is wrong."""

from reviewboard.simulation.pages import Link, read_page

PAGE = """<!doctype html><html lang="en"><head><title>Room</title><style>p { color: red }</style></head><body>
<p><input type="hidden" name="version" value="3" form="move"></p>
<div role="alert"><h2>Something</h2><div><p>is <em>wrong</em></p></div></div><p>Not an alert.</p>
<nav><a href="/desk">My <b>desk</b></a> <a href="/desk">again</a></nav>
<form method="post" action="/moves?x=1" id="move"><input type="hidden" name="csrf_token" value="t&amp;1">
<textarea name="reason">
 two
lines</textarea>
<select name="citation"><option value="">none</option><option value="c2" selected>two</option></select>
<select name="level"><option value="1">one</option><option value="2">two</option></select>
<input type="radio" name="stand" value="keep"><input type="radio" name="stand" value="move" checked>
<input type="checkbox" name="case" value="a"><input type="checkbox" name="case" value="b">
<input type="file" name="file"><button name="then" value="next">Go</button></form>
<form action="/search"><input name="q" value=""></form></body></html>"""
page = read_page("http://board/rooms/1", 200, PAGE)


def test_a_form_would_send_what_stands_in_its_fields_also_those_outside_it():
    move = page.form_to("/moves")
    assert (move.method, move.id, sorted(move.fields)) == ("post", "move", [
        ("citation", "c2"), ("csrf_token", "t&1"), ("level", "1"), ("reason", " two\nlines"), ("stand", "move"),
        ("version", "3"),
    ])  # fmt: skip
    assert (move.choices("case"), move.choices("stand"), move.value("level"), move.value("nothing")) == (
        ["a", "b"], ["keep"], "1", None,
    )  # fmt: skip


def test_answers_take_the_place_of_what_stood_there():
    filled = page.form_to("/moves").filled({"reason": "because", "stand": "keep"}, {"case": ["a", "b"]})
    assert sorted(filled) == [
        ("case", "a"), ("case", "b"), ("citation", "c2"), ("csrf_token", "t&1"), ("level", "1"), ("reason", "because"),
        ("stand", "keep"), ("version", "3"),
    ]  # fmt: skip


def test_links_words_and_alerts_are_read():
    assert page.links_to("/desk") == [Link("/desk", "My desk")]
    assert page.alert == "Something is wrong"
    assert page.text.startswith("Room Something is wrong Not an alert. My desk again")
    assert (page.form_to("/search").method, page.form_to("/nowhere")) == ("get", None)
