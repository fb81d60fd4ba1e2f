"""What travels between a browser and us: cookies, files in and out, their sizes, and what is compressed."""

import pytest
from bs4 import BeautifulSoup

from fundflow import applications, database
from fundflow.web import typed, uploads
from tests.stories.stages import REF

BID = f"/bids/{REF}"
OWN = "writer.fednw"
FIRST_PAGE_BYTES = 150_000


def test_the_sign_in_cannot_be_read_by_script_or_sent_by_another_site(served):
    at = served("draft")
    given = at.browser().http.post("/sign-in/demonstration", data={"name": OWN}).headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "Secure" not in given


def test_over_https_the_sign_in_travels_no_other_way(served):
    at = served("draft")
    object.__setattr__(at.house, "secure", True)
    given = at.browser().http.post("/sign-in/demonstration", data={"name": OWN}).headers["set-cookie"]
    assert "Secure" in given


def test_a_file_that_was_sent_in_is_handed_out_for_saving_only(served):
    at = served("draft")
    browser = at.browser(OWN)
    links = [
        one["href"] for one in browser.get(f"{BID}/documents").find_all("a", href=True) if "/files/" in one["href"]
    ]
    assert links
    answer = browser.http.get(links[0])
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "text/html" not in answer.headers["content-type"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("page.html", b"<script>1</script>", "we cannot open that kind of file"),
        ("eia.pdf", b"<script>1</script>", "it is not the .pdf file that its name says"),
        ("eia.pdf", b"", "it is empty"),
        ("eia.pdf", b"%PDF-" + b"0" * uploads.MOST_BYTES, "may have 5"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_its_name(name, content, says, served):
    browser = served("draft").browser(OWN)
    path = f"{BID}/documents"
    form = browser.get(path).find("form", {"action": path})
    field = form.find("input", {"type": "file"})["name"]
    hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
    answer = browser.http.post(path, data=hidden, files={field: (name, content)})
    assert answer.status_code == 422
    said = BeautifulSoup(answer.text, "html.parser").find(class_="nhsuk-error-summary").get_text(" ", strip=True)
    assert says in said
    assert f"'{name}' was not saved" in said


@pytest.mark.parametrize("told", [True, False], ids=["it says how long it is", "it does not say"])
def test_a_form_that_is_too_large_is_turned_away_while_it_is_read(told, served):
    browser = served("draft").browser(OWN)
    kind = {"content-type": "multipart/form-data; boundary=b"}
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    sent = 0

    def pieces():
        nonlocal sent
        yield head
        for _ in range(40):
            sent += 1
            yield b"0" * 1_000_000

    body = head + b"0" * (typed.MOST_BYTES + 1) if told else pieces()
    answer = browser.http.post(f"{BID}/documents", content=body, headers=kind)
    assert answer.status_code in (409, 413, 422)
    assert "larger than 10 MB" in answer.text


def test_a_form_with_too_many_fields_is_refused_in_words(served):
    browser = served("draft").browser(OWN)
    answer = browser.http.post(f"{BID}/documents", data={f"f{number}": "1" for number in range(typed.MOST_FIELDS + 1)})
    assert answer.status_code in (409, 413, 422)
    assert "2000 fields and 10 files at the most" in answer.text


def test_the_first_page_is_small_with_all_that_it_needs(served):
    browser = served("draft").browser()
    page = browser.http.get("/")
    found = BeautifulSoup(page.text, "html.parser")
    needed = [one.get("href") or one.get("src") for one in found.select("link[href], script[src]")]
    needed.append("/static/nhsuk/nhsuk-frontend.min.js")
    assert all(address.startswith("/static/") for address in needed)
    size = len(page.content)
    for address in needed:
        with browser.http.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
            assert answer.status_code == 200, address
            size += sum(len(piece) for piece in answer.iter_raw())
    assert size < FIRST_PAGE_BYTES


def test_what_is_kept_for_long_has_a_mark_that_changes_with_it(served):
    browser = served("draft").browser()
    for one in browser.get("/").select("link[rel=stylesheet]"):
        assert "immutable" in browser.http.get(one["href"]).headers["cache-control"]
    assert "immutable" not in browser.http.get("/static/nhsuk/nhsuk-frontend.min.js").headers["cache-control"]


def test_a_page_is_not_compressed_because_it_holds_a_forms_key(served):
    answer = served("draft").browser(OWN).http.get(BID, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers


def test_a_button_that_is_pressed_twice_sends_one_bid(served):
    at = served("draft")
    at.browser(OWN).send(f"{BID}/sign", interests="none")
    partner = at.browser("partner.fednw")
    path = f"{BID}/sign"
    form = partner.get(path).find("form", {"action": path})
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input") if one.get("name")}
    first, second = (partner.http.post(path, data=fields) for _ in range(2))
    assert first.status_code == 303, first.text[:2000]
    assert second.status_code in (303, 404, 409, 422)
    with database.reading(at.engine) as session:
        case = applications.get(session, REF)
        assert case.state == "submitted"
        sent = [one for one in applications.versions(session, case.id) if one.sha256]
    assert len(sent) == 1
