-- A submission that does not count and one that counts in its place, both as people call them.
with namngivna as (
    select * from {{ ref('int_inlamning__benamning') }}
),

final as (
    select
        ersattning.kommun_kod,
        ersatt.inlamning_nyckel,
        ersatt.ar,
        ersatt.version,
        ersatt.fil_sha256,
        ersatt.slag,
        ersatt.vem,
        ersatt.benamning,
        ersatt.pengar,
        ersatt.blad,
        ersatt.rad,
        ersattare.version as ersattare_version,
        ersattare.fil_sha256 as ersattare_sha256,
        ersattare.benamning as ersattare_benamning,
        ersattare.pengar as ersattare_pengar,
        ersattare.blad as ersattare_blad,
        ersattare.rad as ersattare_rad,
        ersattare.ordning,
        ersattning.skal,
        kopia.fil_sha256 is not null as ar_kopia
    from {{ ref('int_inlamning__ersattning') }} as ersattning
    inner join namngivna as ersatt
        on {{ samma_inlamning('ersattning', 'ersatt') }}
    inner join namngivna as ersattare
        on
            ersattning.kommun_kod = ersattare.kommun_kod
            and ersattning.inlamning_nyckel = ersattare.inlamning_nyckel
            and ersattning.ar = ersattare.ar
            and ersattning.ersattare_version = ersattare.version
            and ersattning.ersattare_sha256 = ersattare.fil_sha256
    left join {{ ref('int_inlamning__kopia') }} as kopia
        on {{ samma_inlamning('ersattning', 'kopia') }}
)

select * from final
