"""Loads the semantic model: every YAML file of a folder, merged, typed and checked.

A file holds any of the sections of :data:`SECTIONS`; definitions of one kind may be spread over
many files. ``attributes`` adds attributes to an entity that another file defines. A mapping
``{rule: key}`` anywhere stands for that value of the region profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.contracts.errors import BadInput
from assistant.contracts.time import Term
from knowledge_graph.regions.load import load_profile
from knowledge_graph.semantics.acts import Act
from knowledge_graph.semantics.issues import DefinitionKind, Finding, Issue
from knowledge_graph.semantics.marked_yaml import DocPath, MarkedDocument, read_marked
from knowledge_graph.semantics.model import (
    Dimension,
    Entity,
    MetricDef,
    MetricGroup,
    NotHeld,
    PlaceAlias,
    Rollup,
    SemanticModel,
    State,
)
from knowledge_graph.semantics.rules import RULES

MODELS = Path(__file__).parent / "models"

SECTIONS: dict[str, tuple[DefinitionKind, type[Term]]] = {
    "entities": ("entity", Entity),
    "states": ("state", State),
    "acts": ("act", Act),
    "metrics": ("metric", MetricDef),
    "metric_groups": ("metric_group", MetricGroup),
    "dimensions": ("dimension", Dimension),
    "rollups": ("rollup", Rollup),
    "aliases": ("alias", PlaceAlias),
    "not_held": ("not_held", NotHeld),
}
_EXTENSIONS = "attributes"


@dataclass
class _Draft:
    """One definition as written: its data, and where each part of it stands."""

    kind: DefinitionKind
    type: type[Term]
    data: dict[str, Any]
    document: MarkedDocument
    path: DocPath
    # Parts that came from another file: path inside the definition → its document and path.
    grafts: dict[DocPath, tuple[MarkedDocument, DocPath]]

    @property
    def name(self) -> str:
        words = self.data.get("words")
        name = self.data.get("name") or self.data.get("table")
        return str(name or (words[0] if isinstance(words, list) and words else "?"))

    def place(self, inside: DocPath) -> tuple[str, int]:
        """Return file and line of a part of this definition."""
        for graft, (document, path) in self.grafts.items():
            if inside[: len(graft)] == graft:
                return str(document.file), document.line((*path, *inside[len(graft):]))
        return str(self.document.file), self.document.line((*self.path, *inside))

    def issue(self, level: Any, message: str, inside: DocPath = ()) -> Issue:
        file, line = self.place(inside)
        return Issue(level=level, file=file, line=line, message=message)


def load_model(
    folder: Path | None = None, extra: tuple[Path, ...] = (), *, profile: str = "jiangxi"
) -> SemanticModel:
    """Return the checked semantic model.

    Args:
        folder: model folder (default: the shipped one); files lie directly in it, those of a
            region under ``profiles/<profile>/``.
        extra: more YAML files merged in, in order.
        profile: region whose words and rule values are used.

    Raises:
        BadInput: a file is malformed or the model breaks a rule; all errors are named at once.
    """
    model, issues = read_model(folder, extra, profile=profile)
    errors = [issue for issue in issues if issue.level == "ERROR"]
    if errors or model is None:
        shown = "\n".join(f"{Path(i.file).name} 第{i.line}行：{i.message}" for i in errors)
        raise BadInput(
            f"语义模型有 {len(errors)} 处错误：\n{shown}",
            detail="; ".join(str(issue) for issue in errors),
        )
    return model


def read_model(
    folder: Path | None = None, extra: tuple[Path, ...] = (), *, profile: str = "jiangxi"
) -> tuple[SemanticModel | None, tuple[Issue, ...]]:
    """Return the model (None when it cannot be built) with every issue found.

    Raises:
        BadInput: a file cannot be read as YAML, or the region profile is malformed.
    """
    values = load_profile(profile).values()
    drafts: list[_Draft] = []
    issues: list[Issue] = []
    for file in (*_model_files(folder or MODELS, profile), *extra):
        _collect(read_marked(file), drafts, issues)
    terms: list[tuple[_Draft, Term]] = []
    for draft in drafts:
        built = _build(draft, values, issues)
        if built is not None:
            terms.append((draft, built))
    if issues:
        return None, tuple(issues)
    model = _assemble(terms)
    places = {(draft.kind, _name_of(term)): draft for draft, term in terms}
    issues.extend(_place(finding, places) for rule in RULES for finding in rule(model))
    return model, tuple(issues)


def _model_files(folder: Path, profile: str) -> Iterator[Path]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BadInput(f"目录 {folder.name} 里没有语义模型文件", detail=str(folder))
    yield from files
    yield from sorted((folder / "profiles" / profile).glob("*.yaml"))


def _collect(document: MarkedDocument, drafts: list[_Draft], issues: list[Issue]) -> None:
    file = str(document.file)
    if not isinstance(document.data, dict):
        issues.append(Issue("ERROR", file, 1, "文件最外层应是「段名: 列表」"))
        return
    for section, items in document.data.items():
        line = document.line((section,))
        if section not in SECTIONS and section != _EXTENSIONS:
            known = "、".join((*SECTIONS, _EXTENSIONS))
            issues.append(Issue("ERROR", file, line, f"不认识的段「{section}」（可用：{known}）"))
        elif not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            issues.append(Issue("ERROR", file, line, f"段「{section}」应是定义的列表"))
        elif section == _EXTENSIONS:
            for i, item in enumerate(items):
                _graft(item, document, (section, i), drafts, issues)
        else:
            kind, type_ = SECTIONS[section]
            drafts.extend(
                _Draft(kind, type_, item, document, (section, i), {})
                for i, item in enumerate(items)
            )


def _graft(
    item: dict[str, Any], document: MarkedDocument, path: DocPath, drafts: list[_Draft],
    issues: list[Issue],
) -> None:
    """Append one added attribute to the entity it names."""
    entity = item.get("entity")
    target = next((d for d in drafts if d.kind == "entity" and d.name == entity), None)
    if target is None:
        line = document.line(path)
        message = f"给不存在的对象「{entity}」加属性"
        issues.append(Issue("ERROR", str(document.file), line, message))
        return
    attributes = target.data.setdefault("attributes", [])
    target.grafts[("attributes", len(attributes))] = (document, path)
    attributes.append({key: value for key, value in item.items() if key != "entity"})


def _build(draft: _Draft, values: Mapping[str, Any], issues: list[Issue]) -> Term | None:
    try:
        data = _with_rules(draft.data, values)
        return draft.type.model_validate(data)
    except KeyError as exc:
        issues.append(draft.issue("ERROR", f"「{draft.name}」引用了区域规则里没有的值 {exc}"))
    except ValidationError as exc:
        for error in exc.errors():
            inside = _inside(draft.data, error["loc"])
            message = _validation_message(error["type"], error["msg"], error["loc"])
            issues.append(draft.issue("ERROR", f"「{draft.name}」{message}", inside))
    return None


def _with_rules(data: Any, values: Mapping[str, Any]) -> Any:
    """Replace every ``{rule: key}`` by the region profile's value."""
    if isinstance(data, dict):
        if set(data) == {"rule"}:
            return values[data["rule"]]
        return {key: _with_rules(value, values) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_rules(value, values) for value in data]
    return data


def _inside(data: Any, loc: Iterable[str | int]) -> DocPath:
    """Turn a pydantic location, which also holds union tags, into a path inside the data."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict) and part in data:
            data = data[str(part)]
            path.append(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
            path.append(part)
    return tuple(path)


def _validation_message(kind: str, text: str, loc: tuple[str | int, ...]) -> str:
    where = ".".join(str(part) for part in loc)
    if kind == "extra_forbidden":
        return f"有不认识的键：{where}"
    if kind == "missing":
        return f"缺少必填的键：{where}"
    return f"的 {where} 不合格式：{text}"


def _assemble(terms: list[tuple[_Draft, Term]]) -> SemanticModel:
    by_kind: dict[str, list[Term]] = {section: [] for section in SECTIONS}
    sections = {kind: section for section, (kind, _) in SECTIONS.items()}
    for draft, term in terms:
        by_kind[sections[draft.kind]].append(term)
    # The definitions are already typed; model_validate keeps them as they are.
    return SemanticModel.model_validate({key: tuple(value) for key, value in by_kind.items()})


def _name_of(term: Term) -> str:
    if isinstance(term, PlaceAlias | NotHeld):
        return term.words[0]
    if isinstance(term, Rollup):
        return term.table
    return str(getattr(term, "name", "?"))


def _place(finding: Finding, places: Mapping[tuple[DefinitionKind, str], _Draft]) -> Issue:
    return places[(finding.kind, finding.name)].issue(
        finding.level, finding.message, finding.inside
    )
