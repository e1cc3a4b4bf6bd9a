"""Facts on the Excel installed, from the registry: path, version, bits, language."""

from __future__ import annotations

from segmentation_addin.computer import Computer

OFFICE = r"Microsoft\Office\16.0"
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OUTLOOK = rf"HKLM\SOFTWARE\{OFFICE}\Outlook"
_INSTALLED_32 = rf"HKLM\SOFTWARE\WOW6432Node\{OFFICE}\Excel\InstallRoot"
_LANGUAGE = rf"HKCU\Software\{OFFICE}\Common\LanguageResources"
_REGION = r"HKCU\Control Panel\International"
_BITS = {"x64": 64, "x86": 32}
_LANGUAGES = {1033: "en-us", 2057: "en-gb", 1036: "fr-fr", 3084: "fr-ca"}
UNKNOWN = "?"


def excel_path(computer: Computer) -> str | None:
    """Path of EXCEL.EXE; None when Windows knows none."""
    for hive in ("HKCU", "HKLM"):
        path = computer.registry(rf"{hive}\{_APP_PATHS}")
        if isinstance(path, str) and path:
            return path.strip('"')
    return None


def excel_version(computer: Computer) -> str:
    """Version as Excel shows it; "?" when it is not recorded."""
    full = computer.registry(_CLICK_TO_RUN, "VersionToReport")
    if isinstance(full, str) and full:
        return full
    current = computer.registry(r"HKCR\Excel.Application\CurVer")
    return current.rpartition(".")[2] if isinstance(current, str) else UNKNOWN


def excel_bits(computer: Computer) -> int | None:
    """64 or 32; None when it is not recorded."""
    for key, name in ((_CLICK_TO_RUN, "Platform"), (_OUTLOOK, "Bitness")):
        bits = _BITS.get(str(computer.registry(key, name)))
        if bits is not None:
            return bits
    if computer.registry(_INSTALLED_32, "Path") is not None:
        return 32
    path = excel_path(computer) or ""
    return 32 if "(x86)" in path else None


def excel_language(computer: Computer) -> str:
    """Language of Excel's menus: "fr-fr"."""
    tag = computer.registry(_LANGUAGE, "UILanguageTag")
    if isinstance(tag, str) and tag:
        return tag
    number = computer.registry(_LANGUAGE, "UILanguage")
    if isinstance(number, int) and number:
        return _LANGUAGES.get(number, str(number))
    return _text(computer, _CLICK_TO_RUN, "ClientCulture")


def separators(computer: Computer) -> tuple[str, str]:
    """The separator of lists and the decimal sign of this user."""
    return _text(computer, _REGION, "sList"), _text(computer, _REGION, "sDecimal")


def _text(computer: Computer, key: str, name: str) -> str:
    value = computer.registry(key, name)
    return value if isinstance(value, str) and value else UNKNOWN
