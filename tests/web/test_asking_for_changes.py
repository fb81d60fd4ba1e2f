"""A change of an award is asked for on its own page: amounts line by line, and everything else beside them."""

from fundflow import applications, awards, database
from tests.stories.stages import REF

STEP = f"/cases/{REF}/steps/request_variation"


def asked(at):
    with database.reading(at.engine) as session:
        award = awards.find_award(session, applications.get(session, REF).id)
        return awards.open_variation(session, award.id)


def rows(page):
    return {one["name"]: one for one in page.find_all("input", attrs={"name": lambda name: name and "|" in name})}


def test_an_amount_is_asked_for_beside_what_it_is_now_and_the_rest_of_its_year_stays(served):
    at = served("active")
    officer = at.browser("officer")
    page = officer.get(STEP)
    (name, *_) = rows(page)
    now = int(name.rpartition("|")[2])
    assert f"{now / 100:,.2f} now" in page.find("label", attrs={"for": name}).get_text()
    officer.send(STEP, kind="value", reason="Fewer sessions", **{name: f"{now / 200:.2f}"})
    made = asked(at)
    assert made.kind == "value"
    changed = {(one.commissioner, one.period): (one.before, one.after) for one in awards.line_changes(made)}
    commissioner, period = name.removeprefix("changes.").split("|")[:2]
    assert changed == {(commissioner, period): (now, now // 2)}


def test_a_day_that_changes_is_asked_for_and_no_amount_with_it(served):
    at = served("active")
    officer = at.browser("officer")
    officer.send(STEP, kind="dates", reason="A nurse left", **{"details.ends": "2018-02-28"})
    made = asked(at)
    assert (made.kind, made.details, awards.line_changes(made)) == ("dates", {"ends": "2018-02-28"}, ())


def test_a_change_that_does_not_say_what_changes_is_refused_and_what_was_chosen_stays(served):
    at = served("active")
    officer = at.browser("officer")
    page = officer.send(STEP, 422, kind="partner", reason="They asked")
    assert "states joins or leaves" in page.get_text()
    assert page.find("input", attrs={"name": "kind", "value": "partner"}).has_attr("checked")
    assert asked(at) is None
