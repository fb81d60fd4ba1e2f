"""`fundflow claim` and `fundflow pay`: what recipients claim, and the payment runs that pay it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import money, plural
from fundflow.cli import below, seeing, terminal, values
from fundflow.cli.options import As, CaseRef, Paper, Reason, Viewer, With

if TYPE_CHECKING:
    from fundflow.payments import RunFile

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's reference, e.g. TF-17-0001/C1.")]
Run = Annotated[str, typer.Argument(metavar="RUN", help="A payment run's reference.")]
_ACTIONS = {
    "submit": "Send a claim in, with its declaration.",
    "discard": "Throw a draft away.",
    "withdraw": "Take a claim back before it is checked.",
    "query": "Ask the recipient numbered questions: --with questions='[...]'.",
    "answer": "Answer every open question: --with answers='{1: ...}'.",
    "lapse": "Refuse a claim whose questions were not answered in time.",
    "check": "Pass a claim as checked.",
    "return": "Send a checked claim back to its checker.",
    "approve": "Approve a checked claim: whole, or in part by --with approved='{1: PENCE}' and reasons.",
    "refuse": "Refuse a claim.",
    "hold": "Let a claim wait.",
    "release_hold": "Let a held claim go on from where it was.",
    "reverse": "Refuse a claim that was held after approval.",
    "settle": "End a paid claim that the bank can no longer send back.",
}
_FACTS = "ref case_ref state payee period_from period_to held_reason refused_reason"


def attach(
    ref: Claim,
    file: Annotated[Path, typer.Argument(help="The file, up to 5 MB.")],
    *,
    redacted: Annotated[
        bool, typer.Option("--redacted", help="It shows no patient; names of staff and stories are taken out.")
    ] = False,
    user: As,
) -> None:
    """Put a file to a claim that is a draft or is being asked about. No patient-identifiable data: take it out first."""
    name, media_type, content = below.files.checked(file.name, file.read_bytes(), place=str(file))
    with terminal.writing() as session:
        made = below.engine.claims.attach(
            session,
            ref,
            name=name,
            media_type=media_type,
            content=content,
            redacted=redacted,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = terminal.facts(made, "id description file_sha added_at redacted")
    terminal.told(f"{name} is with {ref}.", facts)


def add_to(app: typer.Typer) -> None:
    """Add the groups `claim` and `pay`."""
    claim = typer.Typer(no_args_is_help=True, help="Claims of recipients.")
    claim.command("new")(new)
    claim.command("change")(change)
    claim.command("attach")(attach)
    claim.command("list")(list_claims)
    claim.command("show")(show)
    for action, means in _ACTIONS.items():
        claim.command(action.replace("_", "-"), help=means)(_acting(action))
    app.add_typer(claim, name="claim")
    pay = typer.Typer(no_args_is_help=True, help="Payment runs.")
    pay.command("run")(make_run)
    pay.command("release")(release)
    pay.command("discard")(discard)
    pay.command("verify")(verify)
    pay.command("results")(results)
    pay.command("file")(file_of_run)
    pay.command("list")(list_runs)
    pay.command("show")(show_run)
    app.add_typer(pay, name="pay")


def new(ref: CaseRef, file: Paper, *, user: As) -> None:
    """Begin a claim from a file: tranches, period, costs, invoices, evidence. Nothing counts until it is submitted."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    claiming = papers.read(papers.ClaimPaper, file).claiming()
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.claims.begin(session, ref, claiming, actor=actor, now=now)
        facts = _facts(session, made)
    terminal.told(f"{made} is begun: {money.pounds(facts['claimed_pence'])}", facts)


def change(ref: Claim, file: Paper, *, user: As) -> None:
    """Put what a file says into a draft: instalments, days and costs anew; invoices and evidence that it names are added."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    claiming = papers.read(papers.ClaimPaper, file).claiming()
    with terminal.writing() as session:
        below.engine.claims.change(session, ref, claiming, actor=terminal.acting(session, user), now=terminal.now())
        facts = _facts(session, ref)
    terminal.told(f"{ref} is changed: {money.pounds(facts['claimed_pence'])}", facts)


def _facts(session: Any, ref: str) -> dict[str, Any]:
    row = below.payments.claim(session, ref)
    claimed = sum(one.pence for one in below.payments.lines(session, row.id))
    return {**terminal.facts(row, _FACTS), "claimed_pence": claimed}


def _acting(action: str) -> Any:
    def act(
        ref: Claim,
        *,
        user: As,
        given: With = None,
        declaration: Annotated[str, typer.Option(help="What the recipient declares, on submitting.")] = "",
        reason: Reason = "",
    ) -> None:
        typed = values.given(given)
        if declaration:
            typed["declaration"] = declaration
        if "due_on" in typed:
            typed["due_on"] = terminal.day(str(typed["due_on"]), "--with due_on")
        with terminal.writing() as session:
            actor, now = terminal.acting(session, user), terminal.now()
            below.engine.claims.act_on(session, ref, action, actor=actor, now=now, values=typed, reason=reason)
            facts = _facts(session, ref)
        terminal.told(f"{ref}: {action}, now '{facts['state']}'", facts)

    return act


def list_claims(
    *,
    ref: Annotated[str | None, typer.Option("--case", metavar="REF", help="Only those of this case.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="Only these states.")] = None,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    user: Viewer = None,
) -> None:
    """List claims, those that wait longest first."""
    with terminal.reading() as session:
        if ref:
            case = below.applications.get(session, ref)
            found = below.payments.claims_of(session, case.id or 0)
        else:
            found = below.payments.claims_in(session, state or sorted(below.payments.CLAIM.states), fund=fund)
        named = [one for one in found if not state or one.state in state]
        wanted = seeing.only(session, named, user, ref=lambda one: one.case_ref, part="claims")
        terminal.table([_facts(session, one.ref) for one in wanted], columns=(*_FACTS.split()[:6], "claimed_pence"))


def show(ref: Claim, *, user: Viewer = None) -> None:
    """Show a claim: lines, what it draws, invoices, evidence, questions, payments."""
    from fundflow.cli import paid  # noqa: PLC0415 - it composes many queries

    with terminal.reading() as session:
        seeing.case(session, below.payments.claim(session, ref).case_ref, user, part="claims")
        terminal.sheet(paid.claim(session, ref))


def make_run(
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Approved claims.")],
    *,
    user: As,
) -> None:
    """Put approved claims into a draft payment run; its file is fixed now, and nothing is paid yet."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        run = below.engine.claims.make_run(session, claims, actor=actor, now=now)
        facts = terminal.facts(run, "ref state count control_pence")
    line = f"{facts['ref']}: {plural.counted(facts['count'], 'payment')}, control total {money.pounds(facts['control_pence'])}"
    terminal.told(line, {**facts, "claims": claims})


def release(run: Run, *, user: As) -> None:
    """Release a draft run: a third person lets the money go."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.claims.release_run(session, run, actor=actor, now=now)
        payments = [one.payment_ref for one in done.payments]
    terminal.told(f"{run} is released: {', '.join(payments)}", {"run": run, "payments": payments})


def discard(run: Run, *, reason: Reason, user: As) -> None:
    """Take a draft run apart: nothing was paid, and its claims can go into another run."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.claims.discard_run(session, run, reason=reason, actor=actor, now=now)
        facts = terminal.facts(made, "ref state count control_pence")
    terminal.told(f"{run} is discarded: its claims are approved still, and wait for another run", facts)


def verify(
    payment: Annotated[str, typer.Argument(metavar="PAYMENT", help="A payment that failed, e.g. TF-17-0001/P1.")],
    *,
    how: Annotated[str, typer.Option(help="How the payee's details were checked, in words.")],
    user: As,
) -> None:
    """Say that a payee's details are right after a payment failed; two people must before it is paid again."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.claims.verify_payee(session, payment, how=how, actor=actor, now=now)
        checks = [one.checked_name for one in below.payments.payee_checks(session, row.id)]
        facts = {**terminal.facts(row, "ref payee state"), "checked_by": checks}
    terminal.told(f"{payment}: checked by {' and '.join(checks)}; 2 people are needed", facts)


def results(
    run: Run,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: payment_ref,result,date,reason.")],
    *,
    user: As,
) -> None:
    """Book what the bank's file says became of a run's payments. The same file again changes nothing."""
    text = values.text_of(file)
    read = below.payments.read_results(text, place=str(file))
    source = f"{file.name}, sha256 {below.audit.sha256(text)}"
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        booked = below.engine.claims.record_results(session, run, read, actor=actor, now=now, source=source)
        rows = [terminal.facts(one, "payment_ref case_ref outcome") for one in booked]
    terminal.table(rows, title=f"{run}, {plural.counted(len(read), 'result')} read")


def file_of_run(
    run: Run,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to; default: stdout.")] = None,
    user: Viewer = None,
) -> None:
    """Give a run's payment file, the same bytes every time; --out FILE.xlsx writes a workbook, its codes as text."""
    with terminal.reading() as session:
        below.practising.must_pay_nobody(session, what="The payment file")
        _seen(session, run, user)
        made = below.payments.file_of_run(session, run)
        path = (out / made.name if out.is_dir() else out) if out else None
        raw = _workbook(session, run, made) if path and path.suffix == ".xlsx" else made.text.encode("utf-8")
    if path is not None:
        path.write_bytes(raw)
        facts = {"run": run, "file": str(path), **terminal.facts(made, "sha256 control_pence count")}
        many = f"{plural.counted(made.count, 'payment')} in {plural.counted(len(made.rows), 'line')}"
        terminal.told(f"Wrote {path}: {many}, control total {money.pounds(made.control_pence)}", facts)
    elif terminal.wishes.json:
        terminal.document({"run": run, **terminal.facts(made, "name sha256 control_pence count text")})
    else:
        terminal.say(made.text.rstrip("\r\n"))


def _workbook(session: Any, run: str, made: "RunFile") -> bytes:
    from fundflow.exchange.exports import payment_file  # noqa: PLC0415 - few commands write workbooks

    return payment_file.as_xlsx(below.payments.run(session, run), made)


def _seen(session: Any, run: str, user: str | None) -> None:
    """A run is one paper: whoever may not see one of its cases does not get it."""
    row = below.payments.run(session, run)
    refs = {one.ref.rsplit("/", 1)[0] for one in below.payments.payments_of_run(session, row.id)}
    seeing.whole(session, refs, user, what=run)


def list_runs() -> None:
    """List payment runs, newest first."""
    with terminal.reading() as session:
        found = below.payments.runs(session)
        names = "ref state made_at made_name released_at released_name count control_pence"
        terminal.table([terminal.facts(one, names) for one in found])


def show_run(run: Run, *, user: Viewer = None) -> None:
    """Show a payment run and its payments."""
    from fundflow.cli import paid  # noqa: PLC0415 - it composes many queries

    with terminal.reading() as session:
        _seen(session, run, user)
        terminal.sheet(paid.run(session, run))
