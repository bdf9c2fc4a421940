"""The workflow net: places, transitions, one source, one sink."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from motcua.processes.nets import pnml


@dataclass(frozen=True, slots=True)
class Transition:
    """Something that happens: it takes a token from each input and fills each output.

    ``clears`` takes away every other token but the sink's as well: a decision that ends
    all work.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    clears: bool = False


@dataclass(frozen=True, slots=True)
class WorkflowNet:
    """A net in which a case starts as a token in ``source`` and ends in ``sink``.

    It may be any net at all: whether it is a workflow net is for
    :func:`~motcua.processes.nets.proof.prove` to say.

    >>> net = WorkflowNet.of({"sign": (["i"], ["o"])}, source="i", sink="o")
    >>> net.places
    ('i', 'o')
    """

    places: tuple[str, ...]
    transitions: tuple[Transition, ...]
    source: str
    sink: str

    def __post_init__(self) -> None:
        """Refuse names that stand twice or for nothing.

        :raises ValueError: says which name, and where.
        """
        _check_once("place", self.places)
        _check_once("transition", [t.name for t in self.transitions])
        known = set(self.places)
        for name in (self.source, self.sink):
            if name not in known:
                raise ValueError(f"There is no place {name!r} to start or end in.")
        for t in self.transitions:
            for kind, names in (("inputs", t.inputs), ("outputs", t.outputs)):
                _check_once(f"place in the {kind} of {t.name!r}:", names)
                if wrong := [name for name in names if name not in known]:
                    raise ValueError(
                        f"The {kind} of {t.name!r} name no place: {', '.join(wrong)}."
                    )

    @classmethod
    def of(
        cls,
        transitions: Mapping[str, tuple[Iterable[str], Iterable[str]]],
        *,
        source: str,
        sink: str,
    ) -> "WorkflowNet":
        """Return the net of named transitions; its places are those they mention.

        :raises ValueError: if a transition names a place twice on one side.
        """
        made = tuple(
            Transition(name, tuple(inputs), tuple(outputs))
            for name, (inputs, outputs) in transitions.items()
        )
        mentioned = [p for t in made for p in (*t.inputs, *t.outputs)]
        places = tuple(dict.fromkeys([source, *mentioned, sink]))
        return cls(places, made, source, sink)

    @classmethod
    def from_pnml(cls, path: Path | str) -> "WorkflowNet":
        """Read a net of places and transitions (PNML, ISO/IEC 15909-2).

        The source is the place that nothing leads to, the sink the one that leads
        nowhere; if several could be, the initial marking says the source.

        :raises PnmlRefused: says what in the file is no such net, and where.
        """
        read = pnml.read(Path(path))
        transitions = tuple(
            Transition(name, inputs, outputs)
            for name, inputs, outputs in read.transitions
        )
        return cls(read.places, transitions, read.source, read.sink)

    def to_pnml(self) -> str:
        """Return the net as PNML (ISO/IEC 15909-2), its source marked.

        :raises ValueError: if a transition clears tokens: PNML has no word for it.
        """
        if clearing := [t.name for t in self.transitions if t.clears]:
            raise ValueError(
                f"PNML cannot say that a transition clears: {', '.join(clearing)}."
            )
        arcs = [(t.name, t.inputs, t.outputs) for t in self.transitions]
        return pnml.write(pnml.PlainNet(self.places, arcs, self.source, self.sink))


def _check_once(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"The {what} {name!r} stands twice.")
        seen.add(name)
