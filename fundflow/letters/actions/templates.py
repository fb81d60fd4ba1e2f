"""An office's own templates: each version checked, kept with its fingerprint, and never changed."""

from sqlmodel import Session

from fundflow import audit, files
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.letters import queries, templates
from fundflow.letters.actions.life import WORD
from fundflow.letters.check import check_content
from fundflow.letters.tables import LetterTemplate


def add_template(
    session: Session, code: str, content: bytes, *, file_name: str, act: audit.Act, fund: str = ""
) -> LetterTemplate:
    """Put an office's own template of a letter in use, for one fund or for all; letters drafted before keep theirs.

    The same file again, while it is in use, changes nothing.

    Raises:
        Refused: the template has problems; each is told with its paragraph.
        NotFound: there is no letter of this code.
    """
    problems = check_content(content, code, place=file_name)
    if problems:
        raise Refused.because(
            "template_sound",
            f"{file_name} was not put in use for letter {code}: {len(problems)} "
            f"{'things are' if len(problems) > 1 else 'thing is'} wrong with it. "
            + "; ".join(f"paragraph {one.line}: {one.message}" for one in problems)
            + ". Mend them in Word and add it again. The template in use has not changed.",
        )
    found = templates.describe(code, content)
    present = _newest(session, code, fund)
    if present is not None and present.sha256 == found.sha256:
        return present
    if found.sha256 not in files.facts(session, [found.sha256]):
        files.put(session, name=file_name, media_type=WORD, content=content, now=act.now)
    return _keep(session, code, fund, file_name=file_name, sha256=found.sha256, act=act)


def restore_template(
    session: Session, code: str, *, number: int | None, act: audit.Act, fund: str = ""
) -> LetterTemplate:
    """Put an earlier version in use again, or (no number) the template that came with the product.

    Raises:
        NotFound: there is no such version.
        BadInput: nothing of the office's own is in use, so there is nothing to put back.
    """
    held = {row.number: row for row in queries.template_versions(session, code=code, fund=fund)}
    if not held:
        raise BadInput(f"letter {code} uses the template that came with the product already", place=code)
    if number is None:
        return _keep(session, code, fund, file_name="", sha256="", act=act)
    if number not in held or not held[number].sha256:
        known = ", ".join(str(one) for one, row in held.items() if row.sha256)
        raise NotFound(f"there is no version {number} of letter {code}'s template here: there are {known}")
    old = held[number]
    return _keep(session, code, fund, file_name=old.file_name, sha256=old.sha256, act=act, restores=number)


def template_content(session: Session, row: LetterTemplate) -> bytes:
    """The Word file of a version.

    Raises:
        BadInput: the version stands for the template that came with the product.
    """
    if not row.sha256:
        raise BadInput(f"version {row.number} stands for the template that came with the product", place=row.code)
    return bytes(files.get(session, row.sha256).content)


def _newest(session: Session, code: str, fund: str) -> LetterTemplate | None:
    held = queries.template_versions(session, code=code, fund=fund)
    return held[-1] if held else None


def _keep(
    session: Session,
    code: str,
    fund: str,
    *,
    file_name: str,
    sha256: str,
    act: audit.Act,
    restores: int | None = None,
) -> LetterTemplate:
    before = _newest(session, code, fund)
    row = LetterTemplate(
        code=code,
        fund=fund,
        number=before.number + 1 if before else 1,
        file_name=file_name,
        sha256=sha256,
        restores=restores,
        reason=act.reason,
        added_at=act.now,
        added_by=act.actor,
    )
    session.add(row)
    session.flush()
    after = {"fund": fund, "number": row.number, "file": file_name, "restores": restores}
    audit.record(
        session, act, subject=f"template {code}", after=after, item=f"template {code} {row.number}", fingerprint=sha256
    )
    return row
