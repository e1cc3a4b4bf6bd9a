"""Findings in the ribbon part and the help of functions."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator

from segmentation_addin.excel.actions import MODULE, MOST_COMMANDS, MOST_GROUPS
from segmentation_addin.excel.registry import MOST_HELP
from segmentation_addin.template.function_help import ARGUMENTS_URI
from segmentation_addin.template.lint_findings import Finding
from segmentation_addin.template.lint_sheets import MAIN
from segmentation_addin.template.lint_vba import ReadProject
from segmentation_addin.template.macro_parts import BOOK_PART, PROJECT_PART
from segmentation_addin.template.parts import PACKAGE_RELATIONS, Parts
from segmentation_addin.template.ribbon import (
    ICONS,
    NAMESPACE,
    RIBBON_PART,
    RIBBON_RELATION,
)

_UI = "{" + NAMESPACE + "}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_MACROS = "SegmentationRibbon"
_FUNCTIONS = "xlwings_udfs"
_COMMANDS = {"button", "toggleButton", "menu", "gallery", "splitButton", "checkBox"}
_LONGEST_TIP = 1024
_KEYTIP = re.compile(r"[A-Z0-9]{1,3}")
_CALLED = re.compile(r'SegRun "import ([\w.]+); ([\w.]+)\.(\w+)\(\)"')
_DESCRIBED = re.compile(
    r'^Attribute (\w+)\.VB_Description = "((?:[^"]|"")*)"', re.MULTILINE
)
_CATEGORY = re.compile(
    r'^Attribute (\w+)\.VB_ProcData\.VB_Invoke_Func = " \\n(\d+)"', re.MULTILINE
)


def ribbon_findings(parts: Parts, project: ReadProject, macros: str) -> list[Finding]:
    """What is wrong in the ribbon, its macros, and the help of functions."""
    root = ET.fromstring(parts[RIBBON_PART])  # noqa: S314
    texts = [
        *_link_slips(parts),
        *_layout_slips(root),
        *(text for control in root.iter() for text in _control_slips(control)),
        *_callback_slips(root, project),
    ]
    findings = [Finding(RIBBON_PART, text) for text in texts]
    targets = _target_slips(project, macros)
    findings += [Finding(PROJECT_PART, text) for text in targets]
    return findings + [Finding(BOOK_PART, t) for t in _help_slips(parts, project)]


def _link_slips(parts: Parts) -> Iterator[str]:
    links = ET.fromstring(parts[PACKAGE_RELATIONS])  # noqa: S314
    kinds = [x.get("Type") for x in links if x.get("Target", "").endswith(RIBBON_PART)]
    if kinds != [RIBBON_RELATION]:
        yield "the package does not lead to the ribbon by the relation of 2007"


def _layout_slips(root: ET.Element) -> Iterator[str]:
    for tab in root.iter(f"{_UI}tab"):
        groups = tab.findall(f"{_UI}group")
        if len(groups) > MOST_GROUPS:
            yield f"{len(groups)} groups, more than {MOST_GROUPS}"
        if "insertBeforeMso" in tab.attrib:
            yield "the tab stands before one of Excel's own"
        for group in groups:
            commands = [x for x in group if x.tag.removeprefix(_UI) in _COMMANDS]
            if len(commands) > MOST_COMMANDS:
                shown = group.get("label")
                yield f"{len(commands)} commands in {shown}, more than {MOST_COMMANDS}"
    for attribute in ("id", "keytip"):
        found = Counter(
            value for x in root.iter() if (value := x.get(attribute)) is not None
        )
        for value, times in found.items():
            if times > 1:
                yield f"the {attribute} {value} stands {times} times"


def _control_slips(control: ET.Element) -> Iterator[str]:
    name = control.get("id", control.tag.removeprefix(_UI))
    for attribute in control.attrib:
        static = attribute.removeprefix("get")
        static = static[:1].lower() + static[1:]
        if attribute.startswith("get") and static in control.attrib:
            yield f"{name}: {static} stands beside {attribute}"
        elif attribute.startswith(("get", "onLoad", "loadImage")):
            yield f"{name}: {attribute} is a callback, onAction alone is expected"
    icon = control.get("imageMso")
    if icon is not None and icon not in ICONS:
        yield f"{name}: an image that is not known to exist: {icon}"
    keytip = control.get("keytip")
    if keytip is not None and not _KEYTIP.fullmatch(keytip):
        yield f"{name}: a keytip of other than 1 to 3 capitals or digits: {keytip}"
    for attribute in ("label", "screentip", "supertip"):
        if len(control.get(attribute, "")) > _LONGEST_TIP:
            yield f"{name}: {attribute} is longer than {_LONGEST_TIP} characters"


def _callback_slips(root: ET.Element, project: ReadProject) -> Iterator[str]:
    """Buttons whose macro is not there, and macros that no button calls."""
    macros = project.procedures(_MACROS)
    called = {value for control in root.iter() if (value := control.get("onAction"))}
    for name in sorted(called):
        macro = macros.get(name)
        if macro is None:
            yield f"no macro {name} for its button"
        elif macro.kind != "sub" or len(macro.parameters) != 1:
            yield f"the macro {name} is no Sub with the control as its argument"
    for name in sorted(set(macros) - called):
        yield f"no button for the macro {name}"


def _target_slips(project: ReadProject, source: str) -> Iterator[str]:
    """Macros whose Python function is not there."""
    module = project.module(_MACROS)
    if module is None:
        return
    functions = {
        node.name: node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    calls = _CALLED.findall(module.text)
    if len(calls) != len(project.procedures(_MACROS)):
        yield "a macro that calls no Python function"
    for imported, named, function in calls:
        target = functions.get(function)
        if imported != MODULE or named != MODULE or target is None:
            yield f"a macro calls {named}.{function}, which is not there"
        elif len(target.args.args) > len(target.args.defaults):
            yield f"{named}.{function} asks for arguments that no macro gives"


def _help_slips(parts: Parts, project: ReadProject) -> Iterator[str]:
    """Help that is too long, or that speaks of what is not there."""
    module = project.module(_FUNCTIONS)
    if module is None:
        return
    functions = project.procedures(_FUNCTIONS)
    root = ET.fromstring(parts[BOOK_PART])  # noqa: S314
    described = dict(_DESCRIBED.findall(module.text))
    for name in sorted(set(functions) ^ set(described)):
        yield f"{name}: help without function, or function without help"
    for name, text in described.items():
        if len(text.replace('""', '"')) > MOST_HELP:
            yield f"{name}: its help is longer than {MOST_HELP} characters"
    groups = root.find(f"{MAIN}functionGroups")
    first = 1 + int("0" if groups is None else groups.get("builtInGroupCount", "0"))
    last = first + (0 if groups is None else len(groups)) - 1
    for name, number in _CATEGORY.findall(module.text):
        if not first <= int(number) <= last:
            yield f"{name}: the workbook has no category {number}"
    yield from _argument_slips(
        root, {x: len(f.parameters) for x, f in functions.items()}
    )


def _argument_slips(root: ET.Element, arguments: dict[str, int]) -> Iterator[str]:
    extensions = [x for x in root.iter(f"{MAIN}ext") if x.get("uri") == ARGUMENTS_URI]
    described: dict[str, int] = {}
    for defined in (x for e in extensions for x in e.iter(f"{_X14}definedName")):
        name = defined.get("name", "")
        texts = list(defined.iter(f"{_X14}argumentDescription"))
        described[name] = len(texts)
        if [x.get("index") for x in texts] != [str(i) for i in range(len(texts))]:
            yield f"{name}: the help of its arguments is out of order"
        for text in texts:
            if len(text.text or "") > MOST_HELP:
                shown = f"argument {text.get('index')}"
                yield f"{name}: help of {shown} is longer than {MOST_HELP} characters"
    for name in sorted(set(arguments) | set(described)):
        if arguments.get(name, 0) != described.get(name, 0):
            yield f"{name}: help for {described.get(name, 0)} of its arguments"
