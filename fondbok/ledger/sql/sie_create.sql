create or replace temp table sie_label (rad bigint, line varchar);
create or replace temp table sie_ver_line (
    rad bigint, line varchar, serie varchar, nummer varchar, datum varchar, text varchar
);
create or replace temp table sie_inbakad (
    rad bigint, ver bigint, slag varchar, hash uhugeint, innehall varchar
);
create or replace temp table sie_rad (
    rad bigint, ver bigint, slag varchar, hash uhugeint, innehall varchar,
    konto varchar, ansvar varchar, projektkod varchar, objekt varchar, belopp_text varchar,
    belopp decimal(18, 2), datum_text varchar, datum date, text varchar
);
