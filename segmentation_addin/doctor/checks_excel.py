"""Checks of Excel and of the rules around it. All of them only read."""

from __future__ import annotations

import plistlib

from segmentation_addin.computer import Computer
from segmentation_addin.doctor.examined import Examined, Seen, seen
from segmentation_addin.doctor.excel_facts import (
    OFFICE,
    UNKNOWN,
    excel_bits,
    excel_language,
    excel_path,
    excel_version,
    separators,
)
from segmentation_addin.messages.doctor import RULES

_OLDEST = 16
_MAC_EXCEL = "/Applications/Microsoft Excel.app/Contents/Info.plist"
_SECURITY = (
    rf"HKCU\Software\Policies\{OFFICE}\Excel\Security",
    r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0\Excel\Security",
    rf"HKCU\Software\{OFFICE}\Excel\Security",
)
"""Where the macro settings stand, the strongest first: policy, cloud policy, user."""
_WARNINGS = {1: "policy.all", 2: "policy.asks", 3: "policy.signed", 4: "policy.none"}
_RULE_POLICY = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)
_STATES = {0: "off", 1: "blocked", 2: "audited", 5: "off", 6: "warned"}
_SAID = "all-said"
"""The last line of an answer: without it, silence is no good news."""
_ASK_RULES = (
    "$p = Get-MpPreference -ErrorAction Stop; "
    "$i = @($p.AttackSurfaceReductionRules_Ids); "
    "$a = @($p.AttackSurfaceReductionRules_Actions); "
    "for ($n = 0; $n -lt $i.Count; $n++) { '{0}={1}' -f $i[$n], [int]$a[$n] }; "
    f"'{_SAID}'"
)
_ASK_EXCEL = (
    "Get-Process EXCEL -ErrorAction SilentlyContinue | "
    "ForEach-Object { '{0}={1}' -f $_.Id, $_.MainWindowHandle }; "
    f"'{_SAID}'; exit 0"
)


def excel(examined: Examined) -> Seen:
    """Excel is there and recent enough; how it speaks and separates."""
    computer = examined.computer
    if not examined.installed.windows:
        return _excel_on_mac(computer)
    if excel_path(computer) is None:
        return seen("excel.missing")
    version = excel_version(computer)
    separator, decimal = separators(computer)
    bits = excel_bits(computer)
    return seen(
        "excel.old" if _too_old(version) else "excel.ok",
        version=version,
        bits=f"{bits or UNKNOWN}-bit",
        menus=excel_language(computer),
        separator=separator,
        decimal=decimal,
    )


def _excel_on_mac(computer: Computer) -> Seen:
    content = computer.read(_MAC_EXCEL)
    if content is None:
        return seen("excel.missing")
    try:
        facts = plistlib.loads(content)
    except (plistlib.InvalidFileException, ValueError):
        facts = {}
    version = str(facts.get("CFBundleShortVersionString", UNKNOWN))
    return seen("excel.old" if _too_old(version) else "excel.mac", version=version)


def _too_old(version: str) -> bool:
    major = version.partition(".")[0]
    return major.isdigit() and int(major) < _OLDEST


def policy(examined: Examined) -> Seen:
    """Whether Excel runs macros: what IT or the user decided."""
    for key in _SECURITY:
        value = examined.computer.registry(key, "VBAWarnings")
        if isinstance(value, int) and value in _WARNINGS:
            return seen(_WARNINGS[value], where=rf"{key}\VBAWarnings")
    return seen("policy.asks")


def rules(examined: Examined) -> Seen:
    """Rules of Microsoft Defender that keep Excel from starting Python."""
    states = _rule_states(examined.computer)
    if states is None:
        return seen("rules.unread")
    for state in ("blocked", "warned", "audited"):
        hit = [rule for rule in RULES if states.get(rule) == state]
        if hit:
            return seen(f"rules.{state}", rules=[RULES[rule] for rule in hit])
    return seen("rules.ok")


def _rule_states(computer: Computer) -> dict[str, str] | None:
    """State of each rule by its number; None when nobody tells."""
    found: dict[str, str] = {}
    lines = _asked(computer, _ASK_RULES)
    for line in lines or ():
        rule, _, action = line.partition("=")
        if action.isdigit():
            found[rule.casefold()] = _STATES.get(int(action), "off")
    for rule in RULES:
        value = computer.registry(_RULE_POLICY, rule)
        if value is not None and str(value).isdigit():
            found[rule] = _STATES.get(int(value), "off")
    return None if lines is None and not found else found


def _asked(computer: Computer, script: str) -> list[str] | None:
    """The lines that PowerShell answers; None when it did not answer to the end."""
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]
    answer = computer.run(command)
    lines = answer.output.split()
    return lines[:-1] if answer.well and lines[-1:] == [_SAID] else None


def xlstart(examined: Examined) -> Seen:
    """Other xlwings add-ins that Excel loads at its start."""
    paths = examined.installed.paths
    folder = paths.join(
        examined.computer.environ.get("APPDATA", ""), "Microsoft", "Excel", "XLSTART"
    )
    names = [
        name
        for name in examined.computer.names(folder)
        if name.casefold().startswith("xlwings")
    ]
    if not names:
        return seen("xlstart.ok")
    return seen("xlstart.found", names=", ".join(names), folder=folder)


def orphans(examined: Examined) -> Seen:
    """Excel processes without a window; told, never ended."""
    lines = _asked(examined.computer, _ASK_EXCEL)
    if lines is None:
        return seen("orphans.unread")
    pairs = (line.partition("=") for line in lines)
    ids = [number for number, _, window in pairs if window == "0"]
    return seen("orphans.found", ids=", ".join(ids)) if ids else seen("orphans.ok")
