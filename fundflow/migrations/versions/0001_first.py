"""The first schema: every table of the product, domain by domain, from the ground up."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None

KEY_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    audit()
    due()
    organisations()
    people()
    ledger()
    files()
    finance()
    practising()
    mail()
    accounts()
    allocations()
    applications()
    awards()
    scoring()
    committees()
    support()
    drafting()
    takeovers()
    payments()
    monitoring()
    letters()


def audit() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.CheckConstraint("(salt IS NULL) = (payload IS NULL)", name="ck_audit_event_blanked_whole"),
        sa.CheckConstraint("seq > 0", name="ck_audit_event_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit_event"),
        sa.UniqueConstraint("hash", name="uq_audit_event_hash"),
    )
    op.create_index("ix_audit_event_item", "audit_event", ["item"])
    op.create_index("ix_audit_event_subject", "audit_event", ["subject"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_audit_head_single"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def due() -> None:
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("run_at", UTCDateTime(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("ran_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("state <> 'leased' OR lease_until IS NOT NULL", name="ck_due_lease"),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'cancelled')", name="ck_due_state"),
        sa.CheckConstraint("attempts >= 0", name="ck_due_attempts"),
        sa.PrimaryKeyConstraint("id", name="pk_due"),
        sa.UniqueConstraint("key", name="uq_due_key"),
    )
    op.create_index("ix_due_state_next", "due", ["state", "next_at"])
    op.create_index("ix_due_subject", "due", ["subject"])
    op.create_table(
        "upkeep",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.CheckConstraint("what IN ('worker', 'backup')", name="ck_upkeep_what"),
        sa.PrimaryKeyConstraint("what", name="pk_upkeep"),
    )


def organisations() -> None:
    op.create_table(
        "organisation",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("legal_entity", sa.Boolean(), nullable=False),
        sa.Column("company_number", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("telephone_verified_on", sa.Date(), nullable=True),
        sa.Column("signing_rule", sa.String(), nullable=False),
        sa.Column("signing_rule_since", sa.Date(), nullable=True),
        sa.Column("named_signatory", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('commissioner', 'practice', 'federation', 'super_practice', 'network', 'other')",
            name="ck_organisation_kind",
        ),
        sa.CheckConstraint(
            "signing_rule IN ('any_partner', 'named_partner', 'all_partners', 'company_officer')",
            name="ck_organisation_signing_rule",
        ),
        sa.CheckConstraint("status IN ('active', 'closed', 'dormant', 'proposed')", name="ck_organisation_status"),
        sa.CheckConstraint("closed IS NULL OR opened IS NULL OR closed >= opened", name="ck_organisation_dates"),
        sa.PrimaryKeyConstraint("code", name="pk_organisation"),
    )
    op.create_index("ix_organisation_kind", "organisation", ["kind"])
    op.create_index("ix_organisation_name", "organisation", ["name"])
    op.create_table(
        "commissioner",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("delegation_level", sa.String(), nullable=False),
        sa.Column("in_financial_recovery", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "delegation_level IN ('greater_involvement', 'joint', 'delegated')", name="ck_commissioner_delegation_level"
        ),
        sa.ForeignKeyConstraint(["code"], ["organisation.code"], name="fk_commissioner_code"),
        sa.ForeignKeyConstraint(["parent"], ["organisation.code"], name="fk_commissioner_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_commissioner"),
    )
    op.create_index("ix_commissioner_parent", "commissioner", ["parent"])
    op.create_table(
        "commissioner_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice", sa.String(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_commissioner_link_dates"),
        sa.ForeignKeyConstraint(["commissioner"], ["organisation.code"], name="fk_commissioner_link_commissioner"),
        sa.ForeignKeyConstraint(["practice"], ["organisation.code"], name="fk_commissioner_link_practice"),
        sa.PrimaryKeyConstraint("id", name="pk_commissioner_link"),
        sa.UniqueConstraint("practice", "starts", name="uq_commissioner_link"),
    )
    op.create_index("ix_commissioner_link_commissioner", "commissioner_link", ["commissioner"])
    op.create_index("ix_commissioner_link_practice", "commissioner_link", ["practice"])
    op.create_index(
        "uq_commissioner_link_open",
        "commissioner_link",
        ["practice"],
        unique=True,
        sqlite_where=sa.text("ends IS NULL"),
        postgresql_where=sa.text("ends IS NULL"),
    )
    op.create_table(
        "list_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("basis IN ('registered', 'weighted', 'resident')", name="ck_list_snapshot_basis"),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 99", name="ck_list_snapshot_hundredths"),
        sa.CheckConstraint("patients >= 0", name="ck_list_snapshot_patients"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name="fk_list_snapshot_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_list_snapshot"),
        sa.UniqueConstraint("organisation", "basis", "taken_on", name="uq_list_snapshot"),
    )
    op.create_index("ix_list_snapshot_organisation", "list_snapshot", ["organisation"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_membership_dates"),
        sa.CheckConstraint("organisation <> group_code", name="ck_membership_not_itself"),
        sa.ForeignKeyConstraint(["group_code"], ["organisation.code"], name="fk_membership_group_code"),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name="fk_membership_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint("organisation", "group_code", "starts", name="uq_membership"),
    )
    op.create_index("ix_membership_group_code", "membership", ["group_code"])
    op.create_index("ix_membership_organisation", "membership", ["organisation"])
    op.create_table(
        "organisation_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name="fk_organisation_alias_organisation"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_alias"),
        sa.UniqueConstraint("organisation", "alias", name="uq_organisation_alias"),
    )
    op.create_index("ix_organisation_alias_alias", "organisation_alias", ["alias"])
    op.create_index("ix_organisation_alias_organisation", "organisation_alias", ["organisation"])
    op.create_table(
        "organisation_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'closed', 'handed_back', 'merged', 'successor', 'linked', 'moved', 'joined', 'left', 'renamed', 'contact_verified', 'signing_rule', 'list_corrected', 'amended')",
            name="ck_organisation_event_kind",
        ),
        sa.ForeignKeyConstraint(["organisation"], ["organisation.code"], name="fk_organisation_event_organisation"),
        sa.ForeignKeyConstraint(["other"], ["organisation.code"], name="fk_organisation_event_other"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_event"),
    )
    op.create_index("ix_organisation_event_happened_on", "organisation_event", ["happened_on"])
    op.create_index("ix_organisation_event_organisation", "organisation_event", ["organisation"])
    op.create_index("ix_organisation_event_other", "organisation_event", ["other"])
    op.create_table(
        "organisation_sameness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("keep", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("said_at", UTCDateTime(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ck_organisation_sameness_ended"),
        sa.CheckConstraint("alias <> keep", name="ck_organisation_sameness_two"),
        sa.ForeignKeyConstraint(["alias"], ["organisation.code"], name="fk_organisation_sameness_alias"),
        sa.ForeignKeyConstraint(["keep"], ["organisation.code"], name="fk_organisation_sameness_keep"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_sameness"),
    )
    op.create_index("ix_organisation_sameness_alias", "organisation_sameness", ["alias"])
    op.create_index("ix_organisation_sameness_keep", "organisation_sameness", ["keep"])
    op.create_index(
        "uq_organisation_sameness_open",
        "organisation_sameness",
        ["alias"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'system')", name="ck_person_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("sign_in_name", name="uq_person_sign_in_name"),
    )
    op.create_index("ix_person_email", "person", ["email"])
    op.create_index("ix_person_organisation", "person", ["organisation"])
    op.create_table(
        "cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("covers_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("ends >= starts", name="ck_cover_dates"),
        sa.CheckConstraint("person_id <> covers_id", name="ck_cover_two_people"),
        sa.ForeignKeyConstraint(["covers_id"], ["person.id"], name="fk_cover_covers_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_cover_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cover"),
    )
    op.create_index("ix_cover_covers_id", "cover", ["covers_id"])
    op.create_index("ix_cover_person_id", "cover", ["person_id"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agrees", sa.JSON(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_name", sa.String(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "settled_by IS NULL OR state <> 'agreed' OR settled_by <> asked_by", name="ck_proposal_people"
        ),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'replaced', 'overtaken', 'withdrawn')", name="ck_proposal_state"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_proposal_asked_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name="fk_proposal_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
    )
    op.create_index("ix_proposal_subject", "proposal", ["subject"])
    op.create_index(
        "uq_proposal_one_open",
        "proposal",
        ["verb", "subject"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "registered_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('financial', 'non_financial_professional', 'non_financial_personal', 'indirect')",
            name="ck_registered_interest_kind",
        ),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_registered_interest_dates"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_registered_interest_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_registered_interest"),
    )
    op.create_index("ix_registered_interest_organisation", "registered_interest", ["organisation"])
    op.create_index("ix_registered_interest_person_id", "registered_interest", ["person_id"])
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("granted_at", UTCDateTime(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_role_grant_dates"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_role_grant_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    )
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"])
    op.create_index("ix_role_grant_role", "role_grant", ["role"])


def ledger() -> None:
    op.create_table(
        "accounting_month",
        sa.Column("commissioner", KEY_TEXT, nullable=False),
        sa.Column("label", KEY_TEXT, nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("soft_closes_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_by", sa.String(), nullable=False),
        sa.CheckConstraint("ends >= starts", name="ck_accounting_month_days"),
        sa.CheckConstraint(
            "soft_closes_on > starts AND closes_on > ends AND closes_on >= soft_closes_on",
            name="ck_accounting_month_closing",
        ),
        sa.PrimaryKeyConstraint("commissioner", "label", name="pk_accounting_month"),
        sa.UniqueConstraint("commissioner", "starts", name="uq_accounting_month"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("relates_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ALLOCATE', 'ADJUST_ALLOCATION_UP', 'ADJUST_ALLOCATION_DOWN', 'APPLY_CUT', 'VIRE', 'CARRY_FORWARD', 'LAPSE', 'PIPELINE_UP', 'PIPELINE_DOWN', 'CONTINGENT_UP', 'CONTINGENT_DOWN', 'RESERVE', 'RELEASE', 'COMMIT', 'DECOMMIT', 'CLAIM', 'REVERSE_CLAIM', 'APPROVE_CLAIM', 'REVERSE_APPROVE_CLAIM', 'ACCRUE', 'REVERSE_ACCRUAL', 'PAY', 'PAYMENT_FAILED', 'RECOVERY_DUE', 'REVERSE_RECOVERY_DUE', 'RECOVERY_RECEIVED', 'RECOVERY_RECEIVED_ENTITLED', 'WRITE_OFF', 'OPENING', 'REVERSE_OPENING')",
            name="ck_entry_kind",
        ),
        sa.CheckConstraint("pence > 0", name="ck_entry_pence"),
        sa.CheckConstraint("reverses_id <> id", name="ck_entry_reverses_another"),
        sa.ForeignKeyConstraint(["reverses_id"], ["entry.id"], name="fk_entry_reverses_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.UniqueConstraint("idempotency_key", name="uq_entry_idempotency_key"),
        sa.UniqueConstraint("reverses_id", name="uq_entry_reverses_id"),
    )
    op.create_index("ix_entry_case_ref", "entry", ["case_ref"])
    op.create_table(
        "holder",
        sa.Column("name", KEY_TEXT, nullable=False),
        sa.Column("fund", KEY_TEXT, nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capital IN (TRUE, FALSE)", name="ck_holder_capital"),
        sa.PrimaryKeyConstraint("name", name="pk_holder"),
        sa.UniqueConstraint("name", "fund", "capital", name="uq_holder_fund_capital"),
    )
    op.create_table(
        "position",
        sa.Column("commissioner", KEY_TEXT, nullable=False),
        sa.Column("period", KEY_TEXT, nullable=False),
        sa.Column("fund", KEY_TEXT, nullable=False),
        sa.Column("recurrence", sa.String(), nullable=True),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("allocated", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("uncommitted", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unclaimed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("claimed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("payable", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("paid_out", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("recoverable", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("written_off", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pipeline", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("contingent", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("accrued", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cut_due", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("recurrence IN ('recurrent', 'non-recurrent')", name="ck_position_recurrence"),
        sa.CheckConstraint("accrued <= unclaimed + claimed + payable", name="ck_position_accrued_covered"),
        sa.CheckConstraint("accrued >= 0", name="ck_position_accrued"),
        sa.CheckConstraint(
            "allocated = uncommitted + reserved + unclaimed + claimed + payable + paid_out + recoverable + written_off",
            name="ck_position_identity",
        ),
        sa.CheckConstraint("allocated >= 0", name="ck_position_allocated"),
        sa.CheckConstraint("capital IN (TRUE, FALSE)", name="ck_position_capital"),
        sa.CheckConstraint("claimed >= 0", name="ck_position_claimed"),
        sa.CheckConstraint("closed IN (TRUE, FALSE)", name="ck_position_closed"),
        sa.CheckConstraint("contingent >= 0", name="ck_position_contingent"),
        sa.CheckConstraint("cut_due >= 0", name="ck_position_cut_due"),
        sa.CheckConstraint("paid_out >= 0", name="ck_position_paid_out"),
        sa.CheckConstraint("payable >= 0", name="ck_position_payable"),
        sa.CheckConstraint("pipeline >= 0", name="ck_position_pipeline"),
        sa.CheckConstraint("recoverable >= 0", name="ck_position_recoverable"),
        sa.CheckConstraint("reserved >= 0", name="ck_position_reserved"),
        sa.CheckConstraint("unclaimed >= 0", name="ck_position_unclaimed"),
        sa.CheckConstraint("uncommitted >= 0", name="ck_position_uncommitted"),
        sa.CheckConstraint("written_off >= 0", name="ck_position_written_off"),
        sa.PrimaryKeyConstraint("commissioner", "period", "fund", name="pk_position"),
        sa.UniqueConstraint("commissioner", "period", "fund", "capital", name="uq_position_capital"),
    )
    op.create_table(
        "holding",
        sa.Column("commissioner", KEY_TEXT, nullable=False),
        sa.Column("period", KEY_TEXT, nullable=False),
        sa.Column("fund", KEY_TEXT, nullable=False),
        sa.Column("holder", KEY_TEXT, nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unclaimed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("claimed", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("payable", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("paid_out", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("recoverable", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("written_off", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pipeline", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("contingent", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("accrued", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("accrued <= unclaimed + claimed + payable", name="ck_holding_accrued_covered"),
        sa.CheckConstraint("accrued >= 0", name="ck_holding_accrued"),
        sa.CheckConstraint("capital IN (TRUE, FALSE)", name="ck_holding_capital"),
        sa.CheckConstraint("claimed >= 0", name="ck_holding_claimed"),
        sa.CheckConstraint("contingent >= 0", name="ck_holding_contingent"),
        sa.CheckConstraint("paid_out >= 0", name="ck_holding_paid_out"),
        sa.CheckConstraint("payable >= 0", name="ck_holding_payable"),
        sa.CheckConstraint("pipeline >= 0", name="ck_holding_pipeline"),
        sa.CheckConstraint("recoverable >= 0", name="ck_holding_recoverable"),
        sa.CheckConstraint("reserved >= 0", name="ck_holding_reserved"),
        sa.CheckConstraint("unclaimed >= 0", name="ck_holding_unclaimed"),
        sa.CheckConstraint("written_off >= 0", name="ck_holding_written_off"),
        sa.ForeignKeyConstraint(
            ["commissioner", "period", "fund", "capital"],
            ["position.commissioner", "position.period", "position.fund", "position.capital"],
            name="fk_holding_position",
        ),
        sa.ForeignKeyConstraint(
            ["holder", "fund", "capital"], ["holder.name", "holder.fund", "holder.capital"], name="fk_holding_holder"
        ),
        sa.PrimaryKeyConstraint("commissioner", "period", "fund", "holder", name="pk_holding"),
    )
    op.create_index("ix_holding_holder", "holding", ["holder"])
    op.create_table(
        "period_close",
        sa.Column("commissioner", KEY_TEXT, nullable=False),
        sa.Column("period", KEY_TEXT, nullable=False),
        sa.Column("fund", KEY_TEXT, nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commissioner", "period", "fund"],
            ["position.commissioner", "position.period", "position.fund"],
            name="fk_period_close_position",
        ),
        sa.PrimaryKeyConstraint("commissioner", "period", "fund", name="pk_period_close"),
    )
    op.create_table(
        "posting",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("from_commissioner", KEY_TEXT, nullable=True),
        sa.Column("from_period", KEY_TEXT, nullable=True),
        sa.Column("from_fund", KEY_TEXT, nullable=True),
        sa.Column("from_holder", KEY_TEXT, nullable=True),
        sa.Column("from_account", sa.String(), nullable=False),
        sa.Column("to_commissioner", KEY_TEXT, nullable=True),
        sa.Column("to_period", KEY_TEXT, nullable=True),
        sa.Column("to_fund", KEY_TEXT, nullable=True),
        sa.Column("to_holder", KEY_TEXT, nullable=True),
        sa.Column("to_account", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("delivery_year", sa.String(), nullable=True),
        sa.Column("recurrence", sa.String(), nullable=True),
        sa.Column("capital", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "from_account IN ('world', 'memo', 'uncommitted', 'reserved', 'unclaimed', 'claimed', 'payable', 'paid_out', 'recoverable', 'written_off', 'pipeline', 'contingent', 'accrued', 'cut_due')",
            name="ck_posting_from_account",
        ),
        sa.CheckConstraint(
            "to_account IN ('world', 'memo', 'uncommitted', 'reserved', 'unclaimed', 'claimed', 'payable', 'paid_out', 'recoverable', 'written_off', 'pipeline', 'contingent', 'accrued', 'cut_due')",
            name="ck_posting_to_account",
        ),
        sa.CheckConstraint("capital IN (TRUE, FALSE)", name="ck_posting_capital"),
        sa.CheckConstraint("line > 0", name="ck_posting_line"),
        sa.CheckConstraint("pence > 0", name="ck_posting_pence"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_posting_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "line", name="pk_posting"),
    )
    op.create_index("ix_posting_from", "posting", ["from_commissioner", "from_period", "from_fund"])
    op.create_index("ix_posting_to", "posting", ["to_commissioner", "to_period", "to_fund"])


def files() -> None:
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", UTCDateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("keep_until", UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name="ck_stored_file_sha256"),
        sa.CheckConstraint("size >= 0", name="ck_stored_file_size"),
        sa.PrimaryKeyConstraint("sha256", name="pk_stored_file"),
    )


def finance() -> None:
    op.create_table(
        "agreement_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("known_at", UTCDateTime(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name="fk_agreement_signature_signed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement_signature"),
        sa.UniqueConstraint("month", "sha256", "signed_by", name="uq_agreement_signature"),
    )
    op.create_index("ix_agreement_signature_month", "agreement_signature", ["month"])
    op.create_table(
        "coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("payee_type", sa.String(), nullable=False),
        sa.Column("cost_line", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("cost_centre", sa.String(), nullable=False),
        sa.Column("subjective", sa.String(), nullable=False),
        sa.Column("analysis_1", sa.String(), nullable=False),
        sa.Column("analysis_2", sa.String(), nullable=False),
        sa.Column("tax_code", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("cost_centre <> '' AND subjective <> ''", name="ck_coding_texts"),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_coding_days"),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name="fk_coding_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
        sa.UniqueConstraint(
            "fund", "commissioner", "year", "capital", "payee_type", "cost_line", "starts", name="uq_coding"
        ),
    )
    op.create_index("ix_coding_fund", "coding", ["fund"])
    op.create_table(
        "difference_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("owner <> '' AND note <> ''", name="ck_difference_note_words"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_difference_note_noted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_difference_note"),
    )
    op.create_index("ix_difference_note_difference", "difference_note", ["difference"])
    op.create_table(
        "journal_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("delivery_year", sa.String(), nullable=False),
        sa.Column("cost_line", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("cost_centre", sa.String(), nullable=False),
        sa.Column("subjective", sa.String(), nullable=False),
        sa.Column("analysis_1", sa.String(), nullable=False),
        sa.Column("analysis_2", sa.String(), nullable=False),
        sa.Column("tax_code", sa.String(), nullable=False),
        sa.Column("narrative", sa.String(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("side IN ('accrual', 'reversal')", name="ck_journal_line_side"),
        sa.CheckConstraint("pence <> 0", name="ck_journal_line_pence"),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_journal_line_accepted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_line"),
        sa.UniqueConstraint("commissioner", "month", "batch", "number", name="uq_journal_line"),
    )
    op.create_index("ix_journal_line_commissioner", "journal_line", ["commissioner"])
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("payment_ref", sa.String(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.Column("read_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('sent', 'accepted', 'paid', 'rejected')", name="ck_ledger_transaction_status"),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name="fk_ledger_transaction_read_by"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_transaction"),
        sa.UniqueConstraint("reference", "payee", "pence", "dated", "status", name="uq_ledger_transaction"),
    )
    op.create_index("ix_ledger_transaction_payment_ref", "ledger_transaction", ["payment_ref"])
    op.create_index("ix_ledger_transaction_reference", "ledger_transaction", ["reference"])


def practising() -> None:
    op.create_table(
        "practice_marker",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("round_ref", sa.String(), nullable=False),
        sa.Column("copied_from", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_practice_marker_one"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_marker"),
    )


def mail() -> None:
    op.create_table(
        "mail_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("contact_name", sa.String(), nullable=False),
        sa.Column("contact_telephone", sa.String(), nullable=False),
        sa.Column("contact_hours", sa.String(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.CheckConstraint("security IN ('starttls', 'tls', 'none')", name="ck_mail_setting_security"),
        sa.CheckConstraint("id = 1", name="ck_mail_setting_one"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_setting"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("to_email", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("lease_until", UTCDateTime(), nullable=True),
        sa.Column("handed_at", UTCDateTime(), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="ck_message_lease"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="ck_message_sent"),
        sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'bounced')", name="ck_message_state"),
        sa.CheckConstraint("attempts >= 0", name="ck_message_attempts"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index("ix_message_about", "message", ["about"])
    op.create_index("ix_message_state_next", "message", ["state", "next_at"])
    op.create_index("ix_message_thing", "message", ["thing"])


def accounts() -> None:
    op.create_table(
        "identity_provider",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("authorization_endpoint", sa.String(), nullable=False),
        sa.Column("token_endpoint", sa.String(), nullable=False),
        sa.Column("jwks_uri", sa.String(), nullable=False),
        sa.Column("end_session_endpoint", sa.String(), nullable=False),
        sa.Column("algorithms", sa.JSON(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("passwords", sa.Boolean(), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_identity_provider_one"),
        sa.PrimaryKeyConstraint("id", name="pk_identity_provider"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_address_at", "sign_in_attempt", ["address", "at"])
    op.create_index("ix_sign_in_attempt_name_at", "sign_in_attempt", ["sign_in_name", "at"])
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("password_set_at", UTCDateTime(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_account"),
    )
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'reset', 'first')", name="ck_account_link_purpose"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_link_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_link"),
        sa.UniqueConstraint("token_sha256", name="uq_account_link_token"),
    )
    op.create_index("ix_account_link_person_id", "account_link", ["person_id"])
    op.create_table(
        "api_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_api_reply_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_reply"),
        sa.UniqueConstraint("person_id", "key", name="uq_api_reply_key"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_api_token_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_sha256", name="uq_api_token"),
    )
    op.create_index("ix_api_token_person_id", "api_token", ["person_id"])
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("bound_at", UTCDateTime(), nullable=False),
        sa.Column("bound_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_identity_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        sa.UniqueConstraint("issuer", "person_id", name="uq_identity_person"),
        sa.UniqueConstraint("issuer", "subject", name="uq_identity_subject"),
    )
    op.create_index("ix_identity_person_id", "identity", ["person_id"])
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("kept_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("taken_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_kept_form_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_form"),
    )
    op.create_index("ix_kept_form_person_path", "kept_form", ["person_id", "path"])
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("viewed_id", sa.Integer(), nullable=True),
        sa.Column("stands_in_for_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_sign_in_person_id"),
        sa.ForeignKeyConstraint(["stands_in_for_id"], ["person.id"], name="fk_sign_in_stands_in_for_id"),
        sa.ForeignKeyConstraint(["viewed_id"], ["person.id"], name="fk_sign_in_viewed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_sha256", name="uq_sign_in_token"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_table(
        "provider_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_sha256", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["link_id"], ["account_link.id"], name="fk_provider_visit_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_provider_visit"),
        sa.UniqueConstraint("state_sha256", name="uq_provider_visit_state"),
    )


def allocations() -> None:
    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=True),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("source_a", sa.String(), nullable=False),
        sa.Column("value_a", sa.String(), nullable=False),
        sa.Column("source_b", sa.String(), nullable=False),
        sa.Column("value_b", sa.String(), nullable=False),
        sa.Column("difference_pence", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("severity IN ('info', 'warning', 'material')", name="ck_discrepancy_severity"),
        sa.CheckConstraint(
            "status <> 'accepted' OR (owner <> '' AND note <> '')", name="ck_discrepancy_accepted_by_a_name"
        ),
        sa.CheckConstraint("status IN ('open', 'accepted', 'resolved')", name="ck_discrepancy_status"),
        sa.PrimaryKeyConstraint("id", name="pk_discrepancy"),
        sa.UniqueConstraint("key", name="uq_discrepancy_key"),
    )
    op.create_index("ix_discrepancy_fund", "discrepancy", ["fund"])
    op.create_index("ix_discrepancy_status_severity", "discrepancy", ["status", "severity"])
    op.create_table(
        "allocation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("recurrence", sa.String(), nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("ring_fence", sa.String(), nullable=True),
        sa.Column("printed_total", sa.BigInteger(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("received_by", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("recurrence IN ('recurrent', 'non-recurrent')", name="ck_allocation_recurrence"),
        sa.CheckConstraint("pence >= 0", name="ck_allocation_pence"),
        sa.ForeignKeyConstraint(["commissioner"], ["organisation.code"], name="fk_allocation_commissioner"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_allocation_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation"),
        sa.UniqueConstraint("fund", "commissioner", "period", "source", name="uq_allocation"),
    )
    op.create_index("ix_allocation_commissioner", "allocation", ["commissioner"])
    op.create_index("ix_allocation_entry_id", "allocation", ["entry_id"])
    op.create_table(
        "virement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_fund", sa.String(), nullable=False),
        sa.Column("from_commissioner", sa.String(), nullable=False),
        sa.Column("from_period", sa.String(), nullable=False),
        sa.Column("to_fund", sa.String(), nullable=False),
        sa.Column("to_commissioner", sa.String(), nullable=False),
        sa.Column("to_period", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("minute", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("vired_at", UTCDateTime(), nullable=False),
        sa.Column("vired_by", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_virement_pence"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_virement_entry_id"),
        sa.ForeignKeyConstraint(["from_commissioner"], ["organisation.code"], name="fk_virement_from_commissioner"),
        sa.ForeignKeyConstraint(["to_commissioner"], ["organisation.code"], name="fk_virement_to_commissioner"),
        sa.PrimaryKeyConstraint("id", name="pk_virement"),
        sa.UniqueConstraint("entry_id", name="uq_virement_entry_id"),
    )
    op.create_index("ix_virement_from_commissioner", "virement", ["from_commissioner"])
    op.create_index("ix_virement_to_commissioner", "virement", ["to_commissioner"])
    op.create_table(
        "allocation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("before_pence", sa.BigInteger(), nullable=False),
        sa.Column("after_pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("after_pence <> before_pence", name="ck_allocation_change_differs"),
        sa.CheckConstraint("after_pence >= 0 AND before_pence >= 0", name="ck_allocation_change_pence"),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name="fk_allocation_change_allocation_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_allocation_change_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_change"),
        sa.UniqueConstraint("entry_id", name="uq_allocation_change_entry_id"),
    )
    op.create_index("ix_allocation_change_allocation_id", "allocation_change", ["allocation_id"])


def applications() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opens_at", UTCDateTime(), nullable=False),
        sa.Column("closes_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("reserve_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.Column("pinned_sha256", sa.String(), nullable=False),
        sa.Column("snapshot_on", sa.Date(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("next_round", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed', 'cancelled')", name="ck_round_state"),
        sa.CheckConstraint("opens_at < closes_at", name="ck_round_opens_before_it_closes"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
        sa.UniqueConstraint("fund", "year", "number", name="uq_round_number"),
        sa.UniqueConstraint("ref", name="uq_round_ref"),
    )
    op.create_index("ix_round_fund", "round", ["fund"])
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("sequence_year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("deadlines", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("ask_pence", sa.BigInteger(), nullable=False),
        sa.Column("severable", sa.Boolean(), nullable=False),
        sa.Column("minimum_viable_pence", sa.BigInteger(), nullable=True),
        sa.Column("deferral_count", sa.Integer(), nullable=False),
        sa.Column("submitted_version_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("entered_from", sa.String(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("preference", sa.Integer(), nullable=True),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("their_ref", sa.String(), nullable=False),
        sa.Column("set_aside", sa.Boolean(), nullable=False),
        sa.Column("set_aside_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "entered_from IN ('online', 'paper', 'word', 'telephone', 'taken_over')", name="ck_application_entered_from"
        ),
        sa.CheckConstraint("ask_pence >= 0", name="ck_application_ask"),
        sa.CheckConstraint("deferral_count >= 0", name="ck_application_deferrals"),
        sa.CheckConstraint("version >= 1", name="ck_application_version"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_application_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application"),
        sa.UniqueConstraint("fund", "sequence_year", "sequence", name="uq_application_sequence"),
        sa.UniqueConstraint("ref", name="uq_application_ref"),
    )
    op.create_index("ix_application_fund_state", "application", ["fund", "state"])
    op.create_index("ix_application_lead", "application", ["lead"])
    op.create_index("ix_application_round_id", "application", ["round_id"])
    op.create_index("ix_application_state", "application", ["state"])
    op.create_index("ix_application_submitted_version_id", "application", ["submitted_version_id"])
    op.create_index("ix_application_their_ref", "application", ["their_ref"])
    op.create_table(
        "round_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opened', 'amended', 'extended', 'reopened', 'closed', 'cancelled')", name="ck_round_change_kind"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_change_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round_change"),
        sa.UniqueConstraint("round_id", "number", name="uq_round_change_number"),
    )
    op.create_index("ix_round_change_round_id", "round_change", ["round_id"])
    op.create_table(
        "round_definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("pinned", sa.JSON(), nullable=False),
        sa.Column("pinned_sha256", sa.String(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_round_definition_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_round_definition"),
        sa.UniqueConstraint("round_id", "form_version", name="uq_round_definition_form_version"),
    )
    op.create_index("ix_round_definition_round_id", "round_definition", ["round_id"])
    op.create_table(
        "application_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("copied", sa.JSON(), nullable=False),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("exit_plan", sa.String(), nullable=False),
        sa.Column("vat", sa.JSON(), nullable=False),
        sa.Column("work_starts_on", sa.Date(), nullable=True),
        sa.Column("work_ends_on", sa.Date(), nullable=True),
        sa.Column("ask_pence", sa.BigInteger(), nullable=False),
        sa.Column("severable", sa.Boolean(), nullable=False),
        sa.Column("minimum_viable_pence", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.CheckConstraint("(state IN ('draft', 'dropped')) = (sha256 = '')", name="ck_application_version_frozen"),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'superseded', 'dropped')", name="ck_application_version_state"
        ),
        sa.CheckConstraint(
            "minimum_viable_pence IS NULL OR minimum_viable_pence > 0", name="ck_application_version_minimum"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_application_version_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application_version"),
        sa.UniqueConstraint("application_id", "number", name="uq_application_version_number"),
    )
    op.create_index("ix_application_version_application_id", "application_version", ["application_id"])
    op.create_index(
        "uq_application_version_one_draft",
        "application_version",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_application_version_one_submitted",
        "application_version",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )
    op.create_table(
        "case_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_case_task_application_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_case_task_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_task"),
        sa.UniqueConstraint("key", name="uq_case_task_key"),
    )
    op.create_index("ix_case_task_application_id", "case_task", ["application_id"])
    op.create_index("ix_case_task_fund", "case_task", ["fund"])
    op.create_index("ix_case_task_kind", "case_task", ["kind"])
    op.create_index("ix_case_task_role", "case_task", ["role"])
    op.create_index("ix_case_task_round_id", "case_task", ["round_id"])
    op.create_table(
        "clarification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("fields_changed", sa.JSON(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('open', 'answered', 'as_is', 'ruled_out', 'void')", name="ck_clarification_outcome"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_clarification_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_clarification"),
        sa.UniqueConstraint("application_id", "number", name="uq_clarification_number"),
    )
    op.create_index("ix_clarification_application_id", "clarification", ["application_id"])
    op.create_index(
        "uq_clarification_one_open",
        "clarification",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_note_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_application_id", "note", ["application_id"])
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("commitments", sa.String(), nullable=False),
        sa.Column("invited_at", UTCDateTime(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("shown_sha256", sa.String(), nullable=False),
        sa.Column("consent_by", sa.String(), nullable=False),
        sa.Column("consent_role", sa.String(), nullable=False),
        sa.Column("consent_at", UTCDateTime(), nullable=True),
        sa.Column("consent_channel", sa.String(), nullable=False),
        sa.Column("letter_file", sa.String(), nullable=False),
        sa.Column("letter_checked_by", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'partner')", name="ck_participant_role"),
        sa.CheckConstraint(
            "state IN ('invited', 'agreed', 'agreed_to_earlier', 'by_letter', 'conditional', 'refused', 'left', 'removed')",
            name="ck_participant_state",
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_participant_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_participant"),
        sa.UniqueConstraint("application_id", "organisation", name="uq_participant_organisation"),
    )
    op.create_index("ix_participant_application_id", "participant", ["application_id"])
    op.create_index("ix_participant_organisation", "participant", ["organisation"])
    op.create_table(
        "share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("capital", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=True),
        sa.CheckConstraint("basis IN ('patients', 'stated', 'mixed')", name="ck_share_basis"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_share_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
        sa.UniqueConstraint("application_id", "commissioner", name="uq_share_commissioner"),
        sa.UniqueConstraint("holder", name="uq_share_holder"),
    )
    op.create_index("ix_share_application_id", "share", ["application_id"])
    op.create_index("ix_share_commissioner", "share", ["commissioner"])
    op.create_index("ix_share_fund", "share", ["fund"])
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("values_sha256", sa.String(), nullable=False),
        sa.Column("cleared_at", UTCDateTime(), nullable=True),
        sa.Column("cleared_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_signature_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signature"),
    )
    op.create_index("ix_signature_application_id", "signature", ["application_id"])
    op.create_index("ix_signature_step", "signature", ["application_id", "step"])
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("cost_type", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("recurrent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_budget_line_pence"),
        sa.ForeignKeyConstraint(["version_id"], ["application_version.id"], name="fk_budget_line_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_budget_line"),
        sa.UniqueConstraint("version_id", "number", name="uq_budget_line_number"),
    )
    op.create_index("ix_budget_line_organisation", "budget_line", ["organisation"])
    op.create_index("ix_budget_line_version_id", "budget_line", ["version_id"])
    op.create_table(
        "consent_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=True),
        sa.Column("shown_sha256", sa.String(), nullable=False),
        sa.Column("letter_file", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('agree', 'condition', 'refuse', 'ask', 'reply', 'leave', 'asks_to_leave', 'accept_condition', 'decline_condition', 'letter_sent', 'letter_checked', 'letter_returned')",
            name="ck_consent_answer_kind",
        ),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name="fk_consent_answer_participant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent_answer"),
    )
    op.create_index("ix_consent_answer_participant_id", "consent_answer", ["participant_id"])
    op.create_table(
        "gate_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("curable", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_gate_result_application_id"),
        sa.ForeignKeyConstraint(["version_id"], ["application_version.id"], name="fk_gate_result_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gate_result"),
    )
    op.create_index("ix_gate_result_application_id", "gate_result", ["application_id"])
    op.create_index("ix_gate_result_version_id", "gate_result", ["version_id"])
    op.create_table(
        "share_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("share_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("asked_pence", sa.BigInteger(), nullable=False),
        sa.Column("approved_pence", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "approved_pence IS NULL OR approved_pence <= asked_pence", name="ck_share_amount_within_ask"
        ),
        sa.CheckConstraint("approved_pence IS NULL OR approved_pence >= 0", name="ck_share_amount_approved"),
        sa.CheckConstraint("asked_pence >= 0", name="ck_share_amount_asked"),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name="fk_share_amount_share_id"),
        sa.PrimaryKeyConstraint("id", name="pk_share_amount"),
        sa.UniqueConstraint("share_id", "period", name="uq_share_amount_period"),
    )
    op.create_index("ix_share_amount_share_id", "share_amount", ["share_id"])


def awards() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("cut", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("unqualified", sa.Boolean(), nullable=True),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("queried_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'queried', 'accepted', 'declined', 'lapsed', 'superseded', 'withdrawn')",
            name="ck_offer_state",
        ),
        sa.CheckConstraint("issued_at < expires_at", name="ck_offer_expires_later"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_offer_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
        sa.UniqueConstraint("application_id", "number", name="uq_offer_number"),
    )
    op.create_index("ix_offer_application_id", "offer", ["application_id"])
    op.create_index(
        "uq_offer_one_open",
        "offer",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'queried')"),
        postgresql_where=sa.text("state IN ('open', 'queried')"),
    )
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("last_claim_on", sa.Date(), nullable=False),
        sa.Column("precedents_by", sa.Date(), nullable=True),
        sa.Column("start_authorised_at", UTCDateTime(), nullable=True),
        sa.Column("novated_at", UTCDateTime(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_clause", sa.String(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("ends <= last_claim_on", name="ck_award_last_claim_after_end"),
        sa.CheckConstraint("starts <= ends", name="ck_award_starts_before_it_ends"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_award_application_id"),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name="fk_award_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
        sa.UniqueConstraint("application_id", name="uq_award_application_id"),
        sa.UniqueConstraint("offer_id", name="uq_award_offer_id"),
    )
    op.create_index("ix_award_recipient", "award", ["recipient"])
    op.create_table(
        "offer_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_offer_line_pence"),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name="fk_offer_line_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offer_line"),
        sa.UniqueConstraint("offer_id", "commissioner", "period", name="uq_offer_line_key"),
    )
    op.create_index("ix_offer_line_offer_id", "offer_line", ["offer_id"])
    op.create_table(
        "asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("bought_on", sa.Date(), nullable=False),
        sa.Column("life_years", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.CheckConstraint("bought_on <= until", name="ck_asset_days"),
        sa.CheckConstraint("pence >= 0 AND life_years >= 1", name="ck_asset_figures"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_asset_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_asset"),
        sa.UniqueConstraint("award_id", "number", name="uq_asset_number"),
    )
    op.create_index("ix_asset_award_id", "asset", ["award_id"])
    op.create_table(
        "award_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence >= 0", name="ck_award_line_pence"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_award_line_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_award_line"),
        sa.UniqueConstraint("award_id", "commissioner", "period", name="uq_award_line_key"),
    )
    op.create_index("ix_award_line_award_id", "award_line", ["award_id"])
    op.create_index("ix_award_line_commissioner", "award_line", ["commissioner"])
    op.create_table(
        "condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("demand", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("waiver_authority", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence_file", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_reason", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('precedent', 'subsequent', 'reporting')", name="ck_condition_kind"),
        sa.CheckConstraint("state IN ('open', 'met', 'waived', 'failed', 'dropped')", name="ck_condition_state"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_condition_application_id"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_condition_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_condition"),
        sa.UniqueConstraint("application_id", "number", name="uq_condition_number"),
    )
    op.create_index("ix_condition_application_id", "condition", ["application_id"])
    op.create_index("ix_condition_award_id", "condition", ["award_id"])
    op.create_index("ix_condition_commissioner", "condition", ["commissioner"])
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_duty_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
        sa.UniqueConstraint("award_id", "organisation", name="uq_duty_organisation"),
    )
    op.create_index("ix_duty_award_id", "duty", ["award_id"])
    op.create_index("ix_duty_organisation", "duty", ["organisation"])
    op.create_table(
        "final_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("missing", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('submitted', 'returned', 'accepted')", name="ck_final_report_state"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_final_report_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_final_report"),
        sa.UniqueConstraint("award_id", "number", name="uq_final_report_number"),
    )
    op.create_index("ix_final_report_award_id", "final_report", ["award_id"])
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('open', 'continue', 'reduce', 'suspend', 'terminate', 'withdrawn')", name="ck_review_outcome"
        ),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_review_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
    )
    op.create_index("ix_review_award_id", "review", ["award_id"])
    op.create_index(
        "uq_review_one_open",
        "review",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("outcome = 'open'"),
        postgresql_where=sa.text("outcome = 'open'"),
    )
    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("suspended_at", UTCDateTime(), nullable=False),
        sa.Column("suspended_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("remedy", sa.String(), nullable=False),
        sa.Column("long_stop_at", UTCDateTime(), nullable=False),
        sa.Column("lifted_at", UTCDateTime(), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_suspension_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suspension"),
    )
    op.create_index("ix_suspension_award_id", "suspension", ["award_id"])
    op.create_index(
        "uq_suspension_one_open",
        "suspension",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "variation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("within_tolerance", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('budget', 'value', 'profile', 'partner', 'novation', 'dates', 'outcome', 'scope', 'remedy', 'rekeying')",
            name="ck_variation_kind",
        ),
        sa.CheckConstraint("state IN ('requested', 'approved', 'refused', 'withdrawn')", name="ck_variation_state"),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_variation_award_id"),
        sa.PrimaryKeyConstraint("id", name="pk_variation"),
        sa.UniqueConstraint("award_id", "number", name="uq_variation_number"),
    )
    op.create_index("ix_variation_award_id", "variation", ["award_id"])
    op.create_index(
        "uq_variation_one_open",
        "variation",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("state = 'requested'"),
        postgresql_where=sa.text("state = 'requested'"),
    )


def scoring() -> None:
    op.create_table(
        "ranking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("budget", sa.JSON(), nullable=False),
        sa.Column("criteria_sha256", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("frozen_at", UTCDateTime(), nullable=True),
        sa.Column("frozen_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_ranking_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ranking"),
        sa.UniqueConstraint("round_id", "number", name="uq_ranking_number"),
    )
    op.create_index("ix_ranking_round_id", "ranking", ["round_id"])
    op.create_table(
        "consolidation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("means", sa.JSON(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("minima_failed", sa.JSON(), nullable=False),
        sa.Column("fundable", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("assessors", sa.Integer(), nullable=False),
        sa.Column("criteria_sha256", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("superseded_at", UTCDateTime(), nullable=True),
        sa.Column("superseded_because", sa.String(), nullable=False),
        sa.CheckConstraint("tenths BETWEEN 0 AND 1000", name="ck_consolidation_tenths"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_consolidation_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consolidation"),
    )
    op.create_index("ix_consolidation_application_id", "consolidation", ["application_id"])
    op.create_index(
        "uq_consolidation_current",
        "consolidation",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=False),
        sa.Column("ruling_reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("ruled_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("answer IN ('none', 'declare', 'not_sure', 'same_area')", name="ck_declaration_answer"),
        sa.CheckConstraint("ruling IN ('', 'may_assess', 'may_not')", name="ck_declaration_ruling"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_declaration_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
    )
    op.create_index("ix_declaration_person", "declaration", ["application_id", "person_id"])
    op.create_table(
        "moderation_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("superseded_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_moderation_record_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_moderation_record"),
    )
    op.create_index("ix_moderation_record_application_id", "moderation_record", ["application_id"])
    op.create_index(
        "uq_moderation_record_current",
        "moderation_record",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "ranking_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ranking_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "option IN ('partial_award', 'skip_to_next', 'hold_balance', 'decide_tie')", name="ck_ranking_option_option"
        ),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_ranking_option_reason"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_ranking_option_application_id"),
        sa.ForeignKeyConstraint(["ranking_id"], ["ranking.id"], name="fk_ranking_option_ranking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ranking_option"),
    )
    op.create_index("ix_ranking_option_application_id", "ranking_option", ["application_id"])
    op.create_index("ix_ranking_option_ranking_id", "ranking_option", ["ranking_id"])
    op.create_table(
        "agreed_score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("moderation_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_agreed_score_reason"),
        sa.CheckConstraint("score IS NULL OR score BETWEEN 0 AND 100", name="ck_agreed_score_range"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_agreed_score_application_id"),
        sa.ForeignKeyConstraint(["moderation_id"], ["moderation_record.id"], name="fk_agreed_score_moderation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agreed_score"),
        sa.UniqueConstraint("moderation_id", "criterion", name="uq_agreed_score_criterion"),
    )
    op.create_index("ix_agreed_score_application_id", "agreed_score", ["application_id"])
    op.create_index("ix_agreed_score_moderation_id", "agreed_score", ["moderation_id"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("finance_aware", sa.Boolean(), nullable=False),
        sa.Column("clinical", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        sa.Column("assigned_at", UTCDateTime(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("locked_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('assigned', 'declared', 'open', 'locked', 'handed_back', 'void')", name="ck_assignment_state"
        ),
        sa.CheckConstraint(
            "why IN ('', 'ill', 'conflict', 'no_time', 'replaced', 'undeclared', 'missing', 'fresh_panel', 'other')",
            name="ck_assignment_why",
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_assignment_application_id"),
        sa.ForeignKeyConstraint(["version_id"], ["application_version.id"], name="fk_assignment_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
    )
    op.create_index("ix_assignment_application_id", "assignment", ["application_id"])
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])
    op.create_index("ix_assignment_state", "assignment", ["state"])
    op.create_index(
        "uq_assignment_live",
        "assignment",
        ["application_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('handed_back', 'void')"),
        postgresql_where=sa.text("state NOT IN ('handed_back', 'void')"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("minimum_failed", sa.Boolean(), nullable=False),
        sa.Column("mean", sa.String(), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=True),
        sa.Column("edited_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_feedback_application_id"),
        sa.ForeignKeyConstraint(["consolidation_id"], ["consolidation.id"], name="fk_feedback_consolidation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("consolidation_id", "criterion", name="uq_feedback_criterion"),
    )
    op.create_index("ix_feedback_application_id", "feedback", ["application_id"])
    op.create_index("ix_feedback_consolidation_id", "feedback", ["consolidation_id"])
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=True),
        sa.Column("ranking_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("cut_lines", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('approve', 'partial', 'reject', 'defer')", name="ck_recommendation_kind"),
        sa.CheckConstraint("pence >= 0", name="ck_recommendation_pence"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_recommendation_application_id"),
        sa.ForeignKeyConstraint(["consolidation_id"], ["consolidation.id"], name="fk_recommendation_consolidation_id"),
        sa.ForeignKeyConstraint(["ranking_id"], ["ranking.id"], name="fk_recommendation_ranking_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
    )
    op.create_index("ix_recommendation_application_id", "recommendation", ["application_id"])
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("justification", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(trim(justification)) > 0", name="ck_score_justified"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="ck_score_range"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_score_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_score"),
        sa.UniqueConstraint("assignment_id", "criterion", name="uq_score_criterion"),
    )
    op.create_index("ix_score_assignment_id", "score", ["assignment_id"])
    op.create_table(
        "score_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("stands", sa.Integer(), nullable=False),
        sa.Column("meant", sa.Integer(), nullable=False),
        sa.Column("would_be_tenths", sa.Integer(), nullable=False),
        sa.Column("would_be_band", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("told_committee", sa.String(), nullable=False),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_score_note_reason"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_score_note_application_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_score_note_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_score_note"),
    )
    op.create_index("ix_score_note_application_id", "score_note", ["application_id"])
    op.create_index("ix_score_note_assignment_id", "score_note", ["assignment_id"])
    op.create_table(
        "score_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("justification", sa.String(), nullable=False),
        sa.Column("strength", sa.String(), nullable=False),
        sa.Column("gap", sa.String(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("replaced_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_score_revision_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_score_revision"),
    )
    op.create_index("ix_score_revision_assignment_id", "score_revision", ["assignment_id"])


def committees() -> None:
    op.create_table(
        "committee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('committee', 'group')", name="ck_committee_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_committee"),
        sa.UniqueConstraint("key", name="uq_committee_key"),
    )
    op.create_index("ix_committee_commissioner", "committee", ["commissioner"])
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("papers_out_on", sa.Date(), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("sheet_entered_at", UTCDateTime(), nullable=True),
        sa.Column("sheet_confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("sheet_confirmed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name="ck_meeting_state"),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name="fk_meeting_called_by"),
        sa.ForeignKeyConstraint(["sheet_confirmed_by"], ["person.id"], name="fk_meeting_sheet_confirmed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting"),
        sa.UniqueConstraint("ref", name="uq_meeting_ref"),
    )
    op.create_table(
        "terms_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_terms_version_committee_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_terms_version_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_terms_version"),
        sa.UniqueConstraint("committee_id", "version", name="uq_terms_version"),
    )
    op.create_index("ix_terms_version_committee_id", "terms_version", ["committee_id"])
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("organisations", sa.JSON(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_item_application_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_item_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_item"),
        sa.UniqueConstraint("meeting_id", "number", name="uq_item_number"),
    )
    op.create_index("ix_item_application_id", "item", ["application_id"])
    op.create_index("ix_item_meeting_id", "item", ["meeting_id"])
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("minutes_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("minutes IN ('draft', 'checked', 'circulated', 'confirmed')", name="ck_sitting_minutes"),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name="fk_sitting_chair_id"),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_sitting_committee_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_sitting_meeting_id"),
        sa.ForeignKeyConstraint(["terms_id"], ["terms_version.id"], name="fk_sitting_terms_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
        sa.UniqueConstraint("meeting_id", "committee_id", name="uq_sitting"),
    )
    op.create_index("ix_sitting_chair_id", "sitting", ["chair_id"])
    op.create_index("ix_sitting_committee_id", "sitting", ["committee_id"])
    op.create_index("ix_sitting_meeting_id", "sitting", ["meeting_id"])
    op.create_index("ix_sitting_terms_id", "sitting", ["terms_id"])
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("came_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.Column("leaves_by", UTCDateTime(), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("mode IN ('room', 'telephone', 'video')", name="ck_attendance_mode"),
        sa.CheckConstraint("left_at IS NULL OR left_at >= came_at", name="ck_attendance_times"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_attendance_person_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_attendance_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_person_id", "attendance", ["person_id"])
    op.create_index("ix_attendance_sitting_id", "attendance", ["sitting_id"])
    op.create_index(
        "uq_attendance_open",
        "attendance",
        ["sitting_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "committee_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("since", UTCDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name="ck_committee_member_dates"),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_committee_member_committee_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_committee_member_person_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_committee_member_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_committee_member"),
    )
    op.create_index("ix_committee_member_committee_id", "committee_member", ["committee_id"])
    op.create_index("ix_committee_member_person_id", "committee_member", ["person_id"])
    op.create_index("ix_committee_member_sitting_id", "committee_member", ["sitting_id"])
    op.create_index(
        "uq_committee_member",
        "committee_member",
        ["committee_id", "person_id", "role", "starts"],
        unique=True,
        sqlite_where=sa.text("sitting_id IS NULL"),
        postgresql_where=sa.text("sitting_id IS NULL"),
    )
    op.create_table(
        "item_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('financial', 'non_financial_professional', 'non_financial_personal', 'indirect')",
            name="ck_item_interest_kind",
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_item_interest_item_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_item_interest_person_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_item_interest_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_item_interest"),
    )
    op.create_index("ix_item_interest_item_id", "item_interest", ["item_id"])
    op.create_index("ix_item_interest_person_id", "item_interest", ["person_id"])
    op.create_index("ix_item_interest_sitting_id", "item_interest", ["sitting_id"])
    op.create_table(
        "minute_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_minute_action_item_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_minute_action_recorded_by"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_minute_action_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minute_action"),
    )
    op.create_index("ix_minute_action_item_id", "minute_action", ["item_id"])
    op.create_index("ix_minute_action_sitting_id", "minute_action", ["sitting_id"])
    op.create_table(
        "minute_amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_minute_amendment_item_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name="fk_minute_amendment_proposed_by"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_minute_amendment_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_minute_amendment"),
        sa.UniqueConstraint("sitting_id", "number", name="uq_minute_amendment"),
    )
    op.create_index("ix_minute_amendment_item_id", "minute_amendment", ["item_id"])
    op.create_index("ix_minute_amendment_sitting_id", "minute_amendment", ["sitting_id"])
    op.create_table(
        "motion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("put_at", UTCDateTime(), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("casting", sa.String(), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=True),
        sa.Column("quorum", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_motion_item_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_motion_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_motion"),
        sa.UniqueConstraint("sitting_id", "item_id", "number", name="uq_motion_number"),
    )
    op.create_index("ix_motion_item_id", "motion", ["item_id"])
    op.create_index("ix_motion_sitting_id", "motion", ["sitting_id"])
    op.create_table(
        "quorum_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "route IN ('next_meeting', 'co_opt', 'governing_body', 'conflict_panel', 'nhs_england')",
            name="ck_quorum_route",
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_quorum_route_item_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_quorum_route_recorded_by"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_quorum_route_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quorum_route"),
    )
    op.create_index("ix_quorum_route_item_id", "quorum_route", ["item_id"])
    op.create_index("ix_quorum_route_sitting_id", "quorum_route", ["sitting_id"])
    op.create_table(
        "chairs_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("cut_lines", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("urgent", sa.String(), nullable=False),
        sa.Column("why_no_meeting", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("chair_name", sa.String(), nullable=False),
        sa.Column("chair_interests", sa.String(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("motion_id", sa.Integer(), nullable=True),
        sa.Column("ratified_at", UTCDateTime(), nullable=True),
        sa.Column("ratified_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'declined') OR decided_at IS NOT NULL", name="ck_chairs_action_decided"
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'declined', 'decided', 'ratified', 'not_ratified')", name="ck_chairs_action_state"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_chairs_action_application_id"),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name="fk_chairs_action_chair_id"),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_chairs_action_committee_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_chairs_action_item_id"),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name="fk_chairs_action_motion_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name="fk_chairs_action_proposed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_chairs_action"),
        sa.UniqueConstraint("ref", name="uq_chairs_action_ref"),
    )
    op.create_index("ix_chairs_action_application_id", "chairs_action", ["application_id"])
    op.create_index("ix_chairs_action_chair_id", "chairs_action", ["chair_id"])
    op.create_index("ix_chairs_action_commissioner", "chairs_action", ["commissioner"])
    op.create_index("ix_chairs_action_committee_id", "chairs_action", ["committee_id"])
    op.create_index("ix_chairs_action_item_id", "chairs_action", ["item_id"])
    op.create_index("ix_chairs_action_motion_id", "chairs_action", ["motion_id"])
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minute_number", sa.String(), nullable=False),
        sa.Column("quorum", sa.JSON(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_resolution_application_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_resolution_item_id"),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name="fk_resolution_motion_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_resolution_recorded_by"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_resolution_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resolution"),
    )
    op.create_index("ix_resolution_application_id", "resolution", ["application_id"])
    op.create_index("ix_resolution_item_id", "resolution", ["item_id"])
    op.create_index("ix_resolution_motion_id", "resolution", ["motion_id"])
    op.create_index("ix_resolution_sitting_id", "resolution", ["sitting_id"])
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column("actions", sa.JSON(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=False),
        sa.Column("ruled_by_name", sa.String(), nullable=False),
        sa.Column("ruled_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["interest_id"], ["item_interest.id"], name="fk_ruling_interest_id"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_ruling_ruled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
    )
    op.create_index("ix_ruling_interest_id", "ruling", ["interest_id"])
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("casting", sa.Boolean(), nullable=False),
        sa.Column("cast_at", UTCDateTime(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("void_at", UTCDateTime(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.CheckConstraint("NOT (casting AND choice = 'abstain')", name="ck_vote_casting"),
        sa.CheckConstraint("choice IN ('for', 'against', 'abstain')", name="ck_vote_choice"),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name="fk_vote_motion_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_vote_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
    )
    op.create_index("ix_vote_motion_id", "vote", ["motion_id"])
    op.create_index("ix_vote_person_id", "vote", ["person_id"])
    op.create_index(
        "uq_vote_once",
        "vote",
        ["motion_id", "person_id", "casting"],
        unique=True,
        sqlite_where=sa.text("void_at IS NULL"),
        postgresql_where=sa.text("void_at IS NULL"),
    )
    op.create_table(
        "chairs_action_consultee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chairs_action_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("executive", sa.Boolean(), nullable=False),
        sa.Column("says", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chairs_action_id"], ["chairs_action.id"], name="fk_chairs_action_consultee_chairs_action_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_chairs_action_consultee_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_chairs_action_consultee"),
        sa.UniqueConstraint("chairs_action_id", "person_id", name="uq_chairs_action_consultee"),
    )
    op.create_index("ix_chairs_action_consultee_chairs_action_id", "chairs_action_consultee", ["chairs_action_id"])
    op.create_index("ix_chairs_action_consultee_person_id", "chairs_action_consultee", ["person_id"])
    op.create_table(
        "interest_breach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("needs IN ('noted', 're_vote')", name="ck_interest_breach_needs"),
        sa.ForeignKeyConstraint(["interest_id"], ["item_interest.id"], name="fk_interest_breach_interest_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_interest_breach_recorded_by"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="fk_interest_breach_vote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interest_breach"),
        sa.UniqueConstraint("interest_id", "vote_id", name="uq_interest_breach"),
    )
    op.create_index("ix_interest_breach_interest_id", "interest_breach", ["interest_id"])
    op.create_index("ix_interest_breach_vote_id", "interest_breach", ["vote_id"])
    op.create_table(
        "share_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("tabling", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("tabled_at", UTCDateTime(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("motion_id", sa.Integer(), nullable=True),
        sa.Column("chairs_action_id", sa.Integer(), nullable=True),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("delegates", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("cut_lines", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("information", sa.String(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("departs_from_rank", sa.Boolean(), nullable=False),
        sa.Column("minute_number", sa.String(), nullable=False),
        sa.Column("quorum", sa.JSON(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("staged_at", UTCDateTime(), nullable=True),
        sa.Column("staged_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.Column("void_at", UTCDateTime(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('approve', 'approve_less', 'reserve', 'defer', 'reject')",
            name="ck_share_decision_outcome",
        ),
        sa.CheckConstraint("state = 'pending' OR applied_at IS NOT NULL", name="ck_share_decision_applied"),
        sa.CheckConstraint(
            "state IN ('pending', 'approved', 'reduced', 'reserve', 'deferred', 'rejected', 'final')",
            name="ck_share_decision_state",
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_share_decision_application_id"),
        sa.ForeignKeyConstraint(["chairs_action_id"], ["chairs_action.id"], name="fk_share_decision_chairs_action_id"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name="fk_share_decision_item_id"),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name="fk_share_decision_motion_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_share_decision_sitting_id"),
        sa.ForeignKeyConstraint(["staged_by"], ["person.id"], name="fk_share_decision_staged_by"),
        sa.PrimaryKeyConstraint("id", name="pk_share_decision"),
        sa.UniqueConstraint("application_id", "tabling", "commissioner", name="uq_share_decision"),
    )
    op.create_index("ix_share_decision_application_id", "share_decision", ["application_id"])
    op.create_index("ix_share_decision_chairs_action_id", "share_decision", ["chairs_action_id"])
    op.create_index("ix_share_decision_commissioner", "share_decision", ["commissioner"])
    op.create_index("ix_share_decision_item_id", "share_decision", ["item_id"])
    op.create_index("ix_share_decision_motion_id", "share_decision", ["motion_id"])
    op.create_index("ix_share_decision_sitting_id", "share_decision", ["sitting_id"])
    op.create_table(
        "share_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("share_decision_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_share_event_by"),
        sa.ForeignKeyConstraint(["share_decision_id"], ["share_decision.id"], name="fk_share_event_share_decision_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_share_event_sitting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_share_event"),
    )
    op.create_index("ix_share_event_share_decision_id", "share_event", ["share_decision_id"])
    op.create_index("ix_share_event_sitting_id", "share_event", ["sitting_id"])


def support() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("exemption", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_disclosure_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
        sa.UniqueConstraint("application_id", name="uq_disclosure_case"),
    )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("put_forward_by", sa.String(), nullable=False),
        sa.Column("put_forward_at", UTCDateTime(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("from_case", sa.String(), nullable=False),
        sa.Column("alike", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("locality_view", sa.String(), nullable=False),
        sa.Column("rapid", sa.Boolean(), nullable=False),
        sa.Column("risk", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_nomination_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_nomination"),
        sa.UniqueConstraint("application_id", name="uq_nomination_case"),
    )
    op.create_table(
        "phone_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("called_at", UTCDateTime(), nullable=False),
        sa.Column("called_by", sa.String(), nullable=False),
        sa.Column("spoke_to", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_phone_contact_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_phone_contact"),
    )
    op.create_index("ix_phone_contact_application_id", "phone_contact", ["application_id"])
    op.create_table(
        "support_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("commitments", sa.JSON(), nullable=False),
        sa.Column("milestones", sa.JSON(), nullable=False),
        sa.Column("review_dates", sa.JSON(), nullable=False),
        sa.Column("plan_ends", sa.Date(), nullable=True),
        sa.Column("drafted_at", UTCDateTime(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('drafted', 'signed', 'dropped')", name="ck_support_agreement_state"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_support_agreement_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_agreement"),
        sa.UniqueConstraint("application_id", "number", name="uq_support_agreement_number"),
    )
    op.create_index("ix_support_agreement_application_id", "support_agreement", ["application_id"])
    op.create_index(
        "uq_support_agreement_one_draft",
        "support_agreement",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'drafted'"),
        postgresql_where=sa.text("state = 'drafted'"),
    )
    op.create_table(
        "support_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("shared_with", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("purpose IN ('referral', 'sharing')", name="ck_support_consent_purpose"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_support_consent_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_consent"),
        sa.UniqueConstraint("application_id", "purpose", name="uq_support_consent_purpose"),
    )
    op.create_index("ix_support_consent_application_id", "support_consent", ["application_id"])
    op.create_table(
        "support_diagnosis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("interviews", sa.String(), nullable=False),
        sa.Column("agreed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("pence > 0", name="ck_support_diagnosis_pence"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_support_diagnosis_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_diagnosis"),
        sa.UniqueConstraint("application_id", name="uq_support_diagnosis_case"),
    )
    op.create_table(
        "support_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("at_exit", sa.Integer(), nullable=True),
        sa.CheckConstraint("better IN ('higher', 'lower')", name="ck_support_measure_better"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_support_measure_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_measure"),
        sa.UniqueConstraint("application_id", "key", name="uq_support_measure_key"),
    )
    op.create_index("ix_support_measure_application_id", "support_measure", ["application_id"])
    op.create_table(
        "support_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("rated_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("scope BETWEEN 1 AND 3 AND impact BETWEEN 1 AND 3", name="ck_support_rating_scale"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_support_rating_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_rating"),
        sa.UniqueConstraint("application_id", "number", name="uq_support_rating_number"),
    )
    op.create_index("ix_support_rating_application_id", "support_rating", ["application_id"])
    op.create_table(
        "support_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("menu", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.CheckConstraint("pence > 0 AND half_days > 0", name="ck_support_item_amounts"),
        sa.CheckConstraint("starts <= ends", name="ck_support_item_days"),
        sa.ForeignKeyConstraint(["agreement_id"], ["support_agreement.id"], name="fk_support_item_agreement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_support_item"),
        sa.UniqueConstraint("agreement_id", "number", name="uq_support_item_number"),
    )
    op.create_index("ix_support_item_agreement_id", "support_item", ["agreement_id"])


def drafting() -> None:
    op.create_table(
        "consent_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_consent_link_application_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_consent_link_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consent_link"),
        sa.UniqueConstraint("token_sha256", name="uq_consent_link_token"),
    )
    op.create_index("ix_consent_link_application_id", "consent_link", ["application_id"])
    op.create_index("ix_consent_link_person_id", "consent_link", ["person_id"])
    op.create_table(
        "section_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=True),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_name", sa.String(), nullable=False),
        sa.Column("editing_by", sa.Integer(), nullable=True),
        sa.Column("editing_name", sa.String(), nullable=False),
        sa.Column("editing_since", UTCDateTime(), nullable=True),
        sa.Column("heard_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_section_mark_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_section_mark"),
        sa.UniqueConstraint("application_id", "section", name="uq_section_mark"),
    )
    op.create_index("ix_section_mark_application_id", "section_mark", ["application_id"])


def takeovers() -> None:
    op.create_table(
        "take_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.Column("live_at", UTCDateTime(), nullable=True),
        sa.Column("live_by", sa.String(), nullable=False),
        sa.CheckConstraint("(live_at IS NULL) = (live_by = '')", name="ck_take_over_live_by_names"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name="fk_take_over_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_take_over"),
        sa.UniqueConstraint("round_id", name="uq_take_over_round_id"),
    )
    op.create_index("ix_take_over_fund", "take_over", ["fund"])
    op.create_table(
        "taken_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("take_over_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("their_ref", sa.String(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("holds", sa.String(), nullable=False),
        sa.Column("agreed_pence", sa.BigInteger(), nullable=False),
        sa.Column("paid_pence", sa.BigInteger(), nullable=False),
        sa.Column("payment_refs", sa.JSON(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("agreed_pence >= 0 AND paid_pence >= 0", name="ck_taken_line_pence"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_taken_line_application_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name="fk_taken_line_entry_id"),
        sa.ForeignKeyConstraint(["take_over_id"], ["take_over.id"], name="fk_taken_line_take_over_id"),
        sa.PrimaryKeyConstraint("id", name="pk_taken_line"),
    )
    op.create_index("ix_taken_line_application_id", "taken_line", ["application_id"])
    op.create_index("ix_taken_line_take_over_id", "taken_line", ["take_over_id"])
    op.create_index("ix_taken_line_their_ref", "taken_line", ["their_ref"])
    op.create_index(
        "uq_taken_line_current",
        "taken_line",
        ["take_over_id", "their_ref", "commissioner", "period"],
        unique=True,
        sqlite_where=sa.text("current AND left_out = ''"),
        postgresql_where=sa.text("current AND left_out = ''"),
    )


def payments() -> None:
    op.create_table(
        "payee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("vendor_reference", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("came_by", sa.String(), nullable=False),
        sa.Column("requested_at", UTCDateTime(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_name", sa.String(), nullable=False),
        sa.Column("called_at", UTCDateTime(), nullable=True),
        sa.Column("called_by", sa.Integer(), nullable=True),
        sa.Column("called_name", sa.String(), nullable=False),
        sa.Column("called_number", sa.String(), nullable=False),
        sa.Column("number_held_since", sa.Date(), nullable=True),
        sa.Column("spoke_to", sa.String(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_name", sa.String(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.CheckConstraint("came_by IN ('letter', 'form', 'telephone', 'visit')", name="ck_payee_came_by"),
        sa.CheckConstraint(
            "state IN ('requested', 'called', 'in_use', 'superseded', 'refused')", name="ck_payee_state"
        ),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name="fk_payee_called_by"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name="fk_payee_confirmed_by"),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name="fk_payee_requested_by"),
        sa.PrimaryKeyConstraint("id", name="pk_payee"),
    )
    op.create_index("ix_payee_organisation", "payee", ["organisation"])
    op.create_index(
        "ux_payee_in_use",
        "payee",
        ["organisation"],
        unique=True,
        sqlite_where=sa.text("state = 'in_use'"),
        postgresql_where=sa.text("state = 'in_use'"),
    )
    op.create_table(
        "payment_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("machine", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("machine IN ('claim', 'recovery')", name="ck_payment_move_machine"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_payment_move_by"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_move"),
    )
    op.create_index("ix_payment_move_subject", "payment_move", ["subject"])
    op.create_table(
        "payment_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_name", sa.String(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_name", sa.String(), nullable=False),
        sa.Column("control_pence", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'released', 'closed', 'discarded')", name="ck_payment_run_state"),
        sa.CheckConstraint("control_pence >= 0 AND count >= 0", name="ck_payment_run_control"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_payment_run_made_by"),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name="fk_payment_run_released_by"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_run"),
        sa.UniqueConstraint("ref", name="uq_payment_run_ref"),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("vat", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("declared_name", sa.String(), nullable=False),
        sa.Column("declaration", sa.String(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_name", sa.String(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_name", sa.String(), nullable=False),
        sa.Column("approved_at", UTCDateTime(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_name", sa.String(), nullable=False),
        sa.Column("paid_at", UTCDateTime(), nullable=True),
        sa.Column("held_reason", sa.String(), nullable=False),
        sa.Column("refused_reason", sa.String(), nullable=False),
        sa.Column("refused_name", sa.String(), nullable=False),
        sa.Column("claim_entry", sa.String(), nullable=False),
        sa.Column("approval_entry", sa.String(), nullable=False),
        sa.Column("taken_over", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'held', 'queried', 'checked', 'approved', 'held_approved', 'in_payment', 'paid', 'settled', 'refused', 'cancelled')",
            name="ck_claim_state",
        ),
        sa.CheckConstraint("period_from <= period_to", name="ck_claim_period"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_claim_application_id"),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name="fk_claim_approved_by"),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name="fk_claim_checked_by"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_claim_created_by"),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name="fk_claim_declared_by"),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name="fk_claim_released_by"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        sa.UniqueConstraint("application_id", "number", name="uq_claim_number"),
        sa.UniqueConstraint("ref", name="uq_claim_ref"),
    )
    op.create_index("ix_claim_application_id", "claim", ["application_id"])
    op.create_index("ix_claim_state", "claim", ["state"])
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("calculation", sa.String(), nullable=False),
        sa.Column("working", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("raised_at", UTCDateTime(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_name", sa.String(), nullable=False),
        sa.Column("seconded_by", sa.Integer(), nullable=False),
        sa.Column("seconded_name", sa.String(), nullable=False),
        sa.Column("notice_at", UTCDateTime(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("replied_at", UTCDateTime(), nullable=True),
        sa.Column("panel", sa.JSON(), nullable=False),
        sa.Column("panel_reason", sa.String(), nullable=False),
        sa.Column("closing_reason", sa.String(), nullable=False),
        sa.Column("due_entry", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('unspent', 'ineligible', 'milestone_failed', 'duplicate_funding', 'false_statement', 'closure', 'left_group', 'asset_disposal', 'overpaid')",
            name="ck_recovery_cause",
        ),
        sa.CheckConstraint("outcome IN ('forfeited', 'entitlement_stands')", name="ck_recovery_outcome"),
        sa.CheckConstraint(
            "state IN ('proposed', 'notice_given', 'disputed', 'demanded', 'instalments', 'received', 'written_off', 'cancelled')",
            name="ck_recovery_state",
        ),
        sa.CheckConstraint("raised_by <> seconded_by", name="ck_recovery_two_people"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_recovery_application_id"),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name="fk_recovery_raised_by"),
        sa.ForeignKeyConstraint(["seconded_by"], ["person.id"], name="fk_recovery_seconded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery"),
        sa.UniqueConstraint("application_id", "number", name="uq_recovery_number"),
        sa.UniqueConstraint("ref", name="uq_recovery_ref"),
    )
    op.create_index("ix_recovery_application_id", "recovery", ["application_id"])
    op.create_index("ix_recovery_state", "recovery", ["state"])
    op.create_table(
        "tranche",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("payee", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('advance', 'milestone', 'arrears', 'retention')", name="ck_tranche_kind"),
        sa.CheckConstraint(
            "state IN ('planned', 'claimable', 'claimed', 'paid', 'cancelled')", name="ck_tranche_state"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_tranche_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tranche"),
        sa.UniqueConstraint("application_id", "number", name="uq_tranche_number"),
    )
    op.create_index("ix_tranche_application_id", "tranche", ["application_id"])
    op.create_table(
        "claim_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("file_sha", sa.String(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", UTCDateTime(), nullable=True),
        sa.Column("deleted_by", sa.String(), nullable=False),
        sa.Column("deleted_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_evidence_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_evidence"),
    )
    op.create_index("ix_claim_evidence_claim_id", "claim_evidence", ["claim_id"])
    op.create_table(
        "claim_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cost_type", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("delivered_from", sa.Date(), nullable=False),
        sa.Column("delivered_to", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("approved_pence", sa.BigInteger(), nullable=True),
        sa.Column("cut_reason", sa.String(), nullable=False),
        sa.CheckConstraint("approved_pence >= 0 AND approved_pence <= pence", name="ck_claim_line_approved"),
        sa.CheckConstraint("delivered_from <= delivered_to", name="ck_claim_line_delivered"),
        sa.CheckConstraint("pence > 0", name="ck_claim_line_pence"),
        sa.CheckConstraint("vat_pence >= 0 AND vat_pence <= pence", name="ck_claim_line_vat"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_line_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_line"),
        sa.UniqueConstraint("claim_id", "number", name="uq_claim_line_number"),
    )
    op.create_index("ix_claim_line_claim_id", "claim_line", ["claim_id"])
    op.create_table(
        "claim_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name="fk_claim_query_asked_by"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_query_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_query"),
        sa.UniqueConstraint("claim_id", "number", name="uq_claim_query_number"),
    )
    op.create_index("ix_claim_query_claim_id", "claim_query", ["claim_id"])
    op.create_table(
        "claim_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("delivery_year", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("approved_pence", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("approved_pence >= 0 AND approved_pence <= pence", name="ck_claim_share_approved"),
        sa.CheckConstraint("pence > 0", name="ck_claim_share_pence"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_share_claim_id"),
        sa.ForeignKeyConstraint(["tranche_id"], ["tranche.id"], name="fk_claim_share_tranche_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_share"),
        sa.UniqueConstraint(
            "claim_id", "tranche_id", "commissioner", "period", "delivery_year", name="uq_claim_share_key"
        ),
    )
    op.create_index("ix_claim_share_claim_id", "claim_share", ["claim_id"])
    op.create_index("ix_claim_share_tranche_id", "claim_share", ["tranche_id"])
    op.create_table(
        "claim_tranche",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_claim_tranche_claim_id"),
        sa.ForeignKeyConstraint(["tranche_id"], ["tranche.id"], name="fk_claim_tranche_tranche_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claim_tranche"),
        sa.UniqueConstraint("claim_id", "tranche_id", name="uq_claim_tranche"),
    )
    op.create_index("ix_claim_tranche_claim_id", "claim_tranche", ["claim_id"])
    op.create_index("ix_claim_tranche_tranche_id", "claim_tranche", ["tranche_id"])
    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("received_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_instalment_pence"),
        sa.CheckConstraint("received_pence >= 0 AND received_pence <= pence", name="ck_instalment_received"),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name="fk_instalment_recovery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_instalment"),
        sa.UniqueConstraint("recovery_id", "plan", "number", name="uq_instalment_number"),
    )
    op.create_index("ix_instalment_recovery_id", "instalment", ["recovery_id"])
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("sha", sa.String(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_invoice_pence"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_invoice_claim_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice"),
    )
    op.create_index("ix_invoice_claim_id", "invoice", ["claim_id"])
    op.create_index("ix_invoice_sha", "invoice", ["sha"])
    op.create_index(
        "ux_invoice_live_sha",
        "invoice",
        ["sha"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("payee", sa.String(), nullable=False),
        sa.Column("vendor_reference", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("set_off_pence", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("narrative", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("result_reason", sa.String(), nullable=False),
        sa.Column("pay_entry", sa.String(), nullable=False),
        sa.Column("failure_entry", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'released', 'paid', 'failed', 'returned', 'dropped')", name="ck_payment_state"
        ),
        sa.CheckConstraint("gross_pence = net_pence + set_off_pence", name="ck_payment_sum"),
        sa.CheckConstraint("gross_pence > 0", name="ck_payment_gross"),
        sa.CheckConstraint("length(narrative) <= 35", name="ck_payment_narrative"),
        sa.CheckConstraint("net_pence >= 0 AND set_off_pence >= 0", name="ck_payment_net"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_payment_application_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_payment_claim_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["payment.id"], name="fk_payment_replaces_id"),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.id"], name="fk_payment_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.UniqueConstraint("application_id", "number", name="uq_payment_number"),
        sa.UniqueConstraint("ref", name="uq_payment_ref"),
    )
    op.create_index("ix_payment_application_id", "payment", ["application_id"])
    op.create_index("ix_payment_claim_id", "payment", ["claim_id"])
    op.create_index("ix_payment_run_id", "payment", ["run_id"])
    op.create_index(
        "ux_payment_live",
        "payment",
        ["claim_id", "commissioner"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'released', 'paid')"),
        postgresql_where=sa.text("state IN ('proposed', 'released', 'paid')"),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.CheckConstraint("how IN ('cash', 'set_off')", name="ck_receipt_how"),
        sa.CheckConstraint("pence > 0", name="ck_receipt_pence"),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name="fk_receipt_recovery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
    )
    op.create_index("ix_receipt_recovery_id", "receipt", ["recovery_id"])
    op.create_table(
        "recovery_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("delivery_year", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("due_pence", sa.BigInteger(), nullable=False),
        sa.Column("received_pence", sa.BigInteger(), nullable=False),
        sa.Column("written_off_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("due_pence >= 0 AND due_pence <= pence", name="ck_recovery_share_due"),
        sa.CheckConstraint("pence > 0", name="ck_recovery_share_pence"),
        sa.CheckConstraint("received_pence + written_off_pence <= due_pence", name="ck_recovery_share_sum"),
        sa.CheckConstraint("received_pence >= 0 AND written_off_pence >= 0", name="ck_recovery_share_back"),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name="fk_recovery_share_recovery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_share"),
        sa.UniqueConstraint("recovery_id", "commissioner", "period", "delivery_year", name="uq_recovery_share_key"),
    )
    op.create_index("ix_recovery_share_recovery_id", "recovery_share", ["recovery_id"])
    op.create_table(
        "set_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recovery_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.CheckConstraint("consent <> ''", name="ck_set_off_consent"),
        sa.CheckConstraint("pence > 0", name="ck_set_off_pence"),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name="fk_set_off_claim_id"),
        sa.ForeignKeyConstraint(["recovery_id"], ["recovery.id"], name="fk_set_off_recovery_id"),
        sa.PrimaryKeyConstraint("id", name="pk_set_off"),
        sa.UniqueConstraint("recovery_id", "claim_id", "commissioner", name="uq_set_off"),
    )
    op.create_index("ix_set_off_claim_id", "set_off", ["claim_id"])
    op.create_index("ix_set_off_recovery_id", "set_off", ["recovery_id"])
    op.create_table(
        "tranche_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tranche_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("planned_pence", sa.BigInteger(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("forfeited_pence", sa.BigInteger(), nullable=False),
        sa.Column("returned_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("forfeited_pence <= pence", name="ck_tranche_amount_forfeited"),
        sa.CheckConstraint("forfeited_pence >= 0 AND returned_pence >= 0", name="ck_tranche_amount_back"),
        sa.CheckConstraint("pence >= 0 AND planned_pence >= 0", name="ck_tranche_amount_pence"),
        sa.ForeignKeyConstraint(["tranche_id"], ["tranche.id"], name="fk_tranche_amount_tranche_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tranche_amount"),
        sa.UniqueConstraint("tranche_id", "commissioner", "period", name="uq_tranche_amount_key"),
    )
    op.create_index("ix_tranche_amount_tranche_id", "tranche_amount", ["tranche_id"])
    op.create_table(
        "payee_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=False),
        sa.Column("checked_name", sa.String(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name="fk_payee_check_checked_by"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_payee_check_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payee_check"),
        sa.UniqueConstraint("payment_id", "checked_by", name="uq_payee_check_person"),
    )
    op.create_index("ix_payee_check_payment_id", "payee_check", ["payment_id"])
    op.create_table(
        "payment_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("delivery_year", sa.String(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("cost_line", sa.String(), nullable=False),
        sa.Column("fund_code", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("cost_centre", sa.String(), nullable=False),
        sa.Column("subjective_code", sa.String(), nullable=False),
        sa.Column("analysis_1", sa.String(), nullable=False),
        sa.Column("analysis_2", sa.String(), nullable=False),
        sa.Column("tax_code", sa.String(), nullable=False),
        sa.CheckConstraint("pence > 0 AND net_pence >= 0 AND net_pence <= pence", name="ck_payment_line_pence"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name="fk_payment_line_payment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_line"),
        sa.UniqueConstraint("payment_id", "period", "delivery_year", "cost_line", name="uq_payment_line_key"),
    )
    op.create_index("ix_payment_line_payment_id", "payment_line", ["payment_id"])


def monitoring() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("frequency", sa.String(), nullable=False),
        sa.CheckConstraint("direction IN ('up', 'down')", name="ck_measure_direction"),
        sa.CheckConstraint("baseline_on < target_on", name="ck_measure_days"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_measure_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measure"),
        sa.UniqueConstraint("application_id", "name", name="uq_measure_name"),
    )
    op.create_index("ix_measure_application_id", "measure", ["application_id"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("items_met", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("deliverable", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("source_label", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_name", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('not_started', 'in_progress', 'partially_met', 'met', 'cancelled')", name="ck_milestone_state"
        ),
        sa.CheckConstraint("items_met >= 0 AND items >= 1 AND items_met <= items", name="ck_milestone_items"),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_milestone_accepted_by"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_milestone_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
        sa.UniqueConstraint("application_id", "number", name="uq_milestone_number"),
    )
    op.create_index("ix_milestone_application_id", "milestone", ["application_id"])
    op.create_table(
        "quarterly_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", UTCDateTime(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("certified_by", sa.Integer(), nullable=True),
        sa.Column("certified_name", sa.String(), nullable=False),
        sa.Column("returned_reason", sa.String(), nullable=False),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_reason", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('due', 'submitted', 'accepted', 'returned')", name="ck_quarterly_return_state"),
        sa.CheckConstraint("starts_on <= ends_on AND ends_on <= due_on", name="ck_quarterly_return_days"),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_quarterly_return_accepted_by"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_quarterly_return_application_id"),
        sa.ForeignKeyConstraint(["certified_by"], ["person.id"], name="fk_quarterly_return_certified_by"),
        sa.PrimaryKeyConstraint("id", name="pk_quarterly_return"),
        sa.UniqueConstraint("application_id", "rule", "starts_on", name="uq_quarterly_return_span"),
    )
    op.create_index("ix_quarterly_return_application_id", "quarterly_return", ["application_id"])
    op.create_index("ix_quarterly_return_due_on", "quarterly_return", ["due_on"])
    op.create_table(
        "rating_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("derived", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rated_at", UTCDateTime(), nullable=False),
        sa.Column("rated_by", sa.Integer(), nullable=False),
        sa.Column("rated_name", sa.String(), nullable=False),
        sa.CheckConstraint("rating IN ('green', 'amber', 'red')", name="ck_rating_override_rating"),
        sa.CheckConstraint("reason <> ''", name="ck_rating_override_reason"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_rating_override_application_id"),
        sa.ForeignKeyConstraint(["rated_by"], ["person.id"], name="fk_rating_override_rated_by"),
        sa.PrimaryKeyConstraint("id", name="pk_rating_override"),
    )
    op.create_index("ix_rating_override_application_id", "rating_override", ["application_id"])
    op.create_table(
        "significant_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("learnt", sa.String(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("noted_name", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('positive', 'for_improvement')", name="ck_significant_event_kind"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_significant_event_application_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_significant_event_noted_by"),
        sa.PrimaryKeyConstraint("id", name="pk_significant_event"),
        sa.UniqueConstraint("application_id", "number", name="uq_significant_event_number"),
    )
    op.create_index("ix_significant_event_application_id", "significant_event", ["application_id"])
    op.create_table(
        "measure_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name="fk_measure_reading_measure_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_measure_reading_recorded_by"),
        sa.ForeignKeyConstraint(["replaces_id"], ["measure_reading.id"], name="fk_measure_reading_replaces_id"),
        sa.PrimaryKeyConstraint("id", name="pk_measure_reading"),
        sa.UniqueConstraint("replaces_id", name="uq_measure_reading_replaces_id"),
    )
    op.create_index("ix_measure_reading_measure_id", "measure_reading", ["measure_id"])
    op.create_table(
        "milestone_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.CheckConstraint("starts_on <= due_on", name="ck_milestone_window_days"),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name="fk_milestone_window_milestone_id"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone_window"),
    )
    op.create_index("ix_milestone_window_milestone_id", "milestone_window", ["milestone_id"])
    op.create_table(
        "return_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("certified_by", sa.Integer(), nullable=False),
        sa.Column("certified_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["certified_by"], ["person.id"], name="fk_return_version_certified_by"),
        sa.ForeignKeyConstraint(["return_id"], ["quarterly_return.id"], name="fk_return_version_return_id"),
        sa.PrimaryKeyConstraint("id", name="pk_return_version"),
        sa.UniqueConstraint("return_id", "number", name="uq_return_version_number"),
    )
    op.create_index("ix_return_version_return_id", "return_version", ["return_id"])


def letters() -> None:
    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1", name="ck_letter_template_number"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_template"),
        sa.UniqueConstraint("code", "fund", "number", name="uq_letter_template_number"),
    )
    op.create_index("ix_letter_template_code", "letter_template", ["code"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("addressee", sa.String(), nullable=False),
        sa.Column("addressee_code", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("template_version", sa.String(), nullable=False),
        sa.Column("template_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("drafted_at", UTCDateTime(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=False),
        sa.Column("approved_at", UTCDateTime(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", UTCDateTime(), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "delivery IN ('none', 'waiting', 'sent', 'opened', 'bounced', 'by_hand')", name="ck_letter_delivery"
        ),
        sa.CheckConstraint(
            "state <> 'released' OR (file_sha256 IS NOT NULL AND released_at IS NOT NULL)", name="ck_letter_released"
        ),
        sa.CheckConstraint("state <> 'voided' OR void_reason <> ''", name="ck_letter_voided"),
        sa.CheckConstraint("state IN ('draft', 'approved', 'released', 'voided')", name="ck_letter_state"),
        sa.CheckConstraint("number >= 1", name="ck_letter_number"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_letter_application_id"),
        sa.ForeignKeyConstraint(["replaces_id"], ["letter.id"], name="fk_letter_replaces_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("ref", name="uq_letter_ref"),
        sa.UniqueConstraint("subject", "code", "number", name="uq_letter_number"),
    )
    op.create_index("ix_letter_application_id", "letter", ["application_id"])
    op.create_index("ix_letter_code", "letter", ["code"])
    op.create_index("ix_letter_replaces_id", "letter", ["replaces_id"])
    op.create_index("ix_letter_state", "letter", ["state"])
    op.create_index("ix_letter_subject", "letter", ["subject"])
    op.create_table(
        "letter_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("commissioner", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_letter_signature_letter_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_letter_signature_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_signature"),
        sa.UniqueConstraint("letter_id", "commissioner", name="uq_letter_signature"),
    )
    op.create_index("ix_letter_signature_letter_id", "letter_signature", ["letter_id"])
    op.create_index("ix_letter_signature_person_id", "letter_signature", ["person_id"])
