-- What a SIE file says about itself, beside its postings in raw.ledger_rad.
-- Every table is keyed by the file's hash; a file that is read again replaces its rows.

create table if not exists raw.sie_foretag (
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
    fil_sha256 varchar not null,
    arsnr integer not null,  -- 0 is the file's own year, -1 the one before
    start_datum date not null,
    slut_datum date not null
);

create table if not exists raw.sie_konto (
    fil_sha256 varchar not null,
    konto varchar not null,
    namn varchar,
    typ varchar            -- T asset, S debt, K cost, I income; NULL when not given
);

create table if not exists raw.sie_dimension (
    fil_sha256 varchar not null,
    dimension varchar not null,
    namn varchar,
    overdimension varchar         -- the dimension that this one is part of
);

create table if not exists raw.sie_objekt (
    fil_sha256 varchar not null,
    dimension varchar not null,
    objekt varchar not null,
    namn varchar
);
