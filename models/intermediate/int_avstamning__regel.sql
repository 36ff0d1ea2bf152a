-- The rules that explain why a computed figure differs from a published one, or why there is none.
-- A rule is a row with an id that is never reused; int_avstamning__orsak finds where each holds.
with

regler (regel_id, ordning, galler_status, beskrivning) as (

    values
    ('TOM_SIFFRA', 10, 'kan_ej_beraknas', 'Siffran är tom i dokumentet.'),
    ('INGET_UNDERLAG_AR', 20, 'kan_ej_beraknas', 'Inget underlag har lämnats för året.'),
    ('MATT_RAKNAS_INTE', 30, 'kan_ej_beraknas', 'Måttet räknas inte ur underlagen.'),
    ('UPPDELNING_FINNS_INTE', 40, 'kan_ej_beraknas', 'Uppdelningen finns inte i underlagen.'),
    ('VARDE_OKANT', 50, 'kan_ej_beraknas', 'Det siffran gäller finns inte i våra register.'),
    ('INGET_I_URVALET', 60, 'kan_ej_beraknas', 'Inget deltagande i underlagen hör till urvalet.'),
    ('INGET_KANT_BELOPP', 70, 'kan_ej_beraknas', 'Inget deltagande i urvalet har ett känt värde.'),
    ('NOLLBELOPP_RAKNAT', 110, 'avviker', 'Dokumentet räknar projekt med 0 kr som utbetalda.'),
    ('RAKNAR_DELTAGANDEN', 120, 'avviker', 'Dokumentet räknar deltaganden, inte unika projekt.'),
    ('UNDERLAGEN_RAKNAR_UPP', 130, 'avviker', 'Underlagen räknar upp ett annat antal.'),
    ('UTAN_NAMNGIVET_PROJEKT', 140, 'avviker', 'Pengar redovisas utan namngivet projekt.'),
    ('BELOPP_SAKNAS', 150, 'avviker', 'Deltaganden i urvalet saknar känt belopp.'),
    ('BUDGET_SAKNAS', 160, 'avviker', 'Projekt i urvalet saknar känd budget.'),
    ('ROLL_ANNAN', 165, 'avviker', 'Deltaganden har annan eller okänd roll.'),
    ('FOND_OKAND', 170, 'avviker', 'Deltaganden saknar känd fond.'),
    ('MAL_OKANT', 180, 'avviker', 'Deltaganden saknar känt mål.'),
    ('MAL_FORDELAT', 190, 'avviker', 'Belopp på projekt med flera mål är fördelade.'),
    ('DELSUMMA_SKILJER', 200, 'avviker', 'Dokumentets delar summerar inte till dess total.'),
    ('SUMMOR_SKILJER', 210, 'avviker', 'Dokumentets uppdelningar har olika summor.'),
    ('LIKA_SLUTSIFFROR', 220, 'avviker', 'Två siffror i dokumentet slutar likadant.'),
    ('OMPUBLICERAD', 230, 'avviker', 'Uppgiften är publicerad med ett annat värde.'),
    ('NAMND_UTAN_UNDERLAG', 240, 'avviker', 'Nämnder saknar underlag för året.'),
    ('ANPASSADE_VARDEN', 250, 'avviker', 'Beräkningen vilar på anpassade värden.'),
    ('OKAND_ORSAK', 900, 'avviker', 'Ingen regel känner igen orsaken.')

)

select
    cast(regel_id as string) as regel_id,
    cast(ordning as integer) as ordning,
    cast(galler_status as string) as galler_status,
    cast(beskrivning as string) as beskrivning
from regler
