"""A number with its word, in the plural where there is not one."""


def counted(number: int, one: str, many: str = "") -> str:
    """'1 payment', '2 payments'; `many` where its plural is not made with an s: '1 person', '2 people'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
