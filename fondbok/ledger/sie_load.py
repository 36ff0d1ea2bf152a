"""SIE 4 files into typed ledger rows: regular lines in SQL, the others by fondbok.ledger.sie.

Belongs here: telling the regular lines from the others, joining rows to vouchers, and the
findings that need a whole file. What a line means is decided in sie.py; on a regular line the SQL
here must say the same, which the tests hold it to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fondbok.findings import Rule
from fondbok.ledger import csv_load, export, rules, sie, staging, statement, text, words
from fondbok.ledger.masking import mask, mask_code
from fondbok.ledger.refusal import Refusal
from fondbok.ledger.sie_lines import Place
from fondbok.ledger.staging import text_literal

PROFILE = "sie4"
HEAD = 200  # lines enough to see what kind of file it is
_TEMPORARY = (
    "sie_label",
    "sie_ver_line",
    "sie_ver",
    "sie_rad",
    "sie_ar",
    "sie_block",
    "sie_inbakad",
)

# A regular posting: at most three whole object pairs without blanks in them, a plain amount, a
# date or none, a text in quotes or one word, nothing escaped and no braces but the objects' own.
_WORD = r'(?:"[^"{} ]+"|[^"{} ]+)'
_PAIR = rf"{_WORD} +{_WORD}"
REGULAR_ROW = (
    rf"#TRANS +[0-9A-Za-z]+ +\{{ *(?:{_PAIR}(?: +{_PAIR})?(?: +{_PAIR})?)? *\}} *"
    r"-?\d{1,15}(?:\.\d{1,2})?"
    r'(?: +\d{8}(?: +(?:"[^"{}]*"|[^"{} ][^"{} ]*)(?: [^{}]*)?)?)? *'
)
REGULAR_VOUCHER = (
    r'^#VER +("[^"]*"|[^" {}]+) +("[^"]*"|[^" {}]+) +"?(\d{8})"?'
    r'(?: +("[^"]*"|[^" {}][^" ]*)(?: .*)?)? *$'
)


def load(con: duckdb.DuckDBPyConnection, path: Path, sha: str) -> str:
    """Type a SIE 4 file into raw.ledger_rad and write its header to raw.sie_*.

    Returns:
        The name of the reader.

    Raises:
        Refusal: the file is not SIE 4.
    """
    lines = text.Lines(path, text.detect(path, dos="cp437"))
    start = "\n".join(lines.head(HEAD))[:4000]
    if not start.strip():
        raise Refusal(rules.TOM_FIL)
    lines = lines.fresh()
    place = _read_lines(con, lines)
    head = _header(con, start, place)
    if lines.replaced:
        staging.note(con, rules.TECKENFEL, "", None, str(lines.replaced))
    _read_vouchers(con)
    _read_rows(con)
    _read_projects(con, head)
    _drop_repeated_additions(con)
    con.execute(_years(head))
    blad_nr = staging.sheet(con, sha, "", "verifikation", export.of_sie(head, path.name))
    con.execute(_type(words.currency_code(head.valuta)), [blad_nr])
    con.execute(_REJECTED, [blad_nr])
    _note_file(con, head, lines.count if place.slut < place.ver else None)
    _find_repeated_vouchers(con, blad_nr)
    _number_the_unnumbered(con, blad_nr)
    public = _without_personal_data(head)
    if public != head:
        staging.note(con, rules.PERSONUPPGIFT, "", None, None)
    _write_header(con, sha, public, lines.encoding)
    _drop(con)
    return PROFILE


def _drop(con: duckdb.DuckDBPyConnection) -> None:
    for table in _TEMPORARY:
        con.execute(f"drop table if exists temp.{table}")


# --- lines ------------------------------------------------------------------------------------


def _read_lines(con: duckdb.DuckDBPyConnection, lines: text.Lines) -> Place:
    """Split the file's lines into labels, vouchers and postings, with the voucher of each.

    Raises:
        Refusal: a line is too long, or not every posting arrived.
    """
    con.execute(_CREATE)
    place = Place()
    for table in lines.tables(shape=place.add):
        con.register("sie_part", table)
        con.execute("insert into sie_label select rad, trim(line) from sie_part where slag = '#'")
        con.execute(_VOUCHERS)
        con.execute(_POSTINGS)
        con.execute(_EMBEDDED)
        con.unregister("sie_part")
    row = con.execute(
        "select (select count(*) from sie_label), (select count(*) from sie_ver_line), "
        "(select count(*) from sie_rad)"
    ).fetchone()
    kinds = place.kinds
    lines.given = kinds["#"] + kinds["V"] + kinds["T"] + kinds["R"]
    csv_load.check_count(lines, sum(row or ()))
    con.execute("insert into sie_rad by name from sie_inbakad where innehall <> ''")
    return place


def _header(con: duckdb.DuckDBPyConnection, start: str, place: Place) -> sie.Header:
    labels = ", ".join(text_literal(label) for label in sie.HEADER_LABELS)
    found = con.execute(
        "select line from sie_label "
        f"where upper(regexp_extract(line, '^#[A-Za-zÅÄÖåäö]+')) in ({labels}) order by rad"
    ).fetchall()
    head = sie.header(line for (line,) in found)
    kinds = place.kinds
    labelled = kinds["V"] + kinds["T"] + kinds["#"]
    try:
        sie.refuse_other_kinds(start, head.sietyp, kinds["V"] > 0, labelled > 0)
    except sie.NotSie4 as other:
        raise Refusal(other.rule, other.varde) from other
    return head


# --- vouchers and rows ------------------------------------------------------------------------


def _register(
    con: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]], schema: pa.Schema
) -> None:
    con.register(name, pa.Table.from_pylist(rows, schema=schema))


def _note(con: duckdb.DuckDBPyConnection, remarks: Iterable[sie.Remark]) -> None:
    rows = [
        {"rad": each.rad, "regel": each.rule.id, "varde": each.varde}
        for each in remarks
        # Those rows are rejected, and say so there.
        if each.rule not in (rules.SIE_BELOPP, rules.SIE_FLERA_POSTER)
    ]
    if not rows:
        return
    schema = pa.schema([("rad", pa.int64()), ("regel", pa.string()), ("varde", pa.string())])
    _register(con, "sie_note", rows, schema)
    con.execute("insert into ledger_fynd select '', rad, null, regel, varde from sie_note")
    con.unregister("sie_note")


def _read_vouchers(con: duckdb.DuckDBPyConnection) -> None:
    rows, remarks = [], []
    for rad, line in con.execute(
        "select rad, line from sie_ver_line where datum = '' order by rad"
    ).fetchall():
        head, found = sie.voucher(rad, line)
        rows.append({name: getattr(head, name) for name in _VOUCHER_SCHEMA.names})
        remarks.extend(found)
    _register(con, "sie_irregular", rows, _VOUCHER_SCHEMA)
    con.execute(
        """
        create or replace temp table sie_ver as
        select
            rad, serie, nummer, cast(try_strptime(datum, '%Y%m%d') as date) as datum, text,
            datum as datum_text
        from sie_ver_line where datum <> ''
        union all
        select rad, serie, nummer, datum, text, null from sie_irregular
        """
    )
    con.unregister("sie_irregular")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, datum_text from sie_ver "
        "where datum is null and datum_text is not null",
        [rules.SIE_DATUM.id],
    )
    _note(con, remarks)


_VOUCHER_SCHEMA = pa.schema(
    [
        ("rad", pa.int64()),
        ("serie", pa.string()),
        ("nummer", pa.string()),
        ("datum", pa.date32()),
        ("text", pa.string()),
    ]
)


def _captured(pattern: str, names: list[str]) -> str:
    """The groups of a regular line as a struct; all of them '' when the line is not regular."""
    # A line with an escape is for the tokenizer, so it must not match.
    plain = "case when contains(line, '\\') then '' else line end"
    return f"regexp_extract({plain}, {text_literal(pattern)}, {names})"


def _read_rows(con: duckdb.DuckDBPyConnection) -> None:
    """Put what the tokenizer says of the irregular postings in place."""
    _register_irregular(con)
    con.execute(
        """
        update sie_rad set
            konto = i.konto, ansvar = i.ansvar, projektkod = i.projektkod, objekt = i.objekt,
            belopp_text = i.belopp_text, belopp = i.belopp, datum_text = null, datum = i.datum,
            text = i.text
        from sie_irregular as i where i.rad = sie_rad.rad
        """
    )
    con.unregister("sie_irregular")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, datum_text from sie_rad "
        "where datum is null and datum_text <> ''",
        [rules.SIE_DATUM.id],
    )


# The voucher a line stands in; NULL before the first and after a closing brace.
_INSIDE = "case when ver > coalesce(slut, 0) then ver end"


def _words(value: str) -> str:
    """The words of a text, parted by one or more blanks."""
    # Replacing by expression is dear: only where blanks stand together.
    single = f"regexp_replace({value}, ' +', ' ', 'g')"
    return f"string_split(case when contains({value}, '  ') then {single} else {value} end, ' ')"


def _other(dimension: str, code: str) -> str:
    """A pair of another dimension as a JSON member, NULL for dimensions 1 and 6."""
    return (
        f"case when o[{dimension}] not in ('1', '6') "
        f"then '\"' || o[{dimension}] || '\":\"' || o[{code}] || '\"' end"
    )


# The first of several objects in one dimension holds, as in the reader.
_OTHERS = (
    "nullif('{' || concat_ws(',', "
    + ", ".join(
        [
            _other("1", "2"),
            f"case when o[3] is distinct from o[1] then {_other('3', '4')} end",
            "case when o[5] is distinct from o[1] and o[5] is distinct from o[3] "
            f"then {_other('5', '6')} end",
        ]
    )
    + ") || '}', '{}')"
)


# trim() on every line would cost as much as matching it.
_BLANKS = "case when contains(line, chr(9)) then replace(line, chr(9), ' ') else line end"
_BEGUN = f"substr({_BLANKS}, indrag + 1)"
_ENDED = "ends_with(line, ' ') or ends_with(line, chr(9))"
_LINE = f"case when {_ENDED} then rtrim({_BEGUN}) else {_BEGUN} end"
_CREATE = """
create or replace temp table sie_label (rad bigint, line varchar);
create or replace temp table sie_ver_line (
    rad bigint, line varchar, serie varchar, nummer varchar, datum varchar, "text" varchar
);
create or replace temp table sie_inbakad (
    rad bigint, ver bigint, slag varchar, hash uhugeint, innehall varchar
);
create or replace temp table sie_rad (
    rad bigint, ver bigint, slag varchar, hash uhugeint, innehall varchar,
    konto varchar, ansvar varchar, projektkod varchar, objekt varchar, belopp_text varchar,
    belopp decimal(18, 2), datum_text varchar, datum date, text varchar
);
"""
# Nearly all vouchers have their texts in quotes and their date without: those are split at the
# quotes, the others by expression. Only a voucher that is not regular has no date here, and keeps
# its line.
_QUOTED_VOUCHER = r'#VER +"[^"]*" +"[^"]*" +\d{8} *(?: "[^"]*"(?: .*)?)?'
_VOUCHERS = f"""
insert into sie_ver_line
with
rader as (select rad, {_LINE} as line from sie_part where slag = 'V'),
delad as (
    select
        rad, line,
        case when not contains(line, '\\')
            and regexp_full_match(line, {text_literal(_QUOTED_VOUCHER)})
            then string_split(line, '"') end as q
    from rader
),
fangad as (
    select
        *,
        case when q is null
            then {_captured(REGULAR_VOUCHER, ["serie", "nummer", "datum", "text"])} end as f
    from delad
)
select
    rad, case when f.datum = '' then line end, coalesce(q[2], trim(f.serie, '"')),
    coalesce(q[4], trim(f.nummer, '"')), coalesce(trim(q[5]), f.datum),
    coalesce(q[6], trim(f.text, '"'))
from fangad
"""
# A regular posting is split at its braces, what follows them at its quotes, and what is left at its
# blanks: a third of what it costs to capture the parts by expression. One that is not regular has
# no account here, and keeps its line.
_POSTINGS = f"""
insert into sie_rad
with
rader as (
    select rad, {_INSIDE} as ver, slag, {_LINE} as line from sie_part where slag in ('T', 'R')
),
provad as (
    select
        *,
        not contains(line, '\\') and regexp_full_match(line, {text_literal(REGULAR_ROW)})
            as regelbunden
    from rader
),
klamrar as (
    select *, case when regelbunden then string_split(line, '}}') end as k from provad
),
citat as (
    select *, string_split(k[1], '{{') as fore, string_split(k[2], '"') as efter from klamrar
),
ord as (
    select
        rad, ver, slag, line, regelbunden, efter[2] as citerat,
        {_words("fore[1]")} as ord_fore,
        case when fore[2] <> '' then {_words("trim(replace(fore[2], chr(34), ''))")} end as o,
        {_words("trim(efter[1])")} as ord_efter
    from citat
),
falt as (
    select *, ord_efter[1] as belopp_text, coalesce(ord_efter[2], '') as datum_text from ord
)
select
    rad, ver, slag, md5_number(line), case when not regelbunden then line end,
    ord_fore[2],
    case when o[1] = '1' then o[2] when o[3] = '1' then o[4] when o[5] = '1' then o[6] end,
    case when o[1] = '6' then o[2] when o[3] = '6' then o[4] when o[5] = '6' then o[6] end,
    case when len(o) > 4 or o[1] not in ('1', '6') or o[3] not in ('1', '6') then {_OTHERS} end,
    belopp_text, try_cast(belopp_text as decimal(18, 2)), datum_text,
    case when datum_text <> '' then cast(try_strptime(datum_text, '%Y%m%d') as date) end,
    coalesce(ord_efter[3], citerat, '')
from falt
"""


# Postings on the line of something else, and labels that only begin like one's.
_EMBEDDED = f"""
insert into sie_inbakad
with
rader as (
    select rad, case when slag = 'V' then rad else {_INSIDE} end as ver, slag, {_LINE} as line
    from sie_part
    where slag in ('V', '#', '') and contains(line, '#')
),
inre as (
    select
        rad, ver, line,
        case
            when slag = '#' and regexp_matches(line, '(?i)^#r?trans') then line
            when contains(line[2:], '#')
                then regexp_extract(line[2:], {text_literal("(?i)" + sie.EMBEDDED)}, 1)
            else ''
        end as post
    from rader
)
select
    rad, ver, case when lower(post[2:2]) = 'r' then 'R' else 'T' end, md5_number(line), post
from inre where post <> ''
"""
_ROW_SCHEMA = pa.schema(
    [
        ("rad", pa.int64()),
        ("konto", pa.string()),
        ("ansvar", pa.string()),
        ("projektkod", pa.string()),
        ("objekt", pa.string()),
        ("belopp_text", pa.string()),
        ("belopp", pa.decimal128(18, 2)),
        ("datum", pa.date32()),
        ("text", pa.string()),
    ]
)


def _register_irregular(con: duckdb.DuckDBPyConnection) -> None:
    """Read the other postings in Python and hand them over in bulk."""
    rows, remarks = [], []
    for rad, line in con.execute(
        "select rad, innehall from sie_rad where innehall is not null order by rad"
    ).fetchall():
        row, found = sie.posting(rad, line)
        rows.append(_as_columns(row))
        remarks.extend(found)
    _register(con, "sie_irregular", rows, _ROW_SCHEMA)
    _note(con, remarks)


def _as_columns(row: sie.Row) -> dict[str, Any]:
    # The first of several objects in one dimension holds; the others stay visible in objekt.
    first: dict[str, str] = {}
    for dimension, code in row.objekt:
        first.setdefault(dimension, code)
    ansvar, projekt = first.pop(sie.ANSVAR, None), first.pop(sie.PROJEKT, None)
    others = json.dumps(first, ensure_ascii=False, separators=(",", ":")) if first else None
    return {
        "rad": row.rad,
        "konto": row.konto,
        "ansvar": ansvar,
        "projektkod": projekt,
        "objekt": others,
        "belopp_text": row.belopp_text,
        "belopp": row.belopp,
        "datum": row.datum,
        "text": row.text,
    }


def _read_projects(con: duckdb.DuckDBPyConnection, head: sie.Header) -> None:
    """Read the project of rows that have it in another dimension than 6.

    A part of dimension 6 is a project's part, known by its own number. A dimension called Projekt
    is the project, with a finding, where 6 is missing or is called something else.
    """
    parts = [each for each in head.dimensioner if sie.leads_to(head, each, sie.PROJEKT)]
    named = [
        each
        for each, (name, _) in head.dimensioner.items()
        if name.casefold().startswith("projekt") and each not in (sie.ANSVAR, sie.PROJEKT, *parts)
    ]
    own = head.dimensioner.get(sie.PROJEKT, ("Projekt", ""))[0].casefold()
    if named:
        missing = "projektkod is null" if own.startswith("proj") else "true"
        found = con.execute(
            f"update sie_rad set projektkod = {_object(named)} "
            f"where {missing} and {_object(named)} is not null"
        ).fetchone()
        if found and found[0]:
            staging.note(con, rules.SIE_DIMENSION_PROJEKT, "", None, ", ".join(named))
    if parts:
        con.execute(
            f"update sie_rad set projektkod = {_object(parts)} "
            f"where projektkod is null and {_object(parts)} is not null"
        )


def _object(dimensions: Sequence[str]) -> str:
    """SQL of the first object that a row has in any of some dimensions."""
    paths = (text_literal(f'$."{each}"') for each in dimensions)
    return f"coalesce({', '.join(f'json_extract_string(objekt, {path})' for path in paths)})"


def _drop_repeated_additions(con: duckdb.DuckDBPyConnection) -> None:
    """Leave an #RTRANS out when its #TRANS follows; keep a lone one, with a finding."""
    same = "konto, ansvar, projektkod, objekt, belopp"
    con.execute(
        f"""
        create or replace temp table sie_block as
        select rad from (
            select
                rad, slag,
                row_number() over (partition by ver, slag, {same} order by rad) as nummer,
                count(*) filter (slag = 'T') over (partition by ver, {same}) as antal
            from sie_rad
            where coalesce(ver, 0) in (select coalesce(ver, 0) from sie_rad where slag = 'R')
        ) where slag = 'R' and nummer <= antal
        """
    )
    con.execute("delete from sie_rad where rad in (from sie_block)")
    con.execute(
        "insert into ledger_fynd select '', rad, null, ?, null from sie_rad where slag = 'R'",
        [rules.SIE_RTRANS.id],
    )


# --- typing -----------------------------------------------------------------------------------


def _years(head: sie.Header) -> str:
    rows = ", ".join(
        f"({number}, {first.year}, date '{first}', date '{last}')"
        for number, (first, last) in head.rakenskapsar.items()
    )
    none = "select 0, 0, date '2000-01-01', date '2000-01-01' where false"
    values = f"values {rows}" if rows else none
    return (
        "create or replace temp table sie_ar as select * from "
        f"({values}) as ar (arsnr, rakenskapsar, start_datum, slut_datum)"
    )


# The fiscal year is the voucher's, whatever its rows are dated; a voucher dated outside the years
# of the file, or without a readable date, belongs to the file's own.
_TYPE = f"""
insert into raw.ledger_rad
with
hela as (
    select
        rad, datum, text, nullif({staging.plain_number("serie")}, '') as serie,
        nullif({staging.plain_number("nummer")}, '') as nummer, coalesce(
            (select min(a.rakenskapsar) from sie_ar as a
             where sie_ver.datum between a.start_datum and a.slut_datum),
            (select a.rakenskapsar from sie_ar as a where a.arsnr = 0),
            year(datum)
        ) as rakenskapsar
    from sie_ver
),
ver as (
    select
        * replace (
            {staging.masked_code("serie")} as serie,
            case when {staging.holds_personal_data("nummer")} then null else nummer end as nummer
        )
    from hela
),
rader as (
    select
        r.* replace (
            nullif(r.konto, '') as konto, nullif(r.ansvar, '') as ansvar,
            nullif(r.projektkod, '') as projektkod
        ),
        coalesce(r.datum, v.datum) as bokford, v.serie, v.nummer,
        coalesce(v.rakenskapsar, year(r.datum)) as rakenskapsar,
        coalesce(nullif(r.text, ''), nullif(v.text, '')) as ord
    from sie_rad as r left join ver as v on v.rad = r.ver
)
select
    ?, rad,
    case
        when belopp is null or abs(belopp) >= {statement.TOO_LARGE} or not ({{counted}})
            then 'avvisad'
        else 'laddad'
    end,
    hash, rakenskapsar, serie, nummer, null,
    bokford, {staging.masked_code("konto")}, {staging.masked_code("ansvar")}, null,
    {staging.masked_code("projektkod")}, null,
    {staging.masked("ord")}, {{money}}, {staging.masked_code("objekt")}
from rader
"""
_REJECTED = f"""
insert into ledger_avvisad
select
    '', r.rad, null,
    case when regel = '{rules.VALUTA_UTAN_KURS.id}' then valuta || ' ' || ar else belopp_text end,
    regel, json_object('belopp', belopp_text)
from (
    select
        s.rad, s.belopp_text, r.valuta, coalesce(year(r.datum), r.rakenskapsar) as ar,
        case
            when s.belopp_text = '{sie.SEVERAL}' then '{rules.SIE_FLERA_POSTER.id}'
            when s.belopp is null then '{rules.SIE_BELOPP.id}'
            when abs(s.belopp) >= {statement.TOO_LARGE} then '{rules.BELOPP_ORIMLIGT.id}'
            else '{rules.VALUTA_UTAN_KURS.id}'
        end as regel
    from raw.ledger_rad as r inner join sie_rad as s on r.rad = s.rad
    where r.blad_nr = ? and r.utfall = 'avvisad'
) as r
"""


def _type(currency: str) -> str:
    """The statement that types the rows, whose amounts are in the file's currency."""
    counted, money = "true", "belopp, null, null"
    if currency != "SEK":
        code = text_literal(currency)
        counted = statement.has_rate(code, "bokford", "rakenskapsar")
        money = f"null, {code}, belopp"
    # The expressions in the statement have braces of their own.
    return _TYPE.replace("{counted}", counted).replace("{money}", money)


def _note_file(con: duckdb.DuckDBPyConnection, head: sie.Header, cut_at: int | None) -> None:
    """What only shows in the whole file: where it is cut, balance, dates outside the year."""
    if not head.sietyp:
        staging.note(con, rules.SIE_TYP_SAKNAS, "", None, None)
    if con.execute("select 1 from sie_rad limit 1").fetchone() is None:
        staging.note(con, rules.SIE_UTAN_POSTER, "", None, None)
    _note_query(
        con,
        rules.SIE_UTANFOR,
        "select rad, null from sie_rad where ver is null",
    )
    _note_query(
        con,
        rules.SIE_OBALANS,
        "select v.rad, trim(concat_ws(' ', v.serie, v.nummer)) || ': ' || sum(r.belopp) "
        "from sie_ver as v inner join sie_rad as r on r.ver = v.rad "
        "group by v.rad, v.serie, v.nummer having sum(r.belopp) <> 0",
    )
    _note_query(
        con,
        rules.SIE_DATUM_UTANFOR,
        "select rad, datum from sie_ver where exists (from sie_ar) and not exists ("
        "from sie_ar where sie_ver.datum between start_datum and slut_datum) and datum is not null",
    )
    if cut_at is not None:
        _note_query(con, rules.SIE_AVKORTAD, f"select {cut_at}, null")


def _note_query(con: duckdb.DuckDBPyConnection, rule: Rule, query: str) -> None:
    con.execute(
        f"insert into ledger_fynd select '', q.rad, null, '{rule.id}', q.varde "
        f"from ({query}) as q (rad, varde)"
    )


def _find_repeated_vouchers(con: duckdb.DuckDBPyConnection, blad_nr: int) -> None:
    """A voucher that stands twice in a file counts once when both are alike; else both count."""
    again = con.execute(
        "select count(*) - count(distinct hash(serie, nummer, datum)) from sie_ver "
        "where nummer <> ''"
    ).fetchone()
    if again == (0,):
        return
    con.execute(
        """
        create or replace temp table sie_block as
        with igen as (
            select nullif(serie, '') as serie, nummer, datum from sie_ver
            where nummer <> '' group by all having count(*) > 1
        ),
        block as (
            select
                v.rad as ver, v.serie, v.nummer, v.datum,
                string_agg(concat_ws(
                    '|', r.konto, coalesce(r.ansvar, ''), coalesce(r.projektkod, ''),
                    coalesce(r.objekt, ''), r.belopp_text, r.datum, coalesce(r.text, '')
                ), chr(10) order by r.rad) as innehall
            from sie_ver as v inner join sie_rad as r on r.ver = v.rad
            where (coalesce(v.serie, ''), v.nummer, v.datum) in (
                select (coalesce(serie, ''), nummer, datum) from igen
            )
            group by all
        )
        select
            ver,
            row_number() over (partition by serie, nummer, datum order by ver) as nummer,
            row_number() over (partition by serie, nummer, datum, innehall order by ver) > 1
                as ar_dubblett
        from block
        """
    )
    con.execute(
        "update raw.ledger_rad set utfall = 'dubblett' from sie_rad, sie_block "
        "where blad_nr = ? and sie_rad.rad = ledger_rad.rad and sie_block.ver = sie_rad.ver "
        "and ar_dubblett and utfall = 'laddad'",
        [blad_nr],
    )
    for rule, which in ((rules.DUBBLETT, "ar_dubblett"), (rules.SIE_IGEN, "not ar_dubblett")):
        _note_query(con, rule, f"select ver, null from sie_block where nummer > 1 and {which}")


def _number_the_unnumbered(con: duckdb.DuckDBPyConnection, blad_nr: int) -> None:
    """Give vouchers without number one made of their content: the same voucher, the same number.

    So too where the number was somebody's: its mask is the same for everybody.
    """
    masked = staging.holds_personal_data("v.nummer")
    con.execute(
        f"""
        create or replace temp table sie_block as
        select
            v.rad as ver, coalesce(v.rad, r.rad) as rad, coalesce({masked}, false) as maskerad,
            case when maskerad then '{staging.MASKED_NUMBER}' else '{staging.MADE_NUMBER}' end
            || md5(concat_ws('|', v.datum, v.text, string_agg(concat_ws(
                '|', r.konto, coalesce(r.ansvar, ''), coalesce(r.projektkod, ''), r.belopp_text,
                r.datum, coalesce(r.text, '')
            ), chr(10) order by r.rad))) as nummer
        from sie_rad as r left join sie_ver as v on v.rad = r.ver
        where v.rad is null or v.nummer = '' or {masked}
        group by v.rad, coalesce(v.rad, r.rad), v.datum, v.text, v.nummer
        """
    )
    _note_query(
        con,
        rules.UTAN_NUMMER,
        "select ver, null from sie_block where ver is not null and not maskerad",
    )
    con.execute(
        "update raw.ledger_rad set verifikation = sie_block.nummer from sie_rad, sie_block "
        "where blad_nr = ? and sie_rad.rad = ledger_rad.rad and verifikation is null "
        "and sie_block.rad = coalesce(sie_rad.ver, sie_rad.rad)",
        [blad_nr],
    )


# --- header -----------------------------------------------------------------------------------


def _write_header(
    con: duckdb.DuckDBPyConnection, sha: str, head: sie.Header, encoding: str
) -> None:
    company = [
        head.sietyp or "4",
        head.program,
        head.genererad,
        head.foretag,
        head.orgnr,
        head.kontoplan,
        head.valuta,
        encoding,
    ]
    con.execute(
        "insert into raw.sie_foretag select ?, " + ", ".join(["nullif(?, '')"] * len(company)),
        [sha, *company],
    )
    _insert(con, sha, "sie_rakenskapsar", [[n, *span] for n, span in head.rakenskapsar.items()])
    accounts = dict.fromkeys([*head.konton, *head.kontotyper])
    _insert(
        con,
        sha,
        "sie_konto",
        [[konto, head.konton.get(konto), head.kontotyper.get(konto)] for konto in accounts],
    )
    _insert(
        con,
        sha,
        "sie_dimension",
        [[number, name, parent or None] for number, (name, parent) in head.dimensioner.items()],
    )
    _insert(
        con, sha, "sie_objekt", [[dim, code, name] for (dim, code), name in head.objekt.items()]
    )


def _without_personal_data(head: sie.Header) -> sie.Header:
    """The header with its names and codes masked; a sole trader's number is a person's."""
    return replace(
        head,
        program=mask(head.program),
        foretag=mask(head.foretag),
        orgnr=mask(head.orgnr),
        genererad=mask_code(head.genererad),
        kontoplan=mask(head.kontoplan),
        valuta=mask_code(head.valuta),
        konton={mask_code(konto): mask(name) for konto, name in head.konton.items()},
        kontotyper={mask_code(konto): typ for konto, typ in head.kontotyper.items()},
        dimensioner={
            mask_code(number): (mask(name), mask_code(parent))
            for number, (name, parent) in head.dimensioner.items()
        },
        objekt={
            (mask_code(dimension), mask_code(code)): mask(name)
            for (dimension, code), name in head.objekt.items()
        },
    )


def _insert(con: duckdb.DuckDBPyConnection, sha: str, table: str, rows: list[list[Any]]) -> None:
    if not rows:
        return
    columns = [row[0] for row in con.execute(f"describe raw.{table}").fetchall()][1:]
    values = dict(zip(columns, zip(*rows, strict=True), strict=True))
    con.register("sie_in", pa.table({name: list(column) for name, column in values.items()}))
    con.execute(f"insert into raw.{table} select ?, * from sie_in", [sha])
    con.unregister("sie_in")
