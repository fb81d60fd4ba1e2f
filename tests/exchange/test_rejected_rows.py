"""Every sentence by which a row of a file is left out, and that it is left out alone."""

import pytest

from fundflow import allocations, organisations, people

GOOD = {
    "fund": "worcestershire-transformation",
    "commissioner": "05J",
    "period": "2017/18",
    "amount": "£263,641",
    "recurrence": "non-recurrent",
}
OTHER = {**GOOD, "commissioner": "05T", "amount": "455415"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"fund": "worcestershire-transfomation"},
            "fund: there is no fund 'worcestershire-transfomation'. Did you mean worcestershire-transformation?",
        ),
        ({"fund": ""}, "fund: this cell is empty"),
        ({"commissioner": "5J"}, "commissioner: '5J' is no commissioner that we know. Did you mean 05J?"),
        ({"amount": "-£1.00"}, "amount: -£1.00 is below nought, and an allocation cannot be"),
        ({"amount": "0"}, "£0.00 is nothing to allocate: leave the line out"),
        (
            {"amount": "26364l"},
            "amount: '26364l' is not an amount of money: write it as £1,234.50 or 1234.50",
        ),
        ({"amount": 263641.5}, "amount: '263641.5' is not an amount of money: write it as £1,234.50 or 1234.50"),
        (
            {"period": "2017"},
            "period: '2017' is not a financial year: write it as 2017/18 or 2017/18-2018/19",
        ),
        (
            {"period": "2018/19-2017/18"},
            "period: '2018/19-2017/18' does not run forward by whole years: write it as 2017/18",
        ),
        ({"recurrence": "maybe"}, "recurrence: 'maybe' is neither recurrent nor non-recurrent (N/R)"),
        ({"recurrence": ""}, "recurrence: '' is neither recurrent nor non-recurrent (N/R)"),
    ],
)
def test_a_bad_line_of_an_allocation_is_left_out_alone(session, load, change, sentence):
    report = load("allocations", [{**GOOD, **change}, OTHER])
    assert report.rejected == [(1, sentence)]
    assert (report.read, report.written, report.unchanged) == (2, 1, 0)
    assert [line.commissioner for line in allocations.lines(session)] == ["05T"]


def test_a_commissioner_of_another_office_is_rejected(load):
    report = load("allocations", [{**GOOD, "commissioner": "18C"}], aliases={"18C": "18C"})
    assert report.rejected == [
        (
            1,
            "commissioner: '18C' is not one of the commissioners of worcestershire-transformation: 05J, 05T, 06D",
        )
    ]


def test_a_line_that_stands_twice_is_rejected_the_second_time(load):
    report = load("allocations", [GOOD, OTHER, GOOD])
    assert report.rejected == [(3, "the same line stands at line 1 already: leave one of them out")]


def test_a_changed_amount_is_rejected_with_both_amounts(session, load):
    load("allocations", [GOOD])
    report = load("allocations", [{**GOOD, "amount": "263642"}, OTHER])
    assert report.rejected == [
        (
            1,
            (
                "worcestershire-transformation, 05J, 2017/18 is on record with £263,641.00; this says £263,642.00. "
                "If it is right, import it as a correction with a reason (--adjust)"
            ),
        )
    ]
    assert [line.pence for line in allocations.lines(session)] == [26_364_100, 45_541_500]


def test_another_recurrence_at_the_same_key_is_rejected(load):
    load("allocations", [GOOD])
    report = load("allocations", [{**GOOD, "recurrence": "Recurrent", "source": "top-up"}])
    assert report.rejected == [
        (
            1,
            (
                "worcestershire-transformation, 05J, 2017/18 is on record as non-recurrent revenue; this "
                "says recurrent revenue, and one key is of one kind"
            ),
        )
    ]


def test_a_recurrence_that_the_definition_does_not_have_is_taken_and_flagged(load):
    report = load("allocations", [{**GOOD, "recurrence": "Recurrent"}])
    assert report.flagged == [
        (1, "the definition of worcestershire-transformation calls its money of 2017/18 non-recurrent")
    ]
    assert report.written == 1


def test_a_period_that_the_definition_does_not_have_is_taken_and_flagged(load):
    report = load("allocations", [{**GOOD, "period": "2020/21"}])
    assert report.flagged == [
        (1, "2020/21 is not among the periods of worcestershire-transformation: 2017/18, 2018/19")
    ]


PRACTICE = {"code": "M81001", "name": "Elmsgate Surgery", "kind": "practice", "commissioner": "05J"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"commissioner": ""},
            "commissioner: M81001 has no commissioner: say to which one the practice falls",
        ),
        ({"commissioner": "05X"}, "commissioner: '05X' is no commissioner. Did you mean 05T or 05J?"),
        ({"code": ""}, "code: this cell is empty"),
        ({"code": "M81 001"}, "code: 'M81 001' is not a code: write it without blanks, for example M81001 or 05J"),
        ({"name": " "}, "name: this cell is empty"),
        (
            {"kind": "surgery"},
            "kind: 'surgery' is not one of commissioner, practice, federation, super_practice, network, other",
        ),
        ({"opened": "01/04/1999"}, "opened: '01/04/1999' is not a day: write it as 2017-05-12"),
        (
            {"opened": "2017-04-01", "closed": "2016-04-01"},
            "closed: it ends on Friday 1 April 2016, before it starts on Saturday 1 April 2017",
        ),
        ({"legal_entity": "perhaps"}, "legal_entity: 'perhaps' is neither yes nor no"),
    ],
)
def test_a_bad_line_of_the_register_is_left_out_alone(session, load, change, sentence):
    good = {**PRACTICE, "code": "M81002", "name": "Next Door"}
    report = load("organisations", [{**PRACTICE, **change}, good])
    assert report.rejected == [(1, sentence)]
    assert organisations.codes(session, kind="practice") == ["M81002"]


def test_a_code_that_stands_twice_is_rejected_even_under_another_name(load):
    report = load("organisations", [PRACTICE, {**PRACTICE, "name": "Another"}])
    assert report.rejected == [(2, "M81001 stands at line 1 already: each code comes once")]


def test_two_practices_of_one_name_are_two_practices(session, load):
    load("organisations", [PRACTICE, {**PRACTICE, "code": "M81002"}])
    assert [row.code for row in organisations.called(session, "elmsgate surgery")] == ["M81001", "M81002"]


def test_an_unusual_code_is_taken_and_flagged(load):
    report = load("organisations", [{**PRACTICE, "code": "Y00001X"}])
    assert report.flagged == [(1, "Y00001X does not look like a practice's code (a letter and five digits)")]
    assert report.written == 1


def test_another_name_for_a_known_code_is_rejected(load):
    load("organisations", [PRACTICE])
    report = load("organisations", [{**PRACTICE, "name": "Elmgate"}])
    assert report.rejected == [
        (
            1,
            (
                "M81001 is on record with the name 'Elmsgate Surgery'; this says 'Elmgate'. If it is right, "
                "import it as a correction with a reason (--adjust)"
            ),
        )
    ]


LIST = {
    "organisation": "M81001",
    "basis": "registered",
    "on": "2017-01-01",
    "patients": "9,210",
    "source": "NHS Digital",
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"patients": ""},
            "patients: no list size is given, and one is never guessed: find the figure or leave the line out",
        ),
        ({"patients": "-4"}, "patients: '-4' is not a number of patients: write it as 29640"),
        ({"patients": "many"}, "patients: 'many' is not a number of patients: write it as 29640"),
        ({"basis": "raw"}, "basis: 'raw' is not one of registered, weighted, resident"),
        ({"on": ""}, "on: say on which day the patients were counted"),
        ({"source": ""}, "source: this cell is empty"),
        (
            {"organisation": "M81010"},
            "organisation: 'M81010' is not in the register of organisations. Did you mean M81002 or M81001?",
        ),
    ],
)
def test_a_bad_line_of_lists_is_left_out_alone(session, load, change, sentence):
    load("organisations", [PRACTICE, {**PRACTICE, "code": "M81002"}])
    report = load("lists", [{**LIST, **change}, {**LIST, "organisation": "M81002"}])
    assert report.rejected == [(1, sentence)]
    assert report.written == 1


def test_a_list_of_nought_is_taken_and_flagged(load):
    load("organisations", [PRACTICE])
    report = load("lists", [{**LIST, "patients": 0}])
    assert report.flagged == [(1, "M81001 has a list of nought: it is due nothing by a rate a head")]
    assert report.written == 1


def test_a_list_that_differs_from_the_one_on_record_is_rejected_with_both(load):
    load("organisations", [PRACTICE])
    load("lists", [LIST])
    report = load("lists", [{**LIST, "patients": 9211}])
    assert report.rejected == [
        (
            1,
            (
                "M81001 had 9,210 registered patients on 2017-01-01 by what is on record; this says 9,211. If "
                "it is right, import it as a correction with a reason (--adjust)"
            ),
        )
    ]


def test_the_same_list_twice_in_one_file_is_rejected(load):
    load("organisations", [PRACTICE])
    report = load("lists", [LIST, LIST])
    assert report.rejected == [(2, "M81001 has this list at line 1 already: leave one of them out")]


FEDERATION = {"code": "FED1", "name": "Stay Well Health Care", "kind": "federation"}
MEMBER = {"organisation": "M81001", "group": "FED1", "starts": "2016-04-01", "ends": ""}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"group": "M81002"}, "group: Elmsgate Surgery (M81002) is not a group that M81001 can join"),
        ({"group": "FED2"}, "group: 'FED2' is not in the register of organisations. Did you mean FED1?"),
        ({"starts": ""}, "starts: say since when it belongs to the group"),
        (
            {"ends": "2016-03-31"},
            "ends: it ends on Thursday 31 March 2016, before it starts on Friday 1 April 2016",
        ),
    ],
)
def test_a_bad_membership_is_left_out_alone(session, load, change, sentence):
    load("organisations", [PRACTICE, {**PRACTICE, "code": "M81002"}, FEDERATION])
    report = load("memberships", [{**MEMBER, **change}, {**MEMBER, "organisation": "M81002"}])
    assert report.rejected == [(1, sentence)]
    assert report.written == 1


def test_a_membership_inside_another_is_rejected(load):
    load("organisations", [PRACTICE, FEDERATION])
    report = load("memberships", [MEMBER, {**MEMBER, "starts": "2017-04-01"}])
    assert report.rejected == [
        (2, "starts: M81001 has belonged to FED1 since 2016-04-01 already: end that membership first")
    ]


PERSON = {
    "sign_in_name": "jo.ash",
    "name": "Jo Ash",
    "email": "reception@practice.example",
    "organisation": "",
    "role": "officer",
    "fund": "worcestershire-transformation",
    "commissioner": "05J",
}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sign_in_name": ""}, "sign_in_name: this cell is empty"),
        (
            {"sign_in_name": "jo@practice.example"},
            (
                "sign_in_name: 'jo@practice.example' is an e-mail address, which several people may read: give the "
                "person a name of their own, for example jo.ash"
            ),
        ),
        ({"name": ""}, "name: this cell is empty"),
        ({"role": "king"}, None),
        ({"role": "system"}, None),
        (
            {"fund": "worcestershire-ettv"},
            "fund: there is no fund 'worcestershire-ettv'. Did you mean worcestershire-ettf?",
        ),
        ({"commissioner": "05K"}, "commissioner: the register has no commissioner '05K'. Did you mean 05T or 05J?"),
        ({"organisation": "M81001"}, "organisation: the register has no organisation 'M81001'."),
        (
            {"starts": "2017-04-01", "ends": "2016-04-01"},
            "ends: it ends on Friday 1 April 2016, before it starts on Saturday 1 April 2017",
        ),
    ],
)
def test_a_bad_person_is_left_out_alone(session, load, change, sentence):
    report = load("people", [{**PERSON, **change}, {**PERSON, "sign_in_name": "pat.lee", "name": "Pat Lee"}])
    sentence = (
        sentence or f"role: '{change['role']}' is not a role that can be given: choose one of applicant, signatory"
    )
    assert [(line, reason[: len(sentence)]) for line, reason in report.rejected] == [(1, sentence)]
    assert [person.sign_in_name for person in people.list_all(session)] == ["pat.lee"]


def test_a_sign_in_name_never_passes_to_another_person(load):
    load("people", [PERSON])
    report = load("people", [{**PERSON, "name": "Jo Beech"}])
    assert report.rejected == [(1, "'jo.ash' signs in for Jo Ash, not Jo Beech: give each person a name of their own")]
