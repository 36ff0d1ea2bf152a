-- What became of the money of every file, and why.
with final as (
    select
        belopp.kommun_kod,
        cast(fil.fil as string) as fil,
        cast(belopp.fil_sha256 as string) as fil_sha256,
        cast(fil.typ as string) as typ,
        cast(belopp.utfall as string) as utfall,
        cast(belopp.skal as string) as skal,
        cast(belopp.antal_rader as bigint) as antal_rader,
        {{ som_belopp('belopp.belopp_sek') }} as belopp_sek
    from {{ ref('int_fil__belopp') }} as belopp
    inner join {{ ref('stg_raw__fil') }} as fil
        on belopp.kommun_kod = fil.kommun_kod and belopp.fil_sha256 = fil.fil_sha256
)

select * from final
