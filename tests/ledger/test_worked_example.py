"""The worked example of the ledger's specification, to the pound."""

from fundflow import audit, database, ledger
from tests.ledger.books import KEY, Books, printed, sound


def test_the_worked_example_comes_out_to_the_pound(engine):
    steps = [
        ("ALLOCATE 100", "allocated 100 uncommitted 100"),
        ("RESERVE 60; COMMIT 60; CLAIM 40", "uncommitted 40 committed 60 claimed 40 paid 0"),
        (
            "APPROVE_CLAIM 35 back 5; PAY 35",
            "uncommitted 40 reserved 0 committed 60 claimed 35 paid 35 remaining 25",
        ),
        ("ACCRUE 20", "expenditure 55 remaining 5 paid 35"),
        ("CLAIM 20; APPROVE_CLAIM 18 back 2", "claimed 53 approved 53 paid 35"),
        ("REVERSE_ACCRUAL; PAY 18", "paid 53 accrued 0 remaining 7 expenditure 53"),
        ("RECOVERY_DUE 10", "paid 53 recoverable 10 committed 60"),
        ("RECOVERY_RECEIVED 6", "paid 47 committed 54 uncommitted 46 recoverable 4"),
        ("WRITE_OFF 4", "paid 47 recoverable 0 committed 54"),
        ("DECOMMIT 7; LAPSE 53", "allocated 47 committed 47 paid 47 uncommitted 0 remaining 0"),
    ]
    with database.writing(engine) as session:
        books = Books(session)
        for step, expected in steps:
            books.write(step)
            words = expected.split()
            found = ledger.position(session, KEY)
            figures = printed(found)
            assert {name: figures.get(name, 0) for name in words[::2]} == dict(
                zip(words[::2], map(int, words[1::2]), strict=True)
            ), step
            sound(found)
    with database.reading(engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []
