"""The ribbon part: what was declared is what Excel shows, in the workbook's words."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from segmentation_addin.excel.actions import (
    ACTIONS,
    GROUPS,
    MOST_COMMANDS,
    MOST_GROUPS,
    TAB,
    Action,
)
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.template.build import build
from segmentation_addin.template.parts import Parts, read_parts
from segmentation_addin.template.ribbon import (
    ICONS,
    NAMESPACE,
    RIBBON_PART,
    ribbon_xml,
    with_ribbon,
)

UI = "{" + NAMESPACE + "}"


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def parts(language: Language) -> Parts:
    return read_parts(build(language))


@pytest.fixture
def tab(language: Language) -> etree._Element:
    (found,) = etree.fromstring(ribbon_xml(language)).iter(f"{UI}tab")
    return found


def test_each_group_holds_its_buttons_in_order(
    tab: etree._Element, language: Language
) -> None:
    shown = [
        (group.get("label"), [button.get("onAction") for button in group])
        for group in tab
    ]
    assert shown == [
        (group.label.in_(language), [x.macro for x in ACTIONS if x.group == group.key])
        for group in GROUPS
    ]
    assert all(macros for _, macros in shown)


def test_each_button_bears_its_words(tab: etree._Element, language: Language) -> None:
    assert tab.get("label") == TAB.in_(language)
    for button in tab.iter(f"{UI}button"):
        (action,) = [x for x in ACTIONS if x.macro == button.get("onAction")]
        assert dict(button.attrib) == {
            "id": f"seg{action.macro.removeprefix('Segmentation')}",
            "label": action.label.in_(language),
            "screentip": action.label.in_(language),
            "supertip": action.help.in_(language),
            "keytip": action.keytip,
            "imageMso": action.icon,
            "size": "large" if action.large else "normal",
            "onAction": action.macro,
        }


def test_the_tab_stands_after_those_of_excel_and_takes_no_focus(
    tab: etree._Element,
) -> None:
    assert tab.get("insertAfterMso") == "TabView"
    text = etree.tostring(tab.getroottree(), encoding="unicode")
    assert not re.search(r"\b(get\w+|onLoad|insertBeforeMso|startFromScratch)=", text)


def test_the_limits_of_excels_guidance_hold() -> None:
    assert len(GROUPS) <= MOST_GROUPS
    for group in GROUPS:
        assert len([x for x in ACTIONS if x.group == group.key]) <= MOST_COMMANDS
    keytips = [action.keytip for action in ACTIONS]
    assert len(set(keytips)) == len(keytips)


def test_every_icon_was_seen_in_a_public_list() -> None:
    assert {action.icon for action in ACTIONS} == set(ICONS)
    assert all(source for source in ICONS.values())


def test_labels_are_short_and_helps_are_sentences() -> None:
    def fits(action: Action, language: Language) -> bool:
        label, help_ = action.label.in_(language), action.help.in_(language)
        return len(label) <= 22 and help_.endswith(".") and len(help_) <= 255

    assert [x.key for x in ACTIONS for y in LANGUAGES if not fits(x, y)] == []


def test_the_package_leads_to_the_part_by_the_relation_of_2007(parts: Parts) -> None:
    relations = parts["_rels/.rels"].decode()
    assert (
        'Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
        f' Target="{RIBBON_PART}"'
    ) in relations
    numbers = re.findall(r'Id="(rId\d+)"', relations)
    assert len(set(numbers)) == len(numbers)
    types = parts["[Content_Types].xml"].decode()
    assert '<Default Extension="xml" ContentType="application/xml"/>' in types


def test_a_second_time_replaces_the_part_and_adds_no_relation(parts: Parts) -> None:
    other = with_ribbon("fr")(with_ribbon("en")(parts))
    assert other["_rels/.rels"] == parts["_rels/.rels"]
    assert other[RIBBON_PART] == ribbon_xml("fr")


def test_a_part_that_nothing_leads_to_gets_its_relation_back(parts: Parts) -> None:
    """Programs that keep the macros of a workbook drop that relation."""
    link = rb'<Relationship [^>]*/ui/extensibility"[^>]*>'
    lost = {**parts, "_rels/.rels": re.sub(link, b"", parts["_rels/.rels"])}
    assert lost["_rels/.rels"] != parts["_rels/.rels"]
    assert with_ribbon("en")(lost)["_rels/.rels"] == parts["_rels/.rels"]
