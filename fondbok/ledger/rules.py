"""What can be wrong with a ledger file or row, and what the sender does about it.

Belongs here: ids, severities and Swedish messages. `{varde}` and `{kolumn}` are the cell's own
text and header. Does not belong here: the checks (csv_load.py, sie_load.py, profiles.py).
"""

from __future__ import annotations

from fondbok.findings import Rule

# --- the whole file ---------------------------------------------------------------------------
TOM_FIL = Rule(
    "LEDGER_TOM_FIL",
    "fel",
    "Filen har inga rader. Gör om exporten och kontrollera urvalet.",
    "Filen är tom eller innehåller bara blanka rader.",
    "",
)
FIL_TRASIG = Rule(
    "LEDGER_FIL_TRASIG",
    "fel",
    "Filen går inte att öppna ({varde}). Spara den på nytt utan lösenord och lämna den igen.",
    "Arbetsboken är skadad eller lösenordsskyddad, eller så är filen ingen textfil.",
    "en arbetsbok med lösenord",
)
HTML = Rule(
    "LEDGER_HTML",
    "fel",
    "Filen är en webbsida (HTML) och ingen export. Hämta filen på nytt ur ekonomisystemet.",
    "En webbsida, ofta ett felmeddelande, har sparats med ledgerfilens namn.",
    "<!DOCTYPE HTML>",
)
RUBRIK_OKAND = Rule(
    "LEDGER_RUBRIK_OKAND",
    "fel",
    "Ingen profil känner igen rubrikraden. {varde} Kör 'fondbok profile suggest' på filen, "
    "rätta förslaget och lägg det i mappen profiles.",
    "Rubrikerna säger inte var konto, datum, belopp och verifikationsnummer står.",
    "Rubrikerna konto och belopp saknas.",
)
TVA_PROFILER = Rule(
    "LEDGER_TVA_PROFILER",
    "fel",
    "Två profiler passar filen: {varde}. Gör rubrikerna i den ena mer bestämda, "
    "eller ange filnamn med 'files' i båda.",
    "Filens rubrik passar flera profiler, så valet kan inte göras säkert.",
    "agresso, raindance",
)
PROFIL_OGILTIG = Rule(
    "LEDGER_PROFIL_OGILTIG",
    "varning",
    "En profil i mappen profiles används inte: {varde}. Rätta profilen.",
    "En egen profil följer inte schemat och används därför inte.",
    "min.yml: 'konto' saknas under fields",
)
RUBRIK_DUBBEL = Rule(
    "LEDGER_RUBRIK_DUBBEL",
    "fel",
    "Rubriken {varde} står över två kolumner, så det går inte att veta vilken som gäller. "
    "Ta bort eller döp om den ena.",
    "Samma rubrik över två kolumner som båda kan läsas som samma fält.",
    "Belopp",
)
VERIFIKATION_SAKNAS = Rule(
    "LEDGER_VERIFIKATION_SAKNAS",
    "fel",
    "Filen har ingen kolumn för verifikationsnummer, så samma post kan räknas två gånger. "
    "Ta med verifikationsnummer i exporten, eller skriv en profil med 'replaces: month'.",
    "Utan verifikationsnummer måste profilen säga att filen ersätter hela månaden.",
    "Datum;Konto;Belopp",
)
MANAD_SAKNAS = Rule(
    "LEDGER_MANAD_SAKNAS",
    "fel",
    "Profilen läser månaden i filnamnet, men {varde} innehåller ingen månad. "
    "Döp filen så att år och månad står i namnet, till exempel bokfört_2024-03.csv.",
    "Månaden ska stå i filnamnet men gör det inte.",
    "export.csv",
)
RADER_SAKNAS = Rule(
    "LEDGER_RADER_SAKNAS",
    "fel",
    "Filens rader gick inte att räkna säkert ({varde}). Spara om filen och lämna den igen.",
    "Antalet rader som lästes är inte det antal rader som filen har.",
    "lästa 998, i filen 1000",
)
TECKENFEL = Rule(
    "LEDGER_TECKENFEL",
    "varning",
    "{varde} tecken gick inte att tyda och visas som �. Exportera om filen som UTF-8.",
    "Filen innehåller tecken som inte hör till dess teckenkodning.",
    "3",
)
KREDIT_NEGATIV = Rule(
    "LEDGER_KREDIT_NEGATIV",
    "varning",
    "Alla belopp i kolumnen {kolumn} är negativa och läses som kredit. Är de i stället "
    "rättade krediter, skriv en profil med 'credit: positive'.",
    "Kreditkolumnen kan vara skriven med eller utan minustecken.",
    "-100,00 i kolumnen Kredit",
)
TOTAL_AVVIKER = Rule(
    "LEDGER_TOTAL_AVVIKER",
    "varning",
    "Totalraden säger {varde} men raderna ger en annan summa. Kontrollera att alla rader "
    "kom med i exporten.",
    "Ingen totalrad stämmer med summan av filens rader.",
    "Totalt 1 000,00",
)

# --- one row ----------------------------------------------------------------------------------
KONTO_SAKNAS = Rule(
    "LEDGER_KONTO_SAKNAS",
    "fel",
    "Raden har inget läsbart konto. Fyll i kontots nummer i kolumnen {kolumn}.",
    "Kontot saknas eller innehåller ingen siffra.",
    "",
)
DATUM_OLASLIGT = Rule(
    "LEDGER_DATUM_OLASLIGT",
    "fel",
    "Datumet '{varde}' i kolumnen {kolumn} går inte att läsa. Skriv det som 2024-03-31.",
    "Datumet saknas eller finns inte i kalendern.",
    "2024-02-30",
)
BELOPP_SAKNAS = Rule(
    "LEDGER_BELOPP_SAKNAS",
    "fel",
    "Raden har inget belopp. Fyll i kolumnen {kolumn}; skriv 0 om beloppet är noll.",
    "Beloppet är tomt, och tomt är inte noll.",
    "",
)
BELOPP_OLASLIGT = Rule(
    "LEDGER_BELOPP_OLASLIGT",
    "fel",
    "Beloppet '{varde}' i kolumnen {kolumn} går inte att läsa. "
    "Skriv siffror med högst två decimaler.",
    "Beloppet är inget tal, har fler än två decimaler eller är orimligt stort.",
    "12,5 milj",
)
BELOPP_TVETYDIGT = Rule(
    "LEDGER_BELOPP_TVETYDIGT",
    "fel",
    "Beloppet '{varde}' i kolumnen {kolumn} kan läsas på två sätt, med tusental eller med "
    "decimaler. Skriv ut två decimaler, eller ange 'decimal' i en profil.",
    "Tecknet kan skilja både tusental och decimaler, och inget annat belopp i filen avgör det.",
    "1.234",
)
FLER_KOLUMNER = Rule(
    "LEDGER_FLER_KOLUMNER",
    "fel",
    "Raden har fler kolumner än rubriken, så beloppet kan stå i fel kolumn. "
    "Sätt texter som innehåller skiljetecknet inom citattecken.",
    "Ett skiljetecken i en text har flyttat radens celler.",
    "A1;2024-01-02;3990;ett;två;100,00",
)
CITAT_OPPET = Rule(
    "LEDGER_CITAT_OPPET",
    "fel",
    "Ett citattecken på raden stängs aldrig, så cellerna går inte att skilja åt. "
    "Ta bort eller dubblera citattecknet.",
    "Ett citattecken öppnas och raden tar slut innan det stängs.",
    'A1;2024-01-02;"3990;100,00',
)
CITATTECKEN = Rule(
    "LEDGER_CITATTECKEN",
    "varning",
    "Raden har ett ensamt citattecken. Den lästes cell för cell; kontrollera texten.",
    "Ett ensamt citattecken i en rad som ändå har rätt antal celler.",
    'A1;2024-01-02;3990;"skärm;100,00',
)
UTAN_NUMMER = Rule(
    "LEDGER_UTAN_NUMMER",
    "varning",
    "Posten saknar verifikationsnummer och känns igen på sitt innehåll. "
    "Ta med numret i exporten, annars kan en rättad post räknas två gånger.",
    "Verifikationsnumret är tomt på en rad eller ett verifikat.",
    "",
)
LIKA_RADER = Rule(
    "LEDGER_LIKA_RADER",
    "varning",
    "Raden är lik en annan rad i samma verifikat. Båda räknas; kontrollera att det stämmer.",
    "Två helt lika rader i ett verifikat kan vara två poster eller samma post två gånger.",
    "samma rad två gånger",
)
DUBBLETT = Rule(
    "LEDGER_DUBBLETT",
    "varning",
    "Raden finns redan i filen och räknas en gång. Kontrollera hur exporten gjordes.",
    "Raden är en upprepning: radnumret är detsamma, eller verifikatet går jämnt ut utan den.",
    "samma rad två gånger",
)
PERSONUPPGIFT = Rule(
    "LEDGER_PERSONUPPGIFT",
    "notis",
    "Texten innehöll personnummer, e-postadress eller telefonnummer, som har maskerats. "
    "Skriv inte personuppgifter i bokföringstexter.",
    "Personuppgifter maskeras innan de sparas.",
    "namn@exempel.se",
)

# --- SIE --------------------------------------------------------------------------------------
SIE_TYP = Rule(
    "SIE_TYP",
    "fel",
    "Filen är av SIE-typ {varde} och innehåller inga verifikationer. "
    "Exportera på nytt som SIE typ 4.",
    "SIE typ 1, 2 och 3 innehåller bara saldon.",
    "2",
)
SIE_XML = Rule(
    "SIE_XML",
    "fel",
    "Filen är SIE 5 (XML), som inte läses. Exportera på nytt som SIE typ 4.",
    "SIE 5 är ett annat format än SIE typ 4.",
    "<Sie xmlns=...>",
)
SIE_INTE = Rule(
    "SIE_INTE",
    "fel",
    "Filen är ingen SIE-fil: inga poster börjar med #. Exportera på nytt som SIE typ 4.",
    "Filen saknar SIE-poster.",
    "Vernr;Konto;Belopp",
)
SIE_TYP_SAKNAS = Rule(
    "SIE_TYP_SAKNAS",
    "varning",
    "Filen saknar #SIETYP men har verifikationer, och läses som typ 4. "
    "Kontrollera hur exporten gjordes.",
    "Posten #SIETYP är obligatorisk från typ 2.",
    "",
)
SIE_OBALANS = Rule(
    "SIE_OBALANS",
    "varning",
    "Verifikat {varde} går inte jämnt ut. Kontrollera verifikatet i ekonomisystemet.",
    "Summan av ett verifikats poster ska vara noll.",
    "A 12: 100.00",
)
SIE_DATUM = Rule(
    "SIE_DATUM",
    "varning",
    "Datumet '{varde}' går inte att läsa. Är det radens datum gäller verifikatets. "
    "Rätta datumet i ekonomisystemet.",
    "Ett datum i en SIE-fil skrivs ÅÅÅÅMMDD.",
    "20240230",
)
SIE_DATUM_UTANFOR = Rule(
    "SIE_DATUM_UTANFOR",
    "varning",
    "Verifikatets datum {varde} ligger utanför filens räkenskapsår (#RAR). "
    "Kontrollera datumet i ekonomisystemet.",
    "Verifikatets datum hör inte till något räkenskapsår i filen.",
    "20190101",
)
SIE_KONTO_SAKNAS = Rule(
    "SIE_KONTO_SAKNAS",
    "varning",
    "Posten saknar konto. Den sparas men kan inte räknas som bidrag; rätta verifikatet.",
    "En #TRANS utan kontonummer.",
    "#TRANS {} 100.00",
)
SIE_BELOPP = Rule(
    "SIE_BELOPP_OLASLIGT",
    "fel",
    "Beloppet '{varde}' går inte att läsa. Rätta verifikatet och exportera på nytt.",
    "Beloppet i en #TRANS saknas eller är inget tal med högst två decimaler.",
    "12x",
)
SIE_BELOPP_KOMMA = Rule(
    "SIE_BELOPP_KOMMA",
    "varning",
    "Beloppet '{varde}' har decimalkomma. Det lästes; i en SIE-fil ska det vara punkt.",
    "SIE skriver belopp med decimalpunkt.",
    "12,50",
)
SIE_AVKORTAD = Rule(
    "SIE_AVKORTAD",
    "varning",
    "Filen slutar mitt i ett verifikat. Poster kan saknas; exportera på nytt.",
    "Det sista verifikatet stängs aldrig med }.",
    "filen slutar efter #TRANS",
)
SIE_UTANFOR = Rule(
    "SIE_UTANFOR_VERIFIKAT",
    "varning",
    "Posten står utanför ett verifikat och saknar därför nummer. Kontrollera exporten.",
    "En #TRANS som inte står mellan { och } efter en #VER.",
    "#TRANS före första #VER",
)
SIE_OBJEKTLISTA = Rule(
    "SIE_OBJEKTLISTA",
    "varning",
    "Objektlistan '{varde}' är inte hel. Det som gick att para ihop lästes; "
    "kontrollera projekt och ansvar.",
    "En objektlista har par av dimension och objekt inom klamrar.",
    '{"1" "Syd" "6"}',
)
SIE_RTRANS = Rule(
    "SIE_RTRANS_ENSAM",
    "varning",
    "En tillagd post (#RTRANS) följs inte av samma #TRANS. Den räknas en gång; "
    "kontrollera exporten.",
    "Efter #RTRANS ska samma post stå som #TRANS.",
    "#RTRANS 3990 {} 100.00",
)
SIE_IGEN = Rule(
    "SIE_VERIFIKAT_IGEN",
    "varning",
    "Verifikatet finns två gånger i filen med olika innehåll. Båda räknas; kontrollera exporten.",
    "Samma serie, nummer och datum står över två verifikat som inte är lika.",
    "#VER A 1 20240101 två gånger",
)
SIE_FALT = Rule(
    "SIE_CITAT_OPPET",
    "varning",
    "Ett citattecken på raden stängs aldrig. Raden lästes till sitt slut; kontrollera texten.",
    "En post i en SIE-fil har ett öppet citattecken.",
    '#TRANS 3990 {} 100.00 20240101 "text',
)

RULES: tuple[Rule, ...] = tuple(value for value in globals().values() if isinstance(value, Rule))
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
