"""Text to values, as SQL over a whole file at once. A value is NULL where the cell is empty or does not fit."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analytics.importing.kinds.types import Field, Holds
from shopops.shops.days import ShopDays, offset_spans
from shopops.shops.money import exponent

BLANKS = " \t\r\n\u00a0\u3000"
NUMBERS = (Holds.MONEY, Holds.WHOLE)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2050, 1, 1, tzinfo=UTC)
# A time with its own zone: an offset, Z or UTC at the end.
ZONED = r"(Z|UTC|[+-][0-9]{2}:?[0-9]{2})$"
GROUPED = r"^[+-]?[¥￥$€£]? ?[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]*)?$"
TIME_PATTERNS = (
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y%m%d%H%M%S",
    "%Y%m%d",
)


def text(column: str) -> str:
    """A cell without blanks around it and without the `="…"` and `'…` of spreadsheets; empty is NULL."""
    unwrapped = (
        f"CASE WHEN {column} LIKE '=\"%' THEN rtrim(substr({column}, 3), '\"') "
        f"WHEN {column} LIKE '''%' THEN substr({column}, 2) ELSE {column} END"
    )
    # Trimming a set of signs is six times dearer than looking whether there is anything to trim.
    clean = every(
        f"{column} >= '('",
        f"{column} < '\u00a0'",
        f"array_extract({column}, -1) BETWEEN '!' AND '~'",
        f"{column} NOT BETWEEN '=\"' AND '=\"~'",
    )
    return f"nullif(CASE WHEN {clean} THEN {column} ELSE trim({unwrapped}, '{BLANKS}') END, '')"


def cell_text(field: Field, column: str) -> str:
    """The text of a field's cell. Reports write a dash where there is no number."""
    tidy = text(column)
    return f"nullif(nullif({tidy}, '-'), '--')" if field.holds in NUMBERS else tidy


def every(*conditions: str) -> str:
    """SQL of whether all of these, none of them NULL, hold. For conditions that nearly every row fulfils: `AND` goes
    from one to the next with a list of the rows that are left, which takes several times as long as adding up.
    """
    return f"{' + '.join(f'CAST({condition} AS UTINYINT)' for condition in conditions)} = {len(conditions)}"


def value(field: Field, *, cell: str, clock: str, currency: str, days: ShopDays, words: dict[str, str]) -> str:
    """SQL for the value of a field from the SQL of its cell's text; `clock` is that of `any_time(cell)`."""
    if field.holds is Holds.TIME:
        return time(cell, clock, days)
    if field.holds is Holds.DAY:
        return f"CAST({clock} AS DATE)"
    if field.holds is Holds.MONEY:
        return _minor_units(number(cell), currency)
    if field.holds is Holds.WHOLE:
        return whole(cell)
    if field.holds is Holds.CHOICE:
        return choice(cell, field.choices, words)
    return cell


def quick(field: Field, *, raw: str, clock: str, currency: str, days: ShopDays) -> str:
    """As `value`, from a cell as the file has it: its usual form first; tidied up only where that does not fit.

    `clock` is `try_cast(raw AS TIMESTAMP)`, for a time.
    """
    tidy = cell_text(field, raw)
    if field.holds is Holds.TEXT:
        return tidy
    # 2026-03-01 18:30:00 and nothing after it: no zone, no fraction.
    seconds = every(f"strlen({raw}) = 19", f"substr({raw}, 17, 1) = ':'")
    usual = {
        Holds.TIME: f"CASE WHEN {seconds} THEN {to_utc(clock, days)} END",
        Holds.MONEY: _minor_units(f"try_cast({raw} AS DECIMAL(18, 4))", currency),
        Holds.WHOLE: f"CASE WHEN NOT regexp_matches({raw}, '[.eE]') THEN try_cast({raw} AS BIGINT) END",
    }[field.holds]
    patient = value(field, cell=tidy, clock=any_time(tidy), currency=currency, days=days, words={})
    return f"CASE WHEN {raw} IS NOT NULL THEN coalesce({usual}, {patient}) END"


def _minor_units(decimal: str, currency: str) -> str:
    return f"CAST(round({decimal} * {10 ** exponent(currency)}, 0) AS BIGINT)"


def number(cell: str) -> str:
    """A decimal; a currency sign and commas between thousands are forgiven, a comma anywhere else is not."""
    plain = f"try_cast({cell} AS DECIMAL(18, 4))"
    digits = f"try_cast(regexp_replace({cell}, '[,¥￥$€£ ]', '', 'g') AS DECIMAL(18, 4))"
    return f"coalesce({plain}, CASE WHEN regexp_matches({cell}, '{GROUPED}') THEN {digits} END)"


def whole(cell: str) -> str:
    """A whole number; `6.0` is one, `6.5` is not."""
    exact = number(cell)
    return f"CASE WHEN {exact} = trunc({exact}) THEN CAST({exact} AS BIGINT) END"


def choice(cell: str, choices: dict[str, int], words: dict[str, str]) -> str:
    """The number of a word, in any case; `words` are a format's own words for the kind's."""
    known = {word.lower(): number for word, number in choices.items()}
    known |= {theirs.lower(): choices[ours] for theirs, ours in words.items()}
    branches = " ".join(f"WHEN '{word.replace(chr(39), chr(39) * 2)}' THEN {number}" for word, number in known.items())
    return f"CASE lower({cell}) {branches} END"


def epoch_time(cell: str) -> str:
    """UTC from Unix seconds."""
    return f"make_timestamp(try_cast({cell} AS BIGINT) * 1000000)"


def time(cell: str, clock: str, days: ShopDays) -> str:
    """UTC from a time with a zone, or from one of the shop's local time."""
    zoned = f"length({cell}) > 16 AND regexp_matches({cell}, '{ZONED}')"
    with_offset = f"regexp_replace({cell}, ' ?(UTC|Z)$', '+00:00')"
    tidy = f"regexp_replace({with_offset}, ' ?([+-][0-9]{{2}}):?([0-9]{{2}})$', '\\1:\\2')"
    absolute = f"CAST(try_cast({tidy} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS TIMESTAMP)"
    return f"CASE WHEN {zoned} THEN {absolute} ELSE {to_utc(clock, days)} END"


def any_time(cell: str) -> str:
    """A naive timestamp in ISO form, or in one of the other known patterns."""
    patterns = "[" + ", ".join(f"'{pattern}'" for pattern in TIME_PATTERNS) + "]"
    return f"coalesce(try_cast({cell} AS TIMESTAMP), try_strptime({cell}, {patterns}))"


def to_utc(local: str, days: ShopDays) -> str:
    """Local time to UTC by the offsets of the shop's zones, newest first (nearly every row ends at the first)."""
    *later, (_begins, oldest) = reversed(_offsets_by_clock(days))
    cases = " ".join(f"WHEN {local} >= TIMESTAMP '{begins}' THEN {_microseconds(offset)}" for begins, offset in later)
    offset = f"CASE {cases} ELSE {_microseconds(oldest)} END" if cases else f"{_microseconds(oldest)}"
    # Numbers: to take an interval off is dearer.
    return f"make_timestamp(epoch_us({local}) - {offset})"


def _microseconds(offset: timedelta) -> int:
    return offset // timedelta(microseconds=1)


def _offsets_by_clock(days: ShopDays) -> list[tuple[datetime, timedelta]]:
    """(local time from which on, offset), in order of time.

    A later offset begins where the earlier clock has run out: in autumn that is after the repeated hour, so of two
    equal local times the first is meant; a time that spring leaves out is read by the earlier clock.
    """
    found: list[tuple[datetime, timedelta]] = []
    for zone, start, end in _zones(days):
        for span in offset_spans(zone, start, end):
            clock = max(span.offset, found[-1][1]) if found else span.offset
            found.append(((span.start + clock).replace(tzinfo=None), span.offset))
    return found


def _zones(days: ShopDays) -> list[tuple[ZoneInfo, datetime, datetime]]:
    """(zone, from, to) in UTC, in order of time, as the shop's rules change it."""
    starts = [(days.rule_of(rule.first_day)[1], days.start(rule.first_day)) for rule in days.rules[1:]]
    first = days.rule_of(days.rules[0].first_day)[1] if days.rules else days.zone
    zones = [(first, EARLIEST), *starts]
    ends = [start for _zone, start in zones[1:]] + [LATEST]
    return [(zone, start, end) for (zone, start), end in zip(zones, ends, strict=True)]
