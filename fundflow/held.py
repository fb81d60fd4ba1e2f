"""Answers questions from rows that were read before: what a reading session holds complete, it does not ask again."""

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from sqlalchemy import BindParameter, BooleanClauseList, ColumnElement, Join, Select, Table
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression, ColumnClause, False_, Grouping, Null, True_, UnaryExpression
from sqlalchemy.sql.selectable import ScalarSelect

Found = dict[str, Any]
"""One row of each table that a question goes over, by the table's name."""
Reads = Callable[[Found], Any]

_PLAIN = {
    *("_propagate_attrs", "_raw_columns", "_label_style", "_setup_joins", "_where_criteria", "_order_by_clauses"),
    *("_compile_options", "_generate_cache_key", "_memoized_keys", "dialect_options"),
}
"""What a question may consist of; one with anything else (a limit, a lock, a group) goes to the database."""
_COMPARED: dict[Any, Callable[[Any, Any], bool]] = {
    operator.eq: operator.eq,
    operator.ne: operator.ne,
    operator.lt: operator.lt,
    operator.le: operator.le,
    operator.gt: operator.gt,
    operator.ge: operator.ge,
    operators.in_op: lambda mine, many: mine in many,
    operators.not_in_op: lambda mine, many: mine not in many,
}
_SORTED = (operator.lt, operator.le, operator.gt, operator.ge)


class Beyond(Exception):  # noqa: N818 - no fault: the database answers instead
    """A question that the rows at hand cannot answer for certain."""


class Held:
    """Rows by table, column and value: where a value is known, all rows with it are here.

    `sorts_text` says whether the database orders text as Python does.
    """

    def __init__(self, *, sorts_text: bool) -> None:
        self.sorts_text = sorts_text
        self.names: set[str] = set()
        self._rows: dict[tuple[str, str], dict[Any, list[Any]]] = {}

    def keep(self, table: Table, column: str, values: Iterable[Any], rows: Iterable[Any]) -> None:
        """Remember that these are all rows of a table whose column has one of these values."""
        known = self._rows.setdefault((table.name, column), {})
        known.update({value: [] for value in values if value is not None})
        single = [one.name for one in table.columns if one.unique or (one.primary_key and len(table.primary_key) == 1)]
        for row in rows:
            known[getattr(row, column)].append(row)
            for name in single:
                if name != column:
                    self._rows.setdefault((table.name, name), {})[getattr(row, name)] = [row]

    def answer(self, question: Select[Any]) -> list[tuple[Any, ...]] | None:
        """The rows that the database would give, or None where it must be asked."""
        try:
            return self._answer(question)
        except Beyond:
            return None

    def rows(self, table: type[Any], condition: ColumnElement[bool]) -> list[Any] | None:
        """All rows of one table that fit a condition, or None where the database must be asked."""
        name = table.__table__.name
        try:
            return [found[name] for found in self._found([name], list(_parts(condition)))]
        except Beyond:
            return None

    def _answer(self, question: Select[Any]) -> list[tuple[Any, ...]]:
        if not vars(question).keys() <= _PLAIN:
            raise Beyond
        wanted = [_column_wanted(one) for one in question.column_descriptions]
        tables, conditions = _from(question)
        if question.whereclause is not None:
            conditions += _parts(question.whereclause)
        found = self._found(tables, conditions)
        for term in reversed(list(vars(question).get("_order_by_clauses", ()))):
            self._sort(found, term)
        return [tuple(read(one) for read in wanted) for one in found]

    def _found(self, tables: list[str], conditions: list[Any]) -> list[Found]:
        """Every combination of rows of some tables that fits all conditions, each table reached by rows known whole."""
        tests = [_test(one, tables, self) for one in conditions]
        found: list[Found] = [{}]
        waiting = list(dict.fromkeys(tables))
        while waiting:
            table, column, keys = self._way(waiting, conditions, tables)
            known = self._rows[table, column]
            grown = []
            for one in found:
                for key in dict.fromkeys(keys(one)):
                    if key is not None:
                        grown += [{**one, table: row} for row in _whole(known, key)]
            found = grown
            waiting.remove(table)
        return [one for one in found if all(test(one) for test in tests)]

    def _way(
        self, waiting: list[str], conditions: list[Any], tables: list[str]
    ) -> tuple[str, str, Callable[[Found], Iterable[Any]]]:
        """How to reach a table that is not reached yet: by a column known whole, and the values that it must have."""
        reached = [one for one in tables if one not in waiting]
        for one in conditions:
            for mine, theirs, many in _sides(one):
                column = (mine.table.name, mine.name)
                if column[0] not in waiting or column not in self._rows:
                    continue
                try:
                    read = _read(theirs, reached, self)
                except Beyond:
                    continue
                return *column, (read if many else _alone(read))
        raise Beyond

    def _sort(self, found: list[Found], term: Any) -> None:
        down = isinstance(term, UnaryExpression) and term.modifier is operators.desc_op
        if isinstance(term, UnaryExpression) and term.modifier not in (operators.desc_op, operators.asc_op):
            raise Beyond
        read = _read(
            term.element if isinstance(term, UnaryExpression) else term, list(found[0]) if found else None, self
        )
        values = [read(one) for one in found]
        if any(one is None or (isinstance(one, str) and not self.sorts_text) for one in values):
            raise Beyond
        found.sort(key=read, reverse=down)


def _whole(known: dict[Any, list[Any]], key: Any) -> list[Any]:
    if key not in known:
        raise Beyond
    return known[key]


def _alone(read: Reads) -> Callable[[Found], Iterable[Any]]:
    return lambda found: (read(found),)


def _column_wanted(described: Any) -> Reads:
    entity, wanted = cast("Any", described["entity"]), described["expr"]
    if entity is None or described["aliased"]:
        raise Beyond
    table = entity.__table__
    name = str(table.name)
    if wanted is entity:
        return lambda found: found[name]
    key = str(getattr(wanted, "key", None))
    if getattr(wanted, "class_", None) is not entity or key not in table.columns:
        raise Beyond
    return lambda found: getattr(found[name], key)


def _table_of(described: Any) -> str:
    entity: Any = described["entity"]
    return str(entity.__table__.name)


def _from(question: Select[Any]) -> tuple[list[str], list[Any]]:
    """The tables that a question goes over, and what joins them."""
    if "_setup_joins" not in vars(question):
        return list(dict.fromkeys(_table_of(one) for one in question.column_descriptions)), []
    tables: list[str] = []
    conditions: list[Any] = []
    waiting: list[Any] = list(question.get_final_froms())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Join) and not one.isouter and not one.full:
            waiting += [one.left, one.right]
            conditions += _parts(one.onclause)
        elif isinstance(one, Table):
            tables.append(one.name)
        else:
            raise Beyond
    return tables, conditions


def _parts(condition: Any) -> Iterator[Any]:
    """The conditions that must all hold."""
    if isinstance(condition, Grouping):
        yield from _parts(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operator.and_:
        for one in condition.clauses:
            yield from _parts(one)
    else:
        yield condition


def _sides(condition: Any) -> Iterator[tuple[Any, Any, bool]]:
    """A column, what it must be, and whether that is one of many."""
    if isinstance(condition, BinaryExpression) and condition.operator in (operator.eq, operators.in_op):
        many = condition.operator is operators.in_op
        if _is_column(condition.left):
            yield condition.left, condition.right, many
        if _is_column(condition.right) and not many:
            yield condition.right, condition.left, many


def _is_column(clause: Any) -> bool:
    return isinstance(clause, ColumnClause) and isinstance(clause.table, Table)


def _test(condition: Any, tables: list[str], held: Held) -> Callable[[Found], bool]:
    if isinstance(condition, Grouping):
        return _test(condition.element, tables, held)
    if isinstance(condition, BooleanClauseList):
        parts = [_test(one, tables, held) for one in condition.clauses]
        every = all if condition.operator is operator.and_ else any
        return lambda found: every(part(found) for part in parts)
    if not isinstance(condition, BinaryExpression):
        raise Beyond
    among = condition.operator is operators.in_op
    if not among and any(isinstance(one, ScalarSelect) for one in (condition.left, condition.right)):
        raise Beyond  # one value or none, or a list in which the unknown counts: the database's own rules
    left, right = _read(condition.left, tables, held), _read(condition.right, tables, held)
    if condition.operator in (operators.is_, operators.is_not):
        same = condition.operator is operators.is_
        return lambda found: (left(found) == right(found)) is same
    compare = _COMPARED.get(condition.operator)
    if compare is None:
        raise Beyond
    sorts = condition.operator in _SORTED and not held.sorts_text
    return lambda found: _both(compare, left(found), right(found), sorts=sorts)


def _both(compare: Callable[[Any, Any], bool], mine: Any, theirs: Any, *, sorts: bool) -> bool:
    """What is not known is neither the same nor another: SQL's own rule; text may be sorted in the database's own way."""
    if sorts and isinstance(mine, str):
        raise Beyond
    return mine is not None and theirs is not None and compare(mine, theirs)


def _read(clause: Any, tables: list[str] | None, held: Held) -> Reads:
    """How a value is read: of a row at hand, as it was given, or as another question answers it."""
    if isinstance(clause, Grouping | ScalarSelect):
        return _read(clause.element, tables, held)
    if isinstance(clause, Null | True_ | False_):
        fixed = {Null: None, True_: True, False_: False}[type(clause)]
        return lambda _: fixed
    if isinstance(clause, BindParameter):
        given = clause.effective_value
        if isinstance(given, list | tuple) and None in given:
            raise Beyond
        return lambda _: given
    if isinstance(clause, Select):
        below = [one[0] for one in held._answer(clause) if one[0] is not None]  # noqa: SLF001 - one question inside another
        return lambda _: below
    if _is_column(clause) and (tables is None or clause.table.name in tables):
        name, key = clause.table.name, clause.name
        return lambda found: getattr(found[name], key)
    raise Beyond
