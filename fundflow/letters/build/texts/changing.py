"""The words of the letter that tells everybody of a change of their round: N8."""

from fundflow.letters.build.blocks import Bullets, Heading, If, Pair, Say, Summary, Text

TEXTS = (
    Text(
        "N8",
        "round-changed",
        "The round has changed",
        "{% if kind == 'extended' %}More time{% elif kind == 'reopened' %}The round is open again"
        "{% elif kind == 'wording' %}Clearer words{% elif kind == 'message' %}A message to everybody"
        "{% else %}The form has changed{% endif %}: {{ round_title }}",
        (
            Say(
                "{% if kind == 'extended' %}Everybody in this round has more time. It now closes on "
                "**{{ closes_at|moment }}**."
                "{% elif kind == 'reopened' %}This round is open again for everybody. It now closes on "
                "**{{ closes_at|moment }}**."
                "{% elif kind == 'wording' %}We changed some words of the form, and nothing that you must do."
                "{% elif kind == 'optional' %}We added to the form of this round. You may leave out what is new."
                "{% elif kind == 'message' %}We write to everybody in this round."
                "{% else %}We changed the form of this round, and everybody has more time. It now closes on "
                "**{{ closes_at|moment }}**.{% endif %} {{ reason|sentence }}"
            ),
            Summary(
                (
                    Pair("Your {{ bid }}", "{{ case_title }}"),
                    Pair("Closed before", "{{ was|moment }}", when="was != closes_at"),
                    Pair("Closes now", "**{{ closes_at|moment }}**", when="was != closes_at"),
                    Pair("Closes, as before", "**{{ closes_at|moment }}**", when="was == closes_at"),
                    Pair("Told to", "Everybody with a draft or a {{ bid }} in this round, on the same day"),
                )
            ),
            If(
                "changes",
                (
                    Heading("{% if kind == 'message' %}More about it{% else %}What changed{% endif %}"),
                    Bullets("change in changes", "{{ change|sentence }}", ""),
                ),
            ),
            Heading("What you can do"),
            If(
                "editable and not sent_at",
                (
                    Say(
                        "Your {{ bid }} is a draft, saved as you left it. Finish it and send it before the round "
                        "closes. Agreements that you have from partners still stand unless what they agreed to changes."
                    ),
                ),
                (
                    Say(
                        "You need do nothing. The {{ bid }} that you sent on {{ sent_at|moment if sent_at else "
                        "'the day it reached us' }} is valid as it is."
                        "{% if kind == 'material' %} We judge it on the form that you answered.{% endif %}"
                    ),
                    If(
                        "kind != 'wording' and kind != 'message'",
                        (
                            Say(
                                "If you want to change it, call it back and send it again before the round closes. If "
                                "you do not send it again, the version that you sent stands."
                            ),
                        ),
                    ),
                ),
            ),
            If(
                "kind == 'message'",
                (Say("Nothing in the round has changed by this letter. Everybody has it on the same day."),),
                (
                    If(
                        "was != closes_at",
                        (Say("Nobody is given a time of their own: the new time is the same for every {{ bid }}."),),
                    ),
                ),
            ),
        ),
    ),
)
