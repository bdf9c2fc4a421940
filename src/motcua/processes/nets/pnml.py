"""Nets as files: the place/transition nets of PNML (ISO/IEC 15909-2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError
from defusedxml.ElementTree import parse as defused_parse

GRAMMAR = "http://www.pnml.org/version-2009/grammar/pnml"
PTNET = "http://www.pnml.org/version-2009/grammar/ptnet"
HERE = {"n": GRAMMAR}

Arcs = tuple[str, tuple[str, ...], tuple[str, ...]]


class PnmlRefused(ValueError):
    """A file is not the PNML of one net with ordinary arcs; the text says why."""


@dataclass(frozen=True, slots=True)
class PlainNet:
    """What a file says: names of places, transitions with their arcs, both ends."""

    places: tuple[str, ...]
    transitions: Sequence[Arcs]
    source: str
    sink: str


def read(path: Path) -> PlainNet:
    """Return the one net in a file; a node has its name, or its id if others share it.

    :raises PnmlRefused: says what is wrong and where.
    """
    try:
        tree = defused_parse(path)
    except (ParseError, DefusedXmlException) as error:
        raise PnmlRefused(f"{path.name} is not well-formed XML: {error}.") from error
    nets = [element for element in tree.iter() if _tag(element) == "net"]
    if len(nets) != 1:
        raise PnmlRefused(f"{path.name} has {len(nets)} nets; it shall have one.")
    return _Reader(nets[0]).net()


class _Reader:
    """Reads by ids, and calls things by their names at the end."""

    def __init__(self, net: ET.Element) -> None:
        self.nodes = list(net.iter())
        self.places = [_id(e) for e in self._all("place")]
        self.inputs: dict[str, list[str]] = {}
        self.outputs: dict[str, list[str]] = {}
        for element in self._all("transition"):
            self.inputs[_id(element)] = []
            self.outputs[_id(element)] = []

    def _all(self, tag: str) -> list[ET.Element]:
        return [e for e in self.nodes if _tag(e) == tag]

    def net(self) -> PlainNet:
        for strange in ("referencePlace", "referenceTransition"):
            if found := self._all(strange):
                raise PnmlRefused(
                    f"{_id(found[0])!r} is a {strange}: put the net on one page."
                )
        for arc in self._all("arc"):
            self._arc(arc)
        source, sink = self._ends()
        names = self._names()

        def named(ids: list[str]) -> tuple[str, ...]:
            return tuple(names[node_id] for node_id in ids)

        transitions = [
            (names[t], named(self.inputs[t]), named(self.outputs[t]))
            for t in self.inputs
        ]
        return PlainNet(named(self.places), transitions, names[source], names[sink])

    def _names(self) -> dict[str, str]:
        elements = [*self._all("place"), *self._all("transition")]
        said = {_id(e): _part(e, "name") or _id(e) for e in elements}
        often = Counter(said.values())
        return {i: name if often[name] == 1 else i for i, name in said.items()}

    def _arc(self, arc: ET.Element) -> None:
        start, end = arc.get("source", ""), arc.get("target", "")
        weight = _part(arc, "inscription") or "1"
        if weight != "1":
            raise PnmlRefused(
                f"The arc {_id(arc)!r} has the inscription {weight!r}: only ordinary "
                "arcs are understood."
            )
        if start in self.inputs and end in self.places:
            self.outputs[start].append(end)
        elif start in self.places and end in self.inputs:
            self.inputs[end].append(start)
        else:
            raise PnmlRefused(
                f"The arc {_id(arc)!r} from {start!r} to {end!r} does not join a place "
                "and a transition of this net."
            )

    def _ends(self) -> tuple[str, str]:
        taken = {p for names in self.inputs.values() for p in names}
        filled = {p for names in self.outputs.values() for p in names}
        marked = [
            _id(e)
            for e in self._all("place")
            if _part(e, "initialMarking") not in {"", "0"}
        ]
        sources = [p for p in self.places if p not in filled]
        sinks = [p for p in self.places if p not in taken]
        if len(marked) == 1:
            sources = marked
        for what, found in (("a source", sources), ("a sink", sinks)):
            if len(found) != 1:
                raise PnmlRefused(
                    f"The net has no single place as {what}: "
                    f"{', '.join(found) or 'none'}."
                )
        return sources[0], sinks[0]


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _id(element: ET.Element) -> str:
    return element.get("id", "")


def _part(element: ET.Element, tag: str) -> str:
    """Return the text of a part of an element, such as its name."""
    for part in element:
        if _tag(part) == tag:
            texts = (str(e.text or "").strip() for e in part if _tag(e) == "text")
            return next(texts, "")
    return ""


def write(net: PlainNet) -> str:
    """Return a net as PNML: ids numbered by kind, names as they are."""
    ET.register_namespace("", GRAMMAR)
    root = ET.Element(f"{{{GRAMMAR}}}pnml")
    whole = _child(root, "net", id="net", type=PTNET)
    page = _child(whole, "page", id="page")
    ids = {}
    for number, name in enumerate(net.places):
        ids[name] = f"p{number}"
        place = _named(page, "place", ids[name], name)
        if name == net.source:
            _child(_child(place, "initialMarking"), "text").text = "1"
    for number, (name, _, _) in enumerate(net.transitions):
        _named(page, "transition", f"t{number}", name)
    for number, (start, end) in enumerate(_arcs(net, ids)):
        _child(page, "arc", id=f"a{number}", source=start, target=end)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _arcs(net: PlainNet, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    for number, (_, inputs, outputs) in enumerate(net.transitions):
        yield from ((ids[name], f"t{number}") for name in inputs)
        yield from ((f"t{number}", ids[name]) for name in outputs)


def _child(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{GRAMMAR}}}{tag}", attributes)


def _named(page: ET.Element, tag: str, node_id: str, name: str) -> ET.Element:
    element = _child(page, tag, id=node_id)
    _child(_child(element, "name"), "text").text = name
    return element
