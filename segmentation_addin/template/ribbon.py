"""The ribbon tab as a part of the workbook: static words, one macro a button.

Labels and tips are text in the workbook's language, and `onAction` is the only
callback, so no handle of the ribbon can be lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from segmentation_addin.excel.actions import (
    ACTIONS,
    GROUPS,
    TAB,
    TAB_ID,
    TAB_KEYTIP,
    Action,
    Group,
)
from segmentation_addin.languages import Language
from segmentation_addin.template.parts import (
    PACKAGE_RELATIONS,
    Parts,
    Transformer,
    with_relation,
)

RIBBON_PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
RIBBON_RELATION = (
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
)
_AFTER = "TabView"
"""The built-in tab that ours follows: after all that Excel always shows."""

_GALLERY = (
    "names of the Office icons gallery by Alton Lam (GitHub govert/ImageMso, "
    "Excel.Images/app.config), Office 2007 to 2013; read on 2026-11-25"
)
_OFFICE = (
    "name of Office's own control Save As > Excel Workbook, used as imageMso in public "
    "add-ins; read on 2026-11-25"
)
ICONS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "ControlsGallery",
            "ErrorChecking",
            "FileDocumentInspect",
            "FileMarkAsFinal",
            "Help",
            "ImportTextFile",
            "Info",
            "PasteValues",
            "RefreshAll",
            "TagMarkComplete",
            "WhatIfAnalysisMenu",
        ),
        _GALLERY,
    ),
    "FileSaveAsExcelXlsx": _OFFICE,
}
"""Built-in images that are known to exist, and where that was seen: a wrong name
shows no image and no checker tells."""


def with_ribbon(language: Language) -> Transformer:
    """Adds or replaces the ribbon part in that language."""

    def added(parts: Parts) -> Parts:
        if RIBBON_RELATION.encode() not in parts[PACKAGE_RELATIONS]:
            parts = with_relation(
                parts, PACKAGE_RELATIONS, RIBBON_RELATION, RIBBON_PART
            )
        return {**parts, RIBBON_PART: ribbon_xml(language)}

    return added


def ribbon_xml(language: Language) -> bytes:
    """The ribbon part: the tab, its groups and their buttons."""
    tab = _attributes(
        {
            "id": TAB_ID,
            "label": TAB.in_(language),
            "keytip": TAB_KEYTIP,
            "insertAfterMso": _AFTER,
        }
    )
    groups = "".join(_group(group, language) for group in GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs><tab{tab}>{groups}</tab>'
        "</tabs></ribbon></customUI>"
    ).encode()


def _group(group: Group, language: Language) -> str:
    buttons = "".join(
        _button(action, language) for action in ACTIONS if action.group == group.key
    )
    shown = _attributes(
        {"id": f"segGroup{group.key.title()}", "label": group.label.in_(language)}
    )
    return f"<group{shown}>{buttons}</group>"


def _button(action: Action, language: Language) -> str:
    shown = _attributes(
        {
            "id": "seg" + action.macro.removeprefix("Segmentation"),
            "label": action.label.in_(language),
            "screentip": action.label.in_(language),
            "supertip": action.help.in_(language),
            "keytip": action.keytip,
            "imageMso": action.icon,
            "size": "large" if action.large else "normal",
            "onAction": action.macro,
        }
    )
    return f"<button{shown}/>"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
