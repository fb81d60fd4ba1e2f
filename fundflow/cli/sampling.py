"""`fundflow audit sample`: an auditor's payments, each with everything about it."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import Viewer

First = Annotated[str, typer.Option("--from", metavar="DAY", help="The first day of the payments.")]
Last = Annotated[str, typer.Option("--to", metavar="DAY", help="The last day.")]
Count = Annotated[int, typer.Option(help="How many payments.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same sample.")]
Method = Annotated[str, typer.Option(help="random, largest, or monetary-unit.")]
Out = Annotated[Path, typer.Option("--out", metavar="ZIP", help="The archive to write.")]


def sample(
    *,
    first: First,
    last: Last,
    out: Out,
    count: Count = 25,
    seed: Seed = 1,
    method: Method = "random",
    user: Viewer = None,
) -> None:
    """Draw a sample of payments and write an archive: an index, and a folder with the papers of each."""
    from fundflow.exchange.exports import audit_pack  # noqa: PLC0415 - few commands write archives

    starts, ends = terminal.needed_day(first, "--from"), terminal.needed_day(last, "--to")
    about = f"{count} payments of {starts} to {ends}, {method}, seed {seed}"
    with terminal.reading() as session:
        found = {one.ref: one for one in below.payments.paid_between(session, starts, ends)}
        items = [below.payments.Payable(ref, one.gross_pence) for ref, one in found.items()]
        drawn = below.payments.sample(items, count=count, seed=seed, method=method)
        chosen = [found[one.ref] for one in drawn]
        seeing.whole(session, {one.ref.rsplit("/", 1)[0] for one in chosen}, user, what="The sample")
        raw = audit_pack.pack(session, chosen, about=about, on=ends)
        rows = [
            {
                **terminal.facts(one, "ref payee commissioner gross_pence result_on state"),
                "missing": audit_pack.missing(session, one),
            }
            for one in chosen
        ]
    out.write_bytes(raw)
    terminal.table(rows, title=f"{len(rows)} of {len(found)} payments, in {out}")
