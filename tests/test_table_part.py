"""Table XML: headings as they read, ranges as they grow."""

from __future__ import annotations

import pytest

from segmentation_addin.workbook.addresses import Area, Resized
from segmentation_addin.workbook.host import HostError
from segmentation_addin.workbook.table_part import TablePart

TABLE = """<?xml version="1.0"?>
<table xmlns="x" id="3" name="Old" displayName="tblX" ref="B4:C10"{root}>\
<autoFilter ref="B4:C{filtered}"><filterColumn colId="0"><filters><filter val="1"/>\
</filters></filterColumn></autoFilter><sortState ref="B5:C{filtered}">\
<sortCondition ref="B5:B{filtered}"/></sortState><tableColumns count="2">\
<tableColumn id="4" name="R&amp;D_x000a_2 &lt;é&gt;"/><tableColumn id="2" name="b">\
<calculatedColumnFormula>SUM(B$5:B$10)</calculatedColumnFormula></tableColumn>\
</tableColumns></table>"""


def _table(root: str = "", filtered: int = 10) -> TablePart:
    text = TABLE.format(root=root, filtered=filtered)
    return TablePart(text.encode(), "x.xlsx", "table1.xml")


def _move(last: int, old: int = 10) -> Resized:
    return Resized("S", 5, 2, 3, old, last)


def test_headings_are_unescaped() -> None:
    table = _table()
    assert (table.name, table.headings) == ("tblX", ["R&D\n2 <é>", "b"])
    assert table.columns[1].formula == "SUM(B$5:B$10)"


def test_a_totals_row_is_no_data() -> None:
    table = _table(' totalsRowCount="1"', filtered=9)
    assert table.body == Area(5, 2, 9, 3)
    new = TablePart(table.resized(_move(20, 9)), "x", "y")
    assert (new.area.text, new.body.last_row) == ("B4:C21", 20)
    assert 'autoFilter ref="B4:C20"' in new.text
    assert 'sortCondition ref="B5:B20"' in new.text


def test_a_table_without_headings_begins_with_data() -> None:
    assert _table(' headerRowCount="0"').body == Area(4, 2, 10, 3)


def test_rows_in_our_order_lose_filter_and_sort() -> None:
    table = _table(' insertRow="1"')
    assert table.filtered
    new = TablePart(table.resized(_move(6), own_order=True), "x", "y")
    assert (new.filtered, new.area.text) == (False, "B4:C6")
    assert '<autoFilter ref="B4:C6"/>' in new.text
    assert "sortState" not in new.text
    assert "insertRow" not in new.text
    assert new.columns[1].formula == "SUM(B$5:B$6)"


def test_columns_are_added_at_the_right_end_with_a_new_id() -> None:
    new = TablePart(_table().resized(_move(10), ('Say "x"\n& y',)), "x", "y")
    assert new.headings == ["R&D\n2 <é>", "b", 'Say "x"\n& y']
    assert new.area.text == "B4:D10"
    assert '<tableColumns count="3">' in new.text
    assert '<tableColumn id="5" ' in new.text


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b'<x:table xmlns:x="x" ref="A1:B2" name="t"/>', "prefixed_xml"),
        (b"<nothing/>", "unreadable_xml"),
        (b'<table name="t"/>', "unreadable_xml"),
    ],
)
def test_a_part_that_cannot_be_patched_is_refused(xml: bytes, code: str) -> None:
    with pytest.raises(HostError) as refused:
        TablePart(xml, "x.xlsx", "table1.xml")
    assert refused.value.code == code


def test_a_part_cut_short_is_damaged() -> None:
    text = TABLE.format(root="", filtered=10)
    with pytest.raises(HostError) as error:
        TablePart(text[: len(text) // 2].encode(), "x.xlsx", "table1.xml")
    assert error.value.code == "damaged"
