{#- The rules of the reconciliation, in lists: each says when it holds and what it says. What they
    are called, their order and their meaning stand in seeds/avstamningsregel.csv. -#}

{#- Why a published figure cannot be computed: (rule, condition, sentence) on the columns of
    `underlag` in int_avstamning__orsak. The first that holds is told. -#}
{% macro regler_kan_ej() -%}
    {{ return([
        ('TOM_SIFFRA', 'publicerat is null',
            "'Siffran är tom i dokumentet: tomt betyder okänt, inte noll.'"),
        ('MATT_RAKNAS_INTE', "not har_matt and enhet = '%'",
            "'Andelar i procent är varken betalning, antal eller budget.'"),
        ('MATT_RAKNAS_INTE', "not har_matt and matt like '%ansokningar%'",
            "'Ansökningar är inte deltaganden och räknas inte ur underlagen.'"),
        ('MATT_RAKNAS_INTE', "not har_matt and enhet = 'EUR'",
            "'Beviljat bidrag i euro är inte utbetalda medel och räknas inte ur underlagen.'"),
        ('MATT_RAKNAS_INTE', "not har_matt and matt like '%statsbidrag%'",
            "'Statsbidrag räknas inte som EU-utbetalning och finns inte i underlagen.'"),
        ('MATT_RAKNAS_INTE', 'not har_matt',
            "concat_ws('', 'Måttet ', matt, ' räknas inte ur nämndernas projektunderlag.')"),
        ('INGET_UNDERLAG_AR', 'not har_ar',
            "concat_ws('', 'Inget underlag för ', cast(ar as string), ' finns i systemet.')"),
        ('UPPDELNING_FINNS_INTE', 'not har_uppdelning',
            "concat_ws('', 'Underlagen kan inte delas upp per ', dimension, '.')"),
        ('VARDE_OKANT', "dimension <> 'staden' and varde_kod = ''",
            "concat_ws('', '\"', varde_namn, '\" motsvarar ingen post i våra register.')"),
        ('INGET_I_URVALET', 'not har_snitt',
            "concat_ws('', 'Inget deltagande i underlagen för ', cast(ar as string), ' hör till urvalet.')"),
        ('INGET_KANT_BELOPP', 'true',
            "'Deltaganden finns, men inget av dem har ett känt värde för måttet.'"),
    ]) }}
{%- endmacro %}

{#- What explains a figure that was computed: (rule, status, condition, sentence) on the same
    columns. All that hold are told. -#}
{% macro regler_siffra() -%}
    {%- set pa_okand = "coalesce('; på dem ligger ' || " -%}
    {{ return([
        ('DELAR_AVVIKER', 'stammer_av_slump', 'true',
            i_text([
                "'Siffran stämmer, men delar av den i samma dokument gör det inte ('",
                svenskt_tal('antal_delar_avviker'), "'): '", 'delar_som_avviker',
                "'. Att den stämmer är en slump, eller så är delarna räknade på ett annat sätt.'",
            ])),
        ('NOLLBELOPP_RAKNAT', 'avviker',
            "matt = 'antal_projekt_utbetalt' and antal_nollbelopp > 0"
            ~ ' and beraknat + antal_nollbelopp = publicerat',
            i_text([
                "'Projekt som redovisas med 0 kr: '", svenskt_tal('antal_nollbelopp'),
                "'. Dokumentet räknar dem som utbetalda.'",
            ])),
        ('RAKNAR_DELTAGANDEN', 'avviker',
            "matt = 'antal_projekt' and publicerat = antal_deltaganden",
            i_text([
                "'Den publicerade siffran är antalet deltaganden ('", svenskt_tal('publicerat'),
                "'); unika projekt är '", svenskt_tal('beraknat'), "'.'",
            ])),
        ('UNDERLAGEN_RAKNAR_UPP', 'avviker',
            "matt = 'antal_projekt' and publicerat <> antal_deltaganden",
            i_text([
                "'Underlagen räknar upp '", svenskt_tal('antal_deltaganden'),
                "' namngivna deltaganden i '", svenskt_tal('antal_projekt'),
                "' unika projekt; dokumentet anger '", svenskt_tal('publicerat'), "'.'",
            ])),
        ('UTAN_NAMNGIVET_PROJEKT', 'avviker',
            "matt in ('antal_projekt', 'antal_agare', 'antal_part', 'antal_projekt_utbetalt')"
            ~ ' and antal_okant_projekt > 0',
            i_text([
                "'Deltaganden utan namngivet projekt: '", svenskt_tal('antal_okant_projekt'),
                "'. De räknas inte som projekt, men deras pengar räknas ('",
                svenskt_tal('coalesce(belopp_okant_projekt_sek, 0)'), "' kr).'",
            ])),
        ('BELOPP_SAKNAS', 'avviker', "matt = 'utbetalt_sek' and antal_utan_belopp > 0",
            i_text([
                "'Deltaganden i urvalet utan känt belopp: '", svenskt_tal('antal_utan_belopp'),
                "' av '", svenskt_tal('antal_deltaganden + antal_okant_projekt'), "'.'",
            ])),
        ('BUDGET_SAKNAS', 'avviker',
            "matt in ('min_budget_sek', 'max_budget_sek', 'agarbudget_sek')"
            ~ ' and antal_utan_budget > 0',
            i_text([
                "'Projekt i urvalet utan känd budget: '", svenskt_tal('antal_utan_budget'),
                "' av '", svenskt_tal('antal_projekt'), "'.'",
            ])),
        ('ROLL_ANNAN', 'avviker',
            "antal_annan_roll is not null and (matt in ('antal_agare', 'antal_part') or bas = 'agare')",
            i_text([
                "'Deltaganden med annan eller okänd roll: '", svenskt_tal('antal_annan_roll'),
                "'. De räknas varken som ägare eller part.'",
            ])),
        ('FOND_OKAND', 'avviker',
            "antal_okand_fond is not null and dimension = 'fondgrupp'"
            ~ " and (matt <> 'utbetalt_sek' or okand_fond_sek <> 0)",
            i_text([
                "'Deltaganden utan angiven fond: '", svenskt_tal('antal_okand_fond'),
                pa_okand ~ svenskt_tal('okand_fond_sek') ~ " || ' kr.', '; deras belopp är okänt.')",
            ])),
        ('MAL_OKANT', 'avviker',
            "antal_okant_mal is not null and dimension = 'kf_mal'"
            ~ " and (matt <> 'utbetalt_sek' or okant_mal_sek <> 0)",
            i_text([
                "'Deltaganden utan angivet mål: '", svenskt_tal('antal_okant_mal'),
                pa_okand ~ svenskt_tal('okant_mal_sek') ~ " || ' kr.', '; deras belopp är okänt.')",
            ])),
        ('MAL_FORDELAT', 'avviker',
            "dimension = 'kf_mal' and matt = 'utbetalt_sek' and antal_flera_mal > 0",
            i_text([
                "'Deltaganden med flera mål: '", svenskt_tal('antal_flera_mal'),
                "'. Deras belopp är fördelade efter andelar; dokumentet anger inte hur det delat.'",
            ])),
        ('DELSUMMA_SKILJER', 'avviker', 'delsumma is not null', 'delsumma'),
        ('SUMMOR_SKILJER', 'avviker', 'summor is not null', 'summor'),
        ('LIKA_SLUTSIFFROR', 'avviker', 'slutsiffror is not null', 'slutsiffror'),
        ('OMPUBLICERAD', 'avviker', 'ompublicerad is not null', 'ompublicerad'),
        ('NAMND_UTAN_UNDERLAG', 'avviker',
            "antal_saknade_namnder is not null and omfattning = 'staden'"
            ~ " and dimension <> 'namnd' and beraknat < publicerat",
            i_text([
                "'Nämnder utan projekt i underlagen för '", 'cast(ar as string)', "': '",
                svenskt_tal('antal_saknade_namnder'), "'.'",
            ])),
        ('ANPASSADE_VARDEN', 'avviker', "anpassat and matt = 'utbetalt_sek'",
            "'Beräkningen vilar delvis på anpassade värden.'"),
    ]) }}
{%- endmacro %}

{#- Pieces of a sentence in one; what is unknown is left out. -#}
{% macro i_text(bitar) -%} concat_ws('', {{ bitar | join(', ') }}) {%- endmacro %}

{#- What explains that a reported amount is not the booked one: (rule, condition, sentence) on the
    columns of `underlag` in int_avstamning__bokforing. The first in the seed's order is told; one
    without a sentence is told in the seed's words. -#}
{% macro regler_skillnad() -%}
    {{ return([
        ('UTBETALT_EFTER_ARSSKIFTET', 'arsskifte_datum is not null',
            i_text([
                "'Lika mycket är bokfört på projektet till och med '",
                'cast(arsskifte_datum as string)', "': '", svenskt_tal('arsskifte_sek'),
                "' kr. Troligen redovisat för året före utbetalningen.'",
            ])),
        ('FORMEDLAT_TILL_PARTNER', 'skillnad_sek > 0 and skillnad_sek = formedlat_sek', 'null'),
        ('KR_OCH_TKR',
            "redovisat_sek <> 0 and bokfort_sek <> 0 and ("
            ~ ar_tusendel('redovisat_sek', 'bokfort_sek') ~ ' or '
            ~ ar_tusendel('bokfort_sek', 'redovisat_sek') ~ ')',
            'case when abs(redovisat_sek) < abs(bokfort_sek)'
            ~ " then 'Det redovisade är en tusendel av det bokförda: troligen tkr skrivet som kr.'"
            ~ " else 'Det redovisade är tusen gånger det bokförda: troligen kr läst som tkr.' end"),
        ('EURO_SOM_KRONOR',
            'redovisat_sek <> 0 and ('
            ~ ar_i_euro('redovisat_sek', 'bokfort_sek') ~ ' or '
            ~ ar_i_euro('bokfort_sek', 'redovisat_sek') ~ ')',
            i_text([
                "'Förhållandet mellan beloppen är årets eurokurs, '", svenskt_tal('eurokurs'),
                "': troligen är euro lästa som kronor.'",
            ])),
        ('ANNAN_KURS', 'annan_valuta is not null and abs(skillnad_sek) * 10 <= abs(bokfort_sek)',
            i_text([
                "'Beloppet är redovisat i '", 'annan_valuta',
                "' och omräknat med årets genomsnittskurs; bokfört är det till dagens kurs.'",
            ])),
        ('ANNAN_NAMND', 'projektets_skillnader > 1 and projektets_skillnad_sek = 0', 'null'),
        ('HELA_PROJEKTET', 'redovisat_sek = projektets_bokfort_sek', 'null'),
        ('UTAN_PROJEKTKOD',
            'projekt_kod <> ' ~ okand('projekt') ~ ' and skillnad_sek = utan_kod_sek',
            "'Lika mycket är bokfört på nämnden utan känd projektkod.'"),
        ('NAMND_OKAND', 'namnd_kod = ' ~ okand('namnd'), 'null'),
        ('PROJEKTKOD_DELAD', 'projekt_kod = ' ~ okand('projekt') ~ ' and ar_kod_delad', 'null'),
        ('PROJEKTKOD_OKAND', 'projekt_kod = ' ~ okand('projekt'), 'null'),
        ('BOKFORT_HOS_ANNAN', "belopp_kalla = 'annan_namnd'", 'null'),
        ('EXPORT_DELVIS', "belopp_kalla = 'redovisat' and tackning = 'delvis'", 'null'),
        ('EGEN_PROJEKTKOD_SAKNAS', "belopp_kalla = 'redovisat'", 'null'),
        ('BELOPP_EJ_ANGIVET', 'redovisad and redovisat_sek is null', 'null'),
        ('UNDERLAG_SAKNAS', 'not redovisad and not ar_inlamnad',
            i_text([
                'namnd_kod', "' har inte lämnat in något underlag för '", 'cast(ar as string)',
                "', så ingenting är redovisat.'",
            ])),
        ('INTE_REDOVISAT', 'not redovisad', 'null'),
        ('INTE_BOKFORT', 'not ar_bokfort', 'null'),
        ('OKAND_SKILLNAD', 'true', 'null'),
    ]) }}
{%- endmacro %}

{#- One amount is the other in thousands. They are rounded to whole ones, so half a thousand is as
    near as they come. -#}
{% macro ar_tusendel(liten, stor) -%}
    (
        abs(cast({{ liten }} as decimal(38, 2)) * 1000 - {{ stor }}) <= 500
        and abs({{ stor }}) >= 1000
    )
{%- endmacro %}

{#- One amount is the other in euro. The day's rate is seldom more than a few hundredths off the
    year's average. -#}
{% macro ar_i_euro(i_euro, i_kronor) -%}
    abs({{ i_euro }} * eurokurs - {{ i_kronor }}) * 100 <= abs({{ i_kronor }}) * 3
{%- endmacro %}
