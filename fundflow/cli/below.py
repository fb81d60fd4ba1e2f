"""The floors below, each imported when a command first needs it, so that help stays quick."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fundflow import (
        accounts,
        allocations,
        applications,
        audit,
        awards,
        calendar,
        clock,
        committees,
        database,
        definitions,
        due,
        engine,
        errors,
        exchange,
        files,
        finance,
        ledger,
        letters,
        mail,
        migrations,
        money,
        monitoring,
        organisations,
        payments,
        people,
        practising,
        scoring,
        settings,
        support,
        takeovers,
        views,
    )
else:

    def __getattr__(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return import_module(f"fundflow.{name}")


__all__ = [
    "accounts",
    "allocations",
    "applications",
    "audit",
    "awards",
    "calendar",
    "clock",
    "committees",
    "database",
    "definitions",
    "due",
    "engine",
    "errors",
    "exchange",
    "files",
    "finance",
    "ledger",
    "letters",
    "mail",
    "migrations",
    "money",
    "monitoring",
    "organisations",
    "payments",
    "people",
    "practising",
    "scoring",
    "settings",
    "support",
    "takeovers",
    "views",
]
