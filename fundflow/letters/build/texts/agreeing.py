"""The words of the offer of support, L07a, and of the agreement about it, L07b."""

from fundflow.letters.build.blocks import (
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    If,
    PageBreak,
    Pair,
    Say,
    Signatures,
    Summary,
    Text,
)
from fundflow.letters.build.phrases import amounts
from fundflow.letters.build.texts.supporting import measures, pieces

_MOST = "{{ amounts|sum('pence')|pounds }}"

_OFFER = Text(
    "L07a",
    "support-offer",
    "Offer of support",
    "We offer {{ addressee.organisation }} support",
    (
        Say(
            f"We offer your practice support worth up to **{_MOST}**. To accept, answer by **{{{{ accept_by|moment }}}}**. "
            "The money goes to those who give the support."
        ),
        Summary(
            (
                Pair("Decided by", "{{ decided_by }}"),
                Pair(
                    "How it begins",
                    "{% if rapid %}At once, with an agreement about rapid help{% else %}With a diagnosis by "
                    "{{ diagnosed_by }}, worth {{ diagnosis_pence|pounds }}{% endif %}",
                ),
                Pair("Then", "An agreement about support, for {{ months|counted('month', 'months') }} at most"),
                Pair("Up to", f"{_MOST} in all"),
                Pair("You pay", "Nothing. We ask for no money and no days of yours in return."),
                Pair("Answer by", "**{{ accept_by|moment }}**. After that you go on the reserve list."),
            )
        ),
        Heading("What you agree to by accepting"),
        If(
            "rapid",
            (
                Say(
                    "We settle with you at once who helps, with what and when. Nothing is promised to them until you sign."
                ),
            ),
            (
                Say(
                    "{{ diagnosed_by }} asks your staff in a survey and in interviews. You then agree with it what was "
                    "found, and on a plan. Only the diagnosis is promised until you both sign an agreement."
                ),
            ),
        ),
        Say("**Information.** {{ information|sentence }}"),
        Say("**Confidence.** {{ confidentiality|sentence }}"),
        Heading("Who pays"),
        amounts(),
        Heading("How to answer"),
        Say(
            "{{ signatory }} or another who may sign for the practice answers on the page for {{ case_ref }}. You can "
            "also say no there. Saying no counts for nothing against you."
        ),
    ),
)

_AGREEMENT: tuple[Block, ...] = (
    Say(
        "This is our agreement with you about support for {{ addressee.organisation }}, version {{ version }}. It is worth "
        "**{{ pieces|sum('pence')|pounds }}** and runs to **{{ plan_ends|day }}**. It was signed by those named at the "
        "end."
    ),
    Heading("1. Who makes this agreement"),
    Grid(
        "party in parties",
        (
            Column("Party", 9.6, "{{ party.name }}"),
            Column("Code", 2.4, "{{ party.code }}"),
            Column("Part", 4.6, "{{ party.role|upper_first }}"),
        ),
        "",
    ),
    Heading("2. What was found"),
    Say("{{ diagnosis|sentence }}"),
    measures(
        "{% if version == 1 %}Nothing was measured before this agreement.{% else %}The measures are those of the agreement "
        "before this one.{% endif %}"
    ),
    Heading("3. The support"),
    pieces(""),
    Say("Each provider sends its own claim, and is paid for what it has done. The practice is asked for no money."),
    Heading("4. What the practice does"),
    Bullets("line in commitments", "{{ line|sentence }}", ""),
    Heading("5. Milestones"),
    Grid(
        "stage in milestones",
        (Column("What is done", 12.6, "{{ stage.text|sentence }}"), Column("By", 4.0, "{{ stage.due|short_day }}")),
        "",
    ),
    Heading("6. Reviews, and the end of the plan"),
    Bullets("when in review_dates", "We review the support together on {{ when|day }}.", ""),
    Say("The plan ends on {{ plan_ends|day }}. {{ exit|sentence }}"),
    Heading("7. Information and confidence"),
    Say("{{ information|sentence }}"),
    Say("{{ confidentiality|sentence }}"),
    Heading("8. If the contract is handed back"),
    Say("{{ hand_back|sentence }}"),
    Heading("9. Changes"),
    Say(
        "Nothing in this agreement changes until the parties sign a new version. The practice can end it in writing on "
        "any day. We then pay for what was done by that day."
    ),
    Heading("10. Who pays"),
    amounts(),
)

_SIGNATURES: tuple[Block, ...] = (
    PageBreak(),
    Heading("Signatures"),
    Say(
        "Signed on the page for {{ case_ref }} by {% for one in signed %}{% if not loop.first %}{% if loop.last %} and "
        "{% else %}, {% endif %}{% endif %}{{ one.name }} for {{ one.organisation }} on {{ one.at|moment }}"
        "{% endfor %}. This page is for those who keep a signed copy on paper."
    ),
    Signatures("one in signed", "{{ one.name }}", "for {{ one.organisation }}", "", dated=True),
)

TEXTS = (
    _OFFER,
    Text(
        "L07b",
        "support-agreement",
        "Agreement about support",
        "Agreement about support for {{ addressee.organisation }}",
        _AGREEMENT,
        _SIGNATURES,
    ),
)
