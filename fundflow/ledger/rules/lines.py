"""Lines that callers ask for, and the postings that they become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fundflow.calendar import Period
from fundflow.errors import BadInput
from fundflow.ledger.rules.balances import Balances, BudgetKey
from fundflow.ledger.rules.kinds import HELD, RULES, Amount, Move, Rule, Side
from fundflow.ledger.tables import Account, Kind
from fundflow.money import Pence

MOST: Pence = 10**15
"""Ten million million pounds in pence: what no amount can reach, and far below what a column holds."""


class NotAnAmount(BadInput):
    """An amount of nought or less, or beyond all sense: an entry's direction is in its kind, never in a sign."""


@dataclass(frozen=True)
class Line:
    """One line of an entry: so many pence at a key.

    `holder` is whose money it is; `to` the second key of a VIRE or a CARRY_FORWARD; `pool` another holder that a
    RESERVE draws on (or a RELEASE goes back to) instead of free money; `released` what an APPROVE_CLAIM gives back of
    the claim beside `pence`; `account` where an OPENING's money stands for its holder. `recurrence` and `capital` say
    what an ALLOCATE's money is; a VIRE or a CARRY_FORWARD to a new key takes them from the old one unless they are given.
    """

    key: BudgetKey
    pence: Pence
    holder: str | None = None
    delivery_year: str | None = None
    released: Pence = 0
    to: BudgetKey | None = None
    pool: str | None = None
    recurrence: str | None = None
    capital: bool | None = None
    account: Account | None = None


@dataclass(frozen=True)
class Place:
    """Where money stands: an account of a key, of a holder at that key, or outside every key."""

    account: Account
    key: BudgetKey | None = None
    holder: str | None = None


@dataclass(frozen=True)
class Posting:
    """One transfer. `recurrence` and `capital` say what the receiving key's money is, where it may open that key."""

    source: Place
    target: Place
    pence: Pence
    delivery_year: str | None = None
    recurrence: str | None = None
    capital: bool | None = None

    def undone(self) -> "Posting":
        """The same transfer back."""
        return Posting(self.target, self.source, self.pence, self.delivery_year)


@dataclass
class Known:
    """What must be read before some kinds can be posted: positions, and the colour of holders."""

    positions: Mapping[BudgetKey, Balances] = field(default_factory=dict)
    holders: Mapping[str, bool] = field(default_factory=dict)


def check_lines(kind: Kind, lines: Sequence[Line]) -> None:
    """Refuse lines that this kind cannot mean.

    Raises:
        NotAnAmount: an amount of nought or less.
        BadInput: no lines, or a part that the kind needs is missing, or one that it does not know is given.
    """
    rule = RULES[kind]
    if rule.reverses is not None:
        if lines:
            raise BadInput(f"it undoes a whole {rule.reverses} and takes no lines of its own", place=kind)
        return
    if not lines:
        raise BadInput("an entry needs at least one line", place=kind)
    for line in lines:
        _check_amounts(kind, rule, line)
        _check_names(kind, rule, line)
        check_period(line.key)
        if line.to is not None:
            check_period(line.to)
    if not any(line.pence for line in lines):
        raise NotAnAmount("an entry moves at least one penny: give what is moved, above nought", place=kind)


def check_period(key: BudgetKey) -> None:
    """Refuse a key whose period is no span of whole financial years, or the same span in other words.

    Raises:
        BadInput: it is not written as every report writes it.
    """
    written = str(Period.parse(key.period, place="period"))
    if written != key.period:
        raise BadInput(f"'{key.period}' is written as {written} everywhere: write it so", place="period")


def _check_amounts(kind: Kind, rule: Rule, line: Line) -> None:
    for name, amount in (("pence", line.pence), ("released", line.released)):
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise NotAnAmount(f"{name} must be a whole number of pence, not {amount!r}", place=kind)
    if line.pence < 0 or (line.pence == 0 and not (rule.releases and line.released)):
        raise NotAnAmount(f"{line.pence} pence is not an amount: give what is moved, above nought", place=kind)
    if line.pence + line.released > MOST:
        raise NotAnAmount(f"{line.pence} pence is more than any fund has: check the amount", place=kind)
    if line.released < 0 or (line.released and not rule.releases):
        raise NotAnAmount(f"{line.released} pence cannot be given back by this kind of entry", place=kind)


def _check_names(kind: Kind, rule: Rule, line: Line) -> None:
    needs = (
        ("holder", line.holder, rule.names_holder, rule.names_holder),
        ("to", line.to, rule.names_two_keys, rule.names_two_keys),
        ("pool", line.pool, False, bool(rule.pooled)),
        ("capital", line.capital, kind is Kind.ALLOCATE, rule.names_two_keys),
        ("recurrence", line.recurrence, kind is Kind.ALLOCATE, rule.names_two_keys),
        ("account", line.account, rule.names_account, rule.names_account),
    )
    for name, value, needed, allowed in needs:
        if needed and value is None:
            raise BadInput(f"each line needs its {name}", place=kind)
        if value is not None and not (needed or allowed):
            raise BadInput(f"a line of this kind has no {name}", place=kind)
    if line.account is not None and line.account not in HELD:
        raise BadInput(f"no holder's money stands in {line.account}: name one of {', '.join(HELD)}", place=kind)
    if line.to == line.key:
        raise BadInput(f"money cannot move from {line.key} to itself", place=kind)
    if line.pool is not None and line.pool == line.holder:
        raise BadInput(f"money cannot move from {line.pool} to itself", place=kind)
    if kind is Kind.CARRY_FORWARD and line.to is not None and line.to.fund != line.key.fund:
        raise BadInput(f"money is carried forward within one fund, not from {line.key} to {line.to}", place=kind)


def reads_first(kind: Kind) -> bool:
    """Whether positions and holders must be read (and locked) before the postings are known."""
    rule = RULES[kind]
    adjusts = kind in (Kind.ADJUST_ALLOCATION_UP, Kind.ADJUST_ALLOCATION_DOWN)
    noted = rule.opens and rule.moves[0].source == (Side.OUTSIDE, Account.MEMO)
    return adjusts or noted or rule.names_two_keys or rule.names_account


def postings_of(kind: Kind, lines: Sequence[Line], known: Known) -> tuple[Posting, ...]:
    """The postings that the lines become, in order."""
    if kind in (Kind.ADJUST_ALLOCATION_UP, Kind.ADJUST_ALLOCATION_DOWN):
        return _adjustments(kind, lines, known)
    rule = RULES[kind]
    made: list[Posting] = []
    for line in lines:
        for move in rule.pooled if line.pool is not None else rule.moves:
            pence = line.pence if move.amount is Amount.PENCE else line.released
            if pence:
                made.append(_posting(kind, line, move, pence, known))
    return tuple(made)


def _posting(kind: Kind, line: Line, move: Move, pence: Pence, known: Known) -> Posting:
    recurrence, capital = _colour(kind, line, known)
    return Posting(
        _place(line, *move.source), _place(line, *move.target), pence, line.delivery_year, recurrence, capital
    )


def _place(line: Line, side: Side, account: Account) -> Place:
    match side:
        case Side.OUTSIDE:
            return Place(account)
        case Side.KEY:
            return Place(account, line.key)
        case Side.TO:
            return Place(account, line.to)
        case Side.HOLDER:
            return Place(account, line.key, line.holder)
        case Side.STANDING:
            return Place(line.account or account, line.key, line.holder)
        case Side.POOL:
            return Place(account, line.key, line.pool)


def _colour(kind: Kind, line: Line, known: Known) -> tuple[str | None, bool | None]:
    """What the receiving key's money is, for kinds that may open it."""
    rule = RULES[kind]
    if kind is Kind.ALLOCATE:
        return line.recurrence, line.capital
    if rule.names_account:
        return None, None
    if rule.names_two_keys and line.to is not None:
        rows = [row for row in (known.positions.get(line.to), known.positions.get(line.key)) if row]
        recurrences = (line.recurrence, *(row.recurrence for row in rows))
        colours = (line.capital, *(row.capital for row in rows))
        return (
            next((recurrence for recurrence in recurrences if recurrence is not None), None),
            next((colour for colour in colours if colour is not None), None),
        )
    return None, known.holders.get(line.holder) if line.holder is not None else None


def _adjustments(kind: Kind, lines: Sequence[Line], known: Known) -> tuple[Posting, ...]:
    """A rise settles a cut that is still due first; a cut takes what is free, and the rest stays due."""
    free = {key: held.uncommitted for key, held in known.positions.items()}
    due = {key: held.cut_due for key, held in known.positions.items()}
    made: list[Posting] = []
    for line in lines:
        key = line.key
        money, cut = Place(Account.UNCOMMITTED, key), Place(Account.CUT_DUE, key)
        if kind is Kind.ADJUST_ALLOCATION_UP:
            noted = min(line.pence, due.get(key, 0))
            pairs = ((cut, Place(Account.MEMO), noted), (Place(Account.WORLD), money, line.pence - noted))
            due[key] = due.get(key, 0) - noted
        else:
            fits = min(line.pence, free.get(key, 0))
            pairs = ((money, Place(Account.WORLD), fits), (Place(Account.MEMO), cut, line.pence - fits))
            free[key] = free.get(key, 0) - fits
        made.extend(Posting(source, target, pence, line.delivery_year) for source, target, pence in pairs if pence)
    return tuple(made)
