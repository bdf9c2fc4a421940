"""Half-open periods of days. One convention, so that nobody asks "inclusive?"."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to but not including ``end``; no ``end`` is open.

    >>> from datetime import date
    >>> date(2026, 3, 9) in Period(date(2026, 3, 5), date(2026, 3, 9))
    False

    :raises ValueError: if it does not end after it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"A period must end after it starts: {self}.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether some day is in both.

        >>> a = Period(date(2026, 1, 1), date(2026, 2, 1))
        >>> a.overlaps(Period(date(2026, 2, 1)))
        False
        """
        return (self.end is None or other.start < self.end) and (
            other.end is None or self.start < other.end
        )
