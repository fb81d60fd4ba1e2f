"""What an office keeps beside a case: drafts of claims, work tried again, what is blanked, and what stored things say."""

import pytest
from sqlalchemy import text

from fundflow import applications, audit, awards, database, due, engine, payments, reporting
from fundflow.engine.claims import Claiming, Invoice
from fundflow.errors import BadInput, Refused
from fundflow.payments import Cost
from tests.stories.stages import REF


def claiming(world, pence, *tranches, invoice="B7"):
    day = world.now.date()
    cost = Cost(1, "backfill", "Sessions", day, day, pence)
    return Claiming(
        tranches=tranches or ("start",),
        period_from=day,
        period_to=day,
        costs=[cost],
        invoices=[Invoice("Acme Ltd", invoice, day, pence)],
    )


def refused(play):
    with pytest.raises(Refused) as told:
        play()
    return told.value.refusals[0].guard


def test_a_draft_is_changed_by_its_recipient_and_keeps_what_it_rests_on(county):
    place = county("active")
    with place.living() as world:
        session, mine = world.session, world.who("writer.fednw")
        ref = engine.claims.begin(session, REF, claiming(world, 100_000), actor=mine, now=world.now)
        engine.claims.change(session, ref, claiming(world, 90_000, invoice="B8"), actor=mine, now=world.now)
        engine.claims.change(session, ref, claiming(world, 90_000, invoice="B8"), actor=mine, now=world.now)
        row = payments.claim(session, ref)
        assert [line.pence for line in payments.lines(session, row.id)] == [90_000]
        assert [one.number for one in payments.invoices(session, row.id)] == ["B7", "B8"]
        others = world.who("writer.fedsw")
        assert (
            refused(lambda: engine.claims.change(session, ref, claiming(world, 1), actor=others, now=world.now))
            == "claim_role"
        )
    with place.living() as world:
        told = audit.history(world.session, ref)[-1]
        assert (told.what, told.contents["before"], told.contents["after"]) == (
            "claim.change", {"pence": 90_000}, {"pence": 90_000},
        )  # fmt: skip


@pytest.mark.parametrize("verb", ["begin", "change"])
def test_an_instalment_that_there_is_not_is_named_and_never_left_out_in_silence(county, verb):
    with county("active").living() as world:
        session, given = world.session, {"actor": world.who("writer.fednw"), "now": world.now}
        ref = engine.claims.begin(session, REF, claiming(world, 100), **given)
        at = ref if verb == "change" else REF
        with pytest.raises(BadInput, match=r"'strat'.*did you mean 'start'"):
            getattr(engine.claims, verb)(session, at, claiming(world, 100, "start", "strat"), **given)


def test_work_that_was_given_up_is_tried_again_by_somebody_who_says_why(county):
    place = county("active")
    with place.living() as world:
        due.put(world.session, "no.such.work", key="x", run_at=world.now, payload={}, subject=REF)
        number = next(one.id for one in due.waiting(world.session, subject=REF) if one.kind == "no.such.work")
        failed = text("UPDATE due SET state = 'failed', attempts = 8, last_error = 'unknown' WHERE id = :n")
        world.session.connection().execute(failed, {"n": number})
    with place.living() as world:
        given = {"actor": world.who("officer"), "now": world.now}
        assert refused(lambda: engine.due.retry(world.session, number, reason=" ", **given)) == "reason_given"
        nobody = {**given, "actor": world.who("writer.fednw")}
        assert refused(lambda: engine.due.retry(world.session, number, reason="x", **nobody)) == "may_act"
        assert engine.due.retry(world.session, number, reason="The new version knows it.", **given).state == "waiting"
    with place.living() as world:
        assert audit.history(world.session, REF)[-1].contents["before"] == {"error": "unknown"}


def test_a_stored_file_or_a_frozen_bid_that_was_changed_is_found(county):
    place = county("active")
    with place.living() as world:
        assert reporting.stored_faults(world.session) == []
        case = applications.get(world.session, REF)
        version = applications.current_version(world.session, case.id)
        version.frozen = {**version.frozen, "lead": "Z10009"}
        world.session.add(version)
        world.session.flush()
        (fault,) = reporting.stored_faults(world.session)
        assert fault.place == f"version {version.number} of {REF}"
        database.dry_run(world.session)


def test_who_pays_nothing_any_more_asks_nothing_any_more(county):
    with county("offer_query").living() as world:
        session = world.session
        case = applications.get(session, REF)
        asked = [
            awards.Terms(kind="precedent", text="Send the rota", evidence="The rota", owner="Jo Ash", commissioner=code)
            for code in ("05J", "05T")
        ]
        awards.add_conditions(session, case, asked)
        (offer,) = [one for one in awards.offers(session, case.id) if one.state in ("open", "queried")]
        amounts = awards.offer_amounts(session, offer.id)
        assert set(amounts) == {"05J", "05T"}
        rows = [{"commissioner": "05J", "period": period, "pence": pence} for period, pence in amounts["05J"].items()]
        world.step(REF, "amend_offer", "officer", reason="South Worcestershire drops out.", amounts=rows)
        assert "05T" not in {one.commissioner for one in awards.conditions(session, case.id)}
