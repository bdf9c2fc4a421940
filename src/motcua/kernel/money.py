"""Money: whole minor units with their currency."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency (VND has no smaller one)."""

    amount: int
    currency: str = "VND"

    def __add__(self, other: "Money") -> "Money":
        """Add two amounts of one currency.

        >>> Money(5000) + Money(3000)
        Money(amount=8000, currency='VND')

        :raises ValueError: if the currencies differ.
        """
        if self.currency != other.currency:
            raise ValueError(f"Cannot add {other.currency} to {self.currency}.")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount:,}".replace(",", ".") + f" {self.currency}"
