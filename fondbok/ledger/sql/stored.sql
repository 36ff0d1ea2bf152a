select
    {{ blad_nr }} as blad_nr,
    rad,
    case
        when utfall = '{{ rejected }}' then fondbok_reject(rad, innehall)
        else utfall
    end as utfall,
    md5_number(innehall) as innehall_hash,
    rakenskapsar,
    {{ personal.masked_code("serie") }} as serie,
    {{ personal.masked_code("verifikation") }} as verifikation,
    try_cast(falt_rad as integer) as verifikat_rad,
    datum,
    {{ personal.masked_code("konto") }} as konto,
    {{ personal.masked_code("ansvar") }} as ansvar,
    {{ personal.masked_code("verksamhet") }} as verksamhet,
    {{ personal.masked_code("projektkod") }} as projektkod,
    {{ personal.masked("motpart") }} as motpart,
    {{ personal.masked("text") }} as text,
    belopp,
    valuta,
    belopp_valuta,
    {{ personal.masked_code("objekt") }} as objekt
from ({{ query }}) as typad
where case when utfall = '{{ furniture }}' then fondbok_furniture(rad) else true end
