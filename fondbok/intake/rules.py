"""What can be wrong with a submission: every rule by an id that never changes.

Belongs here: severity and wording. When a rule is raised is decided where the cell is read.
The messages are read by those who fill in the forms: they say what to do.
"""

from __future__ import annotations

from typing import Any

from fondbok.files import rules as of_files
from fondbok.findings import Finding, Rule, finding

# --- the file ---
PROJEKTTABELL_SAKNAS = Rule(
    "PROJEKTTABELL_SAKNAS",
    "fel",
    "Ingen projekttabell hittades. Lägg projekten i en tabell med rubriken Projektnamn och minst "
    "en rubrik till, till exempel Utbetalt EU-bidrag, bland de 20 första raderna.",
    "Inget blad har en rubrikrad som går att känna igen.",
    "ett blad utan rubriker",
)
BLAD_FLERA = Rule(
    "BLAD_FLERA",
    "notis",
    "Projekt lästes från flera blad: {varde}. Ska något av dem inte räknas: ta bort bladet.",
    "Flera synliga blad har en projekttabell; alla räknas.",
    "Ägare och Part",
)
BLAD_RAKNAS_INTE = Rule(
    "BLAD_RAKNAS_INTE",
    "varning",
    "{tabell} räknas inte: {orsak}. Där står {antal} projekt med {summa} utbetalt. Ta bort dem, "
    "eller visa bladet och ge det ett annat namn om de ska räknas.",
    "Projekt på ett blad som är dolt, som gäller ett annat år eller som heter exempel.",
    "ett dolt blad med förra årets projekt",
    raknas_inte=True,
)
BLAD_DOLT = Rule(
    "BLAD_DOLT",
    "varning",
    "Bladet {varde} är dolt men räknas, eftersom inget synligt blad har projekt. Kontrollera att "
    "det är rätt blad och visa det.",
    "Den enda projekttabellen står på ett dolt blad.",
    "bladet Projekt är dolt",
)
INGA_PROJEKT = Rule(
    "INGA_PROJEKT",
    "notis",
    "Underlaget redovisar inga projekt. Är det fel: fyll i projekttabellen och lämna in en ny "
    "version.",
    "Projekttabellen har rubriker men inga rader.",
    "bara rubrikrad",
)
TECKEN_FELKODADE = Rule(
    "TECKEN_FELKODADE",
    "varning",
    "Texten har fel teckenkodning ({varde}). Spara filen som CSV UTF-8 och lämna in den igen.",
    "Å, ä och ö har blivit andra tecken.",
    "JÃ¶nkÃ¶ping",
)
TECKEN_TOLKADE = Rule(
    "TECKEN_TOLKADE",
    "notis",
    "Filens teckenkodning lästes som {tolkning} ({varde}). Kontrollera å, ä och ö och spara "
    "filen som CSV UTF-8 nästa gång.",
    "Filen är sparad i en gammal teckenkodning, eller i flera om vartannat.",
    "en fil från DOS eller en äldre Mac",
)
CSV_CITATTECKEN = Rule(
    "CSV_CITATTECKEN",
    "varning",
    "Ett citattecken på rad {rad_fran} avslutas aldrig. Raderna lästes var för sig; kontrollera "
    "raden och ta bort citattecknet.",
    "Ett citattecken som inte stängs kan svälja raderna efter.",
    '"Projekt A;ESF;100',
)
JSON_OGILTIG = Rule(
    "JSON_OGILTIG",
    "fel",
    "Filen är inte giltig JSON ({detalj}). Rätta filen eller exportera den på nytt.",
    "JSON-filen går inte att tolka.",
    '{"namnd": "ASN",',
)
JSON_NYCKEL_TVA_GANGER = Rule(
    "JSON_NYCKEL_TVA_GANGER",
    "varning",
    "Nyckeln {kolumn} står två gånger i samma objekt; det sista värdet gäller. Ta bort den som "
    "är fel.",
    "Samma nyckel två gånger i ett JSON-objekt.",
    '{"ar": 2023, "ar": 2024}',
)
BLAD_OVANTAT = Rule(
    "BLAD_OVANTAT",
    "notis",
    "Bladet {varde} hör inte till underlaget och läses inte. Flytta det som ska redovisas till "
    "mallens blad.",
    "Ett blad med ett namn som inte finns i mallen.",
    "Blad2",
)
BLAD_UTAN_RUBRIK = Rule(
    "BLAD_UTAN_RUBRIK",
    "varning",
    "Bladet {varde} läses inte, för det har ingen rubrikrad som går att känna igen. Där står "
    "{antal} rader som ser ut som projekt med belopp: {summa}. Skriv mallens rubriker över "
    "raderna, till exempel Projektnamn och Utbetalt EU-bidrag, om de ska räknas; annars ta bort "
    "bladet.",
    "Ett blad med namn och belopp men utan rubrikrad.",
    "Gröna tak | ESF | 300 000 på ett blad utan rubriker",
    raknas_inte=True,
)
ANNAN_TABELL = Rule(
    "ANNAN_TABELL",
    "notis",
    "En annan tabell börjar på raden ({varde}). Den och det som står under den läses inte som "
    "projekt. Lägg andra tabeller på egna blad.",
    "En tabell utan projektnamn under projekttabellen.",
    "Målområde | Utbetalt belopp",
)
TABELL_OKAND = Rule(
    "TABELL_OKAND",
    "varning",
    "En annan tabell börjar på raden ({varde}). Dess {antal} rader med {summa} läses inte som "
    "projekt. Lägg tabellen på ett eget blad, eller ge den rubriken Projektnamn om det är "
    "projekt.",
    "En tabell med belopp men utan rubriken Projektnamn, under projekttabellen.",
    "Partner | Belopp",
    raknas_inte=True,
)
RAD_ANMARKNING = Rule(
    "RAD_ANMARKNING",
    "notis",
    "Raden lästes som en anmärkning, inte som ett projekt: {varde}. Är det ett projekt: skriv "
    "projektets namn i kolumnen Projektnamn.",
    "En rad med bara en fotnot eller kommentar.",
    "* utbetalas i januari",
)

AVSNITT_ANNAT = Rule(
    "AVSNITT_ANNAT",
    "varning",
    "Raden {varde} ser ut som en rubrik för {vad}. Det som står under den räknas ändå: {antal} "
    "projekt med {summa} utbetalt. Ta bort dem om de inte ska räknas, annars ta bort rubriken.",
    "En rubrik mellan projekten säger ett annat år, en annan nämnd eller något som inte är "
    "utbetalt.",
    "Planerade projekt",
)

# --- columns ---
KOLUMN_SAKNAS = Rule(
    "KOLUMN_SAKNAS",
    "varning",
    "Kolumnen {kolumn} saknas. Lägg till den; uppgiften räknas annars som okänd.",
    "En kolumn som behövs finns inte i tabellen.",
    "ingen kolumn Utbetalt EU-bidrag",
)
KOLUMN_OVANTAD = Rule(
    "KOLUMN_OVANTAD",
    "notis",
    "Kolumnen {kolumn} är inte känd. Innehållet sparas med raden men räknas inte. Byt rubrik om "
    "den motsvarar en av mallens kolumner.",
    "En rubrik som inte finns i mallen.",
    "Kommentar",
)
KOLUMN_TVA_GANGER = Rule(
    "KOLUMN_TVA_GANGER",
    "varning",
    "Kolumnerna {varde} betyder samma sak. Kolumnen {kolumn} används; ta bort den andra eller ge "
    "den en annan rubrik.",
    "Två kolumner för samma uppgift.",
    "Utbetalt och Utbetalt belopp",
)
RUBRIK_TOLKAD = Rule(
    "RUBRIK_TOLKAD",
    "notis",
    "Rubriken {kolumn} lästes som {tolkning}. Rätta stavningen om det är fel.",
    "En rubrik med ett stavfel.",
    "Utbetallt EU-bidrag",
)
RUBRIK_ANNAT_AR = Rule(
    "RUBRIK_ANNAT_AR",
    "varning",
    "Kolumnen {kolumn} gäller {varde} men underlaget gäller {ar}. Kontrollera året i rubriken "
    "eller på bladet Start.",
    "Året i rubriken är ett annat än redovisningsåret.",
    "Utbetalt 2021 i underlaget för 2022",
)
UPPGIFT_FRAN_RUBRIK = Rule(
    "UPPGIFT_FRAN_RUBRIK",
    "notis",
    "{falt} togs från texten {varde} eftersom uppgiften saknas på sin plats. Fyll i den på "
    "bladet Start.",
    "Nämnd eller år lästes ur en rubrik.",
    "Utbetalt till ASF 2019",
)
KOLUMN_EJ_VALD = Rule(
    "KOLUMN_EJ_VALD",
    "notis",
    "Kolumnen {kolumn} gäller {galler} och räknas inte; det som räknas är {vald}. Byt rubrik om "
    "det är fel.",
    "En kolumn för ett annat år, flera år eller en annan nämnd, bredvid den som räknas.",
    "Utbetalt 2023 bredvid Utbetalt 2024",
)
KOLUMN_RAKNAS_INTE = Rule(
    "KOLUMN_RAKNAS_INTE",
    "varning",
    "Kolumnen {kolumn} har belopp ({summa}) som inte räknas: {orsak}. Ge kolumnen rubriken "
    "Utbetalt EU-bidrag om det är årets utbetalning till nämnden, annars lägg till en sådan "
    "kolumn. Kontrollera beloppen.",
    "Ingen kolumn har årets utbetalning, men en annan kolumn har belopp.",
    "Utbetalt totalt, utan någon kolumn för året",
    raknas_inte=True,
)
KOLUMN_DOLD = Rule(
    "KOLUMN_DOLD",
    "varning",
    "Kolumnen {kolumn} är dold men läses. Kontrollera den och visa den, eller ta bort den.",
    "En kolumn som läses syns inte för den som öppnar filen.",
    "kolumnen Utbetalt EU-bidrag är dold",
)
ENHET_FRAN_TEXT = Rule(
    "ENHET_FRAN_TEXT",
    "notis",
    "Tabellens belopp lästes i {tolkning} enligt texten {varde}. Skriv enheten i kolumnens "
    "rubrik om det är fel.",
    "Enheten står ovanför, under eller bredvid tabellen och inte i kolumnens rubrik.",
    "Belopp i tkr",
)
ENHET_NAMNS = Rule(
    "ENHET_NAMNS",
    "varning",
    "Filen nämner {varde} ({plats}) men beloppen lästes i kronor. Kontrollera vilken enhet de har: "
    "skriv den i kolumnens rubrik, till exempel Utbetalt EU-bidrag (tkr), eller ta bort texten om "
    "de är i kronor.",
    "En enhet nämns någonstans i filen utan att det är säkert att den är beloppens.",
    "Alla belopp anges i tkr, på ett blad med instruktioner",
)
TITEL_ANNAT_AR = Rule(
    "TITEL_ANNAT_AR",
    "varning",
    "Texten {varde} nämner {titel_ar} men underlaget gäller {ar}. Kontrollera att det är rätt "
    "års tabell.",
    "Tabellens titel eller bladets namn säger ett annat år än bladet Start.",
    "EU-projekt 2023, i underlaget för 2024",
)
AR_MOTSAGS = Rule(
    "AR_MOTSAGS",
    "varning",
    "Underlaget räknas för {ar}, men {var} säger {varde}. Kontrollera vilket år beloppen gäller "
    "och rätta det som är fel.",
    "Filens namn, mappen den ligger i eller en rad till på bladet Start säger ett annat år än det "
    "som räknas.",
    "filen ASN 2021, med år 2020 på Start",
)
NAMND_MOTSAGS = Rule(
    "NAMND_MOTSAGS",
    "varning",
    "Underlaget räknas för {namnd}, men {var} säger {varde}. Kontrollera vilken nämnd projekten "
    "hör till och rätta det som är fel.",
    "Filens namn, en titel eller en rad till på bladet Start säger en annan nämnd än den som "
    "räknas.",
    "titeln Miljönämnden, med Tekniska nämnden på Start",
)
BESLUT_FORE_ARETS_SLUT = Rule(
    "BESLUT_FORE_ARETS_SLUT",
    "varning",
    "Beslutsdatum {varde} ligger före slutet av {ar}, det år som underlaget räknas för. "
    "Kontrollera att beslutet gäller det året, och rätta året eller datumet.",
    "Nämndens beslut är taget innan det redovisade året är slut: året kan vara det då beslutet "
    "togs.",
    "beslut 2021-02-15 för år 2021",
)
TITEL_ANDRA_BELOPP = Rule(
    "TITEL_ANDRA_BELOPP",
    "varning",
    "Texten {varde} säger att tabellens belopp är {galler}, men de räknas som årets utbetalningar "
    "till nämnden. Kontrollera beloppen; ändra texten om de är rätt.",
    "Tabellens titel eller bladets namn säger att beloppen är något annat än årets utbetalningar.",
    "Prognos 2024",
)
RAD_ANNAT_AR = Rule(
    "RAD_ANNAT_AR",
    "fel",
    "Raden gäller {varde} men underlaget gäller {start}. Lämna in projektet i ett underlag för "
    "{varde}, eller rätta året.",
    "En rad för ett annat år än det som filen lämnas in för; den får aldrig ersätta det årets "
    "redovisning.",
    "2023 på raden, 2024 på Start",
)
RAD_ENSAM_OM_AR = Rule(
    "RAD_ENSAM_OM_AR",
    "varning",
    "Raden är den enda för {varde}; {antal} andra rader i filen gäller {andra}. Kontrollera året.",
    "Ett år som bara en rad i filen har, bland flera rader för ett annat år.",
    "2012 bland fem rader för 2022",
)
RAD_ANNAN_NAMND = Rule(
    "RAD_ANNAN_NAMND",
    "fel",
    "Raden gäller {varde} men {mot}. Lämna in projektet i den nämndens eget underlag, eller "
    "rätta nämnden.",
    "En rad för en annan nämnd än den som filen eller kolumnen gäller.",
    "Miljönämnden på raden, ASN på Start",
)
RAD_ANNAN_VERSION = Rule(
    "RAD_ANNAN_VERSION",
    "varning",
    "Raden säger version {varde} men underlaget är version {start}. Underlagets version gäller; "
    "ta bort kolumnen Version.",
    "En rad med en annan version än den som står på bladet Start.",
    "2 på raden, 1 på Start",
)

# --- who, when, what ---
NAMND_SAKNAS = Rule(
    "NAMND_SAKNAS",
    "fel",
    "Nämnd saknas. Skriv nämndens eller förvaltningens namn på bladet Start eller i kolumnen "
    "Nämnd.",
    "Raden kan inte knytas till en nämnd.",
    "tom cell",
)
NAMND_OKAND = Rule(
    "NAMND_OKAND",
    "varning",
    "Nämnden {varde} är inte känd. Skriv namnet som i mallen, till exempel Arbetsmarknads- och "
    "socialnämnden eller ASN.",
    "Nämnd eller förvaltning finns inte bland namnen i referens/namnd_alias.csv.",
    "Parknämnden",
)
NAMND_TOLKAD = Rule(
    "NAMND_TOLKAD",
    "notis",
    "{varde} lästes som {tolkning}. Rätta stavningen om det är fel.",
    "Ett stavfel i nämndens namn.",
    "Miljönämden",
)
NAMND_FLERA = Rule(
    "NAMND_FLERA",
    "fel",
    "{varde} är flera nämnder: {tolkning}. Raden räknas inte för någon av dem. Skriv ett "
    "underlag för varje nämnd, med det som är dess eget, och lämna in dem var för sig.",
    "En rad för flera nämnder: det går inte att veta vems pengarna är. Raden visas hos var och "
    "en av dem.",
    "GRN och GVN",
)
UNDERLAG_GEMENSAMT = Rule(
    "UNDERLAG_GEMENSAMT",
    "varning",
    "Underlaget är gemensamt för flera nämnder: {tolkning}. Det som inte själv säger vilken "
    "nämnd det gäller räknas inte för någon av dem. Skriv ett underlag för varje nämnd och lämna "
    "in dem var för sig.",
    "Flera nämnder står på nämndens plats. Underlaget visas hos var och en av dem.",
    "Grundskolenämnden och gymnasie- och vuxenutbildningsnämnden",
    raknas_inte=True,
)
AR_SAKNAS = Rule(
    "AR_SAKNAS",
    "fel",
    "År saknas. Skriv redovisningsåret med fyra siffror på bladet Start eller i kolumnen År.",
    "Raden kan inte knytas till ett år.",
    "tom cell",
)
AR_OLASLIGT = Rule(
    "AR_OLASLIGT",
    "fel",
    "{varde} är inget år. Skriv redovisningsåret med fyra siffror, till exempel 2024.",
    "Året går inte att läsa.",
    "ifjol",
)
AR_UTAN_MALPERIOD = Rule(
    "AR_UTAN_MALPERIOD",
    "varning",
    "För {varde} finns inga kända KF-mål. Kontrollera året; är det rätt ska årets mål läggas in "
    "i registret.",
    "Redovisningsåret hör inte till någon känd målperiod.",
    "2015",
)
PROJEKT_SAKNAS = Rule(
    "PROJEKT_SAKNAS",
    "fel",
    "Projektnamn saknas på raden. Skriv projektets namn, eller ta bort raden.",
    "En rad med uppgifter men utan projekt.",
    "tom cell bredvid ett belopp",
)
PROJEKT_FORMEL = Rule(
    "PROJEKT_FORMEL",
    "fel",
    "Projektnamnet är en formel utan värde: {varde}. Skriv projektets namn som text.",
    "En formel står där projektets namn ska stå, och arbetsboken har aldrig räknat ut den.",
    "=A1",
)
PROJEKT_PERSONUPPGIFT = Rule(
    "PROJEKT_PERSONUPPGIFT",
    "fel",
    "Projektnamnet var bara en personuppgift och togs bort. Skriv projektets namn.",
    "Av namnet blir inget kvar när personuppgiften är borttagen, så raden hör inte till något "
    "projekt.",
    "ett personnummer i stället för ett namn",
)
PROJEKT_ALLMANT_NAMN = Rule(
    "PROJEKT_ALLMANT_NAMN",
    "notis",
    "{varde} är inget eget namn: flera nämnders projekt med det namnet räknas som ett. Skriv vad "
    "projektet heter.",
    "Projektet heter som en fond eller ett program, eller som vilket projekt som helst.",
    "Erasmus+",
)
PROJEKT_SOM_OVAN = Rule(
    "PROJEKT_SOM_OVAN",
    "fel",
    "{varde} säger bara att projektet är detsamma som ovanför, och raden räknas inte. Skriv "
    "projektets namn på varje rad.",
    "Upprepningstecken, dito eller samma där projektets namn ska stå.",
    '-"-',
)
PROJEKT_AR_RUBRIK = Rule(
    "PROJEKT_AR_RUBRIK",
    "fel",
    "{varde} är en kolumnrubrik och inget projekt. Ta bort raden, eller skriv projektets namn.",
    "Där projektets namn ska stå står ordet för en kolumn.",
    "Projektnamn",
)
RAD_EJ_PROJEKT = Rule(
    "RAD_EJ_PROJEKT",
    "fel",
    "Raden {varde} med {belopp} är varken ett projekt eller en summa och räknas inte. Ta bort "
    "raden, skriv Totalt om den är en summa, eller skriv projektets namn och fond.",
    "Ett ord ur en ekonomisk uppställning står där projektets namn ska stå, med ett belopp.",
    "Kvar att rekvirera | 120 000",
)
PROJEKT_TVA_NAMN = Rule(
    "PROJEKT_TVA_NAMN",
    "fel",
    "Raden har två projekt bredvid varandra ({varde}). Skriv ett projekt per rad.",
    "Två tabeller står sida vid sida och raden hör till båda.",
    "Hamnljus och Gröna tak på samma rad",
)
PROJEKT_PA_TVA_BLAD = Rule(
    "PROJEKT_PA_TVA_BLAD",
    "fel",
    "Projektet {varde} står även på bladet {blad_forst}, rad {forsta}, med ett annat utbetalt "
    "belopp: {belopp} där och {har} här. Beloppet på {blad_forst} räknas. Behåll ett av dem.",
    "Samma projekt på två blad i en arbetsbok, med olika belopp.",
    "100 000 på Projekt, 120 000 på Sammanställning",
)
CELLFEL = Rule(
    "CELLFEL",
    "fel",
    "Cellen {kolumn} visar felet {varde} i stället för ett värde. Rätta formeln, eller skriv "
    "värdet som text.",
    "En formel har gått fel där projektets namn eller nämnden ska stå.",
    "#REF!",
)
CELLFEL_UPPGIFT = Rule(
    "CELLFEL_UPPGIFT",
    "varning",
    "Cellen {kolumn} visar {varde} i stället för ett värde; uppgiften räknas som okänd. Rätta "
    "formeln, eller skriv värdet som text.",
    "En formel har gått fel, eller aldrig räknats ut, i en annan uppgift än belopp, projekt, "
    "nämnd och år.",
    "#SAKNAS!",
)
FORMEL_EJ_RAKNAD = Rule(
    "FORMEL_EJ_RAKNAD",
    "varning",
    "I filen är {varde} sparat i cellen, och det räknas, men cellens formel {formel} {blir}. Öppna "
    "filen i Excel och kontrollera värdet. Spara filen och lämna in den igen, eller skriv värdet "
    "som ett tal.",
    "En formel vars sparade värde inte är det som den räknar ut: ett program har fyllt i filen och "
    "inte räknat om den.",
    "0 sparat för =D4*1000, med 917 i D4",
)
VERSION_OLASLIG = Rule(
    "VERSION_OLASLIG",
    "varning",
    "Version {varde} är inget heltal från 1 och uppåt; underlaget räknas som version 1. Skriv "
    "till exempel 2.",
    "Versionen går inte att läsa.",
    "slutlig",
)

# --- the form ---
MALL_ORORD = Rule(
    "MALL_ORORD",
    "varning",
    "Mallen är lämnad som den delades ut: inget belopp, inget svar och inget diarienummer är "
    "ifyllt. Förra årets projekt räknas som årets, utan belopp. Fyll i mallen, ta bort de "
    "projekt som inte längre pågår, och lämna in den igen.",
    "Mallens blad har bara det som var ifyllt i förväg.",
    "mallen med förra årets projekt",
)
BELOPP_I_GRATT = Rule(
    "BELOPP_I_GRATT",
    "varning",
    "{varde} står i den grå kolumnen {kolumn} och räknas inte, och raden har inget utbetalt "
    "belopp för året. Skriv årets belopp i kolumnen Utbetalt EU-bidrag, eller 0 om inget har "
    "betalats ut.",
    "Förra årets belopp är bara till för jämförelse; det som skrivs där läses inte.",
    "1 680 158",
    raknas_inte=True,
)

# --- money ---
BELOPP_TVETYDIGT = Rule(
    "BELOPP_TVETYDIGT",
    "fel",
    "{varde} kan betyda {lasning_1} eller {lasning_2}. Skriv beloppet utan punkt och komma och "
    "med sin enhet, till exempel 1 234 kr.",
    "Ett utbetalt belopp som kan läsas på två sätt.",
    "1.234",
)
BELOPP_OLASLIGT = Rule(
    "BELOPP_OLASLIGT",
    "fel",
    "{varde} går inte att läsa som ett belopp. Skriv ett tal, till exempel 1 680 158, 0 om inget "
    "betalats ut, eller lämna cellen tom om beloppet inte är känt.",
    "Ett utbetalt belopp som inte är ett tal.",
    "enligt plan",
)
BELOPP_FOR_STORT = Rule(
    "BELOPP_FOR_STORT",
    "fel",
    "{varde} är för stort för att vara ett utbetalt belopp. Kontrollera antalet nollor.",
    "Ett belopp på tusen miljarder eller mer har inget projekt.",
    "99999999999999999",
)
VALUTA_OKAND = Rule(
    "VALUTA_OKAND",
    "fel",
    "Valutan {varde} är inte känd. Skriv SEK, EUR, DKK, NOK, GBP eller USD.",
    "Ett utbetalt belopp i en okänd valuta.",
    "XYZ",
)
VALUTA_UTAN_KURS = Rule(
    "VALUTA_UTAN_KURS",
    "fel",
    "Det finns ingen kurs för {valuta} {ar}, så {varde} går inte att räkna om till kronor. Skriv "
    "beloppet i kronor, eller be stadskontoret lägga till årets kurs.",
    "Valutan har ingen kurs för redovisningsåret i referens/valutakurs.csv.",
    "50 000 PLN",
)
BUDGET_UTAN_KURS = Rule(
    "BUDGET_UTAN_KURS",
    "varning",
    "Det finns ingen kurs för {valuta} {ar}; {uppgift} {varde} räknas som {okand}. Skriv "
    "{uppgift} i kronor, eller be stadskontoret lägga till årets kurs.",
    "En budget, eller ett annat belopp bredvid det utbetalda, i en valuta utan kurs för "
    "redovisningsåret.",
    "15 000 000 PLN",
)
FORMEDLAT_UTAN_KURS = Rule(
    "FORMEDLAT_UTAN_KURS",
    "varning",
    "Det finns ingen kurs för {valuta} {ar}; det förmedlade beloppet {varde} räknas som okänt. "
    "Skriv det i kronor, eller be stadskontoret lägga till årets kurs.",
    "Förmedlat till partner i en valuta utan kurs för redovisningsåret.",
    "50 000 PLN",
)
FORMEDLAT_TVETYDIG = Rule(
    "FORMEDLAT_TVETYDIG",
    "varning",
    "{varde} kan betyda {lasning_1} eller {lasning_2}; det förmedlade räknas som okänt. Skriv "
    "beloppet utan punkt och komma.",
    "Förmedlat till partner som kan läsas på två sätt.",
    "15.300",
)
FORMEDLAT_OLASLIG = Rule(
    "FORMEDLAT_OLASLIG",
    "varning",
    "{varde} går inte att läsa som ett belopp; det förmedlade räknas som okänt. Skriv ett tal, "
    "och 0 om inget har förmedlats.",
    "Förmedlat till partner som inte är ett rimligt tal i en känd valuta.",
    "större delen",
)
FORMEDLAT_NEGATIVT = Rule(
    "FORMEDLAT_NEGATIVT",
    "varning",
    "Det förmedlade beloppet {varde} är mindre än noll. Skriv hur mycket av det utbetalda som "
    "gått vidare till partner, utan minustecken.",
    "Förmedlat till partner är negativt.",
    "-8 000 000",
)
FORMEDLAT_UTAN_UTBETALT = Rule(
    "FORMEDLAT_UTAN_UTBETALT",
    "varning",
    "Det förmedlade ({varde}) räknas inte, eftersom inget utbetalt belopp står på raden. Skriv "
    "hela bidraget som utbetalt, också det som gått vidare till partner.",
    "Ett förmedlat belopp utan ett utbetalt som det är en del av.",
    "8 mkr förmedlat, utbetalt tomt",
    raknas_inte=True,
)

FORMEDLAT_OVER_UTBETALT = Rule(
    "FORMEDLAT_OVER_UTBETALT",
    "varning",
    "Det förmedlade ({varde}) är mer än det utbetalda ({utbetalt}). Utbetalt ska vara hela "
    "bidraget, också det som gått vidare till partner. Kontrollera båda.",
    "Delen är större än helheten.",
    "8 mkr förmedlat av 2 mkr utbetalt",
)
VALUTA_FRAN_FORMAT = Rule(
    "VALUTA_FRAN_FORMAT",
    "notis",
    "Det utbetalda beloppet {varde} lästes i {tolkning} enligt cellens format. Skriv kr efter "
    "beloppet om det är i kronor.",
    "Cellen visar ett valutatecken som hör till dess format.",
    "917 000 som visas som € 917 000,00",
)
VALUTA_MOTSAGER_RUBRIK = Rule(
    "VALUTA_MOTSAGER_RUBRIK",
    "varning",
    "Beloppet {varde} lästes i {tolkning} enligt rubriken {rubrik} men kolumnen Valuta säger "
    "{valuta}. Rätta den som är fel.",
    "Rubriken säger en valuta och kolumnen Valuta en annan.",
    "Utbetalt SEK, med EUR i kolumnen Valuta",
)
UTBETALT_TVA_KOLUMNER = Rule(
    "UTBETALT_TVA_KOLUMNER",
    "fel",
    "Raden har två olika utbetalda belopp ({varde}) och det går inte att veta vilket som gäller. "
    "Behåll ett.",
    "Två kolumner med utbetalt belopp säger olika.",
    "100 000 och 120 000",
)
BUDGET_TVETYDIG = Rule(
    "BUDGET_TVETYDIG",
    "varning",
    "{varde} kan betyda {lasning_1} eller {lasning_2}; {uppgift} räknas som {okand}. Skriv "
    "beloppet utan punkt och komma.",
    "En budget, eller ett annat belopp bredvid det utbetalda, som kan läsas på två sätt.",
    "15.300",
)
BUDGET_OLASLIG = Rule(
    "BUDGET_OLASLIG",
    "varning",
    "{varde} går inte att läsa som ett belopp; {uppgift} räknas som {okand}. Skriv ett tal.",
    "En budget, eller ett annat belopp bredvid det utbetalda, som inte är ett rimligt tal i "
    "en känd valuta.",
    "se avtal",
)
BELOPP_AVRUNDAT = Rule(
    "BELOPP_AVRUNDAT",
    "notis",
    "{varde} har fler än två decimaler och avrundades till {tolkning}. Skriv hela kronor eller "
    "ören.",
    "Ett belopp med delar av ören.",
    "333,333333",
)
ENHET_MOTSAGER_RUBRIK = Rule(
    "ENHET_MOTSAGER_RUBRIK",
    "varning",
    "{varde} har en annan enhet än rubriken {kolumn}. Cellens enhet gäller; kontrollera att "
    "beloppet är {tolkning}.",
    "Cellen säger kronor där rubriken säger tkr, eller en annan valuta.",
    "917 000 kr under (tkr)",
)
VALUTA_FRAN_KOLUMN = Rule(
    "VALUTA_FRAN_KOLUMN",
    "notis",
    "Det utbetalda beloppet {varde} lästes i {tolkning} enligt kolumnen Valuta. Skriv kr efter "
    "beloppet om det är i kronor.",
    "Valutan står i en egen kolumn och gäller radens alla belopp.",
    "10 000 med EUR bredvid",
)
NEGATIV_UTBETALNING = Rule(
    "NEGATIV_UTBETALNING",
    "varning",
    "Det utbetalda beloppet är negativt ({varde}). Är det en återbetalning är det rätt, annars "
    "ta bort minustecknet.",
    "Ett belopp under noll.",
    "-1 200",
)
UTBETALT_OVER_BUDGET = Rule(
    "UTBETALT_OVER_BUDGET",
    "varning",
    "Utbetalt ({varde}) är mer än {mot} ({budget}). Kontrollera båda beloppen.",
    "Mer betalt under året än projektet har i budget.",
    "utbetalt 2 mkr, budget 1 mkr",
)
MAGNITUD = Rule(
    "MAGNITUD",
    "varning",
    "Utbetalt ({varde}) är ungefär {faktor} gånger {riktning} än väntat mot budgeten ({budget}). "
    "Kontrollera om något av beloppen är skrivet i tkr.",
    "Kronor och tusental kronor kan ha blandats ihop.",
    "utbetalt 917 av budget 1 000 000",
)
BELOPP_AVVIKER = Rule(
    "BELOPP_AVVIKER",
    "varning",
    "Det utbetalda beloppet {varde} är mycket {riktning} än de andra i filen. Kontrollera om det "
    "är skrivet i en annan enhet: i så fall är det {tolkning}.",
    "Ett belopp som passar bland de andra i filen bara om det är skrivet i en annan enhet.",
    "917 bland belopp på flera hundra tusen",
)
BELOPP_SMA = Rule(
    "BELOPP_SMA",
    "varning",
    "Alla {antal} utbetalda belopp är under 20 000 kronor. Kontrollera om de är i tusental "
    "kronor: skriv i så fall tkr i rubriken.",
    "Alla belopp i filen är så små att de kan vara skrivna i tusental kronor.",
    "917, 1 680 och 214",
)
BELOPP_LITET = Rule(
    "BELOPP_LITET",
    "varning",
    "Det utbetalda beloppet {varde} är under tusen kronor. Är det tusental eller miljoner: skriv "
    "tkr eller mnkr efter beloppet.",
    "Ett belopp som är så litet att det kan vara skrivet i tusental eller miljoner.",
    "0,5",
)
BELOPP_BREDVID_LITET = Rule(
    "BELOPP_BREDVID_LITET",
    "varning",
    "Beloppet {varde} i kolumnen {kolumn} är mycket litet och lästes i kronor. Är det tusental, "
    "miljoner eller procent: skriv det i kronor, eller skriv tkr eller mnkr efter det.",
    "Ett förmedlat belopp eller en budget som är så liten att den kan vara skriven i tusental, "
    "miljoner eller procent.",
    "300 förmedlat av 1 000 000",
)
BELOPP_OVANLIGT = Rule(
    "BELOPP_OVANLIGT",
    "varning",
    "Det utbetalda beloppet {varde} är hundra miljoner eller mer på ett år. Kontrollera antalet "
    "nollor och enheten i rubriken.",
    "Ett belopp som är större än något projekt brukar få, utan någon budget att jämföra med.",
    "1 680 158 under (tkr)",
)
BELOPP_STORT_I_TUSENTAL = Rule(
    "BELOPP_STORT_I_TUSENTAL",
    "varning",
    "Beloppet {varde} lästes i tusental och blev {tolkning}; {antal} belopp i filen blir tio "
    "miljoner eller mer på samma sätt. Kontrollera om de är skrivna i kronor: ta i så fall bort "
    "tkr ur rubriken eller texten.",
    "Hela tal under en rubrik eller en text med tkr som ser ut som kronor.",
    "45 000 under (tkr)",
)
UTBETALT_TOMT = Rule(
    "UTBETALT_TOMT",
    "varning",
    "Kolumnen {kolumn} är tom för {antal} projekt som har en budget. Kontrollera att beloppen "
    "står i rätt kolumn; skriv 0 om inget betalats ut.",
    "Kolumnen för utbetalt är tom på nästan alla rader fast projekten har budget.",
    "rubrikerna Utbetalt och Budget har bytt plats",
)
STADENS_BUDGET_OVER_TOTAL = Rule(
    "STADENS_BUDGET_OVER_TOTAL",
    "varning",
    "{Organisationens} del ({varde}) är mer än hela projektets budget ({budget}). Kontrollera "
    "båda.",
    "Delen är större än helheten.",
    "egen del 5 mkr av 3 mkr",
)
TOTAL_STAMMER_EJ = Rule(
    "TOTAL_STAMMER_EJ",
    "varning",
    "Totalraden säger {varde} men raderna blir {summa} (skillnad {skillnad}). Kontrollera "
    "raderna och summan.",
    "Totalraden, eller en summa som står utanför tabellen, är inte summan av raderna.",
    "TOTALT: 4 029 253 SEK",
)
TOTAL_KAN_EJ_KONTROLLERAS = Rule(
    "TOTAL_KAN_EJ_KONTROLLERAS",
    "varning",
    "Totalraden {varde} kan inte kontrolleras: {orsak}. Räkna om summan för hand.",
    "Summan går inte att jämföra med raderna.",
    "rader i både SEK och EUR",
)
DELAR_STAMMER_EJ = Rule(
    "DELAR_STAMMER_EJ",
    "varning",
    "Raden har {varde} i kolumnen {kolumn}, men {delar} blir {summa} (skillnad {skillnad}). "
    "Kontrollera beloppen; det som står som utbetalt räknas.",
    "Belopp i andra kolumner som är delar av det utbetalda blir inte det som står som utbetalt.",
    "Utbetalt 350 000, med ESF 100 000 och ERUF 200 000 bredvid",
)
RAD_UNDER_TOTAL = Rule(
    "RAD_UNDER_TOTAL",
    "varning",
    "Raden {varde} står under totalraden ({total}) och ingår inte i den, men räknas. Kontrollera "
    "om den ska med: flytta den i så fall ovanför och räkna om totalen, annars ta bort den.",
    "Ett projekt med belopp under tabellens sista totalrad.",
    "Gröna tak | 50 000 under Totalt | 300 000",
)
TOTAL_UTAN_ETIKETT = Rule(
    "TOTAL_UTAN_ETIKETT",
    "notis",
    "Beloppet {varde} är summan av raderna ovanför och raden är inget projekt; den lästes som "
    "totalrad. Skriv Totalt i första kolumnen.",
    "En summarad utan ordet Totalt.",
    "tomt | 4 029 253",
)

# --- time ---
DATUM_FRITEXT = Rule(
    "DATUM_FRITEXT",
    "notis",
    "{varde} är inget datum; uppgiften räknas som saknad. Skriv till exempel 2024-12-31, 2024-12 "
    "eller 2024.",
    "Ord där det ska stå ett datum.",
    "Se projektsida",
)
DATUM_OLASLIGT = Rule(
    "DATUM_OLASLIGT",
    "varning",
    "{varde} går inte att läsa som ett datum; uppgiften räknas som saknad. Skriv till exempel "
    "2024-12-31.",
    "Ett datum som inte finns eller kan läsas på två sätt.",
    "2024-02-30",
)
DATUM_TOLKAT = Rule(
    "DATUM_TOLKAT",
    "notis",
    "{varde} lästes som {tolkning}. Skriv datumet som åååå-mm-dd om det är fel.",
    "Ett datum som krävde en tolkning.",
    "03/04/2024",
)
SLUT_FORE_START = Rule(
    "SLUT_FORE_START",
    "varning",
    "Slutdatum {varde} ligger före startdatum {start}. Kontrollera båda.",
    "Projektet slutar innan det börjar.",
    "start 2024, slut 2021",
)

# --- shares ---
ANDEL_OLASLIG = Rule(
    "ANDEL_OLASLIG",
    "varning",
    "{varde} går inte att läsa som procent mellan 0 och 100; uppgiften räknas som saknad. Skriv "
    "till exempel 40 %.",
    "En andel som inte är ett tal mellan 0 och 100.",
    "hälften",
)
ANDEL_SOM_BRAK = Rule(
    "ANDEL_SOM_BRAK",
    "notis",
    "{varde} lästes som {tolkning}. Skriv procent med procenttecken om det är fel.",
    "Ett tal mellan 0 och 1 där det ska stå procent.",
    "0,4",
)

# --- reference data ---
FOND_OKAND = Rule(
    "FOND_OKAND",
    "varning",
    "Fonden {varde} är inte känd. Skriv fondens namn eller förkortning, till exempel ESF+ eller "
    "Horisont Europa.",
    "Fond eller program finns inte bland namnen i referens/fond_alias.csv.",
    "Framtidsfonden",
)
FOND_TOLKAD = Rule(
    "FOND_TOLKAD",
    "notis",
    "{varde} lästes som {tolkning}. Rätta stavningen om det är fel.",
    "Ett stavfel i fondens namn.",
    "Euroepiska socialfonden",
)
FOND_FLERA = Rule(
    "FOND_FLERA",
    "varning",
    "{varde} nämner flera fonder: {tolkning}. Fonden räknas som okänd. Skriv en rad för varje "
    "fond med det som den har betalat.",
    "Flera fonder i en cell: det går inte att veta vad var och en har betalat.",
    "ESF/ERUF",
)
BIDRAGSNUMMER_INGET = Rule(
    "BIDRAGSNUMMER_INGET",
    "notis",
    "{varde} är inget bidragsnummer; uppgiften räknas som saknad. Skriv finansiärens nummer på "
    "projektet, eller lämna cellen tom.",
    "Ord, ett år eller ett löpnummer står där finansiärens nummer ska stå: det skulle göra olika "
    "projekt till ett.",
    "kommer",
)
ROLL_OKAND = Rule(
    "ROLL_OKAND",
    "varning",
    "Rollen {varde} är inte känd. Skriv projektägare, projektpartner eller annan.",
    "Rollen finns inte bland namnen i referens/roll_alias.csv.",
    "hejarklack",
)
ROLL_TOLKAD = Rule(
    "ROLL_TOLKAD",
    "notis",
    "{varde} lästes som {tolkning}. Rätta stavningen om det är fel.",
    "Ett stavfel i rollen.",
    "projektägre",
)
KF_MAL_OKANT = Rule(
    "KF_MAL_OKANT",
    "varning",
    "{varde} finns inte bland kommunfullmäktiges mål för {ar}. Skriv målets nummer eller namn ur "
    "årets lista.",
    "Ett mål som inte hör till årets målområden.",
    "Mål 12",
)
KF_MAL_TOLKAT = Rule(
    "KF_MAL_TOLKAT",
    "notis",
    "{varde} lästes som mål {tolkning}. Rätta stavningen om det är fel.",
    "Ett stavfel i målets namn.",
    "klimatomställnigen",
)
KF_MAL_TVA_GANGER = Rule(
    "KF_MAL_TVA_GANGER",
    "notis",
    "Målet {varde} står två gånger på raden; det räknas en gång. Ta bort det ena.",
    "Samma mål flera gånger i en cell.",
    "1;1",
)
KF_MAL_FRAN_MALTABELL = Rule(
    "KF_MAL_FRAN_MALTABELL",
    "notis",
    "Målet {tolkning} togs från måltabellen, där alla pengar står på det målet. Skriv målet på "
    "projektets rad om det är fel.",
    "Projekttabellen saknar mål men måltabellen har bara ett.",
    "1. Utbildning och arbete",
)
FORDELNING_EJ_100 = Rule(
    "FORDELNING_EJ_100",
    "varning",
    "Fördelningen {varde} blir {summa} procent, inte 100. Rätta andelarna.",
    "Andelarna för målen blir inte 100 procent.",
    "60;30",
)
FORDELNING_OLASLIG = Rule(
    "FORDELNING_OLASLIG",
    "varning",
    "{varde} är inte en andel för vart och ett av radens {antal} mål; målen får lika delar. "
    "Skriv till exempel 60;40.",
    "Antalet andelar är ett annat än antalet mål.",
    "100 för två mål",
)
DELTAGANDE_OKAND = Rule(
    "DELTAGANDE_OKAND",
    "varning",
    "{varde} är ingen känd nämnd eller förvaltning. Skriv namnen som i mallen, med semikolon "
    "emellan.",
    "En deltagande förvaltning som inte är känd.",
    "övriga förvaltningar",
)
DELTAGANDE_TOLKAD = Rule(
    "DELTAGANDE_TOLKAD",
    "notis",
    "{varde} lästes som {tolkning}. Rätta stavningen om det är fel.",
    "Ett stavfel i en deltagande förvaltning.",
    "fritidsförvaltnigen",
)
ANPASSAT_OKANT = Rule(
    "ANPASSAT_OKANT",
    "varning",
    "{varde} är ingen kolumn i underlaget. Skriv kolumnernas rubriker med semikolon emellan, "
    "till exempel Utbetalt EU-bidrag.",
    "Kolumnen Anpassade värden nämner en uppgift som inte finns.",
    "belopp_x",
)

# --- rows ---
RAD_DUBBLETT = Rule(
    "RAD_DUBBLETT",
    "varning",
    "Raden är likadan som rad {forsta} och räknas inte igen. Ta bort den ena.",
    "Två helt lika rader.",
    "samma rad två gånger",
    raknas_inte=True,
)
PROJEKT_TVA_GANGER = Rule(
    "PROJEKT_TVA_GANGER",
    "varning",
    "Projektet {varde} står även på rad {forsta}. Båda raderna räknas; slå ihop dem om de är "
    "samma utbetalning.",
    "Samma projekt två gånger i ett underlag, med olika uppgifter.",
    "Vägen in på två rader",
)
RAD_DOLD = Rule(
    "RAD_DOLD",
    "varning",
    "Raden är dold eller bortfiltrerad men räknas. Ta bort den om den inte ska med, annars visa "
    "den.",
    "En rad som inte syns för den som öppnar filen.",
    "en bortfiltrerad rad",
)
VARDE_SYNS_INTE = Rule(
    "VARDE_SYNS_INTE",
    "varning",
    "{varde} syns inte för den som öppnar filen ({hur}) men räknas. Ta bort det om det inte ska "
    "med, annars visa det.",
    "Ett värde i bakgrundens färg, eller med ett talformat som inte visar något.",
    "917 000 i vit text",
)
RAD_GENOMSTRUKEN = Rule(
    "RAD_GENOMSTRUKEN",
    "varning",
    "{varde} är överstruket men raden räknas. Ta bort raden om den inte ska med, annars ta bort "
    "överstrykningen.",
    "En rad med överstruken text.",
    "Gröna tak, överstruket",
)
FORMAT_VILLKOR = Rule(
    "FORMAT_VILLKOR",
    "varning",
    "Bladet har en villkorsstyrd formatering som {hur} i {omrade}, och den läses inte: alla rader "
    "räknas. Kontrollera i Excel vilka rader den gäller. Ta bort dem som inte ska räknas. Skriv "
    "med ord på raden det som formateringen visar.",
    "En villkorsstyrd formatering som stryker över eller döljer text på rader med belopp, med ett "
    "villkor som inte kan prövas här.",
    "överstruken text där =ANTAL.OM(Avslag!A:A;A5)>0",
)
RAD_SAGS_EJ_RAKNAS = Rule(
    "RAD_SAGS_EJ_RAKNAS",
    "varning",
    "Texten {varde} säger att radens belopp inte ska räknas, eller inte är säkert ({ord}), men "
    "det räknas. Ta bort raden om den inte ska med; annars ta bort texten.",
    "Ord i projektets namn eller i en anmärkning på raden som säger emot att beloppet räknas.",
    "Lekplatsen (avslag)",
)
FARG_LASES_INTE = Rule(
    "FARG_LASES_INTE",
    "varning",
    "Texten {varde} säger vad färger i tabellen betyder. Färger läses inte: alla rader räknas. "
    "Skriv med ord på raden det som färgen säger. Ta bort de rader som inte ska räknas.",
    "En förklaring till färger eller kursiv text bredvid tabellen.",
    "Rödmarkerade projekt ska inte räknas med",
)
RAD_DELBELOPP = Rule(
    "RAD_DELBELOPP",
    "notis",
    "Raden {varde} lästes som en del av raden ovanför och räknas inte för sig. Är det ett eget "
    "projekt: skriv projektets namn.",
    "En rad som börjar med varav.",
    "varav till partner",
)
RAD_LIKNAR_SUMMA = Rule(
    "RAD_LIKNAR_SUMMA",
    "varning",
    "Raden {varde} kan vara en summa av andra rader, men räknas som ett projekt. Är det en "
    "summa: skriv Totalt i stället för namnet och lämna de andra kolumnerna tomma, eller ta bort "
    "raden. Är de andra delar av projektet: ta bort dem.",
    "Ett projekt vars belopp är summan av raderna ovanför eller under, eller som heter som en "
    "summa.",
    "Hamnen | 300 000 under 100 000 och 200 000",
)
RAD_BARA_NAMN = Rule(
    "RAD_BARA_NAMN",
    "varning",
    "Raden har bara ett namn, {varde}, och räknas som ett projekt utan belopp. Är det en rubrik: "
    "ta bort den ur tabellen.",
    "En rad med ett namn och inget mer, i en tabell med belopp.",
    "Gröna rum",
)
RAD_FLER_CELLER = Rule(
    "RAD_FLER_CELLER",
    "fel",
    "Raden har fler celler än tabellen har kolumner och går inte att läsa säkert. Sätt "
    "citattecken runt belopp och text med {avgransare} i, eller spara som Excel.",
    "Ett skiljetecken i en cell har flyttat raden åt sidan.",
    "A,ESF,1,5 mkr",
)
RAD_FARRE_CELLER = Rule(
    "RAD_FARRE_CELLER",
    "fel",
    "Raden har färre celler än tabellen har kolumner och går inte att läsa säkert: ett "
    "skiljetecken kan saknas, eller filen är avkortad. Kontrollera raden och spara filen på nytt.",
    "En rad i en textfil slutar före tabellens sista kolumn, fast de andra inte gör det.",
    "ASN;2024;Hamnljus;ES",
)
RAD_FLERA_PROJEKT = Rule(
    "RAD_FLERA_PROJEKT",
    "notis",
    "Raden har flera projekt under varandra i samma cell; den lästes som {antal} rader. Skriv "
    "ett projekt per rad.",
    "Flera projekt i en tabellrad.",
    "Uppsök (radbryt) Bortom",
)
RADER_I_BLOCK = Rule(
    "RADER_I_BLOCK",
    "varning",
    "Tabellen har projektens namn på egna rader och deras belopp på andra; {antal} projekt "
    "lästes ihop i ordning. Kontrollera att varje projekt fick sitt belopp.",
    "En tabell som delats i block: först namnen, sedan fonderna, sedan beloppen.",
    "två namn, två fonder, två belopp",
)

# --- what Word does not show, or shows in one cell for several rows ---
ANDRINGAR_EJ_GODKANDA = Rule(
    "ANDRINGAR_EJ_GODKANDA",
    "notis",
    "{varde} har spårade ändringar som inte är godkända; tabellen lästes som om alla är "
    "godkända. Kontrollera dem i Word (Granska > Spåra ändringar), godkänn eller avvisa dem och "
    "lämna in dokumentet igen.",
    "En projekttabell i Word med spårade ändringar.",
    "ett överskrivet belopp med spårade ändringar",
)
RAD_EJ_VISAD = Rule(
    "RAD_EJ_VISAD",
    "varning",
    "Raden är {hur} i dokumentet och räknas inte: {varde}. Ta bort den ur dokumentet, eller visa "
    "den som vanlig text om den ska räknas.",
    "En tabellrad i Word som är överstruken, dold eller borttagen i en spårad ändring.",
    "en överstruken rad",
    raknas_inte=True,
)
BELOPP_EJ_VISAT = Rule(
    "BELOPP_EJ_VISAT",
    "varning",
    "{varde} är {hur} i dokumentet och räknas inte. Ta bort det ur dokumentet, eller skriv det "
    "som vanlig text om det ska räknas.",
    "Ett belopp i Word som är överstruket, dolt eller borttaget i en spårad ändring.",
    "ett överstruket belopp bredvid ett nytt",
    raknas_inte=True,
)
TEXT_EJ_VISAD = Rule(
    "TEXT_EJ_VISAD",
    "notis",
    "Texten {varde} är {hur} i dokumentet och läses inte. Ta bort den ur dokumentet, eller skriv "
    "den som vanlig text om den ska läsas.",
    "Text i en tabellcell i Word som är överstruken, dold eller borttagen i en spårad ändring.",
    "en överstruken fond",
)
CELL_KOMMENTAR = Rule(
    "CELL_KOMMENTAR",
    "varning",
    "Cellen har en kommentar. Kommentarer läses inte: det som står i cellen gäller. Rätta i "
    "cellen om kommentaren säger något annat, och ta sedan bort kommentaren.",
    "En kommentar vid en cell i en rad som räknas.",
    "«ska vara 600 000»",
)
BELOPP_SAMMANSLAGET = Rule(
    "BELOPP_SAMMANSLAGET",
    "varning",
    "{varde} står i en cell som är sammanslagen över {antal} rader; det räknas en gång, på den "
    "första. Dela cellen. Skriv varje rads belopp på sin rad.",
    "Ett belopp i en cell som är sammanslagen över flera rader.",
    "ett belopp för två projekt",
)
TABELL_UTAN_RUBRIK = Rule(
    "TABELL_UTAN_RUBRIK",
    "varning",
    "Tabellen har ingen rubrikrad och räknas inte; den börjar med {varde}. Lägg till samma "
    "rubrikrad som i tabellen ovanför.",
    "En tabell med belopp efter projekttabellen, utan rubriker.",
    "en fortsättning med färre kolumner",
    raknas_inte=True,
)
TABELL_EJ_LAST = Rule(
    "TABELL_EJ_LAST",
    "notis",
    "Tabellen läses inte som projekt; den börjar med {varde}. Är det projekt: skriv rubriken "
    "Projektnamn över namnen och Utbetalt EU-bidrag över beloppen.",
    "En tabell i Word med belopp men utan en projekttabells rubriker.",
    "Insats | Kostnad",
)
TABELL_I_CELL = Rule(
    "TABELL_I_CELL",
    "notis",
    "Cellen har en tabell i sig som inte läses: {varde}. Flytta det som ska redovisas till "
    "tabellens egna celler.",
    "En tabell inuti en cell i projekttabellen.",
    "en liten tabell under fonden",
)
DOKUMENT_INBADDAT = Rule(
    "DOKUMENT_INBADDAT",
    "varning",
    "Dokumentet har ett inbäddat {varde} som inte läses. Lägg projekten i en vanlig tabell i "
    "Word, eller lämna in arbetsboken för sig.",
    "Ett Excel-ark eller dokument som är inklistrat som objekt.",
    "ett inklistrat Excel-ark",
)

# --- other sheets ---
UPPGIFT_OVANTAD = Rule(
    "UPPGIFT_OVANTAD",
    "notis",
    "Uppgiften {kolumn} är inte känd och läses inte. Flytta den till mallens fält om den ska med.",
    "En rad på bladet Start som inte finns i mallen.",
    "Kontaktperson",
)
FRAGA_OKAND = Rule(
    "FRAGA_OKAND",
    "varning",
    "Frågan {varde} finns inte bland årets frågor. Skriv frågans nummer i kolumnen Fråga nr.",
    "Ett svar som inte kan knytas till en fråga.",
    "Fråga 9",
)
TAL_OLASLIGT = Rule(
    "TAL_OLASLIGT",
    "varning",
    "{varde} går inte att läsa som ett tal; uppgiften räknas som saknad. Skriv bara siffror.",
    "Ett antal eller ett mått som inte är ett tal.",
    "flera",
)
BLAD_PROJEKT_OKANT = Rule(
    "BLAD_PROJEKT_OKANT",
    "varning",
    "Projektet {varde} finns inte i underlagets projekttabell; raden kommer med utan projekt. "
    "Skriv namnet likadant på båda bladen.",
    "En partner eller arbetstid i ett projekt som inte redovisas.",
    "Vägen inn",
)
BLAD_LASES_INTE = Rule(
    "BLAD_LASES_INTE",
    "varning",
    "Bladet {varde} läses inte, för det har ingen rubrikrad som går att känna igen. Där står "
    "{antal} rader. Skriv mallens rubriker överst på bladet.",
    "Ett av mallens blad har rader men inte mallens rubriker.",
    "Händelser utan rubrikrad",
)
BLAD_RAD_UTAN_NAMN = Rule(
    "BLAD_RAD_UTAN_NAMN",
    "varning",
    "Raden har uppgifter men inget i kolumnen {kolumn}. Kontrollera att cellerna står i rätt "
    "kolumner.",
    "En rad på ett annat blad än Projekt, utan det som den handlar om.",
    "en rad som är flyttad ett steg åt höger",
)
BLAD_RAD_TVA_GANGER = Rule(
    "BLAD_RAD_TVA_GANGER",
    "varning",
    "Raden är likadan som rad {tidigare}; båda kommer med. Ta bort den ena om det är samma sak.",
    "Samma rad två gånger på ett annat blad än Projekt.",
    "samma nätverk på två rader",
)
LAND_OKANT = Rule(
    "LAND_OKANT",
    "varning",
    "{varde} är inget land som känns igen; det kommer med som det står. Skriv landets namn på "
    "svenska, eller dess två bokstäver som DK.",
    "Ett land som inte känns igen.",
    "Norden",
)
ANSOKAN_LAGE_OKANT = Rule(
    "ANSOKAN_LAGE_OKANT",
    "varning",
    "Läget {varde} känns inte igen; ansökan kommer med utan läge. Skriv Planerad, Inskickad, "
    "Beviljad eller Avslagen.",
    "En ansökans läge som inte känns igen.",
    "på gång",
)
ANDELAR_OVER_100 = Rule(
    "ANDELAR_OVER_100",
    "varning",
    "EU-finansiering och egen medfinansiering blir {varde} procent av budgeten. Kontrollera "
    "andelarna; tillsammans kan de vara högst 100.",
    "Andelarna av budgeten är mer än hela.",
    "60 + 50",
)
ARENDEDEL_OKAND = Rule(
    "ARENDEDEL_OKAND",
    "varning",
    "{varde} är ingen av delarna i listan; det som står på raden kommer med som ett eget avsnitt. "
    "Är det en av delarna: välj den där.",
    "En del av ärendet som inte känns igen.",
    "Miljö",
)
INDIKATOR_PROJEKT_OKANT = Rule(
    "INDIKATOR_PROJEKT_OKANT",
    "varning",
    "Projektet {varde} finns inte i underlagets projekttabell. Skriv namnet likadant på båda "
    "bladen.",
    "En indikator för ett projekt som inte redovisas.",
    "Vägen inn",
)

# --- personal data; the value is never repeated ---
PERSONNUMMER = Rule(
    "PERSONNUMMER",
    "varning",
    "Cellen innehöll ett personnummer eller samordningsnummer. Det har tagits bort; ta bort det "
    "även ur filen.",
    "Personnummer får inte lagras.",
    "«personnummer»",
)
EPOST = Rule(
    "EPOST",
    "varning",
    "Cellen innehöll en e-postadress. Den har tagits bort; ta bort den även ur filen.",
    "E-postadresser får inte lagras.",
    "«namn»@«domän»",
)
TELEFON = Rule(
    "TELEFON",
    "varning",
    "Cellen innehöll ett telefonnummer. Det har tagits bort; ta bort det även ur filen.",
    "Telefonnummer får inte lagras.",
    "«telefonnummer»",
)

RULES: tuple[Rule, ...] = (
    *of_files.RULES,
    *(value for value in globals().values() if isinstance(value, Rule)),
)

# A message is for a person; the row as it stood is kept whole beside it.
_LONGEST = 300

BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}


def note(
    rule: Rule,
    *,
    blad: str | None = None,
    rad: int | None = None,
    kolumn: str | None = None,
    varde: str | None = None,
    **values: Any,
) -> Finding:
    """A finding placed at a cell; what it repeats of a file is cut to a length.

    Raises:
        KeyError: the rule's message needs a value that was not given.
    """
    shown = {name: _short(value) for name, value in values.items()}
    return finding(rule, blad=blad, rad=rad, kolumn=_short(kolumn), varde=_short(varde), **shown)


def _short(value: Any) -> Any:
    return f"{value[:_LONGEST]}…" if isinstance(value, str) and len(value) > _LONGEST else value
