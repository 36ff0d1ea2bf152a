-- Kronor per inhabitant, öre rounded half away from zero: whole numbers, since a quotient of
-- decimals is a float here.
-- noqa: disable=LT02, the linter knows no body of a macro
create or replace temporary macro per_invanare(belopp_sek, invanare) as
    cast(
        cast(
            sign(belopp_sek) * (
                (2 * cast(abs(belopp_sek) * 100 as hugeint) + invanare) // (2 * invanare)
            ) as decimal(38, 0)
        ) * 0.01 as decimal(18, 2)
    )
