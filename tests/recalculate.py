"""Run by the system's Python with LibreOffice's UNO bridge; not a test module.

Usage: recalculate.py WORKBOOK LOCALE PROFILE_FOLDER [PDF]

Prints JSON: {sheet title: {address: [type, value, formula]}} after a whole
recalculation; type is "number", "text" or "error".
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table.CellContentType import EMPTY


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(profile):
    pipe = f"segmentation{abs(hash(profile))}"
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--invisible", "--norestore", "--nologo",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(240):
        try:
            url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            return office, resolver.resolve(url)
        except Exception:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def set_locale(context, locale):
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess",
        (prop("nodepath", "/org.openoffice.Setup/L10N"),),
    )
    access.setPropertyValue("ooSetupSystemLocale", locale)
    access.commitChanges()


def cells(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    data, formulas = area.getDataArray(), area.getFormulaArray()
    found = {}
    for r, (values, texts) in enumerate(zip(data, formulas)):
        for c, (value, text) in enumerate(zip(values, texts)):
            if text == "" and value == "":
                continue
            name = ""
            n = c + 1
            while n:
                n, rest = divmod(n - 1, 26)
                name = chr(65 + rest) + name
            kind = "number" if isinstance(value, float) else "text"
            if text.startswith("="):
                cell = sheet.getCellByPosition(c, r)
                if cell.getError():
                    kind, value = "error", cell.String
            found[f"{name}{r + 1}"] = [kind, value, text]
    return found


def main():
    workbook, locale, profile = sys.argv[1:4]
    office, context = connect(profile)
    try:
        set_locale(context, locale)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        url = uno.systemPathToFileUrl(str(Path(workbook).resolve()))
        document = desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))
        if document is None:
            raise SystemExit("LibreOffice refused the workbook")
        document.calculateAll()
        result = {s.Name: cells(s) for s in document.Sheets}
        if len(sys.argv) > 4:
            target = uno.systemPathToFileUrl(str(Path(sys.argv[4]).resolve()))
            document.storeToURL(target, (prop("FilterName", "calc_pdf_Export"),))
        print(json.dumps(result))
        document.close(True)
        try:
            desktop.terminate()
        except Exception:
            pass
    finally:
        office.terminate()


main()
