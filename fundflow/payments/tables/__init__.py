"""The tables of schedules, claims, runs and recoveries."""

from fundflow.payments.tables.claims import Claim, ClaimLine, ClaimQuery, ClaimShare, ClaimTranche, Evidence, Invoice
from fundflow.payments.tables.moves import PaymentMove
from fundflow.payments.tables.recoveries import Instalment, Receipt, Recovery, RecoveryShare, SetOff
from fundflow.payments.tables.runs import Payee, PayeeCheck, Payment, PaymentLine, PaymentRun
from fundflow.payments.tables.schedule import Tranche, TrancheAmount

__all__ = [
    "Claim",
    "ClaimLine",
    "ClaimQuery",
    "ClaimShare",
    "ClaimTranche",
    "Evidence",
    "Instalment",
    "Invoice",
    "Payee",
    "PayeeCheck",
    "Payment",
    "PaymentLine",
    "PaymentMove",
    "PaymentRun",
    "Receipt",
    "Recovery",
    "RecoveryShare",
    "SetOff",
    "Tranche",
    "TrancheAmount",
]
