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
    if year is None or year.antal_projekt_olika == 0:
        yield Para(f"Inget projekt är redovisat för {facts.ar}.", (Siffra("Antal projekt", 0),))
    else:
        yield _projects(facts, year)
    if year is not None:
        yield _money(year)
        if told := _compared(facts, year):
            yield told
        if order := _order_of_funds(facts.per_fondgrupp):
            yield order
        if year.antal_projekt_olika:
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
        f"Under {year.ar} deltog {swedish.namnder(year.antal_namnder_olika)} i"
        f" {swedish.projekt(year.antal_projekt_olika)} med pengar från EU eller en annan"
        " internationell finansiär.",
        *_roles(year, words.city(facts)),
    ]
    if year.antal_deltaganden > year.antal_projekt_olika:
        told.append(
            "Flera nämnder kan delta i samma projekt: räknat nämnd för nämnd blir det"
            f" {swedish.deltaganden(year.antal_deltaganden)}."
        )
    if year.foregaende_antal_projekt_olika is not None:
        told.append(f"Året före var det {swedish.projekt(year.foregaende_antal_projekt_olika)}.")
    told += _funds(year)
    return Para(
        " ".join(told),
        (
            Siffra("Antal projekt", year.antal_projekt_olika),
            Siffra("Antal nämnder med projekt", year.antal_namnder_olika),
            Siffra("Antal ägda projekt", year.antal_agare_olika),
            Siffra("Antal projekt som part", year.antal_part_olika),
            Siffra("Antal deltaganden", year.antal_deltaganden),
            Siffra("Antal projekt året före", year.foregaende_antal_projekt_olika),
            Siffra("Antal projekt med säker EU-fond", year.antal_sakra_eu_projekt_olika),
            Siffra("Antal projekt med okänd fond", year.antal_okand_fond_projekt_olika),
        ),
    )


def _funds(year: Summary) -> Iterator[str]:
    sure, unknown = year.antal_sakra_eu_projekt_olika, year.antal_okand_fond_projekt_olika
    every = year.antal_projekt_olika
    if every == 1:
        if sure or unknown:
            yield "Fonden är säkert EU:s." if sure else "Fonden är okänd."
        return
    if sure:
        yield f"Fonden är säkert EU:s för {swedish.andel_av_projekten(sure, every)}."
    elif unknown < every:
        yield "För inget av projekten är det säkert att fonden är EU:s."
    if unknown:
        yield f"För {swedish.andel_av_projekten(unknown, every)} är fonden okänd."


def _roles(year: Summary, city: str) -> Iterator[str]:
    other = year.antal_projekt_olika - year.antal_agare_olika - year.antal_part_olika
    if year.antal_projekt_olika == 1:
        if year.antal_agare_olika:
            yield f"{swedish.mening(city)} äger projektet."
        elif year.antal_part_olika:
            yield f"{swedish.mening(city)} är part i projektet utan att äga det."
        else:
            yield "Rollen i projektet är en annan än ägare och part, eller inte angiven."
        return
    every = year.antal_projekt_olika
    if year.antal_agare_olika:
        own = swedish.mening(swedish.andel_av_projekten(year.antal_agare_olika, every))
        yield f"{own} ägs av någon av nämnderna."
    else:
        # Nobody says so; where a role is unknown somebody may.
        yield "Ingen nämnd redovisar att den äger något av projekten."
    if year.antal_part_olika:
        part = swedish.andel_av_projekten(year.antal_part_olika, every)
        yield f"I {part} är {city} part utan att äga projektet."
    if other > 0:
        unsaid = swedish.andel_av_projekten(other, every)
        yield f"För {unsaid} är rollen en annan eller inte angiven."


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
    money = [(each.namn, each.belopp_sek) for each in groups if each.nu and each.belopp_sek]
    told = [
        *_most(money),
        *(
            f"Övriga program gav {swedish.omkring(amount)}."
            for name, amount in money
            if name == _OTHER and amount > 0
        ),
        *_unknown_fund(money),
        *(
            f"För {name} är beloppet negativt, {swedish.omkring(amount)}: mer har gått tillbaka än"
            " betalats ut."
            for name, amount in money
            if name != _UNKNOWN and amount < 0
        ),
    ]
    return Para(" ".join(told)) if told else None


def _most(money: list[tuple[str, Decimal]]) -> Iterator[str]:
    """The named groups from the largest."""
    named = [each for each in money if each[0] not in {_OTHER, _UNKNOWN} and each[1] > 0]
    named.sort(key=lambda each: (-each[1], each[0]))
    if not named:
        return
    first, *rest = (f"{name} ({swedish.omkring(amount)})" for name, amount in named)
    if len(money) == 1:
        yield f"Allt som är känt kom från {first}."
        return
    yield f"Mest pengar kom från {first}" + (
        f", därefter från {swedish.lista(rest)}." if rest else "."
    )


def _unknown_fund(money: list[tuple[str, Decimal]]) -> Iterator[str]:
    for name, amount in money:
        if name == _UNKNOWN:
            told = f"På projekt med okänd fond ligger {swedish.omkring(amount)}"
            order = "; ordningen mellan fonderna kan därför vara en annan"
            yield f"{told}{order if len(money) > 1 else ''}."


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
