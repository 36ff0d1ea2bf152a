"""E-mail addresses, also written so that no machine should find them.

Belongs here: the forms of an address and a cheap look for what they have in common.
"""

from __future__ import annotations

import re

# In the cases a person writes it: what is looked for first is spelled so too.
_SNABEL = "(?-i:[sS]nabel|SNABEL)"
_OPEN, _SHUT = r"[(\[{<] ?", r" ?[)\]}>]"
_DOT_IN_BRACKETS = rf" ?{_OPEN}(?:dot|punkt|\.){_SHUT} ?"
_DOT = rf"(?:\.|{_DOT_IN_BRACKETS}| (?:dot|punkt) )"
_LOCAL = rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:{_DOT_IN_BRACKETS}[\w.+-]{{1,64}}){{0,3}}"
_DOMAIN = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,6}}"
# Of the weaker forms the last part must be letters: "(a) 5.2" is a clause.
_NAMED_DOMAIN = rf"(?!www\.)[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,5}}{_DOT}[^\W\d_]{{2,24}}(?!\w)"
# English before "at" and the name of a web site: nobody's address.
_NO_LOCAL = (
    r"(?!(?:look|more|read|see|find|found|available|visit|info|information|us|published|here|online"
    r"|held|hosted|based|and|or|is|are|was|event|events|meeting|registration|register|registered"
    r"|live|site|page|documents?|reports?|results?|details?|out|up|in|it)\b)"
)

_ADDRESS = re.compile(
    rf"{_LOCAL} ?(?:@|{_OPEN}(?:@|at|{_SNABEL}-?a){_SHUT}) ?{_DOMAIN}", re.IGNORECASE
)
_LETTER = re.compile(rf"{_LOCAL} ?{_OPEN}a{_SHUT} ?{_NAMED_DOMAIN}", re.IGNORECASE)
_WORD = re.compile(
    rf"(?<![\w.+-]){_NO_LOCAL}[\w.+-]{{2,64}} (?:at|{_SNABEL}-?a) {_NAMED_DOMAIN}", re.IGNORECASE
)
PATTERNS = (_ADDRESS, _LETTER, _WORD)

# Each begins with a fixed sign: the engine then finds it many times faster.
_ROUND, _SQUARE, _CURLED, _ANGLED = (
    re.compile(
        rf"\{end}(?:(?<=[aA][tT]\{end})|(?<=[aA][tT] \{end})|(?<=[(\[{{<][aA]\{end})"
        rf"|(?<=[(\[{{<] [aA] \{end})|(?<=[bB][eE][lL][aA]\{end})|(?<=[bB][eE][lL]-[aA]\{end})"
        rf"|(?<=[aA] \{end}))"
    )
    for end in ")]}>"
)


def may_hold_address(text: str) -> bool:
    """Whether something stands in the text that every form of an address has one of."""
    # Written out: a loop over them costs as much as the looking.
    return (
        "@" in text
        or " at " in text
        or " AT " in text
        or " At " in text
        or " aT " in text
        or "nabel" in text
        or "NABEL" in text
        or _ROUND.search(text) is not None
        or _SQUARE.search(text) is not None
        or _CURLED.search(text) is not None
        or _ANGLED.search(text) is not None
    )
