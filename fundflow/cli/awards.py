"""`fundflow award`, `recovery`, `payee`: after the award, its changes, money asked back, and how people are paid."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import money
from fundflow.cli import below, cases, monitoring, partners, seeing, terminal, values
from fundflow.cli.options import As, CaseRef, Reason, Viewer, With
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fundflow.database import Session
    from fundflow.engine.recovery_proposals import Proposed
    from fundflow.payments import Working

Condition = Annotated[int, typer.Argument(metavar="NUMBER", help="The condition's number.")]
Recovery = Annotated[str, typer.Argument(metavar="RECOVERY", help="A recovery's reference, e.g. TF-17-0001/R1.")]
MayAmount = Annotated[str | None, typer.Option(metavar="AMOUNT", help="£1,234.50 or 1234.50.")]
_ACTIONS = {
    "drop": "Let a proposed recovery go before notice.",
    "give_notice": "Tell the recipient what is to be returned, and why.",
    "represent": "Record that the recipient disputes it: --with reply=TEXT.",
    "agree": "Record that the recipient agrees.",
    "no_reply": "Send the final demand, once the day to reply has passed.",
    "uphold": "The panel finds for the recipient: --with panel='[USER, ...]'.",
    "reduce": "The panel lowers the sum: --with amount=AMOUNT --with panel='[USER, ...]'.",
    "dismiss": "The panel finds that the sum stands.",
    "agree_instalments": "Let the recipient pay in parts: --with days='[2018-05-01, ...]'.",
    "receive": "Book cash that came: --with amount=AMOUNT --with reference=TEXT.",
    "set_off": "Take it off an approved claim: --with claim=CLAIM --with consent=TEXT.",
    "default": "An instalment is late: back to the whole sum.",
    "write_off": "Give up what is still owed, by an authority that may.",
}


def add_to(app: typer.Typer) -> None:
    """Add the groups `award` and `recovery`."""
    award = typer.Typer(no_args_is_help=True, help="Awards between their steps.")
    award.command("show")(cases.show)
    award.command("vary")(vary)
    award.command("recover")(recover)
    award.command("meet")(meet)
    award.command("miss")(miss)
    award.command("waive")(waive)
    award.command("instalment")(instalment)
    award.command("rate")(monitoring.rate)
    partners.add_commands(award)
    app.add_typer(award, name="award")
    recovery = typer.Typer(no_args_is_help=True, help="Money asked back.")
    recovery.command("list")(list_recoveries)
    recovery.command("show")(show_recovery)
    for action, means in _ACTIONS.items():
        recovery.command(action.replace("_", "-"), help=means)(_acting(action))
    app.add_typer(recovery, name="recovery")


def vary(
    ref: CaseRef,
    *,
    kind: Annotated[
        str, typer.Option(help="budget, value, profile, partner, novation, dates, outcome, scope or remedy.")
    ],
    reason: Reason,
    user: As,
    change: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE/PERIOD=BEFORE:AFTER[:TYPE]", help="A line before and after; give every line touched."
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="KEY=VALUE",
            help="What else changes: ends=2018-12-31, recipient=CODE, joins='[CODE]', scope=TEXT ...",
        ),
    ] = None,
    given: With = None,
) -> None:
    """Ask for one change of an award: of money by --change, of everything else by --to."""
    typed = {"kind": kind, "changes": [_change(one) for one in change or ()], **values.given(given)}
    if to:
        typed["details"] = {**typed.get("details", {}), **values.given(to, option="--to")}
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        taken = below.engine.take_step(
            session, ref, "request_variation", actor=actor, now=now, values=typed, reason=reason
        )
    cases.report(taken)


def _change(text: str) -> dict[str, Any]:
    key, _, sums = text.rpartition("=")
    commissioner, _, period = key.partition("/")
    before, sign, rest = sums.partition(":")
    after, _, cost_type = rest.partition(":")
    if not (commissioner and period and sign):
        raise BadInput(f"'{text}' is not a change: write it as 05J/2017/18=£10,000.00:£8,000.00", place="--change")
    return {
        "commissioner": commissioner,
        "period": str(below.calendar.Period.parse(period, place="--change")),
        "before_pence": money.parse(before, place="--change"),
        "after_pence": money.parse(after, place="--change"),
        "cost_type": cost_type,
    }


def recover(
    ref: CaseRef,
    *,
    cause: Annotated[str, typer.Option(help="Why money comes back, in a word or two.")] = "",
    clause: Annotated[str, typer.Option(help="The clause of the agreement.")] = "",
    second: Annotated[
        str | None,
        typer.Option(metavar="USER", help="Who proposes it with you, here; else a colleague types --agree."),
    ] = None,
    user: As,
    agree: Annotated[bool, typer.Option("--agree", help="Agree to what a colleague proposed, as it stands.")] = False,
    proposed: Annotated[bool, typer.Option("--proposed", help="As the award's end proposed, by its claims.")] = False,
    paid: MayAmount = None,
    spent: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="What of it was spent on the agreed work.")
    ] = None,
    asset_cost: Annotated[str | None, typer.Option(metavar="AMOUNT", help="What an asset cost.")] = None,
    life_years: Annotated[int, typer.Option(help="The asset's agreed life.")] = 0,
    held_years: Annotated[int, typer.Option(help="For how many years it was held.")] = 0,
    outcome: Annotated[str, typer.Option(help="forfeited, or entitlement_stands.")] = "forfeited",
) -> None:
    """Propose to ask money back: --proposed, --paid and --spent, or --asset-cost with its years; officer and finance together."""
    with terminal.writing() as session:
        who: dict[str, Any] = {"actor": terminal.acting(session, user), "now": terminal.now()}
        if agree:
            done = below.engine.recovery_proposals.agree(session, ref, **who)
        else:
            working = None if proposed else _working(paid, spent, asset_cost, life_years, held_years)
            stated = {"cause": cause, "clause": clause, "working": working, "outcome": outcome, **who}
            done = _propose(session, ref, second, stated)
        if done.waiting:
            facts = {"ref": "", "case": ref, "waiting_for": list(done.waiting.agrees)}
            terminal.told(f"{done.waiting.line} They type: fundflow award recover {ref} --agree", facts)
            return
        row = below.payments.recovery(session, done.ref)
        asked = sum(one.pence for one in below.payments.recovery_shares(session, row.id))
    terminal.told(f"{done.ref}: {row.calculation}", {"ref": done.ref, "case": ref, "asked_pence": asked})


def _propose(session: "Session", ref: str, second: str | None, stated: "Mapping[str, Any]") -> "Proposed":
    """Propose it with somebody named here, or ask a colleague to agree under their own name."""
    made = below.engine.recovery_proposals
    if second is None:
        return made.propose_together(session, ref, **stated)
    other = terminal.acting(session, second)
    return made.Proposed(below.engine.recoveries.propose(session, ref, second=other, **stated))


def _working(paid: str | None, spent: str | None, asset_cost: str | None, life: int, held: int) -> "Working":
    if asset_cost is not None and paid is None and spent is None:
        cost = money.parse(asset_cost, place="--asset-cost")
        return below.payments.asset(cost=cost, life_years=life, held_years=held)
    if paid is None or spent is None or asset_cost is not None:
        raise BadInput("give --paid and --spent, or --asset-cost with --life-years and --held-years", place="recover")
    return below.payments.unspent(paid=money.parse(paid, place="--paid"), eligible=money.parse(spent, place="--spent"))


def meet(
    ref: CaseRef,
    number: Condition,
    *,
    user: As,
    reason: Reason = "",
    evidence: Annotated[str, typer.Option(help="The address (sha256) of a stored file.")] = "",
) -> None:
    """Record that a condition is met, with its evidence or why in words."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.meet_condition(
            session, ref, number, reason=reason, actor=actor, now=now, evidence_file=evidence
        )
        facts = {"ref": ref, **terminal.facts(row, "number state text")}
    terminal.told(f"Condition {number} of {ref} is {facts['state']}", facts)


def miss(ref: CaseRef, number: Condition, *, reason: Reason, user: As) -> None:
    """Record that a condition was not met in time, with what was found; it can still be met or given up."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.miss_condition(session, ref, number, reason=reason, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "number state text")}
    terminal.told(f"Condition {number} of {ref} was missed", facts)


def instalment(
    ref: CaseRef,
    key: Annotated[str, typer.Argument(metavar="INSTALMENT", help="Its key in the schedule, e.g. midpoint.")],
    *,
    opens: Annotated[
        str | None, typer.Option(metavar="DAY", help="The first day to claim it; from now on if left out.")
    ] = None,
    reason: Reason,
    user: As,
) -> None:
    """Move the first day on which an instalment can be claimed."""
    day = terminal.day(opens, "--opens")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.date_instalment(session, ref, key, opens_on=day, reason=reason, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "key title state earliest_on")}
    terminal.told(f"{ref}: '{facts['title']}' can be claimed from {day or 'now on'}", facts)


def waive(
    ref: CaseRef,
    number: Condition,
    *,
    authority: Annotated[str, typer.Option(help="Who gives it up: a minute, or a delegate's name.")],
    reason: Reason,
    user: As,
) -> None:
    """Record that a condition is given up by whoever may do so."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.waive_condition(
            session, ref, number, authority=authority, reason=reason, actor=actor, now=now
        )
        facts = {"ref": ref, **terminal.facts(row, "number state text")}
    terminal.told(f"Condition {number} of {ref} is {facts['state']}", facts)


def _acting(action: str) -> Any:
    def act(ref: Recovery, *, user: As, given: With = None, reason: Reason = "") -> None:
        typed = values.given(given)
        with terminal.writing() as session:
            actor, now = terminal.acting(session, user), terminal.now()
            row = below.engine.recoveries.act_on(
                session, ref, action, actor=actor, now=now, values=typed, reason=reason
            )
            facts = terminal.facts(row, "ref case_ref state cause clause reply_by")
        terminal.told(f"{ref}: {action}, now '{facts['state']}'", facts)

    return act


def list_recoveries(
    *,
    ref: Annotated[
        str | None, typer.Option("--case", metavar="REF", help="Those of this case, ended ones too.")
    ] = None,
    user: Viewer = None,
) -> None:
    """List recoveries that have not ended, or all of a case."""
    with terminal.reading() as session:
        if ref:
            case = below.applications.get(session, ref)
            found = below.payments.recoveries_of(session, case.id or 0)
        else:
            found = below.payments.open_recoveries(session)
        seen = seeing.recoveries(session, found, user)
        terminal.table([terminal.facts(one, "ref case_ref payee state cause clause reply_by") for one in seen])


def show_recovery(ref: Recovery, *, user: Viewer = None) -> None:
    """Show a recovery: how it was worked out, of which money, and what came back."""
    from fundflow.cli import paid  # noqa: PLC0415 - it composes many queries

    with terminal.reading() as session:
        seeing.recovery(session, ref, user)
        terminal.sheet(paid.recovery(session, ref))
