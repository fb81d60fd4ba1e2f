"""The ledger's triggers, for new tables and for migrations."""

from fundflow import audit

TRIGGERS = (audit.append_only("entry"), audit.append_only("posting"), audit.append_only("period_close"))
