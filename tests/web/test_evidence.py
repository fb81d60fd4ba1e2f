"""Files of evidence: nothing is sent that nobody calls redacted; each has its day, and a person deletes it with a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from fundflow import applications, audit, awards, database, engine, files, letters, payments, reporting
from fundflow.errors import NotFound, Refused
from fundflow.web.routes import evidence as evidence_pages
from tests import wording
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries
from tests.web.pressing import offered, press, said_of
from tests.web.test_finance import begin

PAPER = b"%PDF-1.4 a rota"


def sent(at, redacted: str = "yes"):
    browser, path, typed = begin(at)
    return browser, browser.http.post(
        path,
        data={**typed, "form_key": browser.key(path), "redacted": redacted},
        files={"file": ("rota.pdf", PAPER, "application/pdf")},
    )


@pytest.fixture
def claimed(served):
    """An award with one claim that has one file."""
    at = served("active")
    _, answer = sent(at)
    assert answer.status_code == 303
    return at


def test_a_file_that_nobody_calls_redacted_is_refused_and_what_was_typed_stays(served):
    browser, answer = sent(served("active"), redacted="")
    assert answer.status_code == 422
    assert "nobody said that it shows no patient" in answer.text
    assert 'value="A nurse for two days"' in answer.text
    assert "No patient-identifiable data" in browser.get(f"/cases/{REF}/claims/new").get_text()


def test_each_file_says_until_when_it_is_kept_and_who_deleted_it_why(claimed):
    browser = claimed.browser("officer")
    claimed.statements.clear()
    page = browser.get("/evidence")
    assert queries(claimed) <= MOST_QUERIES
    assert "rota.pdf" in page.get_text()
    assert "31 Mar 2025" in page.get_text(), "six years after the award is planned to end"
    assert "None is to be deleted now" in browser.get("/evidence?due=1").get_text()
    (link,) = page.find_all("a", string="rota.pdf")
    refused = said_of(press(browser, link["href"], "delete", 422, ground="due", reason="Over."))
    assert "it is kept until" in refused
    assert "You can delete it now" in refused
    press(browser, link["href"], "delete", ground="personal_data", reason="It names a patient.")
    gone = browser.get(link["href"]).get_text()
    assert "It names a patient." in gone
    assert "rota.pdf" not in gone
    with database.reading(claimed.engine) as session:
        assert files.facts(session, [files.address(PAPER)]) == {}
        (row,) = [one for one in audit.recent(session) if one.what == "evidence.delete"]
        assert row.contents["after"]["contents"] == "gone"


def test_a_page_reads_its_own_files_alone_and_the_pages_hold_each_file_once(claimed, monkeypatch):
    monkeypatch.setattr(evidence_pages, "PAGE", 2)
    with claimed.place.living() as world:
        claim = payments.claims_of(world.session, 1)[-1]
        for number in range(4):
            row = payments.Evidence(
                claim_id=claim.id, kind="file", description=f"more{number}.pdf", file_sha="a" * 64, added_at=world.now
            )
            row.deleted_at = world.now if number == 3 else None
            world.session.add(row)
        officer = world.who("officer")
        listed = [one.number for one in engine.retention.kept(world.session, actor=officer, now=world.now)]
    browser = claimed.browser("officer")
    seen = []
    for page in (1, 2, 3):
        claimed.statements.clear()
        found = browser.get(f"/evidence?page={page}")
        assert queries(claimed) <= 12
        assert f"5 found, page {page} of 3" in found.get_text()
        seen += [int(one["href"].rpartition("/")[2]) for one in found.select("tbody th a")]
    assert seen == listed
    assert "page 3 of 3" in browser.get("/evidence?page=99").get_text()


@pytest.mark.parametrize("due", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_the_pages_of_several_awards_hold_what_the_whole_list_holds(size, due, monkeypatch):
    """Awards of three, one, no and two files that are kept, in the order in which their years end."""
    held = [
        reporting.Holding(number, f"TF-17-000{number}", "fund", date(2020, 1, number), True, many + 1, 1)
        for number, many in enumerate((3, 1, 0, 2), 1)
    ]

    def files_of(_session, *, cases, with_deleted):
        found = [(one.application_id, n) for one in held if one.application_id in cases for n in range(one.many)]
        return found if with_deleted else [one for one in found if one[1] != 0]

    monkeypatch.setattr(engine.retention, "_holdings", lambda _s, _a, by: [one for one in held if one.asked(by)])
    monkeypatch.setattr(reporting, "evidence_files", files_of)
    now = datetime(2021, 1, 1, tzinfo=UTC)
    asked = {"actor": None, "now": now, "due": due}
    every = engine.retention.kept(None, **asked)
    first = engine.retention.some(None, page=1, size=size, **asked)
    pages = [engine.retention.some(None, page=n + 1, size=size, **asked) for n in range(first.pages)]
    assert [one for page in pages for one in page.files] == every
    assert first.many == len(every) == (6 if due else 10)
    assert all(len(page.files) <= size for page in pages)


def attached(world, claim: str, name: str, content: bytes):
    """A file of evidence that the writer gives with a claim."""
    facts = {"name": name, "media_type": "application/pdf", "content": content, "redacted": True}
    return engine.claims.attach(world.session, claim, **facts, actor=world.who("writer.fednw"), now=world.now)


def closed(world) -> None:
    """The award is closed, so that its evidence will be due."""
    award = awards.find_award(world.session, 1)
    assert award is not None
    award.closed_at = world.now
    world.session.add(award)


def test_the_list_of_evidence_is_the_offices_and_is_refused_to_others(claimed):
    with claimed.place.living() as world:
        for name in ("writer.fednw", "lay_chair.05j", "gp_far"):
            with pytest.raises(Refused) as told:
                engine.retention.kept(world.session, actor=world.who(name), now=world.now)
            assert [one.guard for one in told.value.refusals] == ["may_act"]
            assert "Nothing has changed" in str(told.value)


@pytest.mark.parametrize("ground", ["due", "personal_data"])
def test_a_deleted_files_name_goes_from_the_audit_trail_and_who_gave_it_stays(ground, claimed):
    with claimed.place.living() as world:
        second = attached(world, payments.claims_of(world.session, 1)[-1].ref, "other.pdf", b"%PDF-1.4 another")
        closed(world)
        later = world.now + timedelta(days=6 * 366)
    with claimed.place.at(later).living() as world:
        officer = world.who("officer")
        (one,) = [
            one for one in engine.retention.kept(world.session, actor=officer, now=later) if one.name == "rota.pdf"
        ]
        engine.retention.delete(
            world.session, one.number, ground=ground, reason="It is over.", actor=officer, now=later
        )
    with database.reading(claimed.engine) as session:
        events = audit.history(session, one.claim)
        given = [event for event in events if event.what == "claim.evidence"]
        assert [event.contents.get("after", {}).get("evidence") for event in given] == [None, second.id]
        assert (given[0].redacted, given[0].actor) == (True, "Writer Fednw")
        assert "rota.pdf" not in str(events), "names of files name people"
        assert "other.pdf" in str(events)
        (why,) = [event.contents["reason"] for event in events if event.what == "audit.redact"]
        assert why == f"The file was deleted. {engine.retention.GROUNDS[ground]}. It is over."
        assert audit.verify(session) == []


@pytest.mark.parametrize("who", ["finance", "auditor", "claim_checker"])
def test_others_of_the_office_look_and_do_not_delete(claimed, who):
    browser = claimed.browser(who)
    place = browser.get("/evidence").select_one("tbody a")["href"]
    assert offered(browser.get(place)) == set()
    typed = {"form_key": browser.key("/account/tokens"), "ground": "personal_data", "reason": "It names a patient."}
    answer = browser.http.post(place, data=typed)
    assert (answer.status_code, "Deleting evidence is for the" in answer.text) == (403, True)
    with database.reading(claimed.engine) as session:
        assert files.facts(session, [files.address(PAPER)])


def test_after_its_years_it_is_due_and_the_same_contents_stay_where_another_paper_has_them(claimed):
    with claimed.place.living() as world:
        claim = payments.claims_of(world.session, 1)[-1].ref
        second = attached(world, claim, "again.pdf", PAPER)
        closed(world)
        world.now += timedelta(days=6 * 366)
        officer = world.who("officer")
        due = engine.retention.kept(world.session, actor=officer, now=world.now, due=True)
        assert [one.name for one in due] == ["rota.pdf", "again.pdf"]
        for one in due:
            engine.retention.delete(
                world.session, one.number, ground="due", reason="Six years.", actor=officer, now=world.now
            )
            kept = bool(files.facts(world.session, [files.address(PAPER)]))
            assert kept is (one.number != second.id)
        with pytest.raises(Refused) as told:
            engine.retention.delete(
                world.session, second.id or 0, ground="due", reason="Again.", actor=officer, now=world.now
            )
        assert [one.guard for one in told.value.refusals] == ["file_kept"]
        assert list(wording.faults(str(told.value), guard="file_kept")) == []
        with pytest.raises(NotFound):
            engine.retention.one(world.session, second.id or 0, actor=world.who("writer.fednw"))


def _partners_letter(world, sha256):
    row = world.session.exec(select(applications.Participant)).first()
    row.letter_file = sha256
    world.session.add(row)


def _paper_it_came_on(world, sha256):
    applications.record_facts(world.session, applications.get(world.session, REF), {"original": sha256})


def _letter_of_ours(world, sha256):
    facts = {"code": "L04", "number": 1, "file_name": "offer.docx", "added_at": world.now, "added_by": "Officer"}
    world.session.add(letters.LetterTemplate(sha256=sha256, **facts))


@pytest.mark.parametrize("hold", [_partners_letter, _paper_it_came_on, _letter_of_ours])
def test_contents_that_another_paper_has_stay_when_the_evidence_goes(hold, claimed):
    with claimed.place.living() as world:
        hold(world, files.address(PAPER))
        officer = world.who("officer")
        (one,) = engine.retention.kept(world.session, actor=officer, now=world.now)
        engine.retention.delete(
            world.session, one.number, ground="personal_data", reason="A name.", actor=officer, now=world.now
        )
        assert files.facts(world.session, [files.address(PAPER)])


def test_a_claim_whose_only_file_was_deleted_is_not_checked(claimed):
    with claimed.place.living() as world:
        claim = payments.claims_of(world.session, 1)[-1].ref
        world.on_claim(claim, "submit", "partner.fednw", declaration="True and not paid elsewhere.")
        officer = world.who("officer")
        (one,) = engine.retention.kept(world.session, actor=officer, now=world.now)
        engine.retention.delete(
            world.session, one.number, ground="personal_data", reason="A name.", actor=officer, now=world.now
        )
        with pytest.raises(Refused) as told:
            world.on_claim(claim, "check", "claim_checker")
        assert "evidence_attached" in [one.guard for one in told.value.refusals]
