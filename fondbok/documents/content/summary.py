"""The year in sentences.

Belongs here: what both the account and the tjänsteskrivelse say of the year in words, each figure
named for the comparison of releases.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fondbok.documents import swedish
from fondbok.documents.content import draft, words
from fondbok.documents.parts import Para, Siffra
from fondbok.documents.reading import Facts, Slice, Summary

_OTHER, _UNKNOWN = "Övriga", "Okänd"


def paragraphs(facts: Facts) -> Iterator[Para]:
    """The summary of a year, whatever the year holds."""
    yield _handed_in(facts)
    year = facts.summary
    if year is None or year.antal_projekt == 0:
        yield Para(f"Inget projekt är redovisat för {facts.ar}.", (Siffra("Antal projekt", 0),))
    else:
        yield _projects(facts, year)
    if year is not None:
        yield _money(year)
        if told := _compared(facts, year):
            yield told
        if order := _order_of_funds(facts.per_fondgrupp):
            yield order
        if year.antal_projekt:
            yield _budgets(year)
            yield _cofinancing(facts)
    if facts.agreement is not None:
        yield _against_print(facts)


def _handed_in(facts: Facts) -> Para:
    come = {each.namnd_kod for each in draft.standing(facts)}
    absent = draft.missing(facts)
    asked = len(come) + len(absent)
    figures = (Siffra("Nämnder som har lämnat in", len(come)), Siffra("Nämnder", asked))
    if not come:
        return Para(f"Ingen nämnd har lämnat in underlag för {facts.ar}.", figures)
    if not absent:
        everyone = "Båda nämnderna" if asked == 2 else f"Alla {swedish.namnder(asked)}"
        return Para(
            f"{everyone} har lämnat in underlag för {facts.ar}."
            if asked > 1
            else f"Nämnden har lämnat in underlag för {facts.ar}.",
            figures,
        )
    names = swedish.lista(each.namnd for each in absent)
    return Para(
        f"{swedish.mening(swedish.i_ord(len(come), en=True))} av {swedish.namnder(asked)} har"
        " lämnat"
        f" in underlag för {facts.ar}. {names} har inte lämnat in, och vad som kan finnas där ingår"
        " inte i siffrorna.",
        figures,
    )


def _projects(facts: Facts, year: Summary) -> Para:
    told = [
        f"Under {year.ar} deltog {swedish.namnder(year.antal_namnder)} i"
        f" {swedish.projekt(year.antal_projekt)} med pengar från EU eller en annan internationell"
        " finansiär.",
        *_roles(year, words.city(facts)),
    ]
    if year.antal_deltaganden > year.antal_projekt:
        told.append(
            "Flera nämnder kan delta i samma projekt: räknat nämnd för nämnd blir det"
            f" {swedish.deltaganden(year.antal_deltaganden)}."
        )
    if year.foregaende_antal_projekt is not None:
        told.append(f"Året före var det {swedish.projekt(year.foregaende_antal_projekt)}.")
    told += _funds(year)
    return Para(
        " ".join(told),
        (
            Siffra("Antal projekt", year.antal_projekt),
            Siffra("Antal nämnder med projekt", year.antal_namnder),
            Siffra("Antal ägda projekt", year.antal_agare),
            Siffra("Antal projekt som part", year.antal_part),
            Siffra("Antal deltaganden", year.antal_deltaganden),
            Siffra("Antal projekt året före", year.foregaende_antal_projekt),
            Siffra("Antal projekt med säker EU-fond", year.antal_sakra_eu_projekt),
            Siffra("Antal projekt med okänd fond", year.antal_okand_fond_projekt),
        ),
    )


def _funds(year: Summary) -> Iterator[str]:
    sure, unknown = year.antal_sakra_eu_projekt, year.antal_okand_fond_projekt
    if year.antal_projekt == 1:
        if sure or unknown:
            yield "Fonden är säkert EU:s." if sure else "Fonden är okänd."
        return
    if sure:
        yield f"Fonden är säkert EU:s för {swedish.i_ord(sure)} av projekten."
    else:
        yield "För inget av projekten är det säkert att fonden är EU:s."
    if unknown:
        yield f"För {swedish.projekt(unknown)} är fonden okänd."


def _roles(year: Summary, city: str) -> Iterator[str]:
    other = year.antal_projekt - year.antal_agare - year.antal_part
    if year.antal_projekt == 1:
        if year.antal_agare:
            yield f"{swedish.mening(city)} äger projektet."
        elif year.antal_part:
            yield f"{swedish.mening(city)} är part i projektet utan att äga det."
        else:
            yield "Rollen i projektet är en annan än ägare och part, eller inte angiven."
        return
    own = swedish.i_ord(year.antal_agare) if year.antal_agare else "inget"
    yield f"{swedish.mening(own)} av projekten ägs av någon av nämnderna."
    if year.antal_part:
        yield f"I {swedish.i_ord(year.antal_part)} är {city} part utan att äga projektet."
    if other > 0:
        yield f"För {swedish.projekt(other)} är rollen en annan eller inte angiven."


def _money(year: Summary) -> Para:
    figures = (
        Siffra("Utbetalt kr", year.belopp_sek),
        Siffra("Utbetalt som ägare kr", year.belopp_agare_sek),
        Siffra("Utbetalt som part kr", year.belopp_part_sek),
        Siffra("Utbetalt i annan roll kr", year.belopp_annan_roll_sek),
        Siffra("Utbetalt i okänd roll kr", year.belopp_okand_roll_sek),
        Siffra("Deltaganden utan känt belopp", year.antal_utan_belopp),
    )
    if year.belopp_sek is None:
        return Para(f"Hur mycket som betalades ut under {year.ar} är okänt.", figures)
    told = [f"Sammanlagt betalades {swedish.summa(year.belopp_sek)} ut under {year.ar}."]
    match year.bas:
        case "agare":
            told.append("Beloppet räknar bara det som nämnderna har fått som projektägare.")
        case "agare_och_part":
            told.append(
                "Beloppet räknar vad nämnderna har fått både som projektägare och som parter."
            )
        case _:
            told.append("Vems pengar beloppet räknar är inte känt.")
    told += by_role(year)
    if year.antal_utan_belopp:
        told.append(
            f"För {swedish.deltaganden(year.antal_utan_belopp)} är beloppet okänt; det kan"
            " vara mer."
        )
    return Para(" ".join(told), figures)


def by_role(money: Summary | Slice) -> list[str]:
    """An amount as owner, as partner, in another role and where nobody said, in a sentence."""
    shares = [
        f"{swedish.kronor(amount)} {where}"
        for amount, where in (
            (money.belopp_agare_sek, "som projektägare"),
            (money.belopp_part_sek, "som projektpart"),
            (money.belopp_annan_roll_sek, "i en annan roll"),
            (money.belopp_okand_roll_sek, "där rollen inte är angiven"),
        )
        if amount is not None
    ]
    return [f"Det fördelar sig på {swedish.lista(shares)}."] if len(shares) > 1 else []


def _compared(facts: Facts, year: Summary) -> Para | None:
    if year.foregaende_belopp_sek is None:
        reason = words.without_codes(facts, year.jamforelse_forklaring)
        return Para(f"Beloppet går inte att jämföra med året före. {reason}")
    told = [f"Året före var beloppet {swedish.summa(year.foregaende_belopp_sek)}."]
    if year.jamforelse == "jamforbar" and year.belopp_sek is not None:
        change = year.belopp_sek - year.foregaende_belopp_sek
        told.append(_change(change))
    told.append(words.without_codes(facts, year.jamforelse_forklaring))
    return Para(" ".join(told), (Siffra("Utbetalt året före kr", year.foregaende_belopp_sek),))


def _change(change: Decimal) -> str:
    if change == 0:
        return "Beloppet är detsamma."
    return f"Det är {swedish.summa(abs(change))} {'mer' if change > 0 else 'mindre'} i år."


def _order_of_funds(groups: list[Slice]) -> Para | None:
    paid = [each for each in groups if each.nu and each.belopp_sek]
    named = [each for each in paid if each.namn not in {_OTHER, _UNKNOWN}]
    named.sort(key=lambda each: (-(each.belopp_sek or 0), each.namn))
    told = []
    if named:
        first, *rest = (
            f"{each.namn} ({swedish.omkring(each.belopp_sek or Decimal(0))})" for each in named
        )
        told.append(
            f"Mest pengar kom från {first}"
            + (f", därefter från {swedish.lista(rest)}." if rest else ".")
        )
    for each in paid:
        if each.namn == _OTHER:
            told.append(f"Övriga program gav {swedish.omkring(each.belopp_sek or Decimal(0))}.")
        if each.namn == _UNKNOWN:
            told.append(
                "På projekt med okänd fond ligger"
                f" {swedish.omkring(each.belopp_sek or Decimal(0))};"
                " ordningen mellan fonderna kan därför vara en annan."
            )
    return Para(" ".join(told)) if told else None


def _budgets(year: Summary) -> Para:
    low, high = year.min_budget_sek, year.max_budget_sek
    figures = (Siffra("Minsta budget kr", low), Siffra("Största budget kr", high))
    if low is None or high is None:
        return Para("Ingen projektbudget är angiven.", figures)
    if low == high:
        text = f"Den projektbudget som är angiven är på {swedish.kronor(low)}."
    else:
        text = (
            f"De projektbudgetar som är angivna går från {swedish.kronor(low)} till"
            f" {swedish.kronor(high)}."
        )
    return Para(
        (
            f"{text} En budget gäller hela projektet, alla parter och alla år, och är inte"
            " utbetalda pengar."
        ),
        figures,
    )


def _cofinancing(facts: Facts) -> Para:
    stated = [p.eu_andel for p in facts.participations if p.eu_andel is not None]
    if not stated:
        return Para("Hur stor del av projekten som EU betalar har ingen nämnd angett.")
    low, high = min(stated), max(stated)
    span = (
        swedish.procent(low)
        if low == high
        else f"{swedish.procent(low)} till {swedish.procent(high)}"
    )
    return Para(
        f"Hur stor del som EU betalar är angivet för {swedish.deltaganden(len(stated))}: {span} av"
        " projektets budget. Resten är projektens egen medfinansiering, i pengar eller arbetstid.",
        (Siffra("Minsta EU-andel", low), Siffra("Största EU-andel", high)),
    )


def _against_print(facts: Facts) -> Para:
    assert facts.agreement is not None
    off = sum(1 for each in facts.printed if each.status == "avviker")
    told = f"Siffror som redan är tryckta om {facts.ar}: {facts.agreement.sentence}."
    if off:
        told += (
            f" {swedish.mening(swedish.antal(off, 'siffra', 'siffror', en=True))}"
            " avviker; redovisningens bilaga A säger varför."
        )
    return Para(told, (Siffra("Tryckta siffror som avviker", off),))
