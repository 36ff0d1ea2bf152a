-- The rows behind the reports' money with their file, sheet and row beside them, as in
-- brygga_harkomst.
with harkomst as (
    select * from {{ ref('brygga_harkomst') }}
),

final as (
    select
        harkomst.*,
        {{ nyckel([
            'harkomst.kommun_kod', 'harkomst.rapport', 'harkomst.radnyckel', 'harkomst.kallrad_id'
        ]) }} as bi_key,
        kallrad.typ,
        kallrad.fil,
        kallrad.blad,
        kallrad.rad
    from harkomst
    inner join {{ ref('kallrad') }} as kallrad
        on harkomst.kommun_kod = kallrad.kommun_kod and harkomst.kallrad_id = kallrad.kallrad_id
)

select * from final
