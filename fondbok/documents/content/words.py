"""The mart's codes in words.

Belongs here: one Swedish expression a code. A code that is not known here is shown as it is.
"""

from __future__ import annotations

import re

from fondbok.documents import swedish
from fondbok.documents.reading import Facts

ROLES = {
    "agare": "projektägare",
    "part": "projektpart",
    "annan": "annan roll",
    "okand": "okänd roll",
}
BASES = {"agare": "bara som ägare", "agare_och_part": "som ägare och part"}
STATUSES = {
    "saknas": "saknas",
    "inlamnad": "inlämnad",
    "inlamnad_med_fel": "inlämnad, med fel",
    "inlamnad_utan_projekt": "inlämnad, utan projekt",
    "ersatt": "ersatt av en senare version",
}
SOURCES = {
    "bokfort": "ekonomisystemet",
    "redovisat": "nämndens underlag",
    "annan_namnd": "bokfört hos en annan nämnd och räknas där",
    "annat_ar": "bokfört i början av nästa år och räknas då",
    "skillnad": "bokfört utan känd projektkod",
    "fordelat": "räknas på de redovisade projekten",
}
BOOKED = {
    "skiljer": "olika belopp",
    "endast_redovisat": "inget är bokfört",
    "endast_bokfort": "bara bokfört",
    "kan_ej_avgoras": "går inte att avgöra",
    "annan_namnd": "bokfört hos en annan nämnd",
    "annat_ar": "bokfört i början av nästa år",
}
OUTCOMES = {
    "avviker": "avviker",
    "stammer_av_slump": "stämmer bara som helhet",
    "kan_ej_beraknas": "går inte att räkna",
}
FIELDS = {
    "utbetalt": "utbetalt belopp",
    "bokforing": "bokningar",
    "ekonomikod": "projektkod i ekonomisystemet",
    "kf_mal": "mål",
    "kf_mal_fordelning": "fördelning på mål",
    "roll": "roll",
    "fond": "fond",
    "budget": "budget",
    "stadens_budget": "egen del av budgeten",
    "projekt": "projektets namn",
    "projektagare": "projektägare",
    "bidragsnummer": "bidragsnummer",
    "start": "start",
    "slut": "slut",
    "ungefarligt": "ungefärligt belopp",
}
MEASURES = {
    "utbetalt_sek": "Utbetalt",
    "antal_projekt": "Antal projekt",
    "antal_projekt_utbetalt": "Antal projekt med utbetalning",
    "antal_agare": "Antal projekt som ägare",
    "antal_part": "Antal projekt som part",
    "antal_namnder": "Antal nämnder",
    "antal_ansokningar_beviljade": "Antal beviljade ansökningar",
    "antal_ansokningar_inlamnade": "Antal inlämnade ansökningar",
    "antal_natverksmoten": "Antal nätverksmöten",
    "antal_nya_projekt": "Antal nya projekt",
    "antal_samverkansparter": "Antal samverkansparter",
    "antal_studiebesok": "Antal studiebesök",
    "agarbudget_sek": "Budget i ägda projekt",
    "bidrag_eur": "Beviljat bidrag i euro",
    "forbrukad_budget": "Förbrukad budget",
    "max_budget_sek": "Största projektbudget",
    "min_budget_sek": "Minsta projektbudget",
    "projektbudget_sek": "Projektets budget",
    "medfinansiering": "Medfinansiering",
    "medfinansiering_krav": "Krav på medfinansiering",
    "medfinansiering_max": "Största medfinansiering",
    "medfinansiering_min": "Minsta medfinansiering",
    "statsbidrag_tillgangligt_sek": "Tillgängligt statsbidrag",
    "statsbidrag_utfall_sek": "Utfall av statsbidrag",
}
WARNINGS = {
    "anpassat": "anpassat",
    "ungefarligt": "ungefärligt",
    "delvis_tackning": "täcker inte allt",
    "bas_andrad": "tryckt på annan bas",
    "ej_avstamd": "inte avstämt",
    "undre_grans": "minst så stort",
    "ovre_grans": "högst så stort",
    "oviss_grans": "kan vara mer eller mindre",
}
_MEASURE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_CODES = re.compile(r"\b(?:agare|agare_och_part)(?:;(?:agare|agare_och_part))*\b")


def without_codes(facts: Facts, text: str) -> str:
    """An explanation of the mart with its codes of bases, measures and nämnder in words."""
    told = _CODES.sub(lambda m: " och ".join(BASES[each] for each in m[0].split(";")), text)
    told = _MEASURE.sub(lambda m: MEASURES.get(m[0], m[0]).lower(), told)
    for each in facts.namnder:
        told = re.sub(rf"\b{re.escape(each.namnd_kod)}\b", each.namnd, told)
    return told


def certainty(facts: Facts, grad: str, varningar: str) -> str:
    """How sure an amount is: its grade's name and what else has to be known, shortly."""
    short = [WARNINGS.get(code, code) for code in _told(grad, varningar)]
    return "; ".join(filter(None, (facts.grades.get(grad, grad), *short)))


def _told(grad: str, varningar: str) -> list[str]:
    codes = [code for code in varningar.split(";") if code]
    return [code for code in codes if not (code == "anpassat" and grad == "anpassad")]


def fields(anpassade_falt: str | None) -> list[str]:
    """The fitted fields in words."""
    return [FIELDS.get(each, each) for each in (anpassade_falt or "").split(";") if each]


def compiler(facts: Facts) -> str:
    """The office that compiles the account: the one that serves the board which prepares it."""
    boards = _boards(facts)
    offices = (each.forvaltning for each in facts.namnder if each.namnd.casefold() in boards)
    return next(offices, "Den samordnande förvaltningen")


def compiling_board(facts: Facts) -> str:
    """The board that asks for the account and proposes what is decided about it."""
    boards = _boards(facts)
    names = (each.namnd for each in facts.namnder if each.namnd.casefold() in boards)
    earlier = facts.kommun.beslutsvag[:-1]
    return next(names, swedish.mening(earlier[-1]) if earlier else "Styrelsen")


def _boards(facts: Facts) -> set[str]:
    """The bodies an account passes; where the city has named none, the boards it has."""
    named = {body.casefold() for body in facts.kommun.beslutsvag}
    return named or {
        each.namnd.casefold()
        for each in facts.namnder
        if each.namnd.casefold().endswith("styrelsen")
    }


def deciding_body(facts: Facts) -> str:
    """The body that decides last."""
    return facts.kommun.beslutsvag[-1] if facts.kommun.beslutsvag else "fullmäktige"


def city(facts: Facts) -> str:
    """What the city is called within a sentence, in the definite form."""
    return facts.kommun.kallas


def listed(text: str) -> list[str]:
    """The names in a cell that holds several, each once."""
    names = (name.strip() for name in re.split(r"[;\n]+", text))
    return list(dict.fromkeys(filter(None, names)))
