"""A net as numbers: markings and sets of transitions are bits, so that steps are fast.

Only markings with at most one token in a place are represented. A step that would put
a second one is told apart (:data:`UNSAFE`), never taken.
"""

from collections.abc import Collection, Iterable, Iterator

from motcua.processes.nets.net import WorkflowNet

UNSAFE = -1


class TooLarge(Exception):
    """The budget of markings is used up."""


class Budget:
    """How many markings may still be looked at."""

    def __init__(self, markings: int) -> None:
        self.left = self.all = markings

    def take(self) -> None:
        """Count one marking.

        :raises TooLarge: if there were too many.
        """
        self.left -= 1
        if self.left < 0:
            raise TooLarge


class Machine:
    """A net compiled to bits. Transitions and places are numbers.

    ``kept`` are places that a clearing transition leaves alone, beside the sink.
    """

    def __init__(self, net: WorkflowNet, kept: Collection[str] = ()) -> None:
        number = {place: n for n, place in enumerate(net.places)}
        self.net = net
        self.size = len(net.transitions)
        self.all = (1 << self.size) - 1
        self.start = 1 << number[net.source]
        self.end = 1 << number[net.sink]
        self.kept = self.end | _bits(number[name] for name in kept)
        self.inputs = [_bits(number[p] for p in t.inputs) for t in net.transitions]
        self.outputs = [_bits(number[p] for p in t.outputs) for t in net.transitions]
        self.clears = [t.clears for t in net.transitions]
        self.clearing = _bits(n for n, clears in enumerate(self.clears) if clears)
        self.producers = _touching(self.outputs, len(number))
        self.consumers = _touching(self.inputs, len(number))
        self.conflicts = [self._conflicts(t) for t in range(self.size)]
        self.feeders = [
            _union(self.producers, self.inputs[t]) for t in range(self.size)
        ]
        self.finishers = self.producers[number[net.sink]]
        self.from_nothing = _bits(t for t in range(self.size) if not self.inputs[t])

    def _conflicts(self, t: int) -> int:
        """Return the transitions that can take away what ``t`` needs, or it theirs."""
        if self.clears[t]:
            return self.all
        return _union(self.consumers, self.inputs[t]) | self.clearing

    def seed_of(self, t: int, marking: int) -> int:
        """Return transitions one of which every way to firing ``t`` contains."""
        missing = self.inputs[t] & ~marking
        if not missing:
            return 1 << t
        if not missing & (missing - 1):
            return self.producers[missing.bit_length() - 1]
        return min((self.producers[p] for p in bits(missing)), key=int.bit_count)

    def enabled(self, marking: int) -> int:
        """Return the transitions that can happen, as bits."""
        found = self.from_nothing
        for t in bits(_union(self.consumers, marking)):
            needs = self.inputs[t]
            if marking & needs == needs:
                found |= 1 << t
        return found

    def fire(self, t: int, marking: int) -> int:
        """Return the next marking, or UNSAFE if a place would hold two tokens."""
        left, outputs = self._left(t, marking), self.outputs[t]
        return UNSAFE if left & outputs else left | outputs

    def second_tokens(self, t: int, marking: int) -> int:
        """Return the places into which ``t`` puts a second token, as bits."""
        return self._left(t, marking) & self.outputs[t]

    def marked_after(self, t: int, marking: int) -> int:
        """Return the places marked after ``t``, however many tokens they hold."""
        return self._left(t, marking) | self.outputs[t]

    def _left(self, t: int, marking: int) -> int:
        """Return what ``t`` leaves where it is."""
        return marking & (self.kept if self.clears[t] else ~self.inputs[t])

    def names(self, marking: int) -> tuple[str, ...]:
        """Return the marked places."""
        return tuple(self.net.places[place] for place in bits(marking))

    def closure(self, seed: int, marking: int, enabled: int, *, wary: bool) -> int:
        """Return a stubborn set: what is outside of it cannot disturb what is inside.

        Whatever happens outside first, an enabled transition of the set could as well
        have happened before it (Valmari). ``wary`` also keeps in view that a place
        might get a second token.
        """
        stubborn, todo = 0, seed
        while todo:
            low = todo & -todo
            t = low.bit_length() - 1
            stubborn |= low
            if enabled & low:
                more = self.conflicts[t] | (self.feeders[t] if wary else 0)
            else:
                more = self.seed_of(t, marking)
            todo = (todo | more) & ~stubborn
        return stubborn & enabled

    def few(self, marking: int, enabled: int) -> int:
        """Return as few enabled transitions as prove what all of them would prove.

        They are the enabled ones of a strong stubborn set: it keeps deadlocks, and
        whether the end can always be reached.
        """
        best = enabled
        seeds = enabled
        while seeds and best & (best - 1):
            low = seeds & -seeds
            found = self.closure(low, marking, enabled, wary=True)
            if found.bit_count() < best.bit_count():
                best = found
            seeds ^= low
        return best


def bits(number: int) -> Iterator[int]:
    """Yield the places of the ones in a number, from the lowest.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _bits(numbers: Iterable[int]) -> int:
    whole = 0
    for number in numbers:
        whole |= 1 << number
    return whole


def _touching(sides: list[int], places: int) -> list[int]:
    """Return for each place the transitions that have it on a side, as bits."""
    found = [0] * places
    for t, side in enumerate(sides):
        for place in bits(side):
            found[place] |= 1 << t
    return found


def _union(sets: list[int], members: int) -> int:
    whole = 0
    for member in bits(members):
        whole |= sets[member]
    return whole
