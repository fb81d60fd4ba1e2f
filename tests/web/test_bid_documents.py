"""Files sent in with a bid: taken only if they are what they say, and no larger than they may be."""

import pytest

from fundflow.web.uploads import MOST_BYTES
from tests.stories.stages import REF

PATH = f"/bids/{REF}/documents"
OWN = "writer.fednw"
PDF = b"%PDF-1.7 an equality impact assessment"


def send(browser, name, content, media_type="application/octet-stream"):
    return browser.http.post(
        PATH, data={"form_key": browser.key(PATH)}, files={"documents.equality_impact": (name, content, media_type)}
    )


def test_a_file_is_attached_and_handed_out_under_its_name_as_an_attachment(served):
    browser = served("draft").browser(OWN)
    assert send(browser, "Equality impact.pdf", PDF, "text/html").status_code == 303
    answer = browser.http.get(f"/bids/{REF}/files/equality_impact")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert "Equality%20impact.pdf" in answer.headers["content-disposition"]
    assert "Equality impact.pdf" in browser.get(PATH).get_text()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>alert(1)</script>", "cannot open that kind of file"),
        ("run.exe", b"MZ", "cannot open that kind of file"),
        ("no-ending", PDF, "cannot open that kind of file"),
        ("empty.pdf", b"", "it is empty"),
        ("page.pdf", b"<script>alert(1)</script>", "it is not the .pdf file"),
        ("text.txt", b"\x00\x01", "it is not the .txt file"),
        ("large.pdf", PDF + b" " * MOST_BYTES, "5.0 MB and may have 5"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_at_its_field_and_the_old_one_stays(name, content, words, served):
    browser = served("draft").browser(OWN)
    answer = send(browser, name, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert "EIA of Hubs" in browser.http.get(f"/bids/{REF}/files/equality_impact").text


def test_the_name_of_a_file_leads_nowhere_else(served):
    browser = served("draft").browser(OWN)
    assert send(browser, "..\\..\\etc\\passwd.pdf", PDF).status_code == 303
    assert "passwd.pdf" in browser.get(PATH).get_text()
    assert ".." not in browser.http.get(f"/bids/{REF}/files/equality_impact").headers["content-disposition"]


def test_a_file_is_taken_off(served):
    browser = served("draft").browser(OWN)
    browser.send(PATH, off="equality_impact")
    assert browser.http.get(f"/bids/{REF}/files/equality_impact").status_code == 404
    browser.send(PATH, 422)
