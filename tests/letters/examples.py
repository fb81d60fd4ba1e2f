"""Realistic facts for every letter: one round in Worcestershire, with names and numbers made up."""

from datetime import UTC, date, datetime
from typing import Any

BRIDGE = "Shared nurse team for Elmsgate and Bridge Street"


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def sender(code: str, name: str, signatory: str, title: str, *address: str) -> dict[str, Any]:
    return {"code": code, "name": name, "signatory": signatory, "signatory_title": title, "address": address}


REDDITCH = sender(
    "05J",
    "NHS Redditch and Bromsgrove Clinical Commissioning Group",
    "Simon Hale",
    "Chief Officer",
    "The Barnsley Hall Centre",
    "Bromsgrove B61 0TX",
)
WYRE = sender(
    "06D", "NHS Wyre Forest Clinical Commissioning Group", "Priya Nair", "Chief Officer", "Kidderminster DY10 1PF"
)

COMMON: dict[str, Any] = {
    "date": date(2017, 6, 16),
    "senders": (REDDITCH, WYRE),
    "addressee": {
        "name": "Dr Meera Shah",
        "organisation": "Bridge Street Medical Centre",
        "code": "M81001",
        "address": ("12 Bridge Street", "Redditch", "B97 4AA"),
    },
    "case_ref": "TF-17-0031",
    "case_title": BRIDGE,
    "round_title": "Transformation fund, spring 2017",
    "fund_title": "Worcestershire transformation fund",
    "contact": {
        "name": "Jo Ash",
        "role": "primary care officer",
        "telephone": "01905 000000",
        "email": "primary.care@example.nhs.uk",
        "hours": "Monday to Friday, 9:00 am to 5:00 pm",
    },
    "complaint": "Write to the complaints manager at the address above, or ring 01905 000001. If our answer does not settle "
    "it, the Parliamentary and Health Service Ombudsman can look at it.",
    "publication": "We publish who receives money, how much and for what. We answer requests under the Freedom of "
    "Information Act 2000.",
    "data_protection": "We use your details only to run this fund, and keep them for six years after its last payment.",
}


def decision(who: str, minute: str, outcome: str) -> dict[str, Any]:
    return {
        "commissioner": who,
        "body": "Primary Care Commissioning Committee",
        "day": date(2017, 6, 14),
        "minute": minute,
        "outcome": outcome,
    }


def decided(outcome: str) -> tuple[dict[str, Any], ...]:
    return decision("Redditch and Bromsgrove", "RB/17/042", outcome), decision("Wyre Forest", "WF/17/038", outcome)


def amount(name: str, code: str, year: str, pence: int) -> dict[str, Any]:
    return {
        "commissioner": name,
        "commissioner_code": code,
        "year": year,
        "fund": "Transformation",
        "recurrence": "non-recurrent",
        "pence": pence,
    }


AMOUNTS = (
    amount("Redditch and Bromsgrove", "05J", "2017/18", 41_200_00),
    amount("Redditch and Bromsgrove", "05J", "2018/19", 38_750_50),
    amount("Wyre Forest", "06D", "2017/18", 22_400_00),
    amount("Wyre Forest", "06D", "2018/19", 21_949_50),
)


def condition(when: str, task: str, evidence: str, due: date, owner: str) -> dict[str, Any]:
    return {"when": when, "task": task, "evidence": evidence, "due": due, "checker": "Jo Ash", "owner": owner}


CONDITIONS = (
    condition(
        "precedent",
        "sign a data-sharing agreement between the three practices",
        "a copy that everyone has signed",
        date(2017, 7, 14),
        "Both commissioners",
    ),
    condition(
        "precedent",
        "name the nurse who leads the team",
        "her name and the hours that she works",
        date(2017, 7, 14),
        "Redditch and Bromsgrove",
    ),
    condition(
        "subsequent",
        "measure home visits for eight weeks",
        "the count by practice and week",
        date(2017, 10, 27),
        "Wyre Forest",
    ),
    condition(
        "reporting",
        "say how many appointments were saved",
        "the table that we give you",
        date(2018, 1, 31),
        "Both commissioners",
    ),
)


def instalment(number: int, title: str, evidence: str, earliest: date, pence: int) -> dict[str, Any]:
    return {"number": number, "title": title, "evidence": evidence, "earliest": earliest, "pence": pence}


INSTALMENTS = (
    instalment(1, "Set-up", "both first conditions met", date(2017, 7, 17), 31_075_00),
    instalment(2, "Team at work", "the rota of the first month", date(2017, 10, 2), 31_075_00),
    instalment(3, "Costs of the second half-year", "invoices and pay records", date(2018, 4, 3), 31_075_00),
    instalment(4, "Kept back to the end", "the final report", date(2019, 4, 1), 31_075_00),
)


def participant(name: str, code: str, role: str, duty: str, pence: int, signatory: str) -> dict[str, Any]:
    return {"name": name, "code": code, "role": role, "duty": duty, "pence": pence, "signatory": signatory}


PARTICIPANTS = (
    participant("Bridge Street Medical Centre", "M81001", "lead", "employs the team", 70_000_00, "Dr Meera Shah"),
    participant("Elmsgate Surgery", "M81002", "partner", "gives a room and two nurse days", 32_150_00, "Dr Anil Patel"),
    participant("Severn Practice", "M81003", "partner", "gives one nurse day", 22_150_00, "Dr Ruth Lewis"),
)

INVOICING = {
    "sent_by": "Bridge Street Medical Centre",
    "sent_to": "each commissioner for its own part",
    "form": "the claim form on the award's page",
    "cut_off": "the 15th of each month",
    "pay_within_days": 30,
}

REPORTS = (
    {"title": "Quarterly return", "period": "July to September 2017", "due": date(2017, 10, 31)},
    {"title": "Quarterly return", "period": "October to December 2017", "due": date(2018, 1, 31)},
    {"title": "Final report", "period": "the whole award", "due": date(2019, 5, 24)},
)

TIMETABLE = (
    {"what": "the assessors finish", "when": date(2017, 5, 31)},
    {"what": "the committees decide", "when": date(2017, 6, 14)},
    {"what": "you hear from us", "when": at(2017, 6, 16, 16)},
)

CHECKS = (
    {"what": "Answers to all four questions", "found": "All four, within the word limits"},
    {"what": "Every practice agrees", "found": "Three of three have agreed"},
    {"what": "Budget by commissioner and year", "found": "It adds up to what you ask for"},
)

QUESTIONS = (
    {
        "number": 1,
        "about": "Your answer to question 2",
        "text": "how many appointments does each practice give in a week today?",
    },
    {"number": 2, "about": "Budget line 3", "text": "does the price of the software include training?"},
)

ROUTES = (
    "The resilience programme helps practices under pressure now: ring Sam Reed on 01905 000002",
    "The care navigator fund pays for training of reception staff",
)

PANEL = (
    {"name": "Anne Ford", "role": "lay member, South Worcestershire"},
    {"name": "Dr John Mills", "role": "secondary care doctor"},
)

CUTS = (
    {
        "what": "Second software licence",
        "asked": 9_600_00,
        "agreed": 0,
        "why": "one licence covers all three practices",
    },
    {
        "what": "Project manager",
        "asked": 24_000_00,
        "agreed": 16_000_00,
        "why": "the work plan needs eight months, not twelve",
    },
)

FEEDBACK = (
    (
        "Working at scale",
        "good",
        "three practices have signed an agreement",
        "it does not say who decides when they differ",
    ),
    (
        "Supporting sustainability",
        "adequate",
        "the audit of time is done in all three practices",
        "the plan for posts ends in 2019",
    ),
    (
        "Development of federations",
        "adequate",
        "the federation is a partner",
        "its part after the first year is not set out",
    ),
    ("Readiness for extended access", "good", "hours are stated by day and practice", "Saturdays are not covered yet"),
    (
        "Value and quality",
        "weak",
        "the backfill costs are set out by month",
        "the bid says that appointments will be saved but gives no number today and no number to reach",
    ),
    ("Impact and gain", "adequate", "the gain for patients is named", "it is not clear how it will be measured"),
)

POSITIONS = (
    {
        "commissioner": "Redditch and Bromsgrove",
        "year": "2017/18",
        "agreed": 41_200_00,
        "paid": 41_200_00,
        "returned": 0,
        "released": 0,
    },
    {
        "commissioner": "Wyre Forest",
        "year": "2018/19",
        "agreed": 21_949_50,
        "paid": 18_949_50,
        "returned": 1_180_00,
        "released": 3_000_00,
    },
)

ASSETS = (
    {"what": "Ultrasound scanner", "pence": 8_400_00, "until": date(2022, 3, 31), "duty": "ask us before you sell it"},
)

CHANGES = ({"what": "End of the work", "before": "31 March 2019", "after": "30 June 2019"},)

NEEDS = (
    {"what": "send the return for July to September", "when": date(2018, 2, 2)},
    {"what": "tell us who leads the team now", "when": at(2018, 2, 9, 17)},
)

HELD = ({"what": "Claim TF-17-0031/3, received 12 January 2018", "pence": 9_870_00},)
