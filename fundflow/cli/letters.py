"""`fundflow letters`: Word letters listed, previewed, approved, released, voided, and written to a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, seeing, templates, terminal
from fundflow.cli.options import As, Reason, Viewer
from fundflow.errors import NotFound

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.letters import Letter

Refs = Annotated[list[str], typer.Argument(metavar="LETTER...", help="Letters, e.g. TF-17-0001/L04; or a case's all.")]
_FACTS = "ref code state addressee template drafted_at released_at delivery"
_SHOWN = ("ref", "state", "addressee", "drafted_at", "released_at")
_VERBS = ("list", "held", "approve", "sign", "release", "void", "reissue", "delivery", "preview", "write", "template")


class _OrWrite(typer.core.TyperGroup):
    """A group whose first word may be a case: `fundflow letters TF-17-0001 --out DIR` writes its letters."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read `letters`, `letters REF` and `letters --out DIR` as `letters write ...`."""
        if not args or (args[0] not in _VERBS and args[0] not in ("--help", "--show-completion")):
            args = ["write", *args]
        return super().parse_args(ctx, args)


def add_to(app: typer.Typer) -> None:
    """Add the group `letters`."""
    group = typer.Typer(cls=_OrWrite, help="Word letters. `letters [REF] [--out DIR]` writes them to a folder.")
    group.command("write")(write)
    group.command("list")(list_letters)
    group.command("approve")(approve)
    group.command("held")(held)
    group.command("sign")(sign)
    group.command("release")(release)
    group.command("void")(void)
    group.command("reissue")(reissue)
    group.command("delivery")(delivery)
    group.command("preview")(preview)
    templates.add_to(group)
    app.add_typer(group, name="letters")


def write(
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help="A case or one letter; default: all.")] = None,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="The folder; without one, a list.")] = None,
    released: Annotated[bool, typer.Option("--released", help="Only letters that were sent.")] = False,
    user: Viewer = None,
) -> None:
    """Write letters as .docx: a released one as it was sent, another marked as a draft."""
    with terminal.reading() as session:
        named = [one for one in _found(session, ref) if one.released_at or not released]
        wanted = seeing.letters(session, named, user)
        if out is None:
            terminal.table([terminal.facts(one, _FACTS) for one in wanted], columns=_SHOWN)
            return
        out.mkdir(parents=True, exist_ok=True)
        rows = [
            {**terminal.facts(one, "ref state"), "file": str(_write(session, one, out))}
            for one in terminal.progress(wanted, doing="Writing letters", many=len(wanted))
        ]
    terminal.table(rows)


def _write(session: "Session", letter: "Letter", out: Path) -> Path:
    path = out / below.letters.file_name(letter)
    path.write_bytes(below.letters.content(session, letter))
    return path


def _found(session: "Session", ref: str | None) -> "list[Letter]":
    """All letters, those of a case, or the one of a reference; never those that were voided, unless named."""
    if ref is not None and "/" in ref:
        return [below.letters.get(session, ref)]
    number = below.applications.get(session, ref).id if ref else None
    return [one for one in below.letters.find(session, application_id=number) if one.voided_at is None]


def list_letters(
    *,
    ref: Annotated[str | None, typer.Option("--case", metavar="REF", help="Only those of this case.")] = None,
    state: Annotated[str | None, typer.Option(help="draft, approved, released or voided.")] = None,
    code: Annotated[str | None, typer.Option(help="Only this kind, e.g. L04.")] = None,
    user: Viewer = None,
) -> None:
    """List letters, oldest first."""
    with terminal.reading() as session:
        number = below.applications.get(session, ref).id if ref else None
        named = below.letters.find(session, application_id=number, state=state, code=code)
        found = seeing.letters(session, named, user)
        terminal.table([terminal.facts(one, _FACTS) for one in found], columns=_SHOWN)


def delivery(
    ref: Annotated[str, typer.Argument(metavar="LETTER", help="A released letter, e.g. TF-17-0001/L04.")],
    how: Annotated[str, typer.Argument(metavar="HOW", help="waiting, sent, opened, bounced or by_hand.")],
    *,
    user: As,
) -> None:
    """Note how a released letter travels: on its way, opened, bounced, or handed over."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.correspondence.deliver(session, ref, how, actor=actor, now=now)
        facts = terminal.facts(row, "ref addressee delivery delivered_at")
    terminal.told(f"{ref}: {facts['delivery'].replace('_', ' ')}", facts)


def _each(session: "Session", refs: list[str], state: str) -> list[str]:
    """Letters named one by one; a case stands for all its letters in a state."""
    named: dict[str, None] = {}
    for ref in refs:
        if "/" in ref:
            named[ref] = None
            continue
        case = below.applications.get(session, ref)
        found = below.letters.find(session, application_id=case.id, state=state)
        if not found:
            raise NotFound(
                f"{ref} has no letter in state '{state}': `fundflow letters list --case {ref}` shows its letters"
            )
        named |= {one.ref: None for one in found}
    return list(named)


def approve(refs: Refs, *, user: As) -> None:
    """Approve drafts as they stand."""
    with terminal.writing() as session:
        chosen, actor = _each(session, refs, "draft"), terminal.acting(session, user)
        done = below.engine.correspondence.approve(session, chosen, actor=actor, now=terminal.now())
        _tell(done)


def held(
    *,
    ref: Annotated[str | None, typer.Option("--case", metavar="REF", help="Only those of this case.")] = None,
) -> None:
    """List approved letters that have not left, each with what keeps it: minutes, or signatures."""
    with terminal.reading() as session:
        number = below.applications.get(session, ref).id if ref else None
        found = below.engine.correspondence.waiting_to_leave(session, application_id=number, now=terminal.now())
    if terminal.wishes.json:
        terminal.document(found)
        return
    for one in found:
        terminal.say(f"{one.ref}, to {one.addressee}")
        for why in one.reasons:
            terminal.say(f"  {why.reason}")
        if not one.reasons:
            terminal.say("  It may leave (fundflow letters release).")
    if not found:
        terminal.say("No approved letter waits.")


def sign(
    refs: Refs,
    *,
    commissioner: Annotated[
        str | None, typer.Option("--for", metavar="CODE", help="Only for this commissioner; default: all you may.")
    ] = None,
    user: As,
) -> None:
    """Sign approved letters for the commissioners for which you may; the last signature frees a letter to leave."""
    with terminal.writing() as session:
        chosen, actor = _each(session, refs, "approved"), terminal.acting(session, user)
        done = below.engine.correspondence.sign(
            session, chosen, commissioner=commissioner, actor=actor, now=terminal.now()
        )
        rows = [
            {"ref": ref, **terminal.facts(one, "commissioner name title signed_at")}
            for ref in chosen
            for one in below.letters.signatures(session, below.letters.get(session, ref).id or 0)
            if one in done
        ]
    if terminal.wishes.json:
        terminal.document(rows)
        return
    for row in rows:
        terminal.say(f"{row['ref']} is signed for {row['commissioner']} by {row['name']}, {row['title']}")


def release(refs: Refs, *, user: As) -> None:
    """Release approved letters: rendered, stored, and from then on never changed."""
    with terminal.busy("Releasing letters"), terminal.writing() as session:
        chosen, actor = _each(session, refs, "approved"), terminal.acting(session, user)
        done = below.engine.correspondence.release(session, chosen, actor=actor, now=terminal.now())
        _tell(done)


def void(ref: Annotated[str, typer.Argument(metavar="LETTER")], *, reason: Reason, user: As) -> None:
    """Void a letter that was not released; it stays in the record."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.correspondence.void(session, ref, reason=reason, actor=actor, now=now)
        _tell([done])


def reissue(ref: Annotated[str, typer.Argument(metavar="LETTER")], *, reason: Reason, user: As) -> None:
    """Draft a letter anew from the case as it stands; the new one names the old."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.correspondence.reissue(session, ref, reason=reason, actor=actor, now=now)
        _tell([done])


def _tell(done: "list[Letter]") -> None:
    if terminal.wishes.json:
        terminal.document([terminal.facts(one, _FACTS) for one in done])
        return
    for one in done:
        terminal.say(f"{one.ref} is {one.state}: {one.addressee}")


def preview(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A letter, e.g. TF-17-0001/L04; or a case.")],
    *,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help="In this template, which need not be in use.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="Of a case: which letter it would get, e.g. L04.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The file; default: its own name.")] = None,
    user: Viewer = None,
) -> None:
    """Write one letter as it looks now, and say which facts it states; nothing is kept of it."""
    with terminal.reading() as session:
        seeing.letter(session, ref, user)
        if template is not None:
            name, content = below.engine.correspondence.preview(
                session, ref, templates.word_file(template), file_name=template.name, code=code, now=terminal.now()
            )
            path = out or Path(name)
            path.write_bytes(content)
            terminal.told(f"Wrote {path} ({ref} in {template.name})", {"ref": ref, "file": str(path)})
            return
        letter = below.letters.get(session, ref)
        path = out or Path(below.letters.file_name(letter))
        path.write_bytes(below.letters.content(session, letter))
        facts = terminal.facts(letter, "ref code state addressee template facts")
    terminal.told(f"Wrote {path} ({facts['state']}, to {facts['addressee']})", {**facts, "file": str(path)})
