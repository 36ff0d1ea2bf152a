"""examples/malmo adds up to what the reports print, and is built the same every time."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from fondbok import seeds
from fondbok.paths import PROJECT

MALMO = PROJECT / "examples" / "malmo"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("malmo_build", MALMO / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(build):
    return build.participations()


def folded(name: str) -> str:
    """A name as the warehouse compares it: letters and digits, case aside."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name.lower()))


def project(row) -> str:
    """The project a participation belongs to, through the alias seed."""
    for alias in seeds.load("projekt_alias"):
        first, last = alias["fran_ar"] or "0", alias["till_ar"] or "9999"
        if folded(alias["alias"]) == folded(row.projekt) and int(first) <= row.year <= int(last):
            return folded(alias["projekt"])
    return folded(row.projekt)


UNKNOWN = folded("Okänt projekt")


def goals(row) -> list[int]:
    """Numbers of the goals a participation names."""
    period = next(r["malperiod"] for r in seeds.load("ar") if r["ar"] == str(row.year))
    names = {
        folded(r["alias"]): int(r["nummer"])
        for r in seeds.load("kf_mal_alias")
        if r["malperiod"] == period
    }
    text = row.value("kf_mal")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return [int(part) if part.isdecimal() else names[folded(part)] for part in parts]


def shares(row) -> list[Decimal]:
    """Share of each goal, in the order they are named."""
    given = row.value("kf_mal_fordelning")
    if given:
        return [Decimal(part) / 100 for part in given.split(";")]
    return [Decimal(1) / len(goals(row))] * len(goals(row))


def role(row) -> str:
    """agare, part, annan or '' where none is given."""
    roles = {folded(r["alias"]): r["roll"] for r in seeds.load("roll_alias")}
    return roles[folded(row.value("roll"))] if row.value("roll") else ""


def paid(rows, year: int, *, namnd_kod: str = "", roll: str = "") -> Decimal:
    return sum(
        (
            row.amount
            for row in rows
            if row.year == year
            and row.amount is not None
            and namnd_kod in ("", row.namnd_kod)
            and roll in ("", role(row))
        ),
        Decimal(0),
    )


def paid_by_goal(rows, year: int, *, roll: str = "") -> dict[int, Decimal]:
    result: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.year != year or row.amount is None or roll not in ("", role(row)):
            continue
        for goal, share in zip(goals(row), shares(row), strict=True):
            result[goal] += row.amount * share
    return dict(result)


def published(**wanted: str) -> list[dict[str, str]]:
    found = [
        row
        for row in seeds.load("publicerad_siffra")
        if row["varde"] and all(row[name] == value for name, value in wanted.items())
    ]
    assert found, wanted
    return found


def as_printed(amount: Decimal, figure: dict[str, str]) -> bool:
    """Whether a computed amount would have been printed as this figure."""
    value, step = Decimal(figure["varde"]), Decimal(figure["precision"])
    if figure["avrundning"] == "trunkerad":
        return value <= amount < value + step
    return abs(amount - value) <= (0 if figure["avrundning"] == "exakt" else step / 2)


def test_the_script_reproduces_the_committed_files_byte_for_byte(build, tmp_path: Path):
    build.main(tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    landing = MALMO / "landing"
    kept = {p.relative_to(landing): p.read_bytes() for p in landing.rglob("*") if p.is_file()}
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_2019_is_the_table_of_the_report(rows):
    own = [row for row in rows if row.year == 2019]
    assert len(own) == 8
    assert paid(rows, 2019) == Decimal("4029253")
    assert paid_by_goal(rows, 2019) == {2: Decimal(3795545), 8: Decimal(233708), 6: Decimal(0)}
    assert Counter(role(row) for row in own) == {"agare": 4, "part": 3, "": 1}
    assert not any(row.fitted for row in own)


def test_2022_owner_money_fits_both_tables(rows):
    assert paid(rows, 2022, roll="agare") == Decimal("22550504")
    by_goal = paid_by_goal(rows, 2022, roll="agare")
    assert by_goal == {1: Decimal(16881967), 2: Decimal(5668537)}
    for figure in published(
        ar="2022", matt="utbetalt_sek", dimension="namnd", bas="agare", omfattning="staden"
    ):
        own = paid(rows, 2022, namnd_kod=figure["varde_kod"], roll="agare")
        assert as_printed(own, figure), figure


def test_2022_asn_is_its_own_account(rows):
    assert paid(rows, 2022, namnd_kod="ASN", roll="agare") == Decimal("8350033")
    assert paid(rows, 2022, namnd_kod="ASN", roll="part") == Decimal("13289733")
    assert paid(rows, 2022, namnd_kod="ASN") == Decimal("21639766")


def test_2022_restated_is_owner_and_partner_money(rows):
    assert paid(rows, 2022) == Decimal("41000000")
    approximate = [row for row in rows if row.spelling == "ca"]
    assert sum(row.amount for row in approximate) == Decimal("5159763")
    assert {role(row) for row in approximate} == {"part"}


def test_2022_budgets_of_owner_projects(rows):
    rate = next(
        Decimal(r["sek_per_enhet"])
        for r in seeds.load("valutakurs")
        if (r["valuta"], r["ar"]) == ("EUR", "2022")
    )
    kronor = {"SEK": Decimal(1), "EUR": rate}
    budgets = {}
    for row in rows:
        if row.year == 2022 and row.value("budget"):
            amount, currency = row.value("budget").split()
            budgets[row.projekt] = (role(row), Decimal(amount) * kronor[currency])
            assert row.amount is None or row.amount <= budgets[row.projekt][1], row.projekt
    owned = [amount for roll, amount in budgets.values() if roll == "agare"]
    assert (len(owned), sum(owned)) == (20, Decimal("78800000"))
    assert min(a for _, a in budgets.values()) == Decimal("250000")
    assert max(a for _, a in budgets.values()) == Decimal("15000000")


@pytest.mark.parametrize(
    ("year", "low", "high"), [(2023, 60000, 180000000), (2024, 70000, 220000000)]
)
def test_budgets_span_what_is_printed_and_exceed_what_is_paid(rows, year, low, high):
    stated = [row for row in rows if row.year == year and row.value("budget")]
    amounts = sorted(Decimal(row.value("budget").split()[0]) for row in stated)
    assert amounts == [low, high]
    assert all((row.amount or 0) <= Decimal(row.value("budget").split()[0]) for row in stated)


@pytest.mark.parametrize("year", [2023, 2024])
def test_money_by_namnd_is_the_printed_table(rows, year):
    for figure in published(ar=str(year), matt="utbetalt_sek", dimension="namnd"):
        assert paid(rows, year, namnd_kod=figure["varde_kod"]) == Decimal(figure["varde"]), figure


def test_totals_of_2023_and_2024(rows):
    assert paid(rows, 2023) == Decimal("42860000")
    assert paid(rows, 2024) == Decimal("50467000")


def test_2023_goals_but_the_first_are_as_printed(rows):
    by_goal = paid_by_goal(rows, 2023)
    printed = {
        int(figure["varde_kod"]): Decimal(figure["varde"])
        for figure in published(ar="2023", matt="utbetalt_sek", dimension="kf_mal")
    }
    difference = {goal: printed[goal] - by_goal[goal] for goal in printed}
    assert difference == {1: Decimal(248794), 2: 0, 3: 0, 4: 0}


@pytest.mark.parametrize(
    ("year", "participations", "projects", "owned", "partnered"),
    [(2022, 48, 47, 20, None), (2023, 54, 54, 19, 35), (2024, 65, 60, None, None)],
)
def test_counts(rows, year, participations, projects, owned, partnered):
    own = [row for row in rows if row.year == year]
    roles: dict[str, set[str]] = defaultdict(set)
    for row in own:
        roles[project(row)].add(role(row))
    roles.pop(UNKNOWN, None)
    assert (len(own), len(roles)) == (participations, projects)
    if owned is not None:
        assert sum("agare" in held for held in roles.values()) == owned
    if partnered is not None:
        assert sum("part" in held and "agare" not in held for held in roles.values()) == partnered


@pytest.mark.parametrize("year", [2022, 2023])
def test_projects_by_namnd_are_as_printed(rows, year):
    own = Counter(row.namnd_kod for row in rows if row.year == year)
    for figure in published(
        ar=str(year), matt="antal_projekt", dimension="namnd", omfattning="staden"
    ):
        assert own[figure["varde_kod"]] == int(figure["varde"]), figure


def test_2024_has_the_headings_of_part_two(rows):
    own = Counter(row.namnd_kod for row in rows if row.year == 2024)
    headings = {"ASN": 10, "FON": 2, "GRN": 9, "GVN": 5, "KS": 4, "KUN": 3, "MN": 26, "TN": 5}
    assert own == {**headings, "SBN": 1}
    (alone,) = (project(row) for row in rows if (row.year, row.namnd_kod) == (2024, "SBN"))
    assert "roadmap" in alone


def test_2024_goal_marks_over_distinct_projects(rows):
    marks: dict[str, tuple[int, ...]] = {}
    for row in rows:
        if row.year == 2024 and project(row) != UNKNOWN:
            assert marks.setdefault(project(row), tuple(goals(row))) == tuple(goals(row))
    count = Counter(goal for named in marks.values() for goal in named)
    assert count == {1: 29, 2: 9, 3: 34, 4: 8, 5: 7}


def test_a_fitted_value_is_marked_and_a_stated_one_is_not(build, rows):
    for file in build.submissions(rows):
        for row in file.rows:
            cells = file.cells(row)
            marks = set(filter(None, str(cells.get("anpassade_falt", "")).split(";")))
            assert marks == row.fitted & file.headers.keys()
            assert not marks & row.stated.keys()
            assert all(cells[name] != "" for name in marks)


def test_participations_without_money_stay_so(rows):
    unpaid = {row.projekt for row in rows if row.year == 2024 and row.amount is None}
    assert {"AGORA", "INCLU:DE", "Gemensamt i rätt riktning", "STEM-UP", "TEN"} <= unpaid


# --- ledger ----------------------------------------------------------------------------------


def ledger(year: int) -> list[dict[str, str]]:
    text = (MALMO / "landing" / "ledger" / f"huvudbok_{year}.csv").read_bytes().decode("cp1252")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def belopp(row: dict[str, str]) -> Decimal:
    return Decimal(row["Belopp"].replace(" ", "").replace(",", "."))


def is_eu_grant(konto: str) -> bool:
    return any(
        r["konto_fran"] <= konto <= r["konto_till"] and r["ar_eu_bidrag"] == "true"
        for r in seeds.load("konto")
    )


@pytest.mark.parametrize("year", [2022, 2023])
def test_ledger_agrees_with_what_is_reported_to_the_ore(rows, year):
    namnd = {r["prefix"]: r["namnd_kod"] for r in seeds.load("ansvar")}
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in ledger(year):
        if is_eu_grant(row["Konto"]):
            booked[namnd[row["Ansvar"][:2]], row["Projekt"]] -= belopp(row)
    reported = {
        (row.namnd_kod, row.value("ekonomikod")): row.amount
        for row in rows
        if row.year == year and row.amount is not None
    }
    assert booked == reported


@pytest.mark.parametrize("year", [2022, 2023])
def test_every_voucher_balances(year):
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in ledger(year):
        sums[row["Vernr"]] += belopp(row)
    assert set(sums.values()) == {Decimal(0)}


Vouchers = dict[tuple[str, str], list[tuple[str, str, str, Decimal]]]


def first_export() -> Vouchers:
    """(konto, ansvar, projekt, belopp) by series and number, from the SIE file."""
    text = (MALMO / "landing" / "ledger" / "bokforing_2024.se").read_bytes().decode("cp437")
    vouchers: Vouchers = {}
    for line in text.split("\r\n"):
        words = re.findall(r'"[^"]*"|[^\s{}"]+', line)
        if words[:1] == ["#VER"]:
            vouchers[words[1].strip('"'), words[2].strip('"')] = own = []
        elif words[:1] == ["#TRANS"]:
            bare = [word.strip('"') for word in words]
            objects = dict(re.findall(r'"(\d+)" "(\d+)"', line[: line.index("}")]))
            amount = next(Decimal(word) for word in bare if re.fullmatch(r"-?\d+\.\d\d", word))
            own.append((bare[1], objects["1"], objects.get("6", ""), amount))
    return vouchers


def second_export() -> Vouchers:
    """The same from the csv that exports the last month again."""
    text = (MALMO / "landing" / "ledger" / "december_2024_rattad.csv").read_text("utf-8")
    vouchers: Vouchers = defaultdict(list)
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";"):
        number = re.sub(r"[^0-9,]", "", row["Belopp SEK"]).replace(",", ".")
        amount = -Decimal(number) if row["Belopp SEK"].endswith("-") else Decimal(number)
        key = row["Serie"], row["Ver.nr"]
        vouchers[key].append((row["Konto"], row["Ansvar"], row["Projekt"], amount))
    return dict(vouchers)


def granted(vouchers: Vouchers) -> dict[tuple[str, str], Decimal]:
    """Booked EU grants by nämnd and project code; what is taken back to zero is left out."""
    namnd = {r["prefix"]: r["namnd_kod"] for r in seeds.load("ansvar")}
    booked: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for postings in vouchers.values():
        for konto, ansvar, projekt, amount in postings:
            if is_eu_grant(konto):
                booked[namnd[ansvar[:2]], projekt] -= amount
    return {key: amount for key, amount in booked.items() if amount}


def test_2024_agrees_with_what_is_reported_once_december_is_exported_again(rows):
    reported = {
        (row.namnd_kod, row.value("ekonomikod")): row.amount
        for row in rows
        if row.year == 2024 and row.amount is not None
    }
    assert granted({**first_export(), **second_export()}) == reported
    assert sum(reported.values()) == Decimal("50467000")
    wrong = granted(first_export())
    assert {
        key: wrong.get(key, 0) - reported[key] for key in reported if wrong[key] != reported[key]
    } == {
        ("GRN", "22302"): 152000,
        ("GRN", "22307"): -152000,
        ("MN", "51305"): 63000,
        ("TN", "53302"): -190000,
    }


def test_the_second_export_of_2024_overlaps_the_first():
    first, second = first_export(), second_export()
    again = first.keys() & second.keys()
    assert len(again) > 50
    changed = [key for key in again if first[key] != second[key]]
    assert len(changed) == 1
    assert len(second.keys() - first.keys()) == 3
    for vouchers in (first, second):
        assert {sum(row[3] for row in postings) for postings in vouchers.values()} == {Decimal(0)}


def test_one_code_is_one_project(rows):
    projects: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.value("ekonomikod"):
            projects[row.value("ekonomikod")].add(project(row))
    assert all(len(names) == 1 for names in projects.values()), projects
    for seeded in seeds.load("projektkod"):
        assert projects[seeded["projektkod"]] == {folded(seeded["projekt"])}
