"""How days, instants, money and numbers are written in each language."""

from datetime import date, datetime, tzinfo

from motcua.kernel.money import Money

_DAY = {"vi": "%d/%m/%Y", "en": "%d/%m/%Y", "de": "%d.%m.%Y"}
_CURRENCY = {("VND", "vi"): "đồng"}


def _short(language: str | None) -> str:
    return (language or "vi")[:2]


def day(value: date, language: str | None) -> str:
    """Write a day.

    >>> day(date(2026, 11, 25), "vi"), day(date(2026, 11, 25), "de")
    ('25/11/2026', '25.11.2026')
    """
    return value.strftime(_DAY.get(_short(language), _DAY["vi"]))


def moment(value: datetime, language: str | None, zone: tzinfo) -> str:
    """Write an instant as the clock in ``zone`` shows it.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 25, 14, 30, tzinfo=UTC), "vi", UTC)
    '25/11/2026 14:30'
    """
    local = value.astimezone(zone)
    return f"{day(local, language)} {local:%H:%M}"


def number(value: int, language: str | None) -> str:
    """Write a whole number with its groups of three.

    >>> number(1234567, "vi"), number(1234567, "en")
    ('1.234.567', '1,234,567')
    """
    grouped = f"{value:,}"
    return grouped if _short(language) == "en" else grouped.replace(",", ".")


def money(value: Money, language: str | None) -> str:
    """Write an amount with its currency.

    >>> money(Money(10000), "vi"), money(Money(10000), "en")
    ('10.000 đồng', '10,000 VND')
    """
    short = _short(language)
    unit = _CURRENCY.get((value.currency, short), value.currency)
    return f"{number(value.amount, short)} {unit}"


def size(count: int, language: str | None) -> str:
    """Write a number of bytes as people read it.

    >>> size(2_500_000, "vi"), size(900, "en"), size(20_480, "de")
    ('2,4 MB', '900 B', '20 kB')
    """
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count // 1024} kB"
    text = f"{count / 1024 / 1024:.1f} MB".replace(".0 ", " ")
    return text if _short(language) == "en" else text.replace(".", ",")
