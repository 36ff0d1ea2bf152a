-- One figure printed with two values that cannot be one number: in one document, in the next that
-- prints it, or on another basis.
{% set figur = ['kommun_kod', 'ar', 'matt', 'agare_kod', 'del_dimension', 'del_kod'] %}
with siffror as (
    select * from {{ ref('int_motsagelse__siffra') }}
),

i_samma_dokument as (
    select {{ motsagelse(
        'FLERA_VARDEN', 'forsta.tal_id', 'andra.tal_id', sarskilj='cast(andra.varde as string)',
        orsak="'Dokumentet säger emot sig självt: den ena siffran är troligen felskriven.'"
    ) }}
    from siffror as forsta
    inner join siffror as andra
        on {{ samma_kolumner('forsta', 'andra', figur + ['bas', 'dokument', 'publicerat_ar']) }}
    where
        forsta.plats_i_dokument = 1
        and andra.plats_i_dokument > 1
        and {{ kan_inte_vara_samma('forsta', 'andra') }}
),

dokumentens as (
    select
        *,
        lag(tal_id) over (partition by {{ figur | join(', ') }}, bas order by plats) as fore_id
    from siffror
    where plats_i_dokument = 1
),

i_nasta_dokument as (
    select {{ motsagelse(
        'FLERA_VARDEN', 'forsta.tal_id', 'andra.tal_id',
        orsak="case
            when forsta.publicerat_ar < andra.publicerat_ar
                then 'Siffran är rättad i den senare redovisningen.'
            when forsta.omfattning <> andra.omfattning
                then 'Nämndens egen redovisning och den samlade bygger på olika uppgifter.'
        end"
    ) }}
    from dokumentens as andra
    inner join siffror as forsta
        on andra.kommun_kod = forsta.kommun_kod and andra.fore_id = forsta.tal_id
    where {{ kan_inte_vara_samma('forsta', 'andra') }}
),

-- All money beside the owners' is no contradiction where one document tells both. Owners' that is
-- more than all is another rule's.
pa_annan_bas as (
    select {{ motsagelse('OLIKA_BAS', 'forsta.tal_id', 'andra.tal_id') }}
    from siffror as forsta
    inner join siffror as andra on {{ samma_kolumner('forsta', 'andra', figur) }}
    where
        forsta.plats = 1
        and andra.plats = 1
        and forsta.tryckt < andra.tryckt
        and (
            (forsta.bas = 'agare' and andra.bas = 'agare_och_part' and forsta.hogst < andra.lagst)
            or (
                forsta.bas = 'agare_och_part' and andra.bas = 'agare' and forsta.lagst > andra.hogst
            )
        )
)

select * from i_samma_dokument
union all
select * from i_nasta_dokument
union all
select * from pa_annan_bas
