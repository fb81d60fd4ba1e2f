"""Files in and out: what other programs and people's spreadsheets bring, and what they are given."""
