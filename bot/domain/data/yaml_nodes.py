"""YAML text as a tree of nodes: YAML 1.2's core types, no aliases, no tags, no deep nesting.

Built from the parser's events without recursion, so that deep nesting cannot exhaust the stack;
without aliases no text can expand.
"""

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

import yaml

from bot.domain.data.faults import N_, MessagePart, fault_message

if TYPE_CHECKING:
    _SafeLoader = yaml.SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where it was built

DEEPEST: Final = 24
"""Nesting depth; the data set has less than ten."""
_NO_YAML: Final = N_("not valid YAML: {why}")
_TAG: Final = N_("the tag {tag} is not allowed; remove it")


class YamlError(Exception):
    """The text is not accepted YAML: line and reason."""

    def __init__(self, line: int, template: str, **parts: MessagePart) -> None:
        self.line = line
        self.reason = fault_message(template, **parts)
        super().__init__(str(self.reason))


class _CoreLoader(_SafeLoader):
    """YAML 1.2's core types only: `no` stays a word, 09:00 and 2025-04-11 stay text."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}  # pyright: ignore[reportIncompatibleVariableOverride] # typed as Any's class there


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", list("-+0123456789.")),
):
    _CoreLoader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType] # stub's own
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first
    )


def compose_yaml(text: str) -> yaml.Node | None:
    """The tree of the text's only document, or None. Raises YamlError."""
    loader: Any = _CoreLoader(text)  # its methods are untyped
    tree = _Tree(loader)
    try:
        while loader.check_event():
            tree.add(loader.get_event())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.count("\n", 0, -1)) + 1 if mark else 1  # the end is no line
        raise YamlError(line, _NO_YAML, why=str(error.problem or error.context)) from error
    except yaml.YAMLError as error:
        raise YamlError(1, _NO_YAML, why=str(error).splitlines()[0]) from error
    finally:
        loader.dispose()
    return tree.root


class _Tree:
    """Builds nodes from events."""

    def __init__(self, loader: Any) -> None:
        self.root: yaml.Node | None = None
        self._loader = loader
        self._open: list[yaml.CollectionNode] = []
        self._keys: list[yaml.ScalarNode | None] = []
        """For each open node the key whose value is next; None for a list."""

    def add(self, event: Any) -> None:
        """Takes the next event."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._add_node(event)

    def _add_node(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlError(line, N_("aliases (& and *) are not allowed; write the value out"))
        if event.tag is not None:
            raise YamlError(line, _TAG, tag=event.tag[:60])
        node = self._node(event)
        self._attach(node, line)
        if isinstance(node, yaml.CollectionNode):
            if len(self._open) >= DEEPEST:
                raise YamlError(line, N_("nested too deeply; expected a list of records"))
            self._open.append(node)
            self._keys.append(None)

    def _node(self, event: Any) -> yaml.Node:
        marks = event.start_mark, event.end_mark
        if isinstance(event, yaml.MappingStartEvent):
            return yaml.MappingNode("", [], *marks)
        if isinstance(event, yaml.SequenceStartEvent):
            return yaml.SequenceNode("", [], *marks)
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        return yaml.ScalarNode(tag, event.value, *marks)

    def _attach(self, node: yaml.Node, line: int) -> None:
        if not self._open:
            if self.root is not None:
                raise YamlError(line, N_("second document; expected one per file"))
            self.root = node
            return
        parent: Any = self._open[-1]
        if isinstance(parent, yaml.SequenceNode):
            parent.value.append(node)
        elif self._keys[-1] is not None:
            parent.value.append((self._keys[-1], node))
            self._keys[-1] = None
        elif isinstance(node, yaml.ScalarNode):
            self._keys[-1] = node
        else:
            raise YamlError(line, N_("a list or map as a key; expected a name"))
