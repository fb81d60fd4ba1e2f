"""The pieces that several letters state: amounts, conditions, instalments, feedback, questions, changes."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Count, Fact, Moment, Pence, Text


class Amount(Fact):
    """So much from one commissioner for one financial year of one fund."""

    commissioner: Text
    commissioner_code: Text
    year: Text
    fund: Text
    recurrence: Literal["recurrent", "non-recurrent"]
    pence: Pence


class Cut(Fact):
    """A part of the bid that was not agreed, or a claim's line that was not paid, and why."""

    what: Text
    asked: Pence
    agreed: Pence
    why: Text


class Condition(Fact):
    """One duty in the set form of conditions.

    "You must TASK, and send us EVIDENCE, by DUE. CHECKER will check it."
    Without a day it is "when it is done". `task` begins with a verb ("sign a data-sharing agreement"); `evidence` is a
    noun ("the signed agreement").
    """

    when: Literal["precedent", "subsequent", "reporting"]
    task: Text
    evidence: Text
    due: date | None
    checker: Text
    owner: Text


class Instalment(Fact):
    """One payment of the schedule; without a first day it is claimed when its evidence is there."""

    number: Count
    title: Text
    evidence: Text
    earliest: date | None
    pence: Pence


class Outcome(Fact):
    """One measure: where it stands, and where it must come to, by when."""

    title: Text
    baseline: Text
    target: Text
    by: date
    source: Text


class Report(Fact):
    """One return that is owed."""

    title: Text
    period: Text
    due: date


class CostLine(Fact):
    """What the money may be spent on."""

    title: Text
    year: Text
    pence: Pence


class Participant(Fact):
    """One organisation that takes part: its role, its duty, and who signs for it; its sum where one is agreed."""

    name: Text
    code: Text
    role: Text
    duty: Text
    pence: Pence | None
    signatory: Text


class Feedback(Fact):
    """One criterion of the assessment: a band, a strength and a gap; never an assessor's name."""

    criterion: Text
    band: Text
    strength: Text
    gap: Text
    below_minimum: str = ""


class Gate(Fact):
    """A rule that the bid did not meet."""

    title: Text
    why: Text
    source: Text
    cure: str = ""


class Question(Fact):
    """One numbered question, and the answer or section that it is about."""

    number: Count
    text: Text
    about: Text


class Event(Fact):
    """Something that happens next, and when (a day or a moment)."""

    what: Text
    when: Annotated[Moment | date, Field(union_mode="left_to_right")]


class Check(Fact):
    """One thing that we looked for, and what we found."""

    what: Text
    found: Text


class Change(Fact):
    """One term of the agreement before and after."""

    what: Text
    before: Text
    after: Text


class AmountChange(Fact):
    """One commissioner's amount for one year before and after."""

    commissioner: Text
    year: Text
    before: Pence
    after: Pence


class Sum(Fact):
    """A named line of a sum; deductions are below zero."""

    what: Text
    pence: Pence


class Panellist(Fact):
    """Someone who hears a request for reconsideration."""

    name: Text
    role: Text


class Position(Fact):
    """What became of one commissioner's money for one year."""

    commissioner: Text
    year: Text
    agreed: Pence
    paid: Pence
    returned: Pence
    released: Pence


class Signed(Fact):
    """Someone who signed, for whom, and when."""

    name: Text
    organisation: Text
    at: Moment
