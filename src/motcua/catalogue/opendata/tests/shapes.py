"""What the shapes of CPSV-AP ask, checked by us, without its files and pyshacl."""

from collections.abc import Iterable, Iterator

from motcua.catalogue.opendata.nodes import Duration, Link, Node, Value
from motcua.catalogue.opendata.vocabulary import ALL, PROPERTIES, Kind, Property
from motcua.kernel.texts import Text

TYPES = {
    Kind.TEXT: Text,
    Kind.LINK: Link,
    Kind.WORD: str,
    Kind.NUMBER: float,
    Kind.DURATION: Duration,
}


def troubles(nodes: Iterable[Node]) -> list[str]:
    """Return everything that breaks a rule."""
    nodes = list(nodes)
    kinds: dict[str, set[str]] = {}
    for one in nodes:
        kinds.setdefault(one.iri, set()).update(one.kinds)
    found = [line for one in nodes for line in _of_node(one, kinds)]
    iris = [one.iri for one in nodes]
    return found + [f"{i}: twice" for i in set(iris) if iris.count(i) > 1]


def _of_node(one: Node, kinds: dict[str, set[str]]) -> Iterator[str]:
    for name, rule in PROPERTIES.items():
        if name.split(".")[0] in kinds[one.iri]:
            number = len(one.facts.get(name, ()))
            if number < rule.least:
                yield f"{one.iri}: {name} is missing"
            if rule.most is not None and number > rule.most:
                yield f"{one.iri}: {name} stands {number} times"
    for name, values in one.facts.items():
        for value in values:
            yield from _of_value(f"{one.iri}: {name}", ALL[name], value, kinds)


def _of_value(
    what: str, rule: Property, value: Value, kinds: dict[str, set[str]]
) -> Iterator[str]:
    if rule.kind in TYPES and not isinstance(value, TYPES[rule.kind]):
        yield f"{what} is {value!r}"
    if isinstance(value, Text) and not value.as_dict():
        yield f"{what} says nothing"
    if isinstance(value, Link) and rule.to not in kinds.get(value.iri, ()):
        yield f"{what} leads to {value.iri}, which is no {rule.to}"
