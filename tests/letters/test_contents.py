"""What each letter must state (domain, sections 2(e) and 8), as a table."""

import pytest

from tests.letters.examples import REDDITCH
from tests.letters.reading import filled, paragraphs, words

MUST: dict[str, tuple[str, ...]] = {
    "L01": ("Friday 12 May 2017, 4:41 pm", "TF-17-0031", "What reached us", "What happens next", "Who reads your bid", "tie",
        "if a fact changes"),
    "L01b": ("goes to assessment", "Friday 16 June 2017"),
    "L02": ("We cannot assess", "9,210 patients", "section 7.4", "Not in this round", "look again", "resilience programme"),
    "L02b": ("resilience programme", "agreed to this", "Sam Reed"),
    "L03": ("Wednesday 31 May 2017, 5:00 pm", "1. Your answer to question 2", "stands still", "may not go up", "no new practice"),
    "L03b": ("due soon", "What we asked"),
    "L03c": ("We received your answer", "appointments-by-week.xlsx"),
    "L03d": ("as you first sent it", "Friday 16 June 2017"),
    "L04": (
        "£124,300.00", "one hundred and twenty-four thousand, three hundred pounds", "Redditch and Bromsgrove (05J)",
        "2018/19", "Non-recurrent", "£38,750.50", "Friday 14 July 2017, 5:00 pm", "Monday 17 July 2017", "Sunday 31 March 2019",
        "Last claim", "Who takes part", "Before we pay the first instalment, you must sign", "Jo Ash will check it",
        "When we pay", "Not before", "Who invoices whom", "15th of each month", "30 days", "VAT", "What you may spend it on",
        "10% or £1,000.00", "Measure", "Reports that you owe us", "Money to be returned",
        "anything that lasts|The money may not",
        "Records and audit", "six years", "Changes.", "withdraw at any time", "31 March", "posts", "Personal information",
        "Acceptance slip", "Dr Anil Patel", "Dr Ruth Lewis", "Simon Hale", "Priya Nair", "RB/17/042", "What was cut, and why",
        "one licence covers|One licence covers",
    ),
    "L04a": ("£124,300.00", "£141,900.00", "not an offer yet", "£110,000.00", "One licence covers", "Confirm"),
    "L05": (
        "We will not fund", "RB/17/042", "WF/17/038", "Value and quality", "Weak", "2 needed, 1.5 reached", "Tied 9th of 14",
        "57.2", "60.0", "no number to reach", "Friday 14 July 2017", "Sam Reed", "September 2017", "resilience programme",
    ),
    "L06": ("put off", "Wednesday 12 July 2017", "Friday 30 June 2017", "No money is held"),
    "L07a": ("up to £", "Friday 14 July 2017, 5:00 pm", "Larkfield Practice Support", "£1,500.00", "six months", "interviews"),
    "L07b": (
        "X17001", "7½", "£3,600.00", "Release the practice manager", "31 October 2017",
        "Wednesday 28 February 2018", "Monday 4 December 2017", "in interviews", "contract is handed back", "Dr Meera Shah",
    ),
    "R1": ("local medical committee", "Posts that cannot be filled", "Friday 30 June 2017", "Nothing is shared"),
    "R2": ("Another kind of help", "Who can help"),
    "R3": ("Monday 18 December 2017", "not an offer"),
    "R6": ("Monday 25 June 2018", "sessions without a doctor", "Larkfield"),
    "R7": ("third partner", "Monday 8 January 2018"),
    "R8": ("Dr Meera Shah", "counts for nothing against you", "goes back to the fund"),
    "L08": (
        "£30,675.00", "PR-17-0009/4", "Friday 4 August 2017", "4471", "TF-17-0031/1 TRANSFORMATION", "BSMC-0441", "£400.00",
        "Wyre Forest", "£93,225.00", "value added tax", "July 2017", "Bank transfer", "£31,075.00",
    ),
    "L08a": ("TF-17-0031/2", "18 days and the invoice 20", "Monday 23 October 2017, 5:00 pm"),
    "L08b": (
        "Line of your claim", "£11,780.00", "£5,580.00", "20 were claimed", "Friday 17 November 2017", "claim the two days again",
    ),
    "L09": (
        "We paid £18,000.00 and you spent £14,820.00", "£3,180.00", "section 9", "Friday 29 June 2018",
        "If you think this is wrong",
        "six instalments", "£530.00", "only if you agree", "VAT", "Interest", "Other practices", "Your other claims", "RC-17-0002",
    ),
    "L09b": ("£2,650.00", "Friday 20 July 2018", "What happens if it is not paid"),
    "L09c": ("£1,860.00", "Anne Ford", "Friday 3 August 2018"),
    "L10": ("£60,149.50", "Sent back", "134", "Saturday 14 June 2025", "Ultrasound scanner", "Thank you"),
    "L10b": ("settled", "£120.00", "Saturday 14 September 2024"),
    "L11": ("Before", "After", "-£3,200.00", "£0.00", "Sunday 1 October 2017", "less than 10%"),
    "L11b": ("not agreed", "RB/18/011", "stays as it is"),
    "L12": ("withdrawn", "£41,200.00", "bid again"),
    "L13": ("overdue", "Tuesday 28 November 2017", "Tuesday 31 October 2017", "under Returns"),
    "L13b": ("Severn Practice left", "Wednesday 14 March 2018", "it ends|It ends"),
    "L13c": ("goes on", "After the work has started, you must measure"),
    "L13d": ("Elmsgate Surgery has left", "£18,400.00 for the part of Elmsgate Surgery"),
    "L16": ("not an offer", "7th of 14", "£8,210.00", "Friday 29 December 2017", "rank order", "withdraw"),
    "L17": ("in force", "Dr Meera Shah", "Simon Hale", "£124,300.00", "Wednesday 28 June 2017", "Monday 26 June 2017, 7:40 pm"),
    "L18": ("ended", "released", "£124,300.00", "September 2017"),
    "L18b": ("Friday 28 July 2017, 5:00 pm", "only once"),
    "L19": ("look again", "Anne Ford", "Wednesday 19 July 2017", "No money is held"),
    "L20": ("You were right to ask", "List size", "Wednesday 9 August 2017", "We hold no money"),
    "L21": ("may start", "may claim", "Set aside", "Who invoices whom", "Quarterly return"),
    "L22": ("stopped payments", "Monday 22 January 2018", "These claims wait", "Wednesday 18 April 2018", "Friday 2 February 2018"),
    "L22b": ("start again", "£9,870.00"),
    "L23": ("We received your final report", "Monday 10 June 2019"),
    "L23b": ("two additions", "list of what was bought", "Monday 17 June 2019"),
    "L24": ("ends on", "Tuesday 31 July 2018", "Friday 31 August 2018", "section 9", "Wednesday 31 July 2024", "£93,225.00"),
    "N1": ("was not sent", "Elmsgate Surgery has not agreed", "September 2017"),
    "N2": ("no fault of yours", "Wednesday 12 July 2017", "keeps its place"),
    "N3": ("Sunday 31 March 2019", "£21,205.00", "Friday 24 May 2019"),
    "N4": ("cancelled", "withdrawn by the national body", "with the assessors"),
    "N5": ("waits", "not refused", "£9,870.00", "Friday 2 February 2018"),
    "N8": ("Friday 19 May 2017, 5:00 pm", "Who will do the work", "is valid as it is", "on the form that you answered"),
    "N9": ("not in use yet", "ring 01905 000000 now", "£12,400.00", "Thursday 8 June 2017", "number that we already hold"),
    "N7": ("Friday 14 July 2017, 5:00 pm", "the offer ends"),
}  # fmt: skip

AROUND = (
    "NHS Redditch and Bromsgrove", "NHS Wyre Forest", "Our reference", "Friday 16 June 2017", "If you are not satisfied",
    "Freedom of Information Act", "We use your details", "Page 1 of 1", "Dr Meera Shah", "Simon Hale",
)  # fmt: skip


@pytest.mark.parametrize("code", sorted(MUST))
def test_a_letter_states_what_it_must(code: str) -> None:
    said = words(filled(code))
    missing = [phrase for phrase in MUST[code] if not any(one in said for one in phrase.split("|"))]
    assert not missing


@pytest.mark.parametrize("code", sorted(MUST))
def test_every_letter_has_what_all_letters_have(code: str) -> None:
    said = words(filled(code))
    assert not [phrase for phrase in AROUND if phrase not in said]
    assert f"Letter {code}" in said


@pytest.mark.parametrize("code", sorted(MUST))
def test_the_last_paragraph_is_a_person_with_telephone_and_hours(code: str) -> None:
    last = [line for line in paragraphs(filled(code)) if line][-1]
    assert "Jo Ash" in last
    assert "01905 000000" in last
    assert "Monday to Friday" in last


def test_an_offer_without_cuts_says_nothing_of_cuts() -> None:
    said = words(filled("L04", cuts=()))
    assert "less than you asked" not in said
    assert "did not agree" not in said


def test_an_offer_without_precedents_says_so_on_its_first_page() -> None:
    assert "No conditions to meet" in words(filled("L04", conditions=()))


def test_a_rejection_without_a_published_rank_prints_none() -> None:
    said = words(filled("L05", rank=None, ranked=None, tied=False, total="", threshold=""))
    assert "does not publish ranks" in said
    assert "of 14" not in said
    assert "57.2" not in said


@pytest.mark.parametrize(
    "ground", ["threshold", "minimum", "outranked", "reserve_expired", "deferral_lapsed", "committee"]
)
def test_a_rejection_begins_with_its_ground(ground: str) -> None:
    first = next(
        line for line in paragraphs(filled("L05", ground=ground)) if line.startswith("We will not fund this bid.")
    )
    assert len(first.split()) > 12


def test_one_commissioner_writes_and_signs_alone() -> None:
    said = words(filled("L08", senders=(REDDITCH,)))
    assert "Wyre Forest Clinical" not in said
    assert said.count("Simon Hale") == 1


def test_another_word_for_the_bid_goes_all_through() -> None:
    said = words(filled("L01", bid="plan"))
    assert "your plan" in said
    assert "your bid" not in said


@pytest.mark.parametrize("code", ["L04", "L05", "L16", "L17"])
def test_each_commissioner_s_decision_stands_at_the_head_by_name(code: str) -> None:
    said = words(filled(code))
    assert "Decided Redditch and Bromsgrove, 14 June 2017, minute RB/17/042" in said
    assert "Decided Wyre Forest, 14 June 2017, minute WF/17/038" in said
