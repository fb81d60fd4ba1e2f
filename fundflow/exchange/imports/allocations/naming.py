"""Which fund and which commissioner a file means, whatever it calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from sqlmodel import Session

from fundflow import organisations
from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.errors import BadInput


@dataclass(frozen=True)
class Names:
    """Every commissioner by its names in small letters, and every fund; `allowed` adds successors to a fund's own.

    One name may stand for several bodies (`SW`): the fund then decides.
    """

    codes: Mapping[str, tuple[str, ...]]
    funds: Mapping[str, Fund]
    allowed: Mapping[str, frozenset[str]]

    def commissioners(self, text: str) -> tuple[str, ...]:
        """The codes that a name may stand for."""
        return self.codes.get(text.strip().casefold(), ())

    def _near(self, text: str) -> str:
        close = get_close_matches(text.strip().casefold(), list(self.codes), n=2, cutoff=0.5)
        codes = dict.fromkeys(code for name in close for code in self.codes[name])
        if codes:
            return f" Did you mean {' or '.join(codes)}?"
        known = sorted({code for found in self.codes.values() for code in found})
        return f" We know {', '.join(known[:12])}{' and others' if len(known) > 12 else ''}."

    def serves(self, text: str, fund: Fund) -> bool:
        """Whether a name stands for one of the fund's commissioners."""
        return bool(self.allowed[fund.fund] & set(self.commissioners(text)))

    def commissioner(self, text: str, fund: Fund) -> str:
        """The code that a name stands for within one fund.

        Raises:
            BadInput: there is none, or it is not one of the fund's.
        """
        codes = self.commissioners(text)
        if not codes:
            raise BadInput(f"'{text}' is no commissioner that we know.{self._near(text)}", place="commissioner")
        own = [code for code in codes if code in self.allowed[fund.fund]]
        if len(own) != 1:
            raise BadInput(
                f"'{text}' is not one of the commissioners of {fund.fund}: {', '.join(fund.commissioners)}",
                place="commissioner",
            )
        return own[0]

    def fund(self, text: str, commissioners: Iterable[str]) -> Fund:
        """The fund that a name stands for: its id, or the end of one where the commissioners leave no doubt.

        Raises:
            BadInput: there is none, or there are several.
        """
        if text in self.funds:
            return self.funds[text]
        plain = text.strip().casefold().replace("_", "-").replace(" ", "-")
        ends = [fund for name, fund in self.funds.items() if name == plain or name.endswith(f"-{plain}")]
        titled = [fund for fund in self.funds.values() if text.strip().casefold() == fund.title.casefold()]
        wanted = [set(self.commissioners(name)) for name in commissioners]
        fits = [fund for fund in ends or titled if all(codes & self.allowed[fund.fund] for codes in wanted if codes)]
        if len(fits) == 1:
            return fits[0]
        if not ends and not titled:
            raise BadInput(f"there is no fund '{text}'.{_near(plain, self.funds)}", place="fund")
        several = ", ".join(fund.fund for fund in fits or ends or titled)
        raise BadInput(f"'{text}' may be {several}: write the fund's whole name", place="fund")


def gather(session: Session, library: Library, aliases: Mapping[str, str]) -> Names:
    """Every name from the offices' files, the register, and this file's own aliases (which come first)."""
    codes: dict[str, dict[str, None]] = {}
    for name, code in library.commissioner_codes().items():
        codes.setdefault(name.casefold(), {})[code] = None
    bodies = organisations.commissioners(session)
    called = organisations.aliases_of(session, [body.code for body in bodies])
    for body in bodies:
        for name in (body.code, body.short_name, *called.get(body.code, ())):
            codes.setdefault(name.casefold(), {})[body.code] = None
    for name, code in aliases.items():
        codes[name.strip().casefold()] = {code: None}
    return Names(
        {name: tuple(found) for name, found in codes.items()},
        library.funds,
        {name: _allowed(session, fund) for name, fund in library.funds.items()},
    )


def _allowed(session: Session, fund: Fund) -> frozenset[str]:
    """A fund's commissioners and those who have succeeded them."""
    followed = organisations.successors(session, fund.commissioners)
    return frozenset((*fund.commissioners, *followed))


def _near(text: str, known: Iterable[str]) -> str:
    close = get_close_matches(text.casefold(), list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]}?" if close else ""
