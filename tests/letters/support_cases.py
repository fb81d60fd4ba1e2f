"""The facts of each letter of targeted support, by code, as a case would give them."""

from datetime import date
from typing import Any

from tests.letters.examples import AMOUNTS, ROUTES, at

PIECES = (
    {
        "title": "Coaching, supervision or a mentor",
        "provider": "Larkfield Practice Support",
        "days": "7½",
        "pence": 3_600_00,
        "starts": date(2017, 7, 3),
        "ends": date(2017, 12, 15),
    },
)
MEASURED = ({"title": "GP sessions without a doctor each week", "found": 9, "at_exit": None},)
SHARED = {
    "information": "Each of us sees what it needs, and no more",
    "confidentiality": "What is said in interviews stays with those who held them",
}
SUPPORT: dict[str, dict[str, Any]] = {
    "R1": {
        "put_forward_by": "The local medical committee",
        "reasons": ("Posts that cannot be filled",),
        "answer_by": date(2017, 6, 30),
        "decided_by": "NHS England's local team",
        "information": SHARED["information"],
    },
    "R2": {"reason": "Another kind of help fits better", "routes": ROUTES},
    "R3": {"reason": "Others need this support sooner", "review_by": date(2017, 12, 18)},
    "R6": {
        "outcome": "improved",
        "reason": "",
        "ended_on": date(2018, 6, 25),
        "pieces": PIECES,
        "measures": ({**MEASURED[0], "at_exit": 2},),
    },
    "R7": {"kind": "escalated", "reason": "A third partner has given notice", "on": date(2018, 1, 8)},
    "R8": {"asked_by": "Dr Meera Shah", "asked_at": at(2017, 6, 20, 10), "released": AMOUNTS},
    "L07a": {
        **SHARED,
        "decided_by": "NHS England's local team",
        "rapid": False,
        "diagnosed_by": "Larkfield Practice Support",
        "diagnosis_pence": 1_500_00,
        "amounts": AMOUNTS,
        "accept_by": at(2017, 7, 14, 16),
        "months": 6,
        "signatory": "Dr Meera Shah",
    },
    "L07b": {
        **SHARED,
        "version": 2,
        "parties": (
            {"name": "Bridge Street Medical Centre", "code": "M81001", "role": "receives the support"},
            {"name": "Larkfield Practice Support", "code": "X17001", "role": "gives support"},
        ),
        "diagnosis": "Two of five GPs left within a year",
        "pieces": PIECES,
        "commitments": ("Release the practice manager for half a day a week",),
        "milestones": ({"text": "A rota for three months is agreed", "due": date(2017, 10, 31)},),
        "measures": MEASURED,
        "plan_ends": date(2018, 2, 28),
        "review_dates": (date(2017, 12, 4),),
        "amounts": AMOUNTS,
        "exit": "The support ends when its plan ends, or when the practice asks",
        "hand_back": "If the contract is handed back, support stops that day",
        "signed": ({"name": "Dr Meera Shah", "organisation": "Bridge Street Medical Centre", "at": at(2017, 6, 26)},),
    },
}
