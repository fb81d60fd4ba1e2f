"""Funds that name or count wrongly.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import ACCESS, FUND

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "an unknown workflow": (
        FUND,
        "workflow: competed-grant",
        "workflow: ¶competed-grants",
        "there is no workflow 'competed-grants'; did you mean 'competed-grant'?",
    ),
    "an unknown scheme": (
        FUND,
        "criteria: worcestershire-six",
        "criteria: ¶worcestershire-sixx",
        "there is no scoring scheme",
    ),
    "an unknown committee": (
        FUND,
        '"06D": wyre-forest-pccc',
        '"06D": ¶wyre-forrest-pccc',
        "did you mean 'wyre-forest-pccc'?",
    ),
    "terms that do not say what is owed back": (
        FUND,
        "  - head: clawback\n    text: Money paid",
        "  - head: money_back\n    text: Money paid",
        "the terms do not say that money not properly spent is to be returned",
    ),
    "a letter to sign that the fund does not have": (
        FUND,
        "way: printed\n  letters: [L04]",
        "way: held\n  letters: [¶L44]",
        "this fund has no letter 'L44' to sign",
    ),
    "a seat that signs and that no committee has": (
        FUND,
        "way: printed\n  letters: [L04]\n  by: [accountable_officer,",
        "way: held\n  letters: [L04]\n  by: [¶acountable_officer,",
        "did you mean 'accountable_officer'?",
    ),
    "an unknown group": (
        FUND,
        "group: gpfv-implementation-group",
        "group: ¶gpfv-group",
        "there is no committee 'gpfv-group'",
    ),
    "a group that would decide": (FUND, '"06D": wyre-forest-pccc', '"06D": ¶gpfv-implementation-group', "only advises"),
    "the committee of another commissioner": (
        FUND,
        '"06D": wyre-forest-pccc',
        '"06D": ¶south-worcestershire-pccc',
        "decides for 05T, not for 06D",
    ),
    "a commissioner without a committee": (
        FUND,
        'committees:\n  "05J": redditch-and-bromsgrove-pccc\n',
        "¶committees:\n",
        "no committee decides for 05J",
    ),
    "an unknown commissioner": (
        ACCESS,
        'commissioners: ["05J", "05T", "06D"]\nmoney',
        'commissioners: ["05J", "05T", "06D", ¶"05X"]\nmoney',
        "there is no commissioner '05X'",
    ),
    "a rate for another commissioner": (
        ACCESS,
        'commissioners: ["05T"]',
        'commissioners: [¶"05F"]',
        "there is no commissioner of this fund '05F'",
    ),
    "periods out of order": (
        ACCESS,
        "periods: [2017/18, 2018/19, 2019/20, 2020/21]\n  recurrence",
        "periods: [2018/19, ¶2017/18, 2019/20, 2020/21]\n  recurrence",
        "2017/18 does not come after 2018/19",
    ),
    "a period without recurrence": (
        ACCESS,
        "recurrence: {2017/18: non-recurrent, ",
        "¶recurrence: {",
        "2017/18 has no recurrence",
    ),
    "recurrence of another period": (
        ACCESS,
        "2020/21: recurrent}",
        "2020/21: recurrent, ¶2021/22: recurrent}",
        "there is no period of this fund '2021/22'",
    ),
    "a rate for another period": (
        FUND,
        "  periods: [2017/18, 2018/19]\n  rounding",
        "  periods: [2017/18, ¶2019/20]\n  rounding",
        "there is no period of this fund '2019/20'",
    ),
    "two rates for one line": (
        ACCESS,
        "basis: weighted, periods: [2018/19], rounding",
        "basis: weighted, periods: [2018/19, 2019/20], rounding",
        "already works out 05J in 2019/20",
    ),
    "instalments that do not add up": (
        FUND,
        "  tranches:\n  - {key: start, kind: advance, title: Start, percent: 25",
        "  ¶tranches:\n  - {key: start, kind: advance, title: Start, percent: 20",
        "the instalments add up to 95 per cent",
    ),
    "an advance above its cap": (
        FUND,
        "advance_cap_percent: 25",
        "advance_cap_percent: 20",
        "25 per cent would be paid in advance and the cap is 20",
    ),
    "a gate given twice": (
        FUND,
        "{code: E10, title: What",
        "{code: ¶E9, title: What",
        "'E9' stands twice in this list",
    ),
    "an award that ends before it starts": (FUND, "ends: 2019-03-31", "ends: ¶2017-03-31", "not after it starts"),
    "a last claim before the end": (FUND, "last_claim: 2019-04-30", "last_claim: ¶2019-03-30", "before the award ends"),
    "a fund with bids but without a case prefix": (
        FUND,
        "workflow: competed-grant\ncase_prefix: TF\n",
        "¶workflow: competed-grant\n",
        "it needs 'case_prefix'",
    ),
    "a question given twice": (FUND, "  - key: measure\n", "  - key: ¶accomplish\n", "stands twice"),
    "more actions asked for than listed": (
        FUND,
        "    least: 1\n",
        "    least: ¶11\n",
        "11 actions are asked for and 10 are listed",
    ),
}
