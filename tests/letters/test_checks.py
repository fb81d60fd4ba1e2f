"""What is said about a template that an officer has changed in Word."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from fundflow import letters
from fundflow.errors import BadInput
from tests.letters.cases import facts


def changed(tmp_path: Path, *paragraphs: str, name: str = "withdrawal") -> Path:
    paper = Document(io.BytesIO(letters.load(name).content))
    for text in paragraphs:
        paper.add_paragraph(text)
    path = tmp_path / f"{name}.docx"
    paper.save(str(path))
    return path


def patched(tmp_path: Path, part: str, old: str, new: str) -> Path:
    path, source = tmp_path / "withdrawal.docx", letters.load("withdrawal").content
    with zipfile.ZipFile(io.BytesIO(source)) as opened, zipfile.ZipFile(path, "w") as out:
        for member in opened.namelist():
            content = opened.read(member).decode("utf-8", "surrogateescape")
            said = re.sub(old, new, content, count=1) if member == part else content
            out.writestr(member, said.encode("utf-8", "surrogateescape"))
    return path


def told(path: Path) -> list[str]:
    return [problem.message for problem in letters.check_template(path, "L12")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ amount_of_money }}", "there is no fact 'amount_of_money'"),
        ("{{ contact.phone }}", "there is no fact 'phone'; did you mean 'telephone'?"),
        ("{% for one in released %}{{ one.sum }}{% endfor %}", "there is no fact 'sum'"),
        ("{{ kind.upper }}", "there is no fact 'upper'"),
        ("{{ asked_by", "a tag is broken"),
        ("{% if reason %}never closed", "'{% if ... %}' is never ended: add '{% endif %}'"),
        ("{{ asked_at|weekday }}", "there is no filter 'weekday'"),
        ("{{ ''.__class__ }}", "code is not allowed"),
        ("{{ asked_by.upper() }}", "code is not allowed in a letter (call)"),
        ("{% set x = 1 %}", "code is not allowed in a letter (assign)"),
        ("{% include 'other' %}", "code is not allowed in a letter (include)"),
        ("{{ released[0] }}", "code is not allowed in a letter (getitem)"),
        ("{{r reason }}", "rich text"),
        ("Your CCG decided.", "'CCG' is a setting of the office"),
    ],
)
def test_a_wrong_tag_is_told_in_words(tmp_path: Path, text: str, message: str) -> None:
    found = told(changed(tmp_path, text))
    assert any(message in one for one in found), found


def test_every_problem_is_told_with_its_paragraph(tmp_path: Path) -> None:
    path = changed(tmp_path, "{{ one_thing }}", "Fine.", "{{ another }}")
    found = letters.check_template(path, "L12")
    assert len(found) == 2
    assert found[1].line == found[0].line + 2
    assert str(found[0]).startswith(f"{path}:{found[0].line}:1: ")


def test_what_word_splits_is_read_as_one_tag(tmp_path: Path) -> None:
    paper = Document(io.BytesIO(letters.load("withdrawal").content))
    line = paper.add_paragraph("{{ asked")
    line.add_run("_by }}").bold = True
    path = tmp_path / "split.docx"
    paper.save(str(path))
    assert told(path) == []
    folder = tmp_path
    path.rename(folder / "withdrawal.docx")
    assert b"PK" in letters.filled("L12", facts("L12"), letters.load("withdrawal", root=folder))[:4]


def test_a_macro_is_found(tmp_path: Path) -> None:
    path = changed(tmp_path)
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr("word/vbaProject.bin", b"x")
    assert "it holds a macro" in told(path)[0]


def test_a_template_from_outside_is_found(tmp_path: Path) -> None:
    link = (
        '<Relationship Id="rId99" Type="x/attachedTemplate" Target="http://x" TargetMode="External"/></Relationships>'
    )
    path = patched(tmp_path, "word/_rels/document.xml.rels", "</Relationships>", link)
    assert "fetches another template" in told(path)[0]


def test_a_picture_without_words_is_found(tmp_path: Path) -> None:
    bare = '<wp:docPr id="1" name="Logo"/></w:body>'
    assert "a picture has no words: add its alternative text" in told(
        patched(tmp_path, "word/document.xml", "</w:body>", bare)
    )
    described = '<wp:docPr id="1" name="Logo" descr="The office"/></w:body>'
    assert told(patched(tmp_path, "word/document.xml", "</w:body>", described)) == []


def test_a_file_that_is_not_a_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "withdrawal.docx"
    path.write_text("Dear")
    assert told(path) == ["this is not a Word file (.docx): open it in Word and save it as a Word document"]
    with pytest.raises(BadInput, match="not a Word file"):
        letters.filled("L12", facts("L12"), letters.load("withdrawal", root=tmp_path))


def test_code_that_slipped_in_does_not_run(tmp_path: Path) -> None:
    changed(tmp_path, "{{ ''.__class__.__mro__ }}")
    with pytest.raises(BadInput, match="cannot be filled"):
        letters.filled("L12", facts("L12"), letters.load("withdrawal", root=tmp_path))


def test_a_fact_that_does_not_exist_is_never_a_blank(tmp_path: Path) -> None:
    changed(tmp_path, "{{ colour }}")
    with pytest.raises(BadInput, match="colour"):
        letters.filled("L12", facts("L12"), letters.load("withdrawal", root=tmp_path))
