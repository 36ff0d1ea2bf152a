"""What has to be known about the figures: the appendices of the account.

Belongs here: differences from print, restatements, contradictions, submissions, fitted values, the
way back to the sources, the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from fondbok.documents import swedish
from fondbok.documents.content import case, draft, words
from fondbok.documents.parts import (
    NONE,
    Bullets,
    Column,
    Heading,
    Listing,
    Para,
    Part,
    Table,
    Value,
)
from fondbok.documents.reading import Contradiction, Facts, Printed, Restated


def appendices(facts: Facts) -> Iterator[Part]:
    """All of them, each also when it has nothing to tell."""
    yield Heading(1, "Bilagor", "bilagor")
    yield from _differences(facts)
    yield from _restated(facts)
    yield from _contradictions(facts)
    yield from _handins(facts)
    yield from _fitted(facts)
    yield from _booked(facts)
    yield from _trace(facts)
    yield from _release(facts)


def _differences(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga A. Siffror som skiljer sig från tryckta", "bilaga-a")
    off = [each for each in facts.printed if each.status in {"avviker", "stammer_av_slump"}]
    if facts.agreement is None:
        yield Para(f"Inga tryckta siffror om {facts.ar} går att jämföra med.")
    elif not off:
        yield Para(f"Alla tryckta siffror om {facts.ar} som går att räkna stämmer.")
    else:
        yield Para(
            "Här står varje siffra som är tryckt i en tidigare redovisning och som"
            " underlagen inte ger,"
            " eller ger bara som helhet, med förklaring."
        )
        yield _printed_table(facts, "avvikelser", f"Tryckta siffror om {facts.ar} som avviker", off)
    uncounted = [each for each in facts.printed if each.status == "kan_ej_beraknas"]
    if uncounted:
        yield Para("De här tryckta siffrorna går inte att räkna ur underlagen.")
        yield _printed_table(
            facts, "ej-raknade", f"Tryckta siffror om {facts.ar} som inte räknas", uncounted
        )
    yield from _agreeing(facts)


def _agreeing(facts: Facts) -> Iterator[Part]:
    agreeing = [each for each in facts.printed if each.status == "stammer"]
    if agreeing:
        yield Table(
            "stammer",
            f"Tryckta siffror om {facts.ar} som stämmer",
            (
                Column("Siffra", width=3),
                Column("Enhet", width=0.7, unknown=NONE),
                Column("Tryckt", "tal", 1.1, unknown="tomt"),
                Column("Beräknat", "tal", 1.1, unknown=NONE),
                Column("Tryckt i", width=1.5),
            ),
            tuple(
                (*_named(each), each.publicerat, each.beraknat, _where(each)) for each in agreeing
            ),
            notes=("En avrundad siffra får skilja så mycket som avrundningen ger.",),
        )


def _named(each: Printed) -> tuple[str, str]:
    unit = "kr" if each.enhet == "SEK" else each.enhet
    return _figure(each.matt, each.varde_namn, each.bas), unit


def _where(each: Printed) -> str:
    return f"{each.dokument}, rad {each.rad}"


def _printed_table(facts: Facts, anchor: str, caption: str, figures: Sequence[Printed]) -> Table:
    return Table(
        anchor,
        caption,
        (
            Column("Siffra", width=2),
            Column("Enhet", width=0.7, unknown=NONE),
            Column("Tryckt", "tal", 1.1, unknown="tomt"),
            Column("Beräknat", "tal", 1.1, unknown=NONE),
            Column("Skillnad", "tal", 1, unknown=NONE),
            Column("Förklaring", width=4.5, unknown="saknas"),
            Column("Tryckt i", width=1.3),
        ),
        tuple(
            (
                *_named(each),
                each.publicerat,
                each.beraknat,
                each.skillnad,
                _explanation(facts, each),
                _where(each),
            )
            for each in figures
        ),
    )


def _figure(matt: str, name: str | None, bas: str | None) -> str:
    told = f"{words.MEASURES.get(matt, matt)}: {name}" if name else words.MEASURES.get(matt, matt)
    return f"{told} ({words.BASES.get(bas, bas)})" if bas else told


def _explanation(facts: Facts, each: Printed) -> str | None:
    told = [words.without_codes(facts, each.forklaring)] if each.forklaring else []
    if each.status == "stammer_av_slump":
        told.insert(0, "Stämmer bara som helhet.")
    if each.utredning:
        told.append(f"Utredning: {each.utredning}")
    return " ".join(told) or None


def _restated(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga B. Siffror som har tryckts på nytt", "bilaga-b")
    if not facts.restated:
        yield Para(
            "Ingen siffra om året eller året före är tryckt med olika värden i olika års"
            " redovisningar."
        )
        return
    yield Para(
        "Samma siffra är tryckt med olika värden i olika års redovisningar. Båda finns kvar;"
        " bas säger"
        " vems pengar de räknar."
    )
    yield Table(
        "omtryckta",
        "Siffror som är tryckta på nytt",
        (
            Column("År", "nummer", 0.5),
            Column("Siffra", width=2),
            Column("Enhet", width=0.6, unknown=NONE),
            Column("Först tryckt", "nummer", 0.7),
            Column("Värde", "tal", 1.1, unknown="tomt"),
            Column("Bas", width=1.2, unknown="inte angiven"),
            Column("Sedan tryckt", "nummer", 0.7),
            Column("Nytt värde", "tal", 1.1, unknown="tomt"),
            Column("Ny bas", width=1.2, unknown="inte angiven"),
        ),
        tuple(map(_restated_row, facts.restated)),
        key=2,
    )


def _restated_row(each: Restated) -> tuple[Value, ...]:
    return (
        each.ar,
        _figure(each.matt, each.varde_namn, None),
        "kr" if each.enhet == "SEK" else each.enhet,
        each.publicerat_ar,
        each.varde,
        words.BASES.get(each.bas, each.bas) if each.bas else None,
        each.senare_ar,
        each.senare_varde,
        words.BASES.get(each.senare_bas, each.senare_bas) if each.senare_bas else None,
    )


def _contradictions(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga C. Tryckta siffror som säger emot varandra", "bilaga-c")
    if not facts.contradictions:
        yield Para(f"Inga tryckta siffror om {facts.ar} är kända för att säga emot varandra.")
        return
    yield Table(
        "motsagelser",
        f"Motsägelser i tryckta siffror om {facts.ar}",
        (
            Column("Id", width=0.5),
            Column("Vad det gäller", width=4),
            Column("Ena sidan", width=1.6, unknown=NONE),
            Column("Värde", "tal", 1.1),
            Column("Andra sidan", width=1.6, unknown=NONE),
            Column("Värde", "tal", 1.1),
            Column("Skillnad", "tal", 1),
        ),
        tuple(_contradiction_row(facts, each) for each in facts.contradictions),
    )


def _contradiction_row(facts: Facts, each: Contradiction) -> tuple[Value, ...]:
    about = words.without_codes(facts, f"{each.beskrivning} {each.belagg or ''}".strip())
    return (
        each.id,
        about,
        each.vanster_text,
        each.vanster,
        each.hoger_text,
        each.hoger,
        each.skillnad,
    )


def _handins(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga D. Underlag från nämnderna", "bilaga-d")
    if not facts.handins:
        yield Para(f"Inget underlag är inlämnat för {facts.ar}.")
        return
    absent = draft.missing(facts)
    if absent:
        yield Para(f"Har inte lämnat in: {swedish.lista(each.namnd for each in absent)}.")
    dated = [each for each in draft.standing(facts) if each.inlamningsdatum]
    if dated:
        last = max(dated, key=lambda each: (each.inlamningsdatum, each.namnd))
        assert last.inlamningsdatum is not None
        yield Para(
            f"Senast daterat är underlaget från {last.namnd}, {swedish.dag(last.inlamningsdatum)}."
        )
    yield from case.lateness(facts)
    yield Table(
        "inlamningar",
        f"Underlag för {facts.ar}",
        (
            Column("Nämnd", width=2.2),
            Column("Version", "nummer", 0.6, unknown=NONE),
            Column("Läge", width=1.3),
            Column("Datum", "datum", 0.9, unknown="inte angivet"),
            Column("Diarienr", width=1.2, unknown="inte angivet"),
            Column("Projekt", "antal", 0.7, unknown=NONE),
            Column("Avvisade rader", "antal", 0.8, unknown=NONE),
            Column("Fynd", "antal", 0.6, unknown=NONE),
        ),
        tuple(
            (
                each.namnd,
                each.version,
                words.STATUSES.get(each.status, each.status),
                each.inlamningsdatum if each.fil else NONE,
                each.diarienummer if each.fil else NONE,
                each.antal_projekt_olika,
                each.antal_avvisade,
                each.antal_fynd,
            )
            for each in facts.handins
        ),
        key=2,
    )


def _fitted(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga E. Anpassade och ungefärliga uppgifter", "bilaga-e")
    if not facts.fitted:
        yield Para("Ingen uppgift är anpassad eller angiven som ungefärlig.")
        return
    yield Para(
        "En anpassad uppgift står inte i källan: den är vald så att summor som är tryckta"
        " stämmer. En"
        " ungefärlig är angiven så av nämnden. Kolumnen Utbetalt säger hur mycket pengar"
        " deltagandena"
        " har; pengarna är själva anpassade bara på raderna med utbetalt belopp."
    )
    yield Table(
        "anpassade",
        f"Deltaganden {facts.ar} med anpassade eller ungefärliga uppgifter",
        (
            Column("Nämnd", width=2.4),
            Column("Uppgift", width=2),
            Column("Antal deltaganden", "antal"),
            Column("Utbetalt, kr", "kr", 1.3),
        ),
        tuple(
            (
                facts.of(each.namnd_kod).namnd,
                words.FIELDS.get(each.falt, each.falt),
                each.antal,
                each.belopp_sek,
            )
            for each in facts.fitted
        ),
        notes=(
            "Raderna går inte att lägga ihop: ett deltagande kan ha flera anpassade uppgifter.",
        ),
        key=2,
    )


def _booked(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga F. Redovisat mot bokfört", "bilaga-f")
    if not facts.booked:
        yield Para(
            "Där ekonomisystemets exporter gör det möjligt att jämföra skiljer inget belopp."
        )
        return
    yield Table(
        "redovisat-bokfort",
        f"Redovisat och bokfört {facts.ar} som skiljer",
        (
            Column("Nämnd", width=1.5),
            Column("Projekt", width=1.8),
            Column("Redovisat, kr", "kr", 1.1),
            Column("Bokfört, kr", "kr", 1.1),
            Column("Skillnad, kr", "kr", 1.1),
            Column("Läge och orsak", width=2.5),
        ),
        tuple(
            (
                facts.of(each.namnd_kod).namnd,
                each.projekt,
                each.redovisat_sek,
                each.bokfort_sek,
                each.skillnad_sek,
                " ".join(
                    filter(
                        None,
                        (
                            f"{swedish.mening(words.BOOKED.get(each.status, each.status))}.",
                            each.orsak,
                            each.utredning and f"Utredning: {each.utredning}",
                        ),
                    )
                ),
            )
            for each in facts.booked
        ),
        key=2,
    )


def _trace(facts: Facts) -> Iterator[Part]:
    yield Heading(2, "Bilaga G. Så följer du en siffra", "bilaga-g")
    if not any(each.nu for each in facts.per_namnd):
        yield Para(f"Det finns inga belopp om {facts.ar} att följa.")
        return
    yield Para(
        "Varje belopp i tabellerna per nämnd, fondgrupp och mål går att följa till filen,"
        " bladet och"
        " raden som det kommer från. Den som har tillgång till systemet skriver ett av de här"
        " kommandona."
    )
    yield Bullets(tuple(_commands(facts)))
    yield Para(
        "Övriga kan fråga den som sammanställer redovisningen"
        + (f": {facts.kommun.kontakt}." if facts.kommun.kontakt else ".")
    )


def _commands(facts: Facts) -> Iterator[str]:
    namnd = next((each.kod for each in facts.per_namnd if each.nu), None)
    group = next((each.namn for each in facts.per_fondgrupp if each.nu), None)
    goal = next((each.kod for each in facts.per_mal if each.nu and each.kod), None)
    for whose, report, option, value in (
        ("En nämnds belopp", "rpt_utbetalt_per_namnd", "namnd", namnd),
        ("En fondgrupps", "rpt_utbetalt_per_fondgrupp", "fondgrupp", group and f'"{group}"'),
        ("Ett måls", "rpt_utbetalt_per_kf_mal", "mal", goal),
    ):
        if value:
            yield f"{whose}: fondbok trace {report} --ar {facts.ar} --{option} {value}"


def _release(facts: Facts) -> Iterator[Part]:
    release = facts.release
    yield Heading(2, "Bilaga H. Utgåvan", "bilaga-h")
    yield Para(
        "Alla siffror i dokumentet kommer från en och samma utgåva av databasen. Samma"
        " utgåva ger samma"
        " dokument."
    )
    yield Listing(
        "utgavan",
        "Utgåvan",
        (
            ("Utgåva", release.release_id, "text"),
            ("Först publicerad", release.publicerad.date(), "datum"),
            ("Program", release.kod_version, "text"),
            ("Filer bakom utgåvan", Decimal(release.antal_filer), "antal"),
            ("Rader bakom utgåvan", Decimal(release.antal_rader), "antal"),
            ("Indata, fingeravtryck", release.indata_hash, "text"),
        ),
    )
