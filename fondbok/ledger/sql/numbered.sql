-- As int_ledger__bidragsrad numbers them: in the order of the file, where it has no numbers itself.
select
    * replace (
        coalesce(
            verifikat_rad,
            case
                when utfall = 'laddad'
                    then row_number() over (
                        partition by utfall, rakenskapsar, serie, verifikation
                        order by blad, rad
                    )
            end
        ) as verifikat_rad
    )
from raw.ledger_rad inner join raw.ledger_blad using (blad_nr)
