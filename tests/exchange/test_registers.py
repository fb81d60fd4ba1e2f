"""A register of a whole country: the national files as they are published, loaded at once, agreed and harmless again."""

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from fundflow import organisations
from fundflow.errors import BadInput

PAYMENT_TITLES = (
    "CCG Code", "CCG NAME", "Practice Code", "Practice Name", "Practice Address", "Practice Postcode",
    "Practice Open Date", "Practice Close Date", "Quarter used for patient data",
    "Number of Registered Patients (Last Known Figure)", "Number of Weighted Patients (Last Known Figure)",
    "Global Sum", "Non DES Item Pneumococcal Vaccine, Childhood Immunisation Main Programme",
)  # fmt: skip
GOOD = {
    "CCG Code": "99X",
    "CCG NAME": "NHS HERONSHIRE CCG",
    "Practice Code": "Z90001",
    "Practice Name": "KINGFISHER  SURGERY",
    "Practice Address": "1 EXAMPLE STREET  HERON TOWN ",
    "Practice Postcode": "HT1  1AA",
    "Practice Open Date": "01/07/1998",
    "Practice Close Date": "",
    "Quarter used for patient data": "Q4",
    "Number of Registered Patients (Last Known Figure)": "4179",
    "Number of Weighted Patients (Last Known Figure)": "4771.66",
    "Global Sum": "-10.50",
}
TOWN = date(2017, 3, 31)


@pytest.fixture
def payments(tmp_path):
    """A yearly file with these rows, with a mark of its encoding in front and a title that has a comma in it."""

    def put(*rows, name="payments_2016-17.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, PAYMENT_TITLES, restval="0")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return put


@pytest.fixture
def statements(session):
    """Counts the statements that the session sends."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_a_row_of_the_yearly_file_is_a_practice_its_commissioner_and_two_lists(session, load, payments):
    report = load("register", payments(GOOD))
    assert (report.read, report.written, report.rejected) == (1, 1, [])
    row = organisations.require(session, "Z90001")
    assert (row.name, row.kind, row.opened, row.postcode) == (
        "KINGFISHER SURGERY",
        "practice",
        date(1998, 7, 1),
        "HT1 1AA",
    )
    assert row.address == ["1 EXAMPLE STREET HERON TOWN"]
    assert organisations.commissioner_of(session, "Z90001", on=TOWN) == "99X"
    assert organisations.commissioner(session, "99X").type == "ccg"
    registered = organisations.list_size(session, "Z90001", basis="registered", on=TOWN)
    weighted = organisations.list_size(session, "Z90001", basis="weighted", on=TOWN)
    assert (registered.patients, registered.on, registered.source) == (
        4179,
        date(2017, 1, 1),
        "Payments to general practice 2016/17",
    )
    assert (weighted.patients, weighted.hundredths) == (4771, 66)


@pytest.mark.parametrize(
    ("changed", "line", "says"),
    [
        ({"Practice Code": "Z9 0001"}, 2, "'Z9 0001' is not a code"),
        ({"Practice Name": ""}, 2, "name: this cell is empty"),
        ({"Practice Open Date": "31/02/1998"}, 2, "'31/02/1998' is not a day"),
        ({"Practice Close Date": "01/01/1990"}, 2, "before it starts on"),
        ({"Number of Registered Patients (Last Known Figure)": "-4"}, 2, "'-4' is not a number of patients"),
        ({"Number of Weighted Patients (Last Known Figure)": "N/A"}, 2, "'N/A' is not a number of patients"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_line_and_reason_and_left_whole(
    session, load, payments, changed, line, says
):
    report = load("register", payments({**GOOD, **changed}, {**GOOD, "Practice Code": "Z90002"}))
    assert (report.written, len(report.rejected)) == (1, 1)
    assert report.rejected[0][0] == line
    assert says in report.rejected[0][1]
    assert organisations.get(session, "Z90001") is None
    assert organisations.list_history(session, "Z90001") == []


def test_a_code_that_comes_twice_is_taken_once(session, load, payments):
    report = load("register", payments(GOOD, {**GOOD, "Practice Name": "WREN SURGERY"}))
    assert report.rejected == [(3, "Z90001 stands at line 2 already: each code comes once")]
    assert organisations.require(session, "Z90001").name == "KINGFISHER SURGERY"


@pytest.mark.parametrize("code", ["D9Y0V", "7A6", "QHM"])
def test_a_commissioner_whose_code_has_another_pattern_is_entered_with_a_warning(session, load, payments, code):
    report = load("register", payments({**GOOD, "CCG Code": code}))
    assert report.rejected == []
    assert any(code in note and "looks like no commissioner" in note for _, note in report.flagged)
    assert organisations.commissioner_of(session, "Z90001", on=TOWN) == code


def test_a_practice_without_a_commissioner_is_entered_and_flagged(session, load, payments):
    report = load("register", payments({**GOOD, "CCG Code": "", "CCG NAME": ""}))
    assert (report.written, report.rejected) == (1, [])
    assert "falls to nobody yet" in report.flagged[0][1]


def test_two_names_of_one_commissioner_are_told_and_the_first_is_kept(session, load, payments):
    report = load("register", payments(GOOD, {**GOOD, "Practice Code": "Z90002", "CCG NAME": "NHS BITTERN CCG"}))
    assert "'NHS BITTERN CCG' here and 'NHS HERONSHIRE CCG' above" in dict(report.flagged)[3]
    assert organisations.require(session, "99X").name == "NHS HERONSHIRE CCG"


def test_a_commissioner_that_an_office_serves_keeps_its_own_name(session, load, payments):
    load("register", payments({**GOOD, "CCG Code": "05J", "CCG NAME": "NHS SOMETHING ELSE"}))
    assert organisations.require(session, "05J").name == "NHS Redditch and Bromsgrove Clinical Commissioning Group"


def test_closed_practices_keep_their_dates_as_events_and_fall_to_nobody_afterwards(session, load, payments):
    closed = {**GOOD, "Practice Close Date": "30/09/2016", "Quarter used for patient data": "Q2"}
    load("register", payments(closed))
    kinds = [(one.kind, one.happened_on) for one in organisations.events(session, "Z90001")]
    assert kinds == [("opened", date(1998, 7, 1)), ("closed", date(2016, 9, 30))]
    assert organisations.require(session, "Z90001").status == "closed"
    assert organisations.commissioner_of(session, "Z90001", on=date(2016, 9, 30)) == "99X"
    assert organisations.commissioner_of(session, "Z90001", on=date(2016, 10, 1)) is None


def test_a_list_of_nought_is_a_list_and_is_flagged(session, load, payments):
    none = {title: "0" for title in PAYMENT_TITLES if title.startswith("Number of")}
    report = load("register", payments({**GOOD, **none, "Quarter used for patient data": "N/A"}))
    assert "a registered and weighted list of nought" in dict(report.flagged)[2]
    assert organisations.list_size(session, "Z90001", basis="registered", on=TOWN).patients == 0


def test_the_year_comes_from_the_file_s_name_or_is_asked_for(load, payments):
    path = payments(GOOD, name="payments.csv")
    with pytest.raises(BadInput, match=r"name it .--year 2016/17"):
        load("register", path)
    assert load("register", path, year="2016/17").written == 1
    assert load("register", payments(GOOD)).unchanged == 1


def test_the_same_register_again_writes_nothing_and_leaves_no_event(session, load, payments):
    path = payments(GOOD, {**GOOD, "Practice Code": "Z90002"})
    load("register", path)
    session.flush()
    queued = len(session.info["audit.queue"])
    again = load("register", path)
    assert (again.written, again.unchanged, again.rejected) == (0, 2, [])
    assert len(session.info["audit.queue"]) == queued


def test_a_changed_list_is_rejected_until_it_is_an_adjustment(session, load, payments):
    load("register", payments(GOOD))
    changed = payments({**GOOD, "Number of Registered Patients (Last Known Figure)": "4200"})
    report = load("register", changed)
    assert (report.written, report.unchanged) == (0, 0)
    assert "Z90001 had 4,179 registered patients on 2017-01-01" in report.rejected[0][1]
    assert load("register", changed, adjust=True, reason="Corrected return").written == 1
    assert organisations.list_size(session, "Z90001", basis="registered", on=TOWN).patients == 4200


def test_statements_do_not_grow_with_rows(load, payments, statements):
    few = payments(*({**GOOD, "Practice Code": f"Z9{number:04}"} for number in range(20)), name="few_2016-17.csv")
    many = payments(*({**GOOD, "Practice Code": f"Y9{number:04}"} for number in range(480)), name="many_2016-17.csv")
    load("register", few)
    first = len(statements)
    statements.clear()
    load("register", many)
    assert len(statements) <= first


def directory_row(code, setting="4", status="A", commissioner="18C", **more):
    cells = [code, "PLOVER SURGERY", "Y60", "QGH", "1 EXAMPLE ROAD", "", "HERON TOWN", "", "", "HT1 1AA"]
    cells += ["19740401", more.get("closed", ""), status, "B", commissioner, "20200401", more.get("left", "")]
    return ",".join(
        f'"{cell}"' for cell in [*cells, "01905 000000", "", "", "", "0", "", commissioner, "", setting, ""]
    )


def test_the_national_directory_is_read_without_titles_and_other_places_are_counted(session, load, write):
    path = write("\n".join([directory_row("Z90001"), directory_row("Z90002", setting="8"), directory_row("Z90003")]))
    report = load("register", path)
    assert (report.read, report.written, report.rejected) == (3, 2, [])
    assert report.left_out == {"places that are no general practice": 1}
    row = organisations.require(session, "Z90001")
    assert (row.address, row.telephone) == (["1 EXAMPLE ROAD", "HERON TOWN"], "01905 000000")
    assert organisations.commissioner_of(session, "Z90001", on=date(2020, 4, 1)) == "18C"
    assert organisations.commissioner_of(session, "Z90001", on=date(2020, 3, 31)) is None
    assert load("register", path).unchanged == 2


def test_the_monthly_file_of_patients_gives_lists_and_its_parts_are_left_out(session, load, payments, write):
    load("register", payments(GOOD))
    titles = "PUBLICATION,EXTRACT_DATE,TYPE,CCG_CODE,ONS_CCG_CODE,CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n"
    lines = "".join(
        f"GP_PRAC_PAT_LIST,01JAN2021,GP,99X,E1,{code},HT1 1AA,{sex},{age},{many}\n"
        for code, sex, age, many in (
            ("Z90001", "ALL", "ALL", 5000),
            ("Z90001", "MALE", "44", 50),
            ("Z9999", "ALL", "ALL", 7),
        )
    )
    report = load("lists", write(titles + lines))
    assert (report.read, report.written, report.left_out) == (3, 1, {"lines for one sex or age": 1})
    assert report.rejected[0][0] == 4
    size = organisations.list_size(session, "Z90001", basis="registered", on=date(2021, 1, 1))
    assert (size.patients, size.on) == (5000, date(2021, 1, 1))


def own_totals(path):
    """What the file itself says: practices, registered and weighted patients by commissioner, read by hand."""
    found = defaultdict(lambda: [0, 0, Decimal()])
    with path.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            total = found[row["CCG Code"]]
            total[0] += 1
            total[1] += int(row["Number of Registered Patients (Last Known Figure)"])
            total[2] += Decimal(row["Number of Weighted Patients (Last Known Figure)"])
    return {code: tuple(total) for code, total in found.items()}


def test_the_whole_of_england_loads_agrees_with_its_own_totals_and_loads_again(session, load, shared_data, statements):
    path = shared_data / "nhs" / "nhs_payments_gp_2016-17.csv"
    report = load("register", path)
    assert (report.read, report.written, report.rejected) == (7763, 7763, [])
    assert len(statements) < 150
    practices = organisations.codes(session, kind="practice")
    sizes = {
        basis: organisations.list_sizes(session, practices, basis=basis, on=TOWN)
        for basis in ("registered", "weighted")
    }
    found: dict[str, list] = defaultdict(lambda: [0, 0, Decimal()])
    for code, held in organisations.links(session, practices).items():
        total = found[held[-1].commissioner]
        total[0] += 1
        total[1] += sizes["registered"][code].patients
        total[2] += Decimal(sizes["weighted"][code].in_hundredths) / 100
    assert {code: tuple(total) for code, total in found.items()} == own_totals(path)
    assert len(found) == 209
    statements.clear()
    again = load("register", path)
    assert (again.written, again.unchanged, again.rejected) == (0, 7763, [])
    assert len(statements) < 150
    kinds = Counter(organisations.require(session, code).status for code in practices)
    assert kinds == {"active": 7568, "closed": 195}


def test_an_import_leaves_one_event_with_its_figures(session, load, payments):
    load("register", payments(GOOD))
    session.flush()
    events = [one for one in session.info["audit.queue"] if one.columns["what"] == "import.register"]
    assert len(events) == 1
    assert '"written":1' in events[0].columns["payload"].replace(" ", "")
