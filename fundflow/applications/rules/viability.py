"""Whether a part of what a bid asks is enough for it to work: one rule for the ranked list, committees and part offers."""

from fundflow.money import pounds


def short_of_viable(pence: int, minimum_pence: int | None) -> str | None:
    """Why an amount cannot be offered as a part award (case 32), inside a sentence; None when it can.

    `minimum_pence` is the least amount that the applicant named; without one, the applicant is asked about any part.
    """
    if pence >= max(minimum_pence or 0, 1):
        return None
    if not minimum_pence:
        return f"{pounds(pence)} is no part of it"
    return f"{pounds(pence)} is below the {pounds(minimum_pence)} that the applicant needs at least"
