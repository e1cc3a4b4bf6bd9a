"""The letter without Python: LAMBDA names over `Scale` and `Rules`, for Excel 365.

`SEGMENT_LIVE` and `SEGMENT_LIVE_SCORE` give, for one client, what SEGMENT and
SEGMENT_SCORE give with the workbook's own scale and rules. They follow `core.scale`
and `core.letters` line by line and are made from the declarations: labels in both
languages, order of the columns, defaults and limits. Source: method, sections 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from segmentation_addin.excel.registry import FUNCTIONS
from segmentation_addin.languages import Text
from segmentation_addin.workbook.board_cells import quoted
from segmentation_addin.workbook.inputs import BETTER, CRITERIA, SCALE, YES_NO
from segmentation_addin.workbook.settings import SETTINGS, Setting

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

LIVE = "SEGMENT_LIVE"
LIVE_SCORE = "SEGMENT_LIVE_SCORE"
RESULT = "SEGMENT_LIVE_RESULT"
"""Letter and score side by side: what the two names above take theirs from."""
POINTS = "SEGMENT_LIVE_POINTS"
"""The points of one criterion: a value and a row of `Scale`."""
MOST_CHARACTERS = 8192
"""Characters that Excel allows in a formula."""

ARGUMENTS = (
    *("revenue", "gross_margin", "cost_to_serve"),
    *("potential", "active_months", "days"),
)
"""All six are required in a LAMBDA; "" says unknown."""
_MEASURED = ("value", "margin", "service", "potential", "recurrence", "recency")
"""Criteria that the six figures give, in the order of `measures` below."""
_SERVICE = _MEASURED.index("service") + 1
_FUTURE = ("LAMBDA", "LET", "MAP", "HSTACK", "VSTACK", "IFNA")
"""Functions that a file names with a prefix."""
_WORD = re.compile(r'"(?:[^"]|"")*"|[A-Za-z_][\w.]*')
_LAMBDA_NAMES = re.compile(r"\bLAMBDA\(((?:\w+,)+)")
_LET_NAMES = re.compile(r"^ *(\w+),", re.MULTILINE)


def native_names() -> Mapping[str, str]:
    """Defined name -> formula as a workbook file holds it, without "=".

    The same in both languages: labels are recognised in either.
    """
    return {name: stored(text) for name, text in native_formulas().items()}


def native_formulas() -> Mapping[str, str]:
    """Defined name -> formula as Excel shows it, one step a line, without "="."""
    figures = ",".join(ARGUMENTS)
    taken = f"LAMBDA({figures},INDEX({RESULT}({figures}),1,{{place}}))"
    return {
        POINTS: _points(),
        RESULT: _result(),
        LIVE: taken.format(place=1),
        LIVE_SCORE: taken.format(place=2),
    }


def stored(formula: str) -> str:
    r"""A formula of ours with the prefixes of the file format, on one line.

    >>> stored("LAMBDA(days,LET(\n late,days>9,\n IF(late,1,0)))")
    '_xlfn.LAMBDA(_xlpm.days,_xlfn.LET(_xlpm.late,_xlpm.days>9,IF(_xlpm.late,1,0)))'
    """
    own = {
        name for found in _LAMBDA_NAMES.findall(formula) for name in found.split(",")
    }
    own |= set(_LET_NAMES.findall(formula))

    def prefixed(match: re.Match[str]) -> str:
        word = match[0]
        if word in _FUTURE:
            return f"_xlfn.{word}"
        return f"_xlpm.{word}" if word in own else word

    text = _WORD.sub(prefixed, formula)
    return "".join(line.strip() for line in text.splitlines())


# --- the texts -------------------------------------------------------------------


def _either(labels: Text, cell: str) -> str:
    """Whether a cell holds a label, in either language."""
    return "+".join(f"({cell}={quoted(label)})" for label in dict.fromkeys(labels))


def _list(texts: Iterable[str]) -> str:
    return "{" + ";".join(map(quoted, texts)) + "}"


def _column(key: str) -> int:
    """1-based column of the name Scale."""
    return SCALE.keys.index(key) + 1


def _points() -> str:
    first = _column("knot_0")
    knots = [f"knot({first + step})" for step in range(5)]
    cells = ",".join(f"INDEX(criterion,1,{first + step})" for step in range(5))
    gaps = "+".join(f"gap({low},{high})" for low, high in pairwise(knots))
    better = f"TRIM(INDEX(criterion,1,{_column('better')}))"
    higher, lower = (_either(BETTER[key], "better") for key in ("higher", "lower"))
    return f"""\
LAMBDA(measure,criterion,LET(
 knot,LAMBDA(place,INDEX(criterion,1,place)),
 known,COUNT({cells}),
 better,{better},
 way,IF({higher},1,IF({lower},-1,#VALUE!)),
 share,LAMBDA(low,high,IF(high=low,(1+SIGN(way*(N(measure)-low)))/2,\
MEDIAN(0,1,(N(measure)-low)/(high-low)))),
 gap,LAMBDA(low,high,IF(way*(high-low)<0,#NUM!,share(low,high))),
 points,IF(known=0,0,IF(known<5,#NUM!,25*({gaps}))),
 IF(ISERROR(points),points,IF((known=0)+(measure=""),"",points))))"""


def _rules() -> tuple[Setting, ...]:
    return tuple(setting for setting in SETTINGS if setting.rule)


def _rule(key: str) -> str:
    """The call that reads one rule."""
    rules = _rules()
    place = next(i for i, rule in enumerate(rules, start=1) if rule.key == key)
    rule = rules[place - 1]
    most = "1E+99" if rule.high is None else f"{rule.high:g}"
    return f"rule({place},{rule.default:g},{most})"


def _result() -> str:
    labels = [CRITERIA[key] for key in _MEASURED]
    rules = [rule.label for rule in _rules()]
    weights = f"INDEX(Scale,0,{_column('weight')})"
    first = _column("knot_0")
    knots = ",".join(f"INDEX(Scale,at,{first + step})" for step in range(5))
    fixed = _either(YES_NO["yes"], f"INDEX(Scale,at,{_column('fixed')})")
    return f"""\
LAMBDA({",".join(ARGUMENTS)},LET(
 number,LAMBDA(held,IF(ISNUMBER(held),held,IF(TRIM(held)="","",#VALUE!))),
 found,LAMBDA(word,other,names,IFNA(MATCH(word,names,0),IFNA(MATCH(other,names,0),0))),
 sales,number(revenue),
 gross,number(gross_margin),
 cost,number(cost_to_serve),
 rating,number(potential),
 months,number(active_months),
 idle,number(days),
 measures,VSTACK(sales,\
IF((gross="")+(N(sales)<=0),"",gross/sales),\
IF((gross="")+(cost=""),"",IF(gross>0,cost/gross,1E+99)),\
rating,IF(months="","",MIN(months,12)),idle),
 places,MAP({_list(x.en for x in labels)},{_list(x.fr for x in labels)},\
LAMBDA(word,other,found(word,other,INDEX(Scale,0,1)))),
 weights,MAP(places,LAMBDA(at,IF(at,N(INDEX(Scale,at,{_column("weight")})),0))),
 points,MAP(places,weights,measures,LAMBDA(at,weight,measure,\
IF(weight>0,{POINTS}(measure,INDEX(Scale,at,0)),""))),
 filled,MAP(places,LAMBDA(at,IF(at,--(COUNT({knots})>0),0))),
 loose,MAP(places,weights,LAMBDA(at,weight,IF(weight>0,1-({fixed}),0))),
 english,{_list(x.en for x in rules)},
 french,{_list(x.fr for x in rules)},
 lines,MAP(english,french,LAMBDA(word,other,found(word,other,INDEX(Rules,0,1)))),
 rule,LAMBDA(place,usual,most,LET(
  at,INDEX(lines,place),
  held,IF(at,number(INDEX(Rules,at,2)),""),
  IF(held="",usual,IF((held<0)+(held>most),#VALUE!,held)))),
 top,{_rule("bound_a")},
 middle,{_rule("bound_b")},
 bottom,{_rule("bound_c")},
 late,{_rule("gate_days")},
 enough,{_rule("min_completeness")},
 tolerance,{_rule("loss_tolerance")},
 structure,{_rule("structure_rate")},
 steps,{_rule("override_steps")},
 sure,IF((COUNTA(INDEX(Rules,0,1))>SUM(--(lines>0)))+(COUNTA({weights})>COUNT({weights})),#VALUE!,\
IF((top<=middle)+(middle<=bottom)+(COUNTIF({weights},"<0")>0)+(COUNTIF({weights},">0")=0),#NUM!,\
IF((COUNTIF({weights},">0")>SUM(--(weights>0)))+(SUM(loose)>0)*(SUM(loose*filled)=0),#N/A,\
late+enough+tolerance+structure+steps+SUM(MAP(places,LAMBDA(at,\
IF(at,N({POINTS}("",INDEX(Scale,at,0))),0))))>=0))),
 whole,LEN(sales&gross&cost&rating&months&idle)>=0,
 active,(N(sales)<>0)+(N(gross)<>0)+(N(cost)<>0)>0,
 unmeasured,(cost="")*(1-INDEX(loose,{_SERVICE})*(1-INDEX(filled,{_SERVICE}))),
 asked,SUM(weights*((filled+(measures<>""))>0))\
-unmeasured*INDEX(weights,{_SERVICE})*INDEX(filled,{_SERVICE}),
 counted,MAP(weights,points,LAMBDA(weight,point,IF(ISNUMBER(point),weight,0))),
 known,SUM(counted),
 earned,SUM(MAP(counted,points,LAMBDA(weight,point,weight*N(point)))),
 mean,IF(known,earned/known,0),
 score,IF(known,INT(ROUND(ROUND(mean,9)*10,7)+0.5)/10,""),
 net,N(gross)-N(cost),
 sold,MAX(N(sales),0),
 noise,1E-12*ABS(N(sales)),
 unscored,IF((score="")+(asked<=0),TRUE,known/asked<enough),
 best,IF(N(score)>=top,1,IF(N(score)>=middle,2,IF((N(score)<bottom)*(sold>0)*(net<structure*sold-noise),4,3))),
 cap,MAX(1+((net<=noise)+(N(idle)>late)>0),IF(net<-noise,3,1),1+unmeasured),
 letter,IF(net<-tolerance*sold-noise,"D",IF(unscored,"NC",MID("ABCD",MAX(best,cap),1))),
 HSTACK(IF(sure*whole,IF(active,IF(gross="","NC",letter),"")),\
IF(sure*whole,IF(active,score,"")))))"""


# --- a call of ours as its twin -----------------------------------------------------

_TWINS = {"SEGMENT": LIVE, "SEGMENT_SCORE": LIVE_SCORE}
_OURS = frozenset(function.name for function in FUNCTIONS)
_ONE_CELL = re.compile(
    r"""(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Z]{1,3}\$?[0-9]{1,7}
    |\w*\[\[\#This\ Row\],\[(?:[^\[\]']|'.)*\]\]
    |\w*\[@(?:[^\[\]'@]|'.)+\]|\w*\[@\[(?:[^\[\]']|'.)*\]\]""",
    re.VERBOSE | re.IGNORECASE,
)
"""One cell, or the cell of a table's column on the formula's own row."""
_WHOLE_RANGES = frozenset(
    (
        *("AVERAGE", "COUNT", "COUNTA", "MAX", "MEDIAN", "MIN"),
        *("PRODUCT", "SUM", "SUMPRODUCT"),
    )
)
"""Functions that give one value of whatever ranges."""
_PLAIN = _WHOLE_RANGES | frozenset(
    (
        *("ABS", "AND", "DATE", "DATEDIF", "DAY", "DAYS", "EDATE", "EOMONTH"),
        *("IF", "IFERROR", "IFNA", "INT", "ISBLANK", "ISERROR", "ISNUMBER"),
        *("ISTEXT", "MOD", "MONTH", "N", "NOT", "OR", "ROUND", "ROUNDDOWN"),
        *("ROUNDUP", "SIGN", "TODAY", "VALUE", "YEAR"),
    )
)
"""Functions that give one value when each of their arguments is one."""
_RANGES_AT: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("SUMIF", "AVERAGEIF"), frozenset({0, 2})),
    "COUNTIF": frozenset({0}),
    **dict.fromkeys(
        ("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), frozenset({0, *range(1, 254, 2)})
    ),
    "COUNTIFS": frozenset(range(0, 254, 2)),
    "VLOOKUP": frozenset({1}),
    "HLOOKUP": frozenset({1}),
}
"""Functions that give one value although these arguments (from 0) are ranges."""


class _NoTwinError(ValueError):
    """The formula has no twin that surely gives the same."""


def twin_of(formula: str) -> str | None:
    """The formula with our calls turned into their native twins; None without any.

    Turned are SEGMENT and SEGMENT_SCORE of one client, with the workbook's own scale
    and rules. None for any other function of ours, for ranges of several clients and
    wherever one cell is not certain. A text that holds a number is read by SEGMENT
    only: its twin gives #VALUE!.

    >>> twin_of("=SEGMENT(B2,C2,D2)")
    '=SEGMENT_LIVE(B2,C2,D2,"","","")'
    >>> twin_of("=SEGMENT(B2:B9,C2:C9,D2:D9)"), twin_of("=SUM(B2:B9)")
    (None, None)
    """
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import TokenizerError

    sign = "=" if formula.startswith("=") else ""
    try:
        tokens = Tokenizer("=" + formula.removeprefix("=")).items
        text = _turned(tokens)
    except (TokenizerError, _NoTwinError):
        return None
    plain = "".join(token.value for token in tokens)
    return sign + text if text != plain and len(text) <= MOST_CHARACTERS else None


def _opens(token: Token) -> bool:
    return bool(token.subtype == token.OPEN)


def _closes(token: Token) -> bool:
    return bool(token.subtype == token.CLOSE)


def _name(token: Token) -> str:
    """The function that a token calls: "SEGMENT" for `_xludf.SEGMENT(`."""
    name = str(token.value[:-1]).upper()
    return name.removeprefix("_XLUDF.").removeprefix("_XLFN.")


def _turned(tokens: Sequence[Token]) -> str:
    """Tokens as text, our calls turned; what stands around them stays as it is."""
    pieces: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        call = token.type == token.FUNC and _opens(token)
        if call and _name(token) in _TWINS:
            end = _end_of(tokens, at)
            pieces.append(_twin(_name(token), _arguments(tokens[at + 1 : end])))
            at = end + 1
            continue
        if call and re.split("[!:]", _name(token))[-1] in _OURS:
            raise _NoTwinError(token.value)
        pieces.append(token.value)
        at += 1
    return "".join(pieces)


def _end_of(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += _opens(tokens[at]) - _closes(tokens[at])
        if depth == 0:
            return at
    raise _NoTwinError(tokens[start].value)


def _arguments(tokens: Sequence[Token]) -> list[list[Token]]:
    """The arguments of a call, blanks at their ends left out."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += _opens(token) - _closes(token)
        if depth == 0 and token.type == token.SEP:
            found.append([])
        elif token.type != token.WSPACE or found[-1]:
            found[-1].append(token)
    for argument in found:
        while argument and argument[-1].type == argument[-1].WSPACE:
            argument.pop()
    return found


def _twin(name: str, arguments: list[list[Token]]) -> str:
    figures = arguments[: len(ARGUMENTS)]
    basis = arguments[len(ARGUMENTS) :]
    if len(figures) < len(ARGUMENTS) // 2 or len(basis) > 2:
        raise _NoTwinError(name)
    for argument, own in zip(basis, ("scale", "rules"), strict=False):
        if "".join(token.value for token in argument).casefold() not in {"", own}:
            raise _NoTwinError(name)
    given = [_single(argument) for argument in figures]
    given += ['""'] * (len(ARGUMENTS) - len(given))
    return f"{_TWINS[name]}({','.join(given)})"


def _single(argument: Sequence[Token]) -> str:
    """An argument as text, checked to be one value; "" where it was left out."""
    _check_single(argument)
    return _turned(argument) or '""'


def _check_single(tokens: Sequence[Token], ranges: bool = False) -> None:
    """Refuses what could be several values; `ranges` allows a range itself."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == token.FUNC and _opens(token):
            end = _end_of(tokens, at)
            _check_call(_name(token), _arguments(tokens[at + 1 : end]))
            at = end
        elif token.type in {token.ARRAY, token.SEP} or token.value == ",":
            raise _NoTwinError(token.value)
        elif token.subtype == token.RANGE:
            lone = ranges and len(tokens) == 1
            if not lone and not _ONE_CELL.fullmatch(token.value):
                raise _NoTwinError(token.value)
        at += 1


def _check_call(name: str, arguments: list[list[Token]]) -> None:
    if name not in _PLAIN and name not in _RANGES_AT and name not in _TWINS:
        raise _NoTwinError(name)
    for place, argument in enumerate(arguments):
        whole = name in _WHOLE_RANGES or place in _RANGES_AT.get(name, ())
        _check_single(argument, whole)
