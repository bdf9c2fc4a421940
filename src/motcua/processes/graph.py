"""Walking along edges: what can be reached."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def reachable(
    starts: Iterable[Node], edges: Mapping[Node, Iterable[Node]]
) -> set[Node]:
    """Return the starts and all that edges lead to from them.

    >>> sorted(reachable("a", {"a": "b", "b": "ac", "d": "a"}))
    ['a', 'b', 'c']
    """
    seen = set(starts)
    todo = list(seen)
    while todo:
        for node in edges.get(todo.pop(), ()):
            if node not in seen:
                seen.add(node)
                todo.append(node)
    return seen
