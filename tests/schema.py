"""Builds the schema for tests."""

import importlib
import pkgutil

from sqlalchemy import Engine
from sqlmodel import SQLModel

import fundflow


def build(engine: Engine) -> None:
    for package in pkgutil.iter_modules(fundflow.__path__, "fundflow."):
        if package.ispkg and package.name != "fundflow.migrations":
            try:
                importlib.import_module(f"{package.name}.tables")
            except ModuleNotFoundError as error:
                if error.name != f"{package.name}.tables":
                    raise
    with engine.begin() as connection:
        SQLModel.metadata.create_all(connection)
