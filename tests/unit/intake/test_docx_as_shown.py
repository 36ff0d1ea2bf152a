"""A memo is read as Word shows it; what Word does not show is said, never counted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fondbok.files.refusal import Refusal
from fondbok.findings import FileRead, Finding
from fondbok.intake.readers import docx as reader
from tests.unit.intake import word_xml as w
from tests.unit.intake.intake_files import read_file, rules

CASES = Path(__file__).parents[2] / "fixtures" / "cases" / "submissions"
# Unit and year stand in the memo's opening.
USUAL = {"UPPGIFT_FRAN_RUBRIK"}
BOTH = [("Hamnljus", "ESF", Decimal(1680158)), ("Gröna tak", "ERASMUS", Decimal(214598))]

Read = Callable[..., FileRead]


@pytest.fixture
def read_word(tmp_path: Path) -> Read:
    """Read a memo with a body written as XML."""

    def read(body: str, **more: Any) -> FileRead:
        return read_file(w.write(tmp_path, w.document(body, **more)))

    return read


def loaded(read: FileRead) -> list[tuple[Any, ...]]:
    """Name, fund and paid amount of the rows that count."""
    rows = read.rows.get("submission_projekt", [])
    return [
        (row["projekt"], row["fond_kod"], row["utbetalt"])
        for row in rows
        if row["utfall"] == "laddad"
    ]


def said(read: FileRead) -> set[str]:
    """The rules that spoke, without what every memo makes the reader say."""
    return rules(read) - USUAL


def one(read: FileRead, rule: str) -> Finding:
    """The only finding of a rule."""
    (found,) = [remark for remark in read.fynd if remark.regel == rule]
    return found


def with_paid(*content: str, properties: str = "") -> str:
    """A table of both projects, the first one's paid cell as given."""
    paid = w.cell(*content, properties=properties)
    return w.projects((*w.FIRST[:3], paid, w.FIRST[4]), w.SECOND)


# --- the case files ---


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("04_nastlad", {"TABELL_I_CELL"}),
        ("04b_layouttabell", set()),
        ("02c_borttagen_cell", {"BELOPP_EJ_VISAT", "ANDRINGAR_EJ_GODKANDA"}),
        ("03b_dold_text", {"TEXT_EJ_VISAD"}),
    ],
)
def test_cases_with_both_projects(case: str, rule: set[str]) -> None:
    """Both projects with their own fund and amount, and what was left out is said."""
    read = read_file(CASES / f"{case}.docx")
    assert loaded(read) == BOTH
    assert said(read) == rule


def test_case_a_text_box_counts_once() -> None:
    """917 in a box with a fallback is 917 and not 917 917."""
    read = read_file(CASES / "07_textruta_i_cell.docx")
    assert loaded(read) == [("Hamnljus", "ESF", Decimal(917)), BOTH[1]]
    assert said(read) == set()


def test_case_a_merged_name_holds_for_both_rows() -> None:
    """One project, two payments from two funds; that it stands twice is said."""
    read = read_file(CASES / "10b_vmerge.docx")
    assert loaded(read) == [
        ("Hamnljus", "ESF", Decimal(100)),
        ("Hamnljus", "ERASMUS", Decimal(200)),
        BOTH[1],
    ]
    assert said(read) == {"PROJEKT_TVA_GANGER"}


def test_case_the_text_above_comes_with_the_table() -> None:
    """A caption with the unit is part of what the table says about itself."""
    source = reader.read((CASES / "12_tkr_ovanfor.docx").read_bytes())
    assert source.projekt[0].captions[-1] == "Tabell 1. Projekt (belopp i tkr)"


def test_case_a_unit_above_the_table() -> None:
    """1 680 under "belopp i tkr" is 1 680 000, and that is said."""
    read = read_file(CASES / "12_tkr_ovanfor.docx")
    assert loaded(read) == [("Hamnljus", "ESF", Decimal(1680000))]
    assert said(read) == {"ENHET_FRAN_TEXT"}


def test_case_a_sum_is_no_project() -> None:
    """A label over three columns and the sum of the rows above."""
    read = read_file(CASES / "15_summa.docx")
    assert loaded(read) == BOTH
    assert read.utfall == {"laddad": 2, "total": 1}


# --- where tables and texts may stand ---

WRAPPED = {
    "i en innehållskontroll": w.control,
    "i en layouttabell": lambda body: w.table([w.cell(body, "")]),
    "i en layouttabell i en layouttabell": lambda body: w.table(
        [w.cell(w.table([w.cell(body, "")]), "")]
    ),
    "bredvid text i en layouttabell": lambda body: w.table(["Vänster text", w.cell(body, "")]),
    "i en textruta": lambda body: w.paragraph(w.text_box(body)),
    "i en ram av äldre slag": lambda body: w.paragraph(
        f"<w:r><w:pict><v:textbox><w:txbxContent>{body}</w:txbxContent></v:textbox></w:pict></w:r>"
    ),
    "infogad": lambda body: f"<w:customXml>{body}</w:customXml>",
}


@pytest.mark.parametrize("wrap", WRAPPED.values(), ids=WRAPPED)
def test_a_table_is_read_wherever_it_stands(wrap: Callable[[str], str], read_word: Read) -> None:
    """Word shows the same table, so the same rows are read, once."""
    read = read_word(wrap(w.projects(w.FIRST, w.SECOND)))
    assert loaded(read) == BOTH
    assert said(read) == set()


SHOWN = {
    "innehållskontroll": w.control(w.run("1 680 158 kr")),
    "länk": f"<w:hyperlink>{w.run('1 680 158 kr')}</w:hyperlink>",
    "smart etikett": f"<w:smartTag>{w.run('1 680 158')}</w:smartTag>{w.run(' kr')}",
    "enkelt fält": f'<w:fldSimple w:instr="=1+1">{w.run("1 680 158 kr")}</w:fldSimple>',
    "fält": w.field(" =SUM(ABOVE) ", "1 680 158 kr"),
    "fält i fältets kod": w.field("=1</w:instrText></w:r>" + w.field("REF x", "99")
                              + "<w:r><w:instrText>+1", "1 680 158 kr"),
    "infogat": f"<w:ins>{w.run('1 680 158 kr')}</w:ins>",
    "mjukt bindestreck": f"{w.run('1 680')}<w:r><w:softHyphen/></w:r>{w.run(' 158 kr')}",
    "tabb": f"{w.run('1 680')}<w:r><w:tab/></w:r>{w.run('158 kr')}",
    "radbrytning": f"{w.run('1 680 158')}<w:r><w:br/></w:r>{w.run('kr')}",
    "fotnotstecken": w.run("1 680 158") + w.run("1", '<w:vertAlign w:val="superscript"/>'),
    "fotnotstecken efter kr": w.run("1 680 158 kr") + w.run(
        "2)", '<w:vertAlign w:val="superscript"/>'),
    "nedsänkt fotnotstecken": w.run("1 680 158") + w.run("2", '<w:vertAlign w:val="subscript"/>'),
    "flyttat fotnotstecken": w.run("1 680 158 kr") + w.run("3", '<w:position w:val="-6"/>'),
    "fotnotstecken före": w.run("1", '<w:vertAlign w:val="superscript"/>') + w.run("1 680 158 kr"),
    "på raden": w.run("1 680 15") + w.run("8", '<w:position w:val="0"/>'),
    "inte struket": w.run("1 680 158 kr", '<w:strike w:val="0"/>'),
    "textruta": w.text_box(w.paragraph("1 680 158 kr")),
    "symboler": "".join(
        f'<w:r><w:sym w:font="Symbol" w:char="F0{ord(sign):02X}"/></w:r>' for sign in "1680158"),
    "ekvation": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
                "<m:r><m:t>1 680 158</m:t></m:r></m:oMath>",
}  # fmt: skip


@pytest.mark.parametrize("content", SHOWN.values(), ids=SHOWN)
def test_an_amount_is_what_is_shown(content: str, read_word: Read) -> None:
    """However Word keeps the words of a cell."""
    read = read_word(with_paid(w.paragraph(content)))
    assert loaded(read) == BOTH
    assert said(read) <= {"ANDRINGAR_EJ_GODKANDA"}


def test_a_minus_kept_on_its_line_is_a_minus(read_word: Read) -> None:
    """A no-break hyphen, and the minus of a font of signs."""
    hyphen = "<w:r><w:noBreakHyphen/></w:r>"
    sign = '<w:r><w:sym w:font="Symbol" w:char="F02D"/></w:r>'
    for minus in (hyphen, sign):
        read = read_word(with_paid(w.paragraph(minus, w.run("1 680 158 kr"))))
        assert loaded(read)[0][2] == Decimal(-1680158)


def test_a_placeholder_is_no_answer(read_word: Read) -> None:
    """A control that nobody filled in is empty, unless a figure stands in it."""
    for text, paid in (("Klicka här för att skriva.", None), ("917 kr", Decimal(917))):
        placeholder = w.control(w.run(text), "<w:showingPlcHdr/>")
        read = read_word(with_paid(w.paragraph(placeholder)))
        assert loaded(read) == [("Hamnljus", "ESF", paid), BOTH[1]]


def test_an_old_forms_list_shows_the_chosen_entry(read_word: Read) -> None:
    """Its words stand nowhere but in the field's data."""
    choices = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Horisont Europa"/><w:listEntry w:val="ESF+"/></w:ddList></w:ffData>'
        "</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    first = ("Hamnljus", w.cell(w.paragraph(choices)), *w.FIRST[2:])
    assert loaded(read_word(w.projects(first, w.SECOND))) == BOTH


@pytest.mark.parametrize(
    "more", [{"strict": True}, {"part": "word/document2.xml"}, {"part": "a/b.xml"}]
)
def test_other_names_for_the_same_document(more: dict[str, Any], read_word: Read) -> None:
    """The strict form, and a main part under another name."""
    assert loaded(read_word(w.projects(w.FIRST, w.SECOND), **more)) == BOTH


def test_other_parts_are_no_part_of_the_memo(tmp_path: Path) -> None:
    """Tables of headers, footers, notes, comments and the glossary are not read."""
    document = docx.Document()
    document.add_paragraph(w.TITLE)
    document.add_paragraph(w.NUMBER)
    section = document.sections[0]
    for part in (section.header, section.footer):
        other = part.add_table(2, 2, 5_000_000)
        for at, words in enumerate(("Projekt", "Utbetalt belopp", "Sidhuvudet", "5 kr")):
            other.cell(at // 2, at % 2).text = words
    own = document.add_table(2, 2)
    for at, words in enumerate(("Projekt", "Utbetalt belopp", "Hamnljus", "1 680 158 kr")):
        own.cell(at // 2, at % 2).text = words
    path = tmp_path / "memo.docx"
    document.save(path)
    assert loaded(read_file(path)) == [("Hamnljus", None, Decimal(1680158))]


# --- what is not shown ---

STRUCK = "<w:strike/>"
NOT_SHOWN = {
    "överstruken": w.run("1 000 000 kr ", STRUCK),
    "dubbelt överstruken": w.run("1 000 000 kr ", "<w:dstrike/>"),
    "dold": w.run("1 000 000 kr ", "<w:vanish/>"),
    "struken av stilen": w.run("1 000 000 kr ", '<w:rStyle w:val="Utgar"/>'),
    "borttagen": w.deleted("1 000 000 kr "),
}
STYLES = (
    '<w:style w:type="character" w:styleId="Bort"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Utgar"><w:basedOn w:val="Bort"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dolt"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize("content", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_an_amount_that_is_not_shown_does_not_count(content: str, read_word: Read) -> None:
    """The other one does; the one left out is said at its cell, first of all."""
    read = read_word(with_paid(w.paragraph(content, w.run("1 680 158 kr"))), styles=STYLES)
    assert loaded(read) == BOTH
    found = one(read, "BELOPP_EJ_VISAT")
    assert (found.blad, found.rad, found.kolumn) == ("Tabell 1", 2, "Utbetalt belopp")
    assert found.varde == "1 000 000 kr"
    assert found.raknas_inte


def test_a_struck_amount_alone_is_no_amount(read_word: Read) -> None:
    """Nothing is left in its place: not known, not zero."""
    read = read_word(with_paid(w.paragraph(w.run("1 680 158 kr", STRUCK))))
    assert loaded(read)[0] == ("Hamnljus", "ESF", None)
    assert "BELOPP_EJ_VISAT" in rules(read)


def _row_of(make: Callable[[str], str], properties: str = "") -> str:
    cells = [w.cell(w.paragraph(make(text))) for text in w.SECOND]
    return w.row(cells, properties)


@pytest.mark.parametrize(
    "second",
    [
        _row_of(lambda text: w.run(text, STRUCK)),
        _row_of(lambda text: w.run(text, "<w:vanish/>")),
        _row_of(w.run, "<w:hidden/>"),
        _row_of(w.deleted, '<w:del w:id="1"/>'),
        _row_of(w.run, '<w:del w:id="1"/>'),
        w.row([w.cell(w.paragraph(text, properties='<w:pStyle w:val="Dolt"/>'))
               for text in w.SECOND]),
    ],
    ids=["struken", "dold text", "dold rad", "borttagen", "raden borttagen", "dold stil"],
)  # fmt: skip
def test_a_row_that_is_not_shown_is_said_whole(second: str, read_word: Read) -> None:
    """Its project and its money do not count, and its sender reads which."""
    read = read_word(w.projects(w.FIRST, second), styles=STYLES)
    assert loaded(read) == BOTH[:1]
    found = one(read, "RAD_EJ_VISAD")
    assert (found.blad, found.rad) == ("Tabell 1", 3)
    assert found.varde == "Gröna tak | Erasmus+ | Projektpart | 214 598 kr | 2"


def test_a_deleted_table_with_money_is_said(read_word: Read) -> None:
    """The table that took its place is read."""
    gone = w.table(*[w.row([w.cell(w.paragraph(w.deleted(text))) for text in line], "<w:del/>")
                     for line in (w.HEADER, w.SECOND)])  # fmt: skip
    read = read_word(gone + w.projects(w.FIRST))
    assert loaded(read) == BOTH[:1]
    assert one(read, "RAD_EJ_VISAD").blad == "Tabell 1"


def test_what_was_moved_is_read_where_it_is_now(read_word: Read) -> None:
    """Once, and the change is said."""
    moved = f"<w:moveFrom>{w.run('5 kr')}</w:moveFrom><w:moveTo>{w.run('1 680 158 kr')}</w:moveTo>"
    read = read_word(with_paid(w.paragraph(moved)))
    assert loaded(read) == BOTH
    assert said(read) == {"ANDRINGAR_EJ_GODKANDA"}


def test_paragraphs_that_a_change_put_together_are_one(read_word: Read) -> None:
    """The end of the first one was deleted."""
    first = w.paragraph("1 680", properties="<w:rPr><w:del/></w:rPr>")
    assert loaded(read_word(with_paid(first, w.paragraph(" 158 kr")))) == BOTH


def test_hidden_personal_data_is_not_repeated(read_word: Read) -> None:
    """A telephone number in hidden text is in no finding."""
    hidden = w.run(" 070-123 45 67", "<w:vanish/>")
    read = read_word(with_paid(w.paragraph(w.run("1 680 158 kr"), hidden)))
    assert loaded(read) == BOTH
    assert not any("123" in remark.meddelande for remark in read.fynd)


# --- comments ---


def test_a_comment_at_a_cell_is_said_and_not_repeated(read_word: Read) -> None:
    """It may say another amount, or a name."""
    mark = '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    paid = w.cell("300 kr").replace("</w:tc>", f"{mark}</w:tc>")
    read = read_word(w.projects((*w.FIRST[:3], paid, "1"), w.SECOND))
    assert loaded(read)[0][2] == Decimal(300)
    found = one(read, "CELL_KOMMENTAR")
    assert (found.rad, found.kolumn) == (2, "Utbetalt belopp")


# --- merged cells ---

BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_what_is_merged_holds_for_every_row(read_word: Read) -> None:
    """Fund, role and goal over three rows; each row its own amount."""
    first = ["A", *[w.cell(t, properties=BEGINS) for t in ("ESF+", "Projektägare")], "100 kr",
             w.cell("1", properties=BEGINS)]  # fmt: skip
    empty = w.cell("", properties=GOES_ON)
    others = [
        [name, empty, empty, paid, empty] for name, paid in (("B", "200 kr"), ("C", "300 kr"))
    ]
    read = read_word(w.projects(first, *others))
    assert loaded(read) == [
        (name, "ESF", Decimal(paid)) for name, paid in (("A", 100), ("B", 200), ("C", 300))
    ]
    assert [goal["nummer"] for goal in read.rows["submission_kf_mal"]] == [1, 1, 1]
    assert {row["roll"] for row in read.rows["submission_projekt"]} == {"agare"}
    assert said(read) == set()


def test_merged_money_counts_once_and_is_said(read_word: Read) -> None:
    """One amount for two projects is one amount."""
    first = (*w.FIRST[:3], w.cell("300 kr", properties=BEGINS), "1")
    second = (*w.SECOND[:3], w.cell("", properties=GOES_ON), "2")
    read = read_word(w.projects(first, second))
    assert [paid for _, _, paid in loaded(read)] == [Decimal(300), None]
    found = one(read, "BELOPP_SAMMANSLAGET")
    assert (found.rad, found.kolumn) == (2, "Utbetalt belopp")
    assert "2 rader" in found.meddelande


def test_a_row_of_nothing_but_continuations_is_no_row(read_word: Read) -> None:
    """A cell that is three lines high stands beside two rows and a blank one."""
    empty = w.cell("", properties=GOES_ON)
    first = [w.cell(text, properties=BEGINS) for text in w.FIRST]
    assert loaded(read_word(w.projects(first, [empty] * 5, w.SECOND))) == BOTH


def test_a_continuation_of_nothing_is_a_cell(read_word: Read) -> None:
    """Word shows its text, so it is read."""
    second = (w.cell("Gröna tak", properties=GOES_ON), *w.SECOND[1:])
    assert loaded(read_word(w.projects(w.FIRST, second))) == BOTH


def test_text_under_a_merged_cell_is_not_shown(read_word: Read) -> None:
    """A continuation's own amount is covered by the cell above: left out and said."""
    first = (*w.FIRST[:3], w.cell("300 kr", properties=BEGINS), "1")
    second = (*w.SECOND[:3], w.cell("917 000 kr", properties=GOES_ON), "2")
    read = read_word(w.projects(first, second))
    assert [paid for _, _, paid in loaded(read)] == [Decimal(300), None]
    assert one(read, "BELOPP_EJ_VISAT").varde == "917 000 kr"


def test_the_header_is_no_project(read_word: Read) -> None:
    """A header cell over two rows is not filled down into the projects."""
    header = [w.cell("Projekt", properties=BEGINS), *w.HEADER[1:]]
    below = [w.cell("", properties=GOES_ON), *w.FIRST[1:]]
    read = read_word(w.table(header, below))
    assert loaded(read) == []
    assert [reject.regel for reject in read.avvisade] == ["PROJEKT_SAKNAS"]


# --- columns ---

WIDE, THIN = 1500, 40


def test_a_row_that_begins_further_in_keeps_its_columns(read_word: Read) -> None:
    """Without its name it is held; its amount is still an amount."""
    read = read_word(w.projects(w.FIRST, w.row(w.SECOND[1:], '<w:gridBefore w:val="1"/>')))
    assert loaded(read) == BOTH[:1]
    assert [(r.regel, r.rad) for r in read.avvisade] == [("PROJEKT_SAKNAS", 3)]
    assert read.rows["submission_projekt"][1]["utbetalt"] == Decimal(214598)


@pytest.mark.parametrize("wide", ["header", "rows"])
def test_a_border_drawn_askew_moves_no_amount(wide: str, read_word: Read) -> None:
    """A column of a hair's breadth stands between the header's border and the rows'."""
    span = '<w:gridSpan w:val="2"/>'
    role_wide = [*w.HEADER[:2], w.cell("Roll", properties=span), *w.HEADER[3:]]
    paid_wide = [*w.HEADER[:3], w.cell("Utbetalt belopp", properties=span), w.HEADER[4]]
    first_role = [*w.FIRST[:2], w.cell(w.FIRST[2], properties=span), *w.FIRST[3:]]
    first_paid = [*w.FIRST[:3], w.cell(w.FIRST[3], properties=span), w.FIRST[4]]
    header, first = (role_wide, first_paid) if wide == "header" else (paid_wide, first_role)
    grid = [WIDE, WIDE, WIDE, THIN, WIDE, WIDE]
    assert loaded(read_word(w.table(header, first, grid=grid))) == BOTH[:1]


def test_two_amounts_under_one_header_are_held(read_word: Read) -> None:
    """Nobody knows which one is meant: both are shown."""
    header = [*w.HEADER[:3], w.cell("Utbetalt belopp", properties='<w:gridSpan w:val="2"/>'),
              w.HEADER[4]]  # fmt: skip
    read = read_word(w.table(header, [*w.FIRST[:3], "100 000 kr", "1 580 158 kr", "1"]))
    assert loaded(read) == []
    assert read.avvisade[0].varde == "100 000 kr | 1 580 158 kr"


def test_amounts_under_each_other_are_never_one(read_word: Read) -> None:
    """917 over 214 is not 917 214."""
    read = read_word(with_paid("917", "214"))
    assert loaded(read) == BOTH[1:]
    assert read.avvisade[0].varde == "917 / 214"


def test_a_table_in_a_money_cell(read_word: Read) -> None:
    """A frame around one amount is that amount; two amounts are held."""
    assert loaded(read_word(with_paid(w.table(["1 680 158 kr"]), ""))) == BOTH
    read = read_word(with_paid(w.table(["100 kr", "200 kr"]), ""))
    assert loaded(read) == BOTH[1:]
    assert read.avvisade[0].varde == "100 kr | 200 kr"


def test_a_project_table_inside_a_cell_is_one_of_its_own(read_word: Read) -> None:
    """Read once, after the table around it, however deep it stands."""
    inner = w.table(["Projekt", "Utbetalt belopp"], ["Inre", "500 kr"])
    deep = w.table(["x", w.cell(inner, "")])
    for inside in (inner, deep):
        read = read_word(w.projects((w.cell("Hamnljus", inside, ""), *w.FIRST[1:]), w.SECOND))
        assert loaded(read) == [*BOTH, ("Inre", None, Decimal(500))]
        assert said(read) == set()


# --- several tables ---


def test_both_tables_of_a_memo_are_read(read_word: Read) -> None:
    """Projects as owner, then as partner, with other columns."""
    part = w.table(["Utbetalt belopp", "Projekt"], ["214 598 kr", "Gröna tak"])
    read = read_word(w.paragraph("Ägare") + w.projects(w.FIRST) + w.paragraph("Part") + part)
    assert loaded(read) == [BOTH[0], ("Gröna tak", None, Decimal(214598))]


def test_two_tables_drawn_as_one(read_word: Read) -> None:
    """The second has its own header, its own columns, and a row that is struck."""
    title = w.row([w.cell("Projekt som part", properties='<w:gridSpan w:val="5"/>')])
    struck = w.row([w.cell(w.paragraph(w.run(text, STRUCK))) for text in w.FIRST])
    part = ["214 598 kr", "Gröna tak", "Erasmus+"]
    for between in ([], [title]):
        body = w.projects(w.FIRST, *between, ["Utbetalt belopp", "Projekt", "Fond"], part, struck)
        read = read_word(body)
        assert loaded(read) == BOTH
        assert one(read, "RAD_EJ_VISAD").rad == len(between) + 5


def test_a_header_over_two_rows(read_word: Read) -> None:
    """Merged down, merged across, and a year below: the year of the memo."""
    down, across = BEGINS, '<w:gridSpan w:val="2"/>'
    upper = [
        w.cell("Projekt", properties=down),
        w.cell("Fond", properties=down),
        w.cell("Utbetalt belopp", properties=across),
        w.cell("KF-mål", properties=down),
    ]
    empty = w.cell("", properties=GOES_ON)
    lower = [empty, empty, "2023", "2024", empty]
    read = read_word(w.table(upper, lower, ["Hamnljus", "ESF+", "5 kr", "1 680 158 kr", "1"]))
    assert loaded(read) == BOTH[:1]
    assert [goal["nummer"] for goal in read.rows["submission_kf_mal"]] == [1]


@pytest.mark.parametrize("between", ["", "forts.", "Forts. tabell 1", "(fortsättning)", "2 (5)"])
def test_a_table_goes_on_after_a_page_break(between: str, read_word: Read) -> None:
    """Without a header, under another grid: the columns are those above."""
    below = w.table(w.SECOND, grid=[500, 600, 700, 800, 900])
    read = read_word(w.projects(w.FIRST) + w.paragraph(between) + below)
    assert loaded(read) == BOTH
    assert said(read) == set()


@pytest.mark.parametrize(
    "below",
    [
        w.paragraph("Projekt som part") + w.table(w.SECOND),
        w.table(["Gröna tak", "214 598 kr"]),
        w.paragraph("") + w.table([*w.SECOND, "x"]),
        w.paragraph("") + w.table([*w.SECOND[:3], "", "2"]),
    ],
    ids=["efter en rubrik", "färre kolumner", "fler kolumner", "utan belopp"],
)
def test_a_table_without_header_that_cannot_be_joined_is_said(below: str, read_word: Read) -> None:
    """Its money does not count, and its sender reads that."""
    read = read_word(w.projects(w.FIRST) + below)
    assert loaded(read) == BOTH[:1]
    assert one(read, "TABELL_UTAN_RUBRIK").raknas_inte


def test_another_table_with_money_is_mentioned(read_word: Read) -> None:
    """Costs under other headers are no projects, and nobody need wonder."""
    other = w.table(["Insats", "Kostnad"], ["Resor", "45 000 kr"])
    read = read_word(w.projects(w.FIRST) + w.paragraph("Kostnader") + other)
    assert said(read) == {"TABELL_EJ_LAST"}


@pytest.mark.parametrize(
    "other",
    [
        w.table(["Resurs", "Antal"], ["Tjänster", "3"]),
        w.table(["Datum", "Vad"], ["2024", "Möte"]),
        w.table([""] * 5),
    ],
)
def test_an_ordinary_table_is_not_mentioned(other: str, read_word: Read) -> None:
    """Counts and years are no money."""
    assert said(read_word(w.projects(w.FIRST) + w.paragraph("x") + other)) == set()


def test_a_goal_table_drawn_as_the_end_of_the_project_table(read_word: Read) -> None:
    """Word puts two tables together when nothing stands between them."""
    wide = '<w:gridSpan w:val="4"/>'
    goals = [
        ["Målområde", w.cell("Utbetalt belopp", properties=wide)],
        ["1. Utbildning och arbete", w.cell("1 894 757 kr", properties=wide)],
    ]
    read = read_word(w.projects(w.FIRST, w.SECOND, *goals))
    assert loaded(read) == BOTH
    assert "TOTAL_STAMMER_EJ" in said(read)


# --- what stands around a table ---


def captions(body: str) -> list[str]:
    """The texts that come with the last project table."""
    return reader.read(w.document(body)).projekt[-1].captions


def test_texts_around_a_table_come_with_it() -> None:
    """Above it, below it, and a sentence about all amounts anywhere."""
    table = w.projects(w.FIRST)
    assert captions(w.paragraph("Belopp i tkr") + w.paragraph("") + table)[-1] == "Belopp i tkr"
    assert captions(table + w.paragraph("Belopp i tkr"))[-1] == "Belopp i tkr"
    told = w.paragraph("Nytt. Alla belopp anges i tusental kronor. Mer.") + w.paragraph("x" * 300)
    assert "Alla belopp anges i tusental kronor" in " ".join(captions(told + table))


def test_a_text_below_the_last_part_is_said_of_the_first() -> None:
    """One table over two pages has one unit."""
    body = w.projects(w.FIRST) + w.paragraph("") + w.table(w.SECOND) + w.paragraph("Belopp i tkr")
    first, second = reader.read(w.document(body)).projekt
    assert first.captions[-1] == second.captions[-1] == "Belopp i tkr"


def test_running_text_is_not_taken_for_a_caption() -> None:
    """A long paragraph and the unit of a number say nothing about the table."""
    table = w.projects(w.FIRST)
    long_text = w.paragraph("Vi fick 917 tkr och räknar beloppen som 5 mkr. " * 10)
    assert captions(long_text + table) == []
    assert captions(table + w.paragraph("Projektet fick 917 tkr.")) == [w.TITLE, w.NUMBER]


def test_a_text_between_two_tables_is_the_lower_ones() -> None:
    """A caption stands above its table."""
    second = w.table(["Projekt", "Utbetalt belopp"], ["Gröna tak", "214 598 kr"])
    body = w.projects(w.FIRST) + w.paragraph("Belopp i tkr") + second
    source = reader.read(w.document(body))
    upper, lower = (table.captions for table in source.projekt)
    assert "Belopp i tkr" in lower
    assert "Belopp i tkr" not in upper


def test_answers_and_opening_in_a_layout_table(read_word: Read) -> None:
    """A frame around the text does not hide it."""
    frame = w.table(
        [w.cell(w.paragraph("1. Vad har gjorts?", properties='<w:pStyle w:val="Rubrik2"/>'),
                w.paragraph("Mycket."))]
    )  # fmt: skip
    read = read_word(frame + w.projects(w.FIRST))
    assert [answer["svar"] for answer in read.rows["submission_svar"]] == ["Mycket."]


def test_a_letterhead_is_read(tmp_path: Path) -> None:
    """Number and unit in a table without borders at the top of the page."""
    document = docx.Document()
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "Malmö stad"
    head.cell(0, 1).text = "ASN-2024-1122"
    document.add_paragraph(w.TITLE)
    own = document.add_table(2, 2)
    for at, words in enumerate(("Projekt", "Utbetalt belopp", "Hamnljus", "1 680 158 kr")):
        own.cell(at // 2, at % 2).text = words
    path = tmp_path / "memo.docx"
    document.save(path)
    row = read_file(path).rows["submission_projekt"][0]
    assert (row["namnd_kod"], row["diarienummer"]) == ("ASN", "ASN-2024-1122")


def test_line_breaks_of_a_library(tmp_path: Path) -> None:
    """A document as python-docx writes it, merged cells and page breaks and all."""
    document = docx.Document()
    document.add_heading(w.TITLE, 1)
    document.add_paragraph(w.NUMBER)
    table = document.add_table(4, 5)
    for line, cells in enumerate((w.HEADER, w.FIRST, w.SECOND, ("Totalt", "", "", "", ""))):
        for at, text in enumerate(cells):
            table.cell(line, at).text = text
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Totalt"
    table.cell(3, 3).text = "1 894 756 kr"
    table.cell(1, 0).paragraphs[0].runs[0].add_break(WD_BREAK.PAGE)
    path = tmp_path / "memo.docx"
    document.save(path)
    read = read_file(path)
    assert loaded(read) == BOTH
    assert read.utfall == {"laddad": 2, "total": 1}
    assert said(read) == set()


# --- what no one should hand in ---


def test_something_embedded_is_said(read_word: Read) -> None:
    """An Excel sheet as an object, and a document put in whole."""
    sheet = w.paragraph('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
    for embedded in (sheet, "<w:altChunk/>"):
        assert said(read_word(w.projects(w.FIRST) + embedded)) == {"DOKUMENT_INBADDAT"}


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 500 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 500,
        w.paragraph("<w:smartTag>" * 500 + w.run("x") + "</w:smartTag>" * 500),
        w.paragraph(w.text_box("<w:p/>").replace("<w:p/>", "<w:p><w:r><w:txbxContent>" * 200
                    + "</w:txbxContent></w:r></w:p>" * 200)),
    ],
    ids=["tabeller", "etiketter", "textrutor"],
)  # fmt: skip
def test_what_is_too_deep_is_refused(body: str) -> None:
    """No stack is worth a memo."""
    with pytest.raises(Refusal) as refusal:
        reader.read(w.document(w.projects(w.FIRST) + body))
    assert refusal.value.rule.id == "FIL_OSAKER"


def test_a_layout_of_many_levels_is_opened(read_word: Read) -> None:
    """What stands forty frames in is still shown, and read once."""
    deep = w.projects(w.FIRST, w.SECOND)
    for _ in range(40):
        deep = w.table([w.cell(deep, "")])
    assert loaded(read_word(deep)) == BOTH


def test_huge_spans_are_cut(read_word: Read) -> None:
    """A cell over a thousand million columns costs nothing and moves nothing."""
    for name in ("gridSpan", "gridBefore"):
        wide = f'<w:{name} w:val="999999999"/>'
        cells = [w.cell("x", properties=wide if name == "gridSpan" else "")]
        odd = w.row(cells, wide if name == "gridBefore" else "")
        assert loaded(read_word(w.projects(w.FIRST, w.SECOND, odd)))[:2] == BOTH


def test_a_table_wider_than_any_page_is_refused() -> None:
    """A thousand cells in a row are no account of projects."""
    with pytest.raises(Refusal) as refusal:
        reader.read(w.document(w.projects(w.FIRST, ["x"] * 1_001)))
    assert refusal.value.rule.id == "FIL_FOR_STOR"


# --- laws ---

NAMES = st.sampled_from(["Hamnljus", "Gröna tak", "Kust", "Väg 7", "Språk"])
AMOUNTS = st.integers(0, 10**9)
WRAPS = st.sampled_from(list(WRAPPED))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(NAMES, AMOUNTS, st.booleans()), min_size=1, max_size=6),
    wraps=st.lists(WRAPS, max_size=3),
)
def test_every_krona_shown_is_read_and_no_other(
    rows: list[tuple[str, int, bool]], wraps: list[str], tmp_path: Path
) -> None:
    """Rows struck or not, in whatever frames: the sum of those shown, and a word for each other."""
    lines = [
        w.row([w.cell(w.paragraph(w.run(text, "" if shown else STRUCK)))
               for text in (f"{name} {at}", "ESF", "part", f"{paid} kr", "1")])
        for at, (name, paid, shown) in enumerate(rows)
    ]  # fmt: skip
    body = w.projects(*lines)
    for wrap in wraps:
        body = WRAPPED[wrap](body)
    read = read_file(w.write(tmp_path, w.document(body)))
    assert [paid for _, _, paid in loaded(read)] == [
        Decimal(paid) for _, paid, shown in rows if shown
    ]
    left_out = [remark for remark in read.fynd if remark.regel == "RAD_EJ_VISAD"]
    assert len(left_out) == sum(not shown for _, _, shown in rows)
