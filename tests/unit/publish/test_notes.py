"""Release notes: what a reader of the figures must know, and nothing that is not so."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from fondbok.publish.comparison import notes
from fondbok.publish.release import PublishError
from tests.unit.publish.handmade import Kalla

Publish = Callable[..., Path]
LEDGER = "ledger/2023.csv"
ROWS = (
    Kalla("submissions/ASN.xlsx", 5, "100.00"),
    Kalla(LEDGER, 2, "70.00", "Projekt B", ar=2023, typ="ledger"),
    Kalla(LEDGER, 3, "30.00", "Projekt C", ar=2023, namnd="MN", typ="ledger"),
)


def written(before: Path | None, after: Path) -> str:
    text = notes.write(before, after.parent)
    assert (after.parent / "notes.md").read_text("utf-8") == text
    return text.replace("\u00a0", " ")


def section(text: str, heading: str) -> list[str]:
    """The lines below a heading, up to the next of its level."""
    _, _, below = text.partition(f"## {heading}\n")
    return [line for line in below.split("\n## ")[0].splitlines() if line]


def test_the_first_release_tells_its_totals(publish: Publish) -> None:
    text = written(None, publish(ROWS))
    assert "Den första utgåvan" in text
    assert "| 2023 | 2 | 100,00 kr |" in text
    assert "| 2024 | 1 | 100,00 kr |" in text


def test_a_late_booking_shows_in_its_closed_year(publish: Publish) -> None:
    late = Kalla("ledger/sent.csv", 9, "5.50", "Projekt B", ar=2023, typ="ledger")
    before = publish(ROWS)
    text = written(
        before,
        publish(
            [*ROWS, late],
            "update mart.fct_utbetalning set datum = "
            "date '2023-12-31', verifikation = '99' where kallrad_id = "
            f"'{late.kallrad_id}'",
        ),
    )
    assert section(text, "Filer") == ["- Ny: ledger/sent.csv"]
    assert section(text, "Ändrat per år och nämnd") == [
        "### 2023 (stängt år)",
        "Staden: 100,00 kr → 105,50 kr (+5,50).",
        "| Nämnd | Vad | Före | Nu | Förändring | Ur |",
        "|---|---|---|---|---|---|",
        "| ASN | utbetalt | 70,00 kr | 75,50 kr | +5,50 | ledger/sent.csv |",
    ]
    assert section(text, "Bokningar i stängda år")[1:] == [
        "### 2023: +5,50 kr",
        "| Verifikation | Datum | Nämnd | Projekt | Före | Nu | Rad |",
        "|---|---|---|---|---|---|---|",
        "| A 99 | 2023-12-31 | ASN | Projekt B | ingen | 5,50 kr | ledger/sent.csv, rad 9 |",
    ]


def test_changed_lines_of_the_reference_data_are_told_one_by_one(publish: Publish) -> None:
    before, after = publish(ROWS), publish(ROWS)
    header = "projekt_a,projekt_b,motiv\n"
    for file, motiv, count in ((before, "olika år", 2), (after, "olika parter", 60)):
        folder = file.parent / "referens"
        folder.mkdir()
        rows = "".join(f"A{n},B{n},{motiv}\n" for n in range(count))
        (folder / "projekt_skilda.csv").write_text(header + rows, "utf-8")
        places = json.dumps({"projekt_skilda": [n + 7 for n in range(count)]})
        (folder / "rader.json").write_text(places, "utf-8")
    told = section(written(before, after), "Ändrat i kommun.toml och referens")
    assert told[0] == (
        "- referens/projekt_skilda.csv, rad 7 (projekt_a A0, projekt_b B0): motiv olika år → olika"
        " parter."
    )
    assert told[2] == (
        "- referens/projekt_skilda.csv, rad 9 tillkom: projekt_a A2, projekt_b B2, motiv olika"
        " parter."
    )
    assert told[notes.MOST_ROWS :] == ["- Och 10 rader till: referens/projekt_skilda.csv 10."]


def test_a_booking_in_the_open_year_is_no_late_one(publish: Publish) -> None:
    before = publish(ROWS)
    new = Kalla("ledger/2024.csv", 2, "1.00", ar=2024, typ="ledger")
    text = written(before, publish([*ROWS, new]))
    assert "### 2024\n" in text
    assert "Bokningar i stängda år" not in text


def test_the_changes_of_the_bookings_are_the_change_of_the_year(publish: Publish) -> None:
    before = publish(ROWS)
    after = publish(
        [
            ROWS[0],
            replace(ROWS[1], belopp="40.00"),
            Kalla(LEDGER, 4, "2.00", "Projekt D", ar=2023, namnd="TN", typ="ledger"),
        ]
    )
    found = notes.late_bookings(before, after)
    assert [(b.projekt, b.fore_sek, b.efter_sek) for b in found] == [
        ("Projekt B", Decimal("70.00"), Decimal("40.00")),
        ("Projekt C", Decimal("30.00"), None),
        ("Projekt D", None, Decimal("2.00")),
    ]
    assert sum(b.forandring for b in found) == Decimal("-58.00")
    assert "### 2023: −58,00 kr" in written(before, after)


def test_a_rebooking_that_leaves_the_namnd_as_it_was_is_told(publish: Publish) -> None:
    before = publish(ROWS)
    text = written(before, publish([ROWS[0], replace(ROWS[1], projekt="Projekt E"), ROWS[2]]))
    assert "### 2023: 0,00 kr" in text
    assert len(section(text, "Bokningar i stängda år")) == 6


def test_the_same_ledger_in_a_new_file_is_no_change(publish: Publish) -> None:
    before = publish(ROWS)
    moved = [replace(row, fil=f"{row.fil}.igen", rad=row.rad + 7) for row in ROWS]
    text = written(before, publish(moved))
    assert "Alla publicerade värden är desamma." in text
    assert "Bokningar i stängda år" not in text
    assert "stängt" not in text


def test_a_published_figure_judged_anew_is_told(publish: Publish) -> None:
    checked = (
        "create table mart.rpt_avstamning as select 'P2023-001' as siffra_id, 2023 as ar,"
        " 'utbetalt_sek' as matt, 'Miljö' as varde_namn, 'rapport' as dokument,"
        " cast({} as decimal(18, 2)) as beraknat, '{}' as status"
    )
    before = publish(ROWS, checked.format("100.00", "stammer"))
    text = written(before, publish(ROWS, checked.format("105.50", "avviker")))
    assert section(text, "Publicerade siffror som bedöms på nytt")[2:] == [
        "| P2023-001 | 2023, utbetalt_sek, Miljö, rapport | beraknat | 100,00 | 105,50 | +5,50 |",
        "| P2023-001 | 2023, utbetalt_sek, Miljö, rapport | status | stammer | avviker |  |",
    ]


def test_the_same_releases_give_the_same_text(publish: Publish) -> None:
    before, after = publish(ROWS), publish(ROWS[:2])
    assert notes.write(before, after.parent) == notes.write(before, after.parent)


def test_a_long_table_ends(publish: Publish) -> None:
    before = publish(ROWS[:1])
    many = [
        Kalla(LEDGER, n, "1.00", f"Projekt {n}", ar=2023, typ="ledger")
        for n in range(notes.MOST_ROWS + 3)
    ]
    assert "Och 3 till." in written(before, publish([*ROWS[:1], *many]))


def test_a_text_stays_in_its_cell(publish: Publish) -> None:
    before = publish(ROWS)
    odd = Kalla(LEDGER, 9, "1.00", "A | B", ar=2023, typ="ledger")
    assert "| A \\| B |" in written(before, publish([*ROWS, odd]))


def test_what_is_no_release_is_refused(publish: Publish, tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(PublishError):
        notes.write(None, tmp_path / "tom")
    with pytest.raises(PublishError):
        notes.write(tmp_path / "finns inte.duckdb", publish(ROWS).parent)
