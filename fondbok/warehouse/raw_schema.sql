-- The raw layer: what landed, row by row, with where it stood.
-- Every data row carries fil_sha256, blad and rad, so that a published figure can be followed back to
-- its cell; rows of submissions also kallrad_id = md5(fil_sha256 || '|' || blad || '|' || rad), which
-- rows of ledgers get in dbt. One file is written in one transaction.
-- What a column may hold stands here and nowhere else: the contracts of this layer are made of it
-- (fondbok/quality/declared.py).
-- Whose rows they are stands first in every table. A home is one municipality's, so landing does not
-- write it: {kommun_kod} is filled in when the tables are made, and a home whose code changes is made
-- anew. The raw tables of many homes can be put together, and nothing in them is the same row.
-- Text columns ending in _text keep the words of the file (masked where they held personal data).

create schema if not exists raw;

create table if not exists raw.fil (
    kommun_kod varchar not null default '{kommun_kod}',
    -- What a file is known by: SHA-256 of its bytes. A file's kind is the folder it lies in, so where
    -- the same bytes lie in submissions/ and in ledger/ they are two contents: the one that is read
    -- (both: the submission) keeps that hash, the other one has SHA-256 of '<typ>:<that hash>'.
    fil_sha256        varchar not null,
    fil               varchar not null,    -- path below landing/, with forward slashes
    typ               varchar not null check (typ in ('submission', 'ledger', 'okand')),
    format            varchar not null check (format in ('xlsx', 'csv', 'json', 'docx', 'sie', 'okand')),
    storlek           bigint  not null,    -- bytes
    profil            varchar,             -- ledger profile, or the reader that took the file
    -- avvisad: the file was refused
    status            varchar not null check (status in ('laddad', 'laddad_med_fynd', 'avvisad', 'ignorerad')),
    orsak             varchar,             -- why it was refused or ignored, in Swedish
    rader_lasta       bigint  not null,    -- data rows of the project table or ledger rows (blank rows are no rows)
    rader_avvisade    bigint  not null,
    rader_totaler     bigint  not null,
    rader_dubbletter  bigint  not null,    -- identical rows within the file
    nyaste_datum      date,                -- newest booking of a ledger's loaded rows; NULL for others
    andrad            timestamp,           -- UTC, when a workbook or memo says it was last saved; NULL where it does not say
    inlast_tid        timestamp not null,  -- UTC, when the bytes were first seen; decides nothing
    lasare            varchar not null,    -- fingerprint of the code and seeds that read it, '' for none
    primary key (kommun_kod, fil_sha256)
);

-- What a submission says of itself, once for all its rows: where a nämnd without projects shows.
-- A csv file says it in every row instead and has no row here.
create table if not exists raw.submission (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256    varchar not null,
    namnd_kod     varchar,                   -- code in seeds/namnd.csv, NULL when unknown
    namnd_text    varchar,
    namnd_koder   varchar,                   -- codes of nämnder that hand in together, joined by ';'
    ar            integer,
    diarienummer  varchar,
    beslutsdatum  date,
    version       integer not null
);

-- The rows of a submission's project table, whatever became of them (raw.submission_projekt), and of
-- its other sheets (raw.submission_svar, _samverkan, _indikator, _natverk, _handelse, _part,
-- _personal, _ansokan, _arende) have the columns of the fields declared in fondbok/intake/fields; fondbok/warehouse/raw_fields.py makes the tables.

-- One row per goal named in a project row, in the order it was written.
create table if not exists raw.submission_kf_mal (
    kommun_kod varchar not null default '{kommun_kod}',
    kallrad_id   varchar not null,
    fil_sha256   varchar not null,
    ordning      integer not null,           -- 1-based position in the cell
    nummer       integer,                    -- number in seeds/kf_mal.csv for the row's year, NULL when unknown
    mal_text     varchar not null,
    andel        decimal(9, 4)               -- percent as given, NULL when not given (equal shares)
);

-- One row per sheet of a ledger that rows were read from: what its rows have in common.
create table if not exists raw.ledger_blad (
    kommun_kod varchar not null default '{kommun_kod}',
    blad_nr     integer not null,            -- what its rows know it by, in this warehouse only
    fil_sha256  varchar not null,
    blad        varchar not null,            -- sheet, '' in text files
    -- the unit a later file replaces
    ersatter    varchar not null check (ersatter in ('verifikation', 'manad')),
    foretag     varchar,                     -- organisation number, digits only; NULL is the city's own
    gjord       timestamp,                   -- when the export says it was made, NULL when it does not
    -- what says so
    gjord_kalla varchar check (gjord_kalla in ('gen', 'inledning', 'namn', 'arbetsbok')),
    fran_datum  date,                        -- first day the export says it covers
    till_datum  date                         -- last day it says it covers
);

-- One row per ledger row read, payments or not; which accounts are EU grants is decided in dbt.
-- There are many, so a row is as small as it can be: file and sheet stand in raw.ledger_blad,
-- kallrad_id and the place within the voucher are made in dbt, of the few rows that need them.
create table if not exists raw.ledger_rad (
    kommun_kod varchar not null default '{kommun_kod}',
    blad_nr        integer not null,         -- its sheet in raw.ledger_blad
    rad            bigint  not null,         -- 1-based line of the file
    utfall         enum ('laddad', 'avvisad', 'total', 'dubblett') not null,
    innehall_hash  uhugeint not null,        -- md5 of the line before cleaning, as a number
    rakenskapsar   integer,                  -- year the fiscal year of the voucher begins
    serie          varchar,
    verifikation   varchar,
    verifikat_rad  integer,                  -- the row's own number in the voucher, NULL when the file has none
    datum          date,                     -- bokföringsdatum
    konto          varchar,
    ansvar         varchar,
    verksamhet     varchar,
    projektkod     varchar,
    motpart        varchar,
    text           varchar,                  -- masked
    belopp         decimal(18, 2),           -- SEK, ledger sign: debit positive, credit negative
    valuta         varchar,                  -- currency of belopp_valuta, NULL when SEK only
    belopp_valuta  decimal(18, 2),
    objekt         varchar                   -- other dimensions as JSON {"dimension": "object"}, NULL when none
);

-- What a file's findings are: one row per finding, at its cell.
create table if not exists raw.fynd (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256  varchar not null,
    blad        varchar,
    rad         bigint,
    kolumn      varchar,                     -- header as written, or column letter where there is none
    regel       varchar not null,            -- rule id in fondbok/quality/rules.py
    allvar      varchar not null check (allvar in ('fel', 'varning', 'notis')),
    varde       varchar,                     -- original value, NULL where it held personal data
    meddelande  varchar not null,            -- Swedish, says what to do
    raknas_inte boolean not null             -- money or a project that was read does not count because of it
);

-- Rows that could not be loaded, kept whole.
create table if not exists raw.avvisad_rad (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256   varchar not null,
    blad         varchar,
    rad          bigint,
    kolumn       varchar,
    varde        varchar,
    regel        varchar not null,
    meddelande   varchar not null,
    radinnehall  varchar not null
);

-- What lies in landing/ and was read, as one hash, and the code that read it.
create table if not exists raw.landing (
    kommun_kod varchar not null default '{kommun_kod}',
    indata_hash  varchar not null,           -- contents and their names; the release is named after it
    kod_version  varchar not null            -- what is kept between runs was made by this code
);

-- What a SIE file says about itself, beside its postings in raw.ledger_rad.
create table if not exists raw.sie_foretag (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256 varchar not null,
    sietyp varchar,           -- as written, 4 for a file that says nothing but has vouchers
    program varchar,           -- name and version of the program that wrote the file
    genererad varchar,           -- date the file was made, as written
    foretag varchar,
    orgnr varchar,
    kontoplan varchar,
    valuta varchar,           -- currency of the accounts, NULL means SEK
    kodning varchar not null   -- the encoding that the bytes were in
);

create table if not exists raw.sie_rakenskapsar (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256 varchar not null,
    arsnr integer not null,  -- 0 is the file's own year, -1 the one before
    start_datum date not null,
    slut_datum date not null
);

create table if not exists raw.sie_konto (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256 varchar not null,
    konto varchar not null,
    namn varchar,
    typ varchar            -- T asset, S debt, K cost, I income; NULL when not given
);

create table if not exists raw.sie_dimension (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256 varchar not null,
    dimension varchar not null,
    namn varchar,
    overdimension varchar         -- the dimension that this one is part of
);

create table if not exists raw.sie_objekt (
    kommun_kod varchar not null default '{kommun_kod}',
    fil_sha256 varchar not null,
    dimension varchar not null,
    objekt varchar not null,
    namn varchar
);
