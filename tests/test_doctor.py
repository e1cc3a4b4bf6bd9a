"""Doctor: each check on a computer that is well, and on one that is not."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from fake_computer import (
    CLICK_TO_RUN,
    LOCAL,
    MAC_VENV,
    PLIST,
    SCRIPTS,
    SITE,
    USER,
    VENV,
    FakeComputer,
    ready_mac,
    ready_windows,
)
from workbook_parts import changed_parts, zipped

from segmentation_addin.cli import main
from segmentation_addin.computer import Answer
from segmentation_addin.doctor import Finding, Status, diagnose
from segmentation_addin.doctor.diagnosis import FINDINGS, NAMES
from segmentation_addin.environment import CONF_ROWS, XLWINGS
from segmentation_addin.languages import LANGUAGES, Language
from segmentation_addin.services.creating import template_bytes
from segmentation_addin.template.macro_parts import PROJECT_PART
from segmentation_addin.template.parts import read_parts
from segmentation_addin.template.vba_project import compile_project, read_modules

Spoil = Callable[[FakeComputer], object]
OFFICE_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
OFFICE_USER = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
CHILD = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
RULE_POLICY = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)
BOOK = USER + r"\Documents\clients.xlsm"


def by_code(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings}


def of(computer: FakeComputer, path: str | None = None) -> dict[str, Finding]:
    return by_code(diagnose(path, "en", computer))


def with_book(
    content: bytes, path: str = BOOK, computer: FakeComputer | None = None
) -> dict[str, Finding]:
    asked = computer or ready_windows()
    asked.files[path] = content
    return of(asked, path)


@pytest.mark.parametrize("computer", [ready_windows(), ready_mac()])
def test_a_computer_that_is_well_has_no_failure(computer: FakeComputer) -> None:
    found = of(computer)
    applicable = {f.status for f in found.values()} - {Status.SKIPPED}
    assert applicable == {Status.OK}, found
    assert all("{" not in finding.found for finding in found.values())


def test_what_excel_is_and_how_it_separates_is_said() -> None:
    told = of(ready_windows())["excel"].found
    for fact in ("16.0.17928.20156", "64-bit", "fr-fr", "“;”", "“,”"):
        assert fact in told
    assert "16.89" in of(ready_mac())["excel"].found


def remove(computer: FakeComputer, path: str) -> None:
    for name in [name for name in computer.files if name.startswith(path)]:
        del computer.files[name]


def other(name: str, version: str) -> Spoil:
    """The environment holds another version of a package."""

    def spoil(computer: FakeComputer) -> None:
        remove(computer, f"{SITE}\\{name}-")
        computer.write(f"{SITE}\\{name}-{version}.dist-info\\RECORD", b"")

    return spoil


def by_policy_alone(computer: FakeComputer) -> None:
    computer.answer = lambda _: Answer(0, "")
    computer.values[RULE_POLICY, CHILD] = "1"


def age(computer: FakeComputer) -> None:
    computer.python = (3, 10, 9)


def rules(answer: str) -> Spoil:
    def spoil(computer: FakeComputer) -> None:
        computer.answer = lambda _: Answer(0, answer)

    return spoil


SPOILT: list[tuple[str, str, Status, Spoil, str]] = [
    ("old python", "python", Status.FAIL, age, "3.10.9"),
    (
        "no environment",
        "environment",
        Status.FAIL,
        lambda c: remove(c, VENV),
        "pythonw",
    ),
    (
        "empty environment",
        "environment",
        Status.FAIL,
        lambda c: remove(c, SITE + r"\seg"),
        VENV,
    ),
    (
        "other version",
        "environment",
        Status.WARN,
        other("segmentation_addin", "0.0.9"),
        "0.0.9",
    ),
    (
        "no xlwings",
        "xlwings",
        Status.FAIL,
        lambda c: remove(c, SITE + r"\xlw"),
        "installed",
    ),
    (
        "other xlwings",
        "xlwings",
        Status.FAIL,
        other("xlwings", "0.30.1"),
        "0.30.1",
    ),
    (
        "no pywin32",
        "pywin32",
        Status.FAIL,
        lambda c: remove(c, SITE + r"\win32com"),
        SITE,
    ),
    ("no dll", "dll", Status.FAIL, lambda c: remove(c, VENV + r"\xlwings64"), SCRIPTS),
    (
        "32-bit Excel needs the other dll",
        "dll",
        Status.FAIL,
        lambda c: c.values.update({(CLICK_TO_RUN, "Platform"): "x86"}),
        f"xlwings32-{XLWINGS}.dll",
    ),
    ("no Excel", "excel", Status.FAIL, lambda c: c.values.clear(), "No Excel"),
    (
        "Excel 2013",
        "excel",
        Status.FAIL,
        lambda c: c.values.update({(CLICK_TO_RUN, "VersionToReport"): "15.0.4569.1"}),
        "15.0",
    ),
    (
        "signed macros only, by policy",
        "policy",
        Status.FAIL,
        lambda c: c.values.update(
            {(OFFICE_POLICY, "VBAWarnings"): 3, (OFFICE_USER, "VBAWarnings"): 1}
        ),
        "signed",
    ),
    (
        "no macros, by the user",
        "policy",
        Status.FAIL,
        lambda c: c.values.update({(OFFICE_USER, "VBAWarnings"): 4}),
        OFFICE_USER,
    ),
    (
        "child processes blocked",
        "rules",
        Status.FAIL,
        rules(f"{CHILD}=1 all-said"),
        "other programs",
    ),
    (
        "child processes asked",
        "rules",
        Status.WARN,
        rules(f"{CHILD.upper()}=6 all-said"),
        "other",
    ),
    (
        "child processes observed",
        "rules",
        Status.OK,
        rules(f"{CHILD}=2 all-said"),
        "Observed",
    ),
    ("rules that nobody tells", "rules", Status.UNKNOWN, rules(""), "cannot be read"),
    (
        "rules by policy only",
        "rules",
        Status.FAIL,
        by_policy_alone,
        "other programs",
    ),
    (
        "an old add-in loaded at start",
        "xlstart",
        Status.WARN,
        lambda c: c.write(
            USER + r"\AppData\Roaming\Microsoft\Excel\XLSTART\xlwings.xlam", b""
        ),
        "xlwings.xlam",
    ),
    (
        "an Excel nobody sees",
        "orphans",
        Status.WARN,
        rules("411=0 512=66 all-said"),
        "411",
    ),
    (
        "processes nobody lists",
        "orphans",
        Status.UNKNOWN,
        rules(""),
        "cannot be listed",
    ),
]


@pytest.mark.parametrize(
    ("code", "status", "spoil", "said"),
    [case[1:] for case in SPOILT],
    ids=[case[0] for case in SPOILT],
)
def test_what_is_wrong_is_found_and_has_a_remedy(
    code: str, status: Status, spoil: Spoil, said: str
) -> None:
    computer = ready_windows()
    spoil(computer)
    finding = of(computer)[code]
    assert finding.status == status, finding
    assert said in finding.found
    assert finding.remedy or status == Status.OK


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("environment", MAC_VENV),
        ("runpython", "/Users/lea/Library"),
        ("excel", PLIST),
    ],
)
def test_what_is_wrong_on_a_mac_is_found(code: str, path: str) -> None:
    computer = ready_mac()
    remove(computer, path)
    assert of(computer)[code].status == Status.FAIL


def test_on_other_systems_nothing_of_excel_is_called_well() -> None:
    found = of(FakeComputer(system="Linux", executable="/usr/bin/python3"))
    assert {c for c, f in found.items() if f.status == Status.OK} == {
        "python",
        "package",
        "xlwings",
    }
    assert {f.status for f in found.values()} == {Status.OK, Status.SKIPPED}


def test_powershell_only_asks() -> None:
    computer = ready_windows()
    of(computer)
    scripts = " ".join(run[-1] for run in computer.runs)
    assert "Set-" not in scripts
    assert "Stop-" not in scripts
    assert len(computer.runs) == 2


# The workbook


def test_a_fresh_workbook_is_well() -> None:
    found = with_book(template_bytes("fr"))
    assert {f.status for f in found.values()} - {Status.SKIPPED} == {Status.OK}, found


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (BOOK, Status.OK, BOOK),
        (USER + r"\OneDrive\clients.xlsm", Status.OK, "OneDrive"),
        ("https://contoso.sharepoint.com/sites/f/clients.xlsm", Status.WARN, "web"),
        (r"\\srv\finance\clients.xlsm", Status.WARN, "network"),
        (r"\\10.1.2.3\finance\clients.xlsm", Status.FAIL, "internet"),
        ("C:\\" + "x" * 215 + ".xlsm", Status.FAIL, "223"),
    ],
)
def test_the_place_of_the_workbook(path: str, status: Status, said: str) -> None:
    finding = with_book(template_bytes("en"), path)["path"]
    assert finding.status == status
    assert said in finding.found


def test_a_workbook_on_a_server_is_not_called_missing() -> None:
    found = of(ready_windows(), "https://contoso.sharepoint.com/sites/f/clients.xlsm")
    assert Status.FAIL not in {finding.status for finding in found.values()}
    assert "workbook" not in found


def test_the_mark_of_the_web_is_read() -> None:
    computer = ready_windows()
    computer.files[BOOK + ":Zone.Identifier"] = b"[ZoneTransfer]\r\nZoneId=3\r\n"
    assert with_book(template_bytes("en"), BOOK, computer)["zone"].status == Status.FAIL


def test_a_folder_that_cannot_be_written() -> None:
    computer = ready_windows()
    computer.closed.add(USER + r"\Documents")
    assert with_book(template_bytes("en"), BOOK, computer)["folder"].status == (
        Status.FAIL
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a zip", "not an Excel workbook"),
        (b"PK\x03\x04 torn", "damaged"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_workbook(content: bytes | None, said: str) -> None:
    computer = ready_windows()
    if content is not None:
        computer.files[BOOK] = content
    found = of(computer, BOOK)
    assert found["workbook"].status == Status.FAIL
    assert said in found["workbook"].found
    assert "macros" not in found


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_workbook_whose_cells_cannot_be_read_is_damaged(part: str) -> None:
    torn = parts()
    torn[part] = torn[part][: len(torn[part]) // 2]
    found = with_book(zipped(torn))
    assert found["workbook"].status == Status.FAIL
    assert "damaged" in found["workbook"].found
    assert "conf" not in found


def parts() -> dict[str, bytes]:
    return read_parts(template_bytes("en"))


def test_macros_of_another_version_are_named() -> None:
    changed = parts()
    modules = [
        replace(module, text=module.text.replace(XLWINGS, "0.30.1"))
        for module in read_modules(changed[PROJECT_PART])
    ]
    changed[PROJECT_PART] = compile_project(modules)
    found = with_book(zipped(changed))
    assert found["constant"].status == Status.FAIL
    assert "0.30.1" in found["constant"].found
    assert found["macros"].status == Status.WARN
    assert "xlwings" in found["macros"].found
    assert found["current"].status == Status.WARN
    assert "upgrade" in found["current"].remedy


def test_a_truncated_project_cannot_be_read() -> None:
    changed = parts()
    changed[PROJECT_PART] = changed[PROJECT_PART][:2000]
    assert with_book(zipped(changed))["macros"].status == Status.UNKNOWN


def test_an_xlsx_is_told_apart() -> None:
    changed = changed_parts(
        parts(),
        "[Content_Types].xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    )
    found = with_book(zipped(changed), USER + r"\Documents\clients.xlsx")
    assert found["workbook"].status == Status.FAIL
    assert "macros" not in found


def conf_with(value: str, key: str = "ADD_WORKBOOK_TO_PYTHONPATH") -> bytes:
    """The English template whose settings sheet holds another value."""
    changed = parts()
    old = dict(CONF_ROWS)[key]
    name = "xl/sharedStrings.xml"
    return zipped(changed_parts(changed, name, f"<t>{old}</t>", f"<t>{value}</t>"))


@pytest.mark.parametrize("word", ["FAUX", "Vrai", "Falsch"])
def test_a_translated_boolean_is_found(word: str) -> None:
    finding = with_book(conf_with(word))["conf"]
    assert finding.status == Status.FAIL
    assert "ADD_WORKBOOK_TO_PYTHONPATH" in finding.found


def test_the_python_of_the_sheet_must_exist() -> None:
    found = with_book(conf_with(r"D:\python\pythonw.exe", "INTERPRETER_WIN"))
    assert found["interpreter"].status == Status.FAIL
    well = with_book(template_bytes("en"))["interpreter"]
    assert well.found.endswith(LOCAL + r"\segmentation\venv\Scripts\pythonw.exe")


def test_the_python_of_the_sheet_on_a_mac() -> None:
    path = "/Users/lea/Documents/clients.xlsm"
    found = with_book(template_bytes("en"), path, ready_mac())
    assert found["interpreter"].found.endswith(
        "/Users/lea/.segmentation/venv/bin/python"
    )


def calls(count: int) -> bytes:
    """The English template with a fill-down of that many calls, and a native one."""
    changed = parts()
    first = f'<f t="shared" ref="A900:A{899 + count}" si="7">SEGMENT(1,2,3)</f>'
    rows = [
        f'<row r="{row}"><c r="A{row}">{first if row == 900 else child}</c></row>'
        for row in range(900, 900 + count)
        for child in ['<f t="shared" si="7"/>']
    ]
    rows.append('<row r="9000"><c r="A9000"><f>SEGMENT_LIVE(1)</f></c></row>')
    end = "</sheetData>"
    return zipped(
        changed_parts(changed, "xl/worksheets/sheet2.xml", end, "".join(rows) + end)
    )


@pytest.mark.parametrize(("count", "status"), [(400, Status.OK), (501, Status.WARN)])
def test_many_single_calls_are_warned_of(count: int, status: Status) -> None:
    examples = int(with_book(template_bytes("en"))["calls"].found.rsplit(" ", 1)[-1])
    finding = with_book(calls(count))["calls"]
    assert f": {count + examples}" in finding.found
    assert finding.status == status


# The texts and the command


@pytest.mark.parametrize("key", sorted(FINDINGS))
def test_each_text_speaks_both_languages_with_the_same_marks(key: str) -> None:
    said = FINDINGS[key]
    assert key.partition(".")[0] in NAMES
    for text in (said.found, said.remedy):
        marks = [
            {field for _, field, _, _ in string.Formatter().parse(one) if field}
            for one in text
        ]
        assert marks[0] == marks[1]
        assert bool(text.en) == bool(text.fr)
    if said.status in {Status.WARN, Status.FAIL}:
        assert said.remedy.en


def test_the_command_tells_the_remedy_and_exits_with_three(tmp_path: Path) -> None:
    path = tmp_path / "absent.xlsm"
    done = CliRunner().invoke(main, ["doctor", str(path), "--json"])
    assert done.exit_code == 3
    document = json.loads(done.stdout)
    assert document["well"] is False
    finding = next(f for f in document["findings"] if f["code"] == "workbook")
    assert (finding["status"], bool(finding["remedy"])) == ("fail", True)
    plain = CliRunner().invoke(main, ["doctor", str(path)], env={"LANG": "fr_FR"})
    assert plain.exit_code == 3
    assert "→ Vérifiez le dossier" in plain.stdout


def test_the_command_reads_only(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsm"
    path.write_bytes(template_bytes("en"))
    before = path.read_bytes()
    done = CliRunner().invoke(main, ["doctor", str(path)])
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_check_has_a_name_of_its_own(language: Language) -> None:
    assert len({name.in_(language) for name in NAMES.values()}) == len(NAMES)
