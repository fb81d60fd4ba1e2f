"""An office's own Word template: checked, put in use, kept by version, put back; letters drafted before keep theirs."""

import io
import zipfile

import pytest
from docx import Document
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fundflow import letters
from fundflow.audit import Act
from fundflow.errors import BadInput, NotFound, Refused
from tests.letters.cases import facts
from tests.letters.reading import words


@pytest.fixture
def act(now):
    return Act(7, "Jo Ash", now, "template.add", "L12", reason="We say it our way")


def own(*paragraphs: str, name: str = "withdrawal", split: bool = False) -> bytes:
    """The packaged template with paragraphs of the office's own; `split` cuts each in two runs, as Word does."""
    paper = Document(io.BytesIO(letters.load(name).content))
    for said in paragraphs:
        line, middle = paper.add_paragraph(), len(said) // 2 if split else len(said)
        line.add_run(said[:middle])
        line.add_run(said[middle:]).bold = True
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def packed(content: bytes, **more: str) -> bytes:
    """The same file with parts put in or replaced, by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, said in more.items():
            new.writestr(name, said)
    return out.getvalue()


def within(content: bytes, part: str, before: str, put: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        said = old.read(part).decode()
    return packed(content, **{part: said.replace(before, put + before, 1)})


def draft(session, act):
    return letters.draft(session, "L12", facts("L12"), template="withdrawal", act=act)


def test_a_letter_is_drafted_by_the_template_in_use_and_one_drafted_before_keeps_its_own(session, act):
    before = draft(session, act)
    row = letters.add_template(session, "L12", own("We thank {{ addressee.name }}."), file_name="ours.docx", act=act)
    after = draft(session, act)
    assert (row.number, after.template_sha256, after.template_version) == (1, row.sha256, "office 1")
    assert "We thank Dr Meera Shah." in words(letters.content(session, after))
    assert "We thank" not in words(letters.content(session, before))


def test_a_released_letter_stays_as_it_was_when_the_template_changes(session, act):
    sent = draft(session, act)
    letters.approve(session, sent.ref, act=act)
    letters.release(session, sent.ref, act=act)
    content = letters.content(session, sent)
    letters.add_template(session, "L12", own("Another sentence."), file_name="ours.docx", act=act)
    assert letters.content(session, letters.get(session, sent.ref)) == content


def test_a_fund_s_own_template_goes_before_the_one_for_every_fund(session, act):
    letters.add_template(session, "L12", own("For all."), file_name="all.docx", act=act)
    letters.add_template(session, "L12", own("For one."), file_name="one.docx", act=act, fund="a-fund")
    assert letters.template_in_use(session, "L12", fund="a-fund").file_name == "one.docx"
    assert letters.template_in_use(session, "L12", fund="other").file_name == "all.docx"
    assert letters.template_in_use(session, "L04", fund="a-fund") is None


def test_the_packaged_template_and_any_version_can_be_put_back_and_nothing_is_lost(session, act):
    first = letters.add_template(session, "L12", own("First."), file_name="first.docx", act=act)
    letters.add_template(session, "L12", own("Second."), file_name="second.docx", act=act)
    letters.restore_template(session, "L12", number=None, act=act)
    assert letters.template_in_use(session, "L12", fund="") is None
    assert draft(session, act).template_sha256 == letters.load("withdrawal").sha256
    letters.restore_template(session, "L12", number=1, act=act)
    assert draft(session, act).template_sha256 == first.sha256
    held = letters.template_versions(session, code="L12")
    assert [(one.number, one.restores) for one in held] == [(1, None), (2, None), (3, None), (4, 1)]
    assert "Second." in words(letters.template_content(session, held[1]))
    with pytest.raises(NotFound, match="there is no version 9 of letter L12's template here: there are 1, 2, 4"):
        letters.restore_template(session, "L12", number=9, act=act)
    with pytest.raises(NotFound, match="there is no version 3"):
        letters.restore_template(session, "L12", number=3, act=act)


def test_the_same_file_again_is_no_new_version(session, act):
    content = own("Once.")
    for _ in range(2):
        row = letters.add_template(session, "L12", content, file_name="ours.docx", act=act)
    assert row.number == 1


def test_nothing_of_the_office_s_own_has_nothing_to_put_back(session, act):
    with pytest.raises(BadInput, match="uses the template that came with the product already"):
        letters.restore_template(session, "L12", number=None, act=act)


def test_a_version_is_never_changed(session, act):
    letters.add_template(session, "L12", own("Kept."), file_name="ours.docx", act=act)
    session.flush()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("UPDATE letter_template SET file_name = 'x'"))


def test_a_tag_that_word_split_in_two_is_read_as_one(session, act):
    content = own("We thank {{ addressee.name }}.", split=True)
    letters.add_template(session, "L12", content, file_name="ours.docx", act=act)
    assert "We thank Dr Meera Shah." in words(letters.content(session, draft(session, act)))


EXTERNAL = '<Relationship Id="rId{}" Type="http://x/{}" Target="http://x.example/a" TargetMode="External"/>'
PLAIN = own("Fine.")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (own("{{ addresse.name }}"), "there is no fact 'addresse'; did you mean 'addressee'?"),
        (own("{{ addressee.nam"), "a tag is broken"),
        (own("{{ ''.__class__.__mro__ }}"), "code is not allowed"),
        (own("{{ addressee.name.upper() }}"), "code is not allowed in a letter (call)"),
        (own("{% import 'x' as y %}"), "code is not allowed in a letter (import)"),
        (own("{% for a in senders %}" * 4 + "x" + "{% endfor %}" * 4), "a loop stands inside 3 others"),
        (own("{{ senders|batch(2000000000, 'x') }}"), "the number 2000000000 is too large"),
        (packed(PLAIN, **{"word/vbaProject.bin": "x"}), "it holds a macro"),
        (packed(PLAIN, **{"word/embeddings/oleObject1.bin": "x"}), "it holds an embedded object"),
        (
            within(PLAIN, "word/_rels/document.xml.rels", "</Relationships>", EXTERNAL.format(98, "image")),
            "fetches a part of itself from outside",
        ),
        (
            within(PLAIN, "word/_rels/document.xml.rels", "</Relationships>", EXTERNAL.format(97, "attachedTemplate")),
            "fetches another template from outside",
        ),
        (
            within(PLAIN, "word/document.xml", "</w:body>", '<w:instrText>DDEAUTO c:\\\\x "y"</w:instrText>'),
            "a field that fetches or runs something (DDEAUTO)",
        ),
        (within(PLAIN, "word/document.xml", "<w:document", "<!DOCTYPE x>"), "declares entities of its own"),
        (b"Dear", "this is not a Word file"),
        (b"PK\x03\x04" + b"\x00" * 60, "this is not a Word file"),
    ],
)
def test_what_a_letter_may_not_carry_is_refused_in_words_and_nothing_changes(session, act, content, says):
    with pytest.raises(Refused, match="The template in use has not changed") as refused:
        letters.add_template(session, "L12", content, file_name="ours.docx", act=act)
    assert says in str(refused.value)
    assert letters.template_versions(session) == []


def test_a_link_that_a_reader_may_follow_is_allowed(session, act):
    link = EXTERNAL.format(99, "hyperlink")
    content = within(PLAIN, "word/_rels/document.xml.rels", "</Relationships>", link)
    assert letters.add_template(session, "L12", content, file_name="ours.docx", act=act).number == 1


def test_a_template_that_leaves_out_what_every_letter_says_is_told_all_of_it(session, act):
    paper, out = Document(), io.BytesIO()
    paper.add_paragraph("Dear {{ addressee.name }}, {{ contact.name }} will ring you.")
    paper.save(out)
    with pytest.raises(Refused) as refused:
        letters.add_template(session, "L12", out.getvalue(), file_name="short.docx", act=act)
    said = str(refused.value)
    assert "3 things are wrong" in said
    for what in ("the letter's reference", "the telephone number to ring", "how to complain"):
        assert f"it does not say {what}" in said


def test_a_file_that_unpacks_to_more_than_a_letter_is_no_word_file():
    bomb = packed(PLAIN, **{"word/media/a.bin": "0" * 41_000_000})
    assert len(letters.check_content(bomb, "L12", place="bomb.docx")) == 1
