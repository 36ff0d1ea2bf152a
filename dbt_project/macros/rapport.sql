{#- Reports: what each declares of itself in the meta of its YAML, and what is made from that.

    nyckel           the columns of a row's key within its municipality
    harkomst         where its figures come from; one of
      utan           why no cell is traced, a sentence
      snitt          the cut of the paid money that the report shows, and with it
        varde        the code of a row's part of the cut, said by columns of the row (med_fond)
        okand        the code of the part that is nobody's, where there is one
        skal         what a row rests on to lie in its part (int_grad__grund)
        delning      what the row's money rests on to be split so, where it is split
        i_ord        "the nämnd", in Swedish: what trace says that a row belongs to
        summa_av     the report whose cells are added up, where the rows have none of their own
        aret_fore    columns that show a column of the year before
    Forgotten means refused, by name. -#}

{#- All reports in the order of their names. dbt knows them only when it runs, not while it reads. -#}
{% macro rapporter() -%}
    {%- set alla = [] -%}
    {%- if execute -%}
        {%- for nod in graph.nodes.values() | sort(attribute='name') -%}
            {%- if nod.resource_type == 'model' and nod.name.startswith('rpt_') -%}
                {%- do kontrollera_rapport(nod) -%}
                {%- do alla.append(dict(nod.config.meta.harkomst, namn=nod.name, nyckel=nod.config.meta.nyckel)) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do kontrollera_snitt(alla) -%}
    {%- endif -%}
    {{ return(alla) }}
{%- endmacro %}

{#- Those of them that show a cut of the paid money. -#}
{% macro snittrapporter() -%}
    {{ return(rapporter() | selectattr('snitt', 'defined') | list) }}
{%- endmacro %}

{#- Those whose cells have rows of their own in brygga_harkomst. -#}
{% macro sparade_rapporter() -%}
    {{ return(snittrapporter() | selectattr('summa_av', 'undefined') | list) }}
{%- endmacro %}

{#- One report's declaration; while dbt reads, one that says nothing. -#}
{% macro rapport(namn) -%}
    {%- for en in rapporter() if en.namn == namn -%} {{ return(en) }} {%- endfor -%}
    {{ return({'namn': namn, 'nyckel': ['ar'], 'snitt': '', 'varde': "''"}) }}
{%- endmacro %}

{#- Stops the run where a report does not say what it must. -#}
{% macro kontrollera_rapport(nod) -%}
    {%- set brister = [] -%}
    {%- set kolumner = nod.columns.keys() | list -%}
    {%- set harkomst = nod.config.meta.harkomst or {} -%}
    {%- for kolumn in nod.config.meta.nyckel or ['meta.nyckel'] if kolumn not in kolumner -%}
        {%- do brister.append(kolumn) -%}
    {%- endfor -%}
    {%- if harkomst.snitt is defined -%}
        {%- for falt in ['varde', 'skal', 'i_ord'] if not harkomst[falt] -%}
            {%- do brister.append('meta.harkomst.' ~ falt) -%}
        {%- endfor -%}
        {%- for kolumn in ['ar', 'varningar'] + ([] if harkomst.summa_av else ['radnyckel']) -%}
            {%- if kolumn not in kolumner -%} {%- do brister.append('column ' ~ kolumn) -%} {%- endif -%}
        {%- endfor -%}
        {%- for matt in grad_matt() if visat_matt(matt) in kolumner
            and visat_matt(matt) ~ '_grad' not in kolumner -%}
            {%- do brister.append('column ' ~ visat_matt(matt) ~ '_grad') -%}
        {%- endfor -%}
        {%- set tester = graph.nodes.values() | selectattr('resource_type', 'equalto', 'test')
            | selectattr('attached_node', 'equalto', nod.unique_id)
            | map(attribute='test_metadata.name') | list -%}
        {%- for test in ['varje_siffra_har_en_grad'] + ([] if harkomst.summa_av else ['harkomst_ar_cellen']) -%}
            {%- if test not in tester -%} {%- do brister.append('data_test ' ~ test) -%} {%- endif -%}
        {%- endfor -%}
    {%- elif 'belopp_sek' in kolumner or not harkomst.utan -%}
        {%- do brister.append('meta.harkomst.snitt') -%}
    {%- endif -%}
    {%- if brister -%}
        {%- do exceptions.raise_compiler_error(
            nod.name ~ ' does not say all that a report must (macros/rapport.sql): '
            ~ brister | join(', ')
        ) -%}
    {%- endif -%}
{%- endmacro %}

{#- A cut is one report's: its parts are graded and warned of once. -#}
{% macro kontrollera_snitt(alla) -%}
    {%- for snitt, lika in alla | selectattr('snitt', 'defined') | groupby('snitt') if lika | length > 1 -%}
        {%- do exceptions.raise_compiler_error(
            lika | map(attribute='namn') | join(' and ') ~ ' declare one cut, ' ~ snitt
            ~ ' (macros/rapport.sql)'
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#- The sums of a report of paid money, over rows of participations or of their parts. -#}
{% macro utbetalt_summor(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    count(distinct {{ rader }}projekt_kod) filter (where {{ ar_raknad(rad) }}) as {{ visat_matt('antal_projekt') }},
    cast(sum({{ rader }}belopp_sek) as decimal(18, 2)) as belopp_sek,
    {%- for roll, kolumn in roll_matt() %}
    cast(
        sum({{ rader }}belopp_sek) filter (where {{ rader }}roll = '{{ roll }}') as decimal(18, 2)
    ) as {{ kolumn }},
    {%- endfor %}
    cast(sum({{ rader }}formedlat_sek) as decimal(18, 2)) as formedlat_sek,
    cast(sum({{ rader }}netto_sek) as decimal(18, 2)) as netto_sek,
    cast(sum({{ rader }}anpassat_sek) as decimal(18, 2)) as anpassat_sek,
    coalesce(bool_or({{ rader }}ungefarligt), false) as ungefarligt
{%- endmacro %}

{#- How much of a report's money is fitted, as a share of it: no flag, since a row may be fitted in part. -#}
{% macro anpassad_andel(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    cast({{ kvot(rader ~ 'anpassat_sek', rader ~ 'belopp_sek') }} as decimal(32, 6))
{%- endmacro %}

{#- A report has no row for what nobody reported and nothing is known of. -#}
{% macro nagot_utbetalt(rad) -%}
    bool_or({{ rad }}.redovisad) or sum({{ rad }}.belopp_sek) is not null
{%- endmacro %}

{#- A reported row with a named project is what counts of projects count. -#}
{% macro ar_raknad(rad='') -%}
    {%- set rader = rad ~ '.' if rad else '' -%}
    {{ rader }}redovisad and {{ rader }}projekt_kod <> {{ okand('projekt') }}
{%- endmacro %}

{#- Each role with the column that shows its part of belopp_sek. -#}
{% macro roll_matt() -%}
    {{ return([
        ('agare', 'belopp_agare_sek'),
        ('part', 'belopp_part_sek'),
        ('annan', 'belopp_annan_roll_sek'),
        ('okand', 'belopp_okand_roll_sek'),
    ]) }}
{%- endmacro %}

{#- The column of a report that shows a measure. Counts of different projects and nämnder say so in
    their name: one may stand in several rows, so rows may not be added. -#}
{% macro visat_matt(namn) -%}
    {%- set olika = [
        'antal_projekt', 'antal_sakra_eu_projekt', 'antal_okand_fond_projekt', 'antal_agare',
        'antal_part', 'antal_namnder',
    ] -%}
    {{- namn ~ '_olika' if namn in olika else namn -}}
{%- endmacro %}

{#- The measures of every report of paid money. -#}
{% macro utbetalt_matt() -%}
    {{ return(
        ['antal_projekt', 'belopp_sek'] + roll_matt() | map('last') | list
        + ['formedlat_sek', 'netto_sek']
    ) }}
{%- endmacro %}

{#- A report of paid money from its sums: the same columns, the row's key in words, and what must be
    known before a figure is used: the warnings, and the grade of each measure. -#}
{% macro utbetalt_rapport(namn, summor, antal=[]) -%}
    {%- set rapporten = rapport(namn) -%}
    {%- set matt = utbetalt_matt() + antal -%}
    select
        rader.*,
        {{ forbehall_kolumner(matt) }}
    from (
        select
            *,
            {{ radnyckel(rapporten.nyckel) }} as radnyckel,
            {{ anpassad_andel() }} as anpassad_andel
        from {{ summor }}
    ) as rader
    {{ forbehall(rapporten.snitt, 'rader', rapporten.varde, matt) }}
{%- endmacro %}

{#- Warnings and grades of a cut's parts, joined to a report's rows by their year and part. -#}
{% macro forbehall(snitt, rader, varde, matt) -%}
    left join {{ ref('int_varning') }} as varning
        on
            {{ rader }}.kommun_kod = varning.kommun_kod
            and {{ rader }}.ar = varning.ar
            and varning.dimension = '{{ snitt }}'
            and varning.varde_kod = {{ varde }}
    left join ({{ snittets_grader(snitt, matt) }}) as grader
        on
            {{ rader }}.kommun_kod = grader.kommun_kod
            and {{ rader }}.ar = grader.ar
            and grader.varde_kod = {{ varde }}
{%- endmacro %}

{% macro forbehall_kolumner(matt) -%}
    coalesce(varning.varningar, '') as varningar,
    {{ grad_kolumner('grader', matt) }}
{%- endmacro %}
