"""The dates of an organisation's bids and awards as a calendar file that any diary reads."""

from datetime import datetime

from icalendar import Calendar, Event

from fundflow.reporting import Report


def as_ics(report: Report, *, now: datetime) -> bytes:
    """An entry for every row that has a due date: what is to be done, by when, in which bid."""
    diary = Calendar()
    diary.add("prodid", "-//fundflow//bids and awards//EN")
    diary.add("version", "2.0")
    for row in report.rows:
        if row["due"] is None:
            continue
        entry, practice = Event(), "practice" in row
        where = (
            "practice.fundflow" if practice else "fundflow"
        )  # an entry of the same number would replace the real one
        entry.add("uid", f"{row['case']}-{row['due']:%Y%m%dT%H%M%S}@{where}")
        entry.add("dtstamp", now)
        entry.add("dtstart", row["due"])
        entry.add("summary", f"{'Practice: ' if practice else ''}{row['case']}: {row['next'] or row['stage']}")
        entry.add("description", f"{row['title']}. {row['stage']}.")
        diary.add_component(entry)
    return bytes(diary.to_ical())
