"""Words in the names of accounts, and when two names cannot be of one account of EU grants.

Belongs here: the words. An account of grants is called by who pays, by a fund or by what is paid
(Driftbidrag EU, ESF, Externa medel, Tillväxtverket), so only a name that says what no grant of the
EU's is says something against it: a rent, a fee, a grant from somebody else.
"""

from __future__ import annotations

import re

from fondbok import seeds
from fondbok.values.text import without_accents

# Words, without accents, that say the EU or one of its funds; no other words begin with eu.
_EU = re.compile(
    r"eu(?!ro?$).*|europ.*|ec|erdf|fp\d|h2020|horisont.*|horizon.*|leader|ejflu|ehff|ehfvf"
    r"|.*(struktur|social|regional|jordbruks|landsbygds|fiskeri)(fond|program).*"
    r"|struktur(stod|medel)\w*"
)
# What a grant may be called whoever pays.
_GRANT = re.compile(
    r".*(bidrag|bidr)\w*|.*(?<!forsorjnings)stod|.*anslag|transferering\w*|.*finansiering\w*"
    r"|.*finans|.*subvention\w*|(eu|projekt|program|bidrags|utvecklings|forsknings|externa?)?medel"
    r"|fond(er|en|erna)?|program(met|men)?|proj|projekt(et|en|s|intakt\w*)?|grants?|funds?|funding"
)
# Who else pays grants.
_PAYER = re.compile(
    r"stat|staten|statens|statl|statlig\w*|statsb\w*|landsting\w*|region|regionen|regioner|regionerna"
    r"|kommun|kommuner|kommunerna|kommunbidr\w*|privat\w*|nordisk\w*|lonebidr\w*|generell\w*"
)
# What is no grant: other income, costs and what a balance sheet has.
_INCOME = (
    r".*hyr(a|or|d|es|n).*|.*arrend.*|.*tomtratt.*|.*avgift.*|.*avgald.*|.*tax(a|or|ei).*"
    r"|.*forsal[jd].*|salda?|.*skadest.*|vite|viten|boter|.*bygglov.*|.*parkering.*"
    r"|.*garage.*|.*biljett.*|.*entre(er|avg.*)?|.*kiosk.*|.*servering.*|.*maltid.*|.*lunch.*"
    r"|.*kupong.*|.*kopiering.*|.*trycksak.*|annons.*|spons(or|r).*|.*provision.*|.*exploater.*"
    r"|gava|gavor|gavo.*|donation.*|.*utdelning.*|.*vinst(er)?|interna?|interkommunal.*"
    r"|intern(rant|hyr|debit|fors|fakt|pris|kop).*|.*utjamning.*|.*medlem.*|.*barnomsorg.*"
    r"|.*aldreomsorg.*|rent|rents|rental|sales|fees?"
)
_COST = (
    r".*kostnad.*|.*inkop.*|kop|.*material.*|varor|varu.*|.*(livs|lake|laro|hjalp|driv)medel"
    r"|.*transportmedel|.*tjanst.*|.*konsult.*|.*forsakring.*|lon|loner|lone[a-z].*|.*arvode.*"
    r"|.*semester.*|.*pension.*|.*arbetsgivar.*|.*traktament.*|resor|rese.*|.*representation.*"
    r"|.*porto.*|.*reklam.*|.*rabatt.*|.*vatten.*|.*avlopp.*|.*renhallning.*|.*avfall.*|.*varme"
    r"|.*bransle.*|.*telefon.*|leasing.*|lokal(er|hyr|kost|vard|int).*|.*skolskjuts.*"
    r"|.*forsorjningsstod|.*avskriv.*|.*nedskriv.*|.*forlust.*|.*avrundning.*|oresut.*"
    r"|salar(y|ies)"
)
_BALANCE = (
    r".*moms.*|.*skatt.*|(?!gar).*rant(a|or|an|e[^rb]).*|.*kassa.*|bank|bankkonto.*|plusgiro.*"
    r"|.*fordring.*|.*skuld.*|.*inventar.*|.*maskin.*|.*fordon.*|.*fastighet.*|.*byggnad.*"
    r"|.*realisation.*|.*reavinst.*|.*avrakning.*|.*observationskonto|interim.*"
    r"|interest|tax(es)?|loans?|cash|receivables?|payables?"
)
_OTHER = re.compile(f"{_INCOME}|{_COST}|{_BALANCE}")
_FEWEST = 3


def contradict(name: str, known: str) -> bool:
    """Whether an account called `name` cannot be the account of EU grants called `known`.

    A word of both says nothing against it, nor does a name that names the EU or one of its funds.
    """
    said = _words(name)
    if any(_EU.fullmatch(each) or each in _funds() for each in said):
        return False
    odd = {each for each in said if _PAYER.fullmatch(each)}
    if not any(_GRANT.fullmatch(each) for each in said):
        odd |= {each for each in said if _OTHER.fullmatch(each)}
    return bool(odd) and not odd & set(_words(known))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+\d*", without_accents(name.casefold()))


@seeds.derived
def _funds() -> frozenset[str]:
    """The codes of the EU's funds, whole and in parts."""
    codes = [line["fond_kod"] for line in seeds.load("fond") if line["ar_eu"] == "true"]
    return frozenset(part for code in codes for part in _words(code) if len(part) >= _FEWEST)
