"""Days of the Chinese lunar calendar that shops live by. Pure.

Source: Hong Kong Observatory, Gregorian-lunar calendar conversion tables. A test holds them against `holidays`.
"""

from datetime import date, timedelta

# The first day of the first month.
NEW_YEAR = {
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 3),
}
# The fifteenth of the first month.
LANTERNS = {year: day + timedelta(days=14) for year, day in NEW_YEAR.items()}
# The fifth of the fifth month.
DRAGON_BOATS = {
    2023: date(2023, 6, 22),
    2024: date(2024, 6, 10),
    2025: date(2025, 5, 31),
    2026: date(2026, 6, 19),
    2027: date(2027, 6, 9),
    2028: date(2028, 5, 28),
    2029: date(2029, 6, 16),
    2030: date(2030, 6, 5),
}
# The seventh of the seventh month.
QIXI = {
    2023: date(2023, 8, 22),
    2024: date(2024, 8, 10),
    2025: date(2025, 8, 29),
    2026: date(2026, 8, 19),
    2027: date(2027, 8, 8),
    2028: date(2028, 8, 26),
    2029: date(2029, 8, 16),
    2030: date(2030, 8, 5),
}
# The fifteenth of the eighth month.
MID_AUTUMN = {
    2023: date(2023, 9, 29),
    2024: date(2024, 9, 17),
    2025: date(2025, 10, 6),
    2026: date(2026, 9, 25),
    2027: date(2027, 9, 15),
    2028: date(2028, 10, 3),
    2029: date(2029, 9, 22),
    2030: date(2030, 9, 12),
}
