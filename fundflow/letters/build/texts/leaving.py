"""The words of the letter that tells of a partner that left: L13d, to the partner and to the lead."""

from fundflow.letters.build.blocks import Bullets, Heading, If, Pair, Say, Summary, Text

_MONEY_OF_LEAD = (
    Say(
        "{% if pence %}The budget has {{ pence|pounds }} for the part of {{ partner }}. Claim for its work up to that day "
        "only. Ask us before anybody else does the rest: until we agree in writing, it cannot be spent."
        "{% else %}No line of the budget is for {{ partner }} alone, so the amounts stay as they are.{% endif %}"
    ),
)
_MONEY_OF_PARTNER = (
    Say(
        "Work that you did up to that day is paid for as before, through {{ lead }}. Send {{ lead }} what its claim needs. "
        "Nothing that you do after that day can be paid for."
    ),
)

TEXTS = (
    Text(
        "L13d",
        "partner-left",
        "A partner has left",
        "{% if to_lead %}{{ partner }} has left{% else %}You have left{% endif %}: {{ case_title }}",
        (
            Say(
                "{% if to_lead %}{{ partner }} takes no part in this {{ bid }} after **{{ left_on|day }}**."
                "{% else %}{{ partner }} takes no part in the {{ bid }} that {{ lead }} leads after **{{ left_on|day }}**."
                "{% endif %} The reason that we were given: {{ reason|sentence }}"
            ),
            Summary(
                (
                    Pair("Left on", "{{ left_on|day }}"),
                    Pair("Still taking part", "{{ others|counted('organisation', 'organisations')|upper_first }}"),
                    Pair("Its part of the budget", "{{ pence|pounds }}", when="pence"),
                    Pair("What it did", "{{ duty|sentence }}", when="duty"),
                )
            ),
            Heading("What it means for the fund's rules"),
            If(
                "broken",
                (
                    Bullets("rule in broken", "{{ rule }}", ""),
                    Say(
                        "We look at whether the work can go on without {{ partner if to_lead else 'you' }}, and write to "
                        "{{ 'you' if to_lead else lead }} before anything is decided. Nothing stops until then."
                    ),
                ),
                (Say("The {{ bid }} still meets every rule of the fund without {{ partner if to_lead else 'you' }}."),),
            ),
            If(
                "awarded",
                (
                    Heading("The money"),
                    If("to_lead", _MONEY_OF_LEAD, _MONEY_OF_PARTNER),
                    Heading("What stays to be done"),
                    If(
                        "to_lead",
                        (
                            Say(
                                "You answer for the whole of the work, as before. If its plan, its measures or its sums "
                                "must change, ask us for the change by {{ tell_by|day }}."
                            ),
                        ),
                        (
                            Say(
                                "Keep your records of this work until {{ records_until|day }}, and show them to us and our "
                                "auditors if we ask. Anything that the money bought and that you hold is still under its "
                                "duty: tell {{ lead }} of it. You have no other duty after that day."
                            ),
                        ),
                    ),
                ),
                (
                    Say(
                        "{% if to_lead %}We judge the {{ bid }} as it stands without {{ partner }}. Tell us by "
                        "{{ tell_by|day }} if its plan or its sums can no longer be kept.{% else %}You owe nothing for this "
                        "{{ bid }}, and may take part in another.{% endif %}"
                    ),
                ),
            ),
        ),
    ),
)
