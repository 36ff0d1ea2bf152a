-- As int_ledger__bidragsrad numbers them: in the order of the file, where it has no numbers itself.
select
    r.* replace (
        coalesce(
            r.verifikat_rad,
            case
                when r.utfall = 'laddad'
                    then row_number() over (
                        partition by r.utfall, r.rakenskapsar, r.serie, r.verifikation
                        order by b.blad, r.rad
                    )
            end
        ) as verifikat_rad
    ),
    b.blad
from raw.ledger_rad as r inner join raw.ledger_blad as b on r.blad_nr = b.blad_nr
