"""What can be wrong with a ledger file or row, and what the sender does about it.

Belongs here: ids, severities and Swedish messages. `{varde}` and `{kolumn}` are the cell's own
text and header. Does not belong here: the checks themselves.
"""

from __future__ import annotations

from fondbok.findings import Rule

# --- the whole file ---------------------------------------------------------------------------
LEDGER_TOM_FIL = Rule(
    "LEDGER_TOM_FIL",
    "fel",
    "Filen har inga rader. Gör om exporten och kontrollera urvalet.",
    "Filen är tom eller innehåller bara blanka rader.",
    "",
)
LEDGER_FIL_TRASIG = Rule(
    "LEDGER_FIL_TRASIG",
    "fel",
    "Filen går inte att öppna ({varde}). Spara den på nytt utan lösenord och lämna den igen.",
    "Arbetsboken är skadad eller lösenordsskyddad, eller så är filen ingen textfil.",
    "en arbetsbok med lösenord",
)
LEDGER_HTML = Rule(
    "LEDGER_HTML",
    "fel",
    "Filen är en webbsida (HTML) och ingen export. Hämta filen på nytt ur ekonomisystemet.",
    "En webbsida, ofta ett felmeddelande, har sparats med ledgerfilens namn.",
    "<!DOCTYPE HTML>",
)
LEDGER_RUBRIK_OKAND = Rule(
    "LEDGER_RUBRIK_OKAND",
    "fel",
    "Ingen profil känner igen rubrikraden. {varde} Kör 'fondbok profile suggest' på filen, "
    "rätta förslaget och lägg det i mappen profiles.",
    "Rubrikerna säger inte var konto, datum, belopp och verifikationsnummer står.",
    "Rubrikerna konto och belopp saknas.",
)
LEDGER_TVA_PROFILER = Rule(
    "LEDGER_TVA_PROFILER",
    "fel",
    "Två profiler passar filen: {varde}. Gör rubrikerna i den ena mer bestämda, "
    "eller ange filnamn med 'files' i båda.",
    "Filens rubrik passar flera profiler, så valet kan inte göras säkert.",
    "agresso, raindance",
)
LEDGER_PROFIL_OGILTIG = Rule(
    "LEDGER_PROFIL_OGILTIG",
    "varning",
    "En profil i mappen profiles används inte: {varde}. Rätta profilen.",
    "En egen profil följer inte schemat och används därför inte.",
    "min.yml: 'konto' saknas under fields",
)
LEDGER_RUBRIK_DUBBEL = Rule(
    "LEDGER_RUBRIK_DUBBEL",
    "fel",
    "Rubriken {varde} står över två kolumner, så det går inte att veta vilken som gäller. "
    "Ta bort eller döp om den ena.",
    "Samma rubrik över två kolumner som båda kan läsas som samma fält.",
    "Belopp",
)
LEDGER_VERIFIKATION_SAKNAS = Rule(
    "LEDGER_VERIFIKATION_SAKNAS",
    "fel",
    "Filen har ingen kolumn för verifikationsnummer, så samma post kan räknas två gånger. "
    "Ta med verifikationsnummer i exporten, eller skriv en profil med 'replaces: month'.",
    "Utan verifikationsnummer måste profilen säga att filen ersätter hela månaden.",
    "Datum;Konto;Belopp",
)
LEDGER_MANAD_SAKNAS = Rule(
    "LEDGER_MANAD_SAKNAS",
    "fel",
    "Profilen läser månaden i filnamnet, men {varde} innehåller ingen månad. "
    "Döp filen så att år och månad står i namnet, till exempel bokfört_2024-03.csv.",
    "Månaden ska stå i filnamnet men gör det inte.",
    "export.csv",
)
LEDGER_RADER_SAKNAS = Rule(
    "LEDGER_RADER_SAKNAS",
    "fel",
    "Filens rader gick inte att räkna säkert ({varde}). Spara om filen och lämna den igen.",
    "Antalet rader som lästes är inte det antal rader som filen har.",
    "lästa 998, i filen 1000",
)
LEDGER_TECKENFEL = Rule(
    "LEDGER_TECKENFEL",
    "varning",
    "{varde} tecken gick inte att tyda och visas som � eller fel bokstav. Exportera om filen som "
    "UTF-8.",
    "Filen innehåller tecken som inte hör till dess teckenkodning.",
    "3",
)
LEDGER_KREDIT_NEGATIV = Rule(
    "LEDGER_KREDIT_NEGATIV",
    "varning",
    "Alla belopp i kolumnen {kolumn} är negativa och läses som kredit. Är de i stället "
    "rättade krediter, skriv en profil med 'credit: positive'.",
    "Kreditkolumnen kan vara skriven med eller utan minustecken.",
    "-100,00 i kolumnen Kredit",
)
LEDGER_DEBET_KREDIT_AVVIKER = Rule(
    "LEDGER_DEBET_KREDIT_AVVIKER",
    "varning",
    "Debet minus kredit är ett annat belopp än det i kolumnen {kolumn} ({varde}), och det är debet "
    "och kredit som räknas. Kontrollera vilket som stämmer, och rätta det andra eller gör om "
    "exporten.",
    "En kolumn för beloppet bredvid debet och kredit säger något annat än de. Små avrundningar och "
    "ett annat tecken i hela filen gör ingenting.",
    "där 900.00, räknas 1000.00",
)
LEDGER_TOTAL_AVVIKER = Rule(
    "LEDGER_TOTAL_AVVIKER",
    "varning",
    "Totalraden säger {varde} men raderna ger en annan summa. Kontrollera att alla rader "
    "kom med i exporten.",
    "Ingen totalrad stämmer med summan av filens rader.",
    "Totalt 1 000,00",
)

LEDGER_SIDMATERIAL = Rule(
    "LEDGER_SIDMATERIAL",
    "notis",
    "{varde} rader är upprepade rubriker, sidhuvuden eller anteckningar och är inga poster. "
    "Inget behöver göras.",
    "Rader som hör till utskriftens sidor och inte till bokföringen.",
    "Sida 2",
)
LEDGER_DOLT_BLAD = Rule(
    "LEDGER_DOLT_BLAD",
    "varning",
    "Bladet är dolt och räknas inte ({varde} rader). Visa bladet och lämna filen igen om det "
    "ska vara med, eller ta bort det.",
    "Ett dolt blad i arbetsboken ser ut som en ledger. Dolda blad läses inte.",
    "ett dolt blad med 12 rader",
    raknas_inte=True,
)
LEDGER_RADER_DOLDA = Rule(
    "LEDGER_RADER_DOLDA",
    "varning",
    "Dolda eller bortfiltrerade rader räknas: {varde}. Ta bort dem om de inte ska med, annars "
    "visa dem och lämna filen igen.",
    "Rader i arbetsboken som inte syns för den som öppnar den.",
    "12 rader, -1000.00 kr på bidragskonton",
)
LEDGER_RADER_STRUKNA = Rule(
    "LEDGER_RADER_STRUKNA",
    "varning",
    "Rader med överstruken text räknas: {varde}. Ta bort dem om de inte ska med, annars ta bort "
    "överstrykningen.",
    "Rader i arbetsboken där en cell som läses är överstruken.",
    "1 rad, -1000.00 kr på bidragskonton",
)
LEDGER_CELL_LANGT_BORT = Rule(
    "LEDGER_CELL_LANGT_BORT",
    "fel",
    "Arbetsboken har en ifylld cell långt utanför tabellen ({varde}), så bladet är för stort för "
    "att läsas. Ta bort det som står där, eller spara bladet som csv, och lämna filen igen.",
    "En cell långt från de andra gör bladet större än någon ledger.",
    "rad 200000, kolumn 1000",
)
LEDGER_BLAD_OLAST = Rule(
    "LEDGER_BLAD_OLAST",
    "varning",
    "Bladet lästes inte: {varde} Andra blad i arbetsboken lästes. Rätta bladet om det ska vara "
    "med, eller ta bort det.",
    "Ett blad ser nästan ut som en ledger men kan inte läsas, medan andra blad i arbetsboken kan.",
    "Rubrik för belopp saknas.",
    raknas_inte=True,
)
LEDGER_BLAD_UTAN_RUBRIK = Rule(
    "LEDGER_BLAD_UTAN_RUBRIK",
    "varning",
    "Bladet har {varde} rader som ser ut som poster men ingen rubrikrad, och räknas inte. Sätt in "
    "samma rubrikrad som på de andra bladen om det ska vara med, eller ta bort bladet.",
    "Ett blad utan rubrikrad har konto, datum och belopp där ett annat blad i arbetsboken har dem.",
    "12",
    raknas_inte=True,
)
LEDGER_ENHET_OVANFOR = Rule(
    "LEDGER_ENHET_OVANFOR",
    "varning",
    "Vid tabellen står '{varde}', men beloppen lästes som hela kronor. Exportera på nytt i "
    "kronor. Är de i en annan valuta: ange den som currency i en profil.",
    "En rad ovanför eller under posterna säger att beloppen är i tusental, miljoner eller en annan "
    "valuta.",
    "Belopp i tkr",
)
LEDGER_ENHET_I_RUBRIK = Rule(
    "LEDGER_ENHET_I_RUBRIK",
    "fel",
    "Kolumnens rubrik eller raden under den ({varde}) säger att beloppen inte är i hela kronor, "
    "och då kan de inte räknas. Exportera på nytt i kronor och ören.",
    "Rubriken över beloppen säger tusental, miljoner eller en annan valuta.",
    "Belopp (tkr)",
)
LEDGER_BARA_DOLT_BLAD = Rule(
    "LEDGER_BARA_DOLT_BLAD",
    "fel",
    "Det enda bladet med poster är dolt ({varde}). Visa bladet i arbetsboken och lämna filen igen.",
    "Arbetsbokens enda blad som ser ut som en ledger är dolt.",
    "Export",
    raknas_inte=True,
)
LEDGER_VALUTA_KRONOR = Rule(
    "LEDGER_VALUTA_KRONOR",
    "notis",
    "Beloppen i kolumnen {kolumn} läses som kronor fast en annan valuta står bredvid: {varde} "
    "verifikat med rader i både kronor och annan valuta går jämnt ut så. Döp om kolumnen till "
    "Belopp SEK för att säga det själv.",
    "Verifikat med rader i två valutor går bara jämnt ut när alla belopp är kronor.",
    "Belopp 100,00 EUR och Belopp -100,00 SEK i samma verifikat",
)
LEDGER_OBALANS = Rule(
    "LEDGER_OBALANS",
    "varning",
    "Verifikat {varde} går inte jämnt ut. Kontrollera att alla rader kom med i exporten och att "
    "beloppen är rätt lästa.",
    "Summan av ett verifikats poster ska vara noll.",
    "A 12: 100.00",
)
LEDGER_OBALANS_FIL = Rule(
    "LEDGER_OBALANS_FIL",
    "varning",
    "{varde} verifikat går inte jämnt ut. Så ser en fil ut som lästs fel: kontrollera vilken "
    "kolumn som är beloppet, tecknen och valutan innan siffrorna används.",
    "De flesta verifikat i filen går inte jämnt ut fast båda sidorna finns med.",
    "98 av 100",
)
LEDGER_EN_SIDA = Rule(
    "LEDGER_EN_SIDA",
    "notis",
    "{varde} verifikat går inte jämnt ut, för filen har bara en sida av dem: ett urval av konton. "
    "Då kan beloppen inte kontrolleras mot verifikaten. Ta med alla konton om det går.",
    "Filen innehåller ett urval av konton, så verifikaten kan inte gå jämnt ut.",
    "3 av 3",
)
LEDGER_BIDRAGSKONTO_SAKNAS = Rule(
    "LEDGER_BIDRAGSKONTO_SAKNAS",
    "varning",
    "Ingen rad ligger på ett konto för EU-bidrag, så filen ger inga utbetalningar. Konton i "
    "filen: {varde}. Kontrollera urvalet, och att bidragskontona står i referens/konto.csv.",
    "Inget konto i filen är ett bidragskonto enligt konto.csv.",
    "1930 (12 rader), 5010 (12 rader)",
    raknas_inte=True,
)
LEDGER_BIDRAGSKONTO_OKANT = Rule(
    "LEDGER_BIDRAGSKONTO_OKANT",
    "varning",
    "Konton i bidragens kontoklass står inte i konto.csv och räknas därför inte: {varde}. Lägg "
    "till en rad för dem som säger om de är EU-bidrag eller inte.",
    "Ett konto i samma kontoklass som bidragen täcks inte av någon rad i konto.csv.",
    "3505 (-1000.00 kr)",
    raknas_inte=True,
)
LEDGER_KONTO_ANNAT_NAMN = Rule(
    "LEDGER_KONTO_ANNAT_NAMN",
    "varning",
    "Konton som räknas som EU-bidrag heter något annat i exporten ({kolumn}): {varde}. Kontrollera "
    "vad kontona är, och rätta referens/konto.csv om de inte är EU-bidrag.",
    "Ett konto som är EU-bidrag enligt konto.csv har ett namn i exporten som inget sådant konto "
    "har: en hyra, en avgift, ett statsbidrag.",
    "3511 heter 'Hyresintäkter' här och 'Driftbidrag från EU' i konto.csv (2 rader, -1000.00 kr)",
)
LEDGER_BIDRAG_FEL_SIDA = Rule(
    "LEDGER_BIDRAG_FEL_SIDA",
    "varning",
    "Bidragskontona summerar till {varde} kr på kostnadssidan. Så ser en fil ut där tecknen är "
    "vända: ange 'sign: -1' i en profil om krediter står utan minus. Är det rättelser stämmer det.",
    "Intäkter är kredit; en fil vars bidrag blir debet är ofta läst med fel tecken.",
    "bara positiva belopp på konto 3511",
)
LEDGER_GALLER_INTE = Rule(
    "LEDGER_GALLER_INTE",
    "varning",
    "Rader på bidragskonton räknas fast exporten säger att de kanske inte gäller ({kolumn}, "
    "{varde}). Gäller de inte: gör om exporten utan dem.",
    "En kolumn för status, eller texten, säger att bidragsrader är makulerade, preliminära eller "
    "inte godkända.",
    "kolumnen Status: Makulerad",
)
LEDGER_STATUS_OLIKA = Rule(
    "LEDGER_STATUS_OLIKA",
    "notis",
    "Kolumnen {kolumn} säger olika om bidragsraderna, och alla räknas ({varde}). Kontrollera att "
    "exporten inte tog med rader som inte gäller.",
    "En kolumn för status har olika värden på bidragsraderna, och läses inte.",
    "kolumnen Status: A och P",
)
LEDGER_AR_ENSTAKA = Rule(
    "LEDGER_AR_ENSTAKA",
    "varning",
    "Bidragsrader har ett år långt från alla andra i filen och räknas på det året ({varde}). "
    "Kontrollera datumet, och rätta det i ekonomisystemet om det är fel.",
    "Enstaka bidragsrader har ett år minst två år från filens övriga.",
    "2042 bland rader från 2024",
)
LEDGER_BOKSLUT = Rule(
    "LEDGER_BOKSLUT",
    "varning",
    "Rader på bidragskonton ser ut att stänga böckerna och räknas, så att årets bidrag räknas bort "
    "({varde}). Gör om exporten utan bokslutets omföringar.",
    "Texten på bidragsrader säger att kontona nollställs vid bokslut.",
    "Bokslut, nollställning av resultatkonton",
)
LEDGER_PERIODISERING = Rule(
    "LEDGER_PERIODISERING",
    "varning",
    "Bidragsrader är periodiseringar enligt texten, och räknas som bokförda på sitt datum "
    "({varde}). Kontrollera att samma pengar inte räknas på två år.",
    "Texten på bidragsrader säger periodisering, upplupet, förutbetalt eller interim, och de tar "
    "inte ut varandra.",
    "Återföring periodisering 2024",
)
LEDGER_PERIOD_ANNAT_AR = Rule(
    "LEDGER_PERIOD_ANNAT_AR",
    "varning",
    "Bidragsrader har ett annat år i kolumnen {kolumn} än i datumet, och räknas på datumets år "
    "({varde}). Kontrollera vilket år som gäller.",
    "Perioden eller räkenskapsåret på bidragsrader är ett annat år än datumets.",
    "Period 202412 och datum 2025-01-20",
)
LEDGER_ANNAT_FORETAG = Rule(
    "LEDGER_ANNAT_FORETAG",
    "varning",
    "Exporten ser ut att vara ett annat företags ({varde}), och dess bidragsrader räknas. Ta bort "
    "filen om den inte hör till er egen bokföring.",
    "Organisationsnumret i en SIE-fil, eller raderna ovanför rubriken, är ett bolags.",
    "556000-0000",
)

# --- one row ----------------------------------------------------------------------------------
LEDGER_KONTO_SAKNAS = Rule(
    "LEDGER_KONTO_SAKNAS",
    "fel",
    "Raden har inget läsbart konto. Fyll i kontots nummer i kolumnen {kolumn}.",
    "Kontot saknas eller innehåller ingen siffra.",
    "",
)
LEDGER_DATUM_OLASLIGT = Rule(
    "LEDGER_DATUM_OLASLIGT",
    "fel",
    "Datumet '{varde}' i kolumnen {kolumn} går inte att läsa. Skriv det som 2024-03-31.",
    "Datumet saknas eller finns inte i kalendern.",
    "2024-02-30",
)
LEDGER_DATUM_TVETYDIGT = Rule(
    "LEDGER_DATUM_TVETYDIGT",
    "fel",
    "Datumet i kolumnen {kolumn} kan läsas på flera sätt ({varde}) och inget annat datum i filen "
    "avgör vilket. Skriv det som 2024-03-31, eller ange 'dates' i en profil.",
    "Dag, månad eller år kan stå i olika ordning, och filens övriga datum avgör det inte.",
    "03/01/2024: 2024-01-03 eller 2024-03-01",
)
LEDGER_SIDA_OKAND = Rule(
    "LEDGER_SIDA_OKAND",
    "fel",
    "'{varde}' i kolumnen {kolumn} säger inte om beloppet är debet eller kredit. Skriv D eller K.",
    "Kolumnen för debet och kredit är tom eller har ett okänt tecken.",
    "X",
)
LEDGER_SIDA_TVETYDIG = Rule(
    "LEDGER_SIDA_TVETYDIG",
    "fel",
    "Beloppet '{varde}' har ett minustecken och raden en kolumn för debet och kredit. Det kan vara "
    "en rättelse eller samma sida sagd två gånger. Skriv beloppen utan minustecken.",
    "Minustecken och sida säger emot varandra, och inget annat i filen avgör vad som gäller.",
    "-100,00 med D i kolumnen D/K",
)
LEDGER_VALUTA_TVETYDIG = Rule(
    "LEDGER_VALUTA_TVETYDIG",
    "fel",
    "Beloppet kan vara {varde}. Döp om kolumnen {kolumn} till Belopp SEK om det är kronor, eller "
    "till Valutabelopp om det är valutan, eller ange 'amount_in' i en profil.",
    "En annan valuta står bredvid ett belopp, och varken rubriken eller filen säger om beloppet "
    "är i den valutan eller i kronor.",
    "1 000,00 SEK eller 1 000,00 EUR",
)
LEDGER_VALUTA_I_CELL = Rule(
    "LEDGER_VALUTA_I_CELL",
    "fel",
    "Beloppet i kolumnen {kolumn} är skrivet med en annan valuta än kolumnens, och kan vara "
    "{varde}. Är det rätt valuta i cellen: lägg beloppet i en kolumn Valutabelopp och valutan i en "
    "kolumn Valuta. Annars: skriv bara talet.",
    "Cellen säger en valuta, och varken rubriken eller kolumnen för valuta säger detsamma.",
    "100 SEK eller 100 EUR",
)
LEDGER_VALUTA_UTAN_KURS = Rule(
    "LEDGER_VALUTA_UTAN_KURS",
    "fel",
    "Beloppet är i {varde} (valuta och år) och kan inte räknas om till kronor: det finns ingen "
    "sådan kurs i valutakurs.csv. Lägg till kursen, eller ta med beloppet i kronor i exporten.",
    "Raden har inget belopp i kronor, och valutan har ingen kurs det året.",
    "PLN 2024",
)
LEDGER_BELOPP_ORIMLIGT = Rule(
    "LEDGER_BELOPP_ORIMLIGT",
    "fel",
    "Beloppet '{varde}' i kolumnen {kolumn} är orimligt stort. Kontrollera att rätt kolumn lästes "
    "och att beloppet är i kronor.",
    "Inget projekt har ett belopp på tusen miljarder eller mer.",
    "1 000 000 000 000,00",
)
LEDGER_SALDORAD_OKLAR = Rule(
    "LEDGER_SALDORAD_OKLAR",
    "fel",
    "Raden kan vara en post och kan vara ett saldo: texten är bara '{varde}'. Ta bort raden ur "
    "exporten om den är ett saldo, eller skriv en annan text om den är en post.",
    "En rad med konto, datum och nummer vars text bara är ordet för ett saldo, eller för en summa "
    "som gör verifikatet ojämnt eller är lika med raderna ovanför.",
    "Utgående saldo",
)
LEDGER_SALDORAD_RAKNAS = Rule(
    "LEDGER_SALDORAD_RAKNAS",
    "varning",
    "Raden räknas som en post fast texten är ordet för en summa ({varde} kr). Är den en summa: ta "
    "bort den ur exporten. Annars: skriv en text som säger vad posten är.",
    "En post på ett bidragskonto vars text bara är Saldo, Summa eller Transport, och som inte är "
    "summan av raderna ovanför.",
    "Transport: -100.50",
)
LEDGER_BELOPP_SAKNAS = Rule(
    "LEDGER_BELOPP_SAKNAS",
    "fel",
    "Raden har inget belopp. Fyll i kolumnen {kolumn}; skriv 0 om beloppet är noll.",
    "Beloppet är tomt, och tomt är inte noll.",
    "",
)
LEDGER_BELOPP_OLASLIGT = Rule(
    "LEDGER_BELOPP_OLASLIGT",
    "fel",
    "Beloppet '{varde}' i kolumnen {kolumn} går inte att läsa. "
    "Skriv siffror med högst två decimaler.",
    "Beloppet är inget tal, har fler än två decimaler eller är orimligt stort.",
    "12,5 milj",
)
LEDGER_BELOPP_TVETYDIGT = Rule(
    "LEDGER_BELOPP_TVETYDIGT",
    "fel",
    "Beloppet '{varde}' i kolumnen {kolumn} kan läsas på två sätt, med tusental eller med "
    "decimaler. Skriv ut två decimaler, eller ange 'decimal' i en profil.",
    "Tecknet kan skilja både tusental och decimaler, och inget annat belopp i filen avgör det.",
    "1.234",
)
LEDGER_BELOPP_DELAT = Rule(
    "LEDGER_BELOPP_DELAT",
    "fel",
    "Beloppet i kolumnen {kolumn} kan vara {varde}: kommatecken skiljer filens celler åt, och "
    "cellen efter ser ut att höra till beloppet. Exportera med semikolon mellan cellerna, eller "
    "ange 'decimal' i en profil om inga belopp har decimalkomma.",
    "Ett decimalkomma kan ha delat beloppet, fast raden har rätt antal celler.",
    "A1,2024-01-02,3990,-1000,50",
)
LEDGER_FLER_KOLUMNER = Rule(
    "LEDGER_FLER_KOLUMNER",
    "fel",
    "Raden har fler kolumner än rubriken, så beloppet kan stå i fel kolumn. "
    "Sätt texter som innehåller skiljetecknet inom citattecken.",
    "Ett skiljetecken i en text har flyttat radens celler.",
    "A1;2024-01-02;3990;ett;två;100,00",
)
LEDGER_FARRE_KOLUMNER = Rule(
    "LEDGER_FARRE_KOLUMNER",
    "fel",
    "Raden har färre kolumner än rubriken, så beloppet kan stå i fel kolumn. Kontrollera raden: "
    "ett radbyte eller ett borttaget skiljetecken kan ha flyttat cellerna.",
    "Celler saknas på raden, och det är inte tomma celler i slutet som exporten alltid utelämnar.",
    "A1;2024-01-02;3990",
)
LEDGER_CITAT_OPPET = Rule(
    "LEDGER_CITAT_OPPET",
    "fel",
    "Ett citattecken på raden stängs aldrig, så cellerna går inte att skilja åt. "
    "Ta bort eller dubblera citattecknet.",
    "Ett citattecken öppnas och raden tar slut innan det stängs.",
    'A1;2024-01-02;"3990;100,00',
)
LEDGER_CITATTECKEN = Rule(
    "LEDGER_CITATTECKEN",
    "varning",
    "Raden har ett ensamt citattecken. Den lästes cell för cell; kontrollera texten.",
    "Ett ensamt citattecken i en rad som ändå har rätt antal celler.",
    'A1;2024-01-02;3990;"skärm;100,00',
)
LEDGER_UTAN_NUMMER = Rule(
    "LEDGER_UTAN_NUMMER",
    "varning",
    "Posten saknar verifikationsnummer och känns igen på sitt innehåll. "
    "Ta med numret i exporten, annars kan en rättad post räknas två gånger.",
    "Verifikationsnumret är tomt på en rad eller ett verifikat.",
    "",
)
LEDGER_LIKA_RADER = Rule(
    "LEDGER_LIKA_RADER",
    "varning",
    "Raden är lik en annan rad i samma verifikat. Båda räknas; kontrollera att det stämmer.",
    "Två helt lika rader i ett verifikat kan vara två poster eller samma post två gånger.",
    "samma rad två gånger",
)
LEDGER_DUBBLETT = Rule(
    "LEDGER_DUBBLETT",
    "varning",
    "Raden finns redan i filen och räknas en gång. Kontrollera hur exporten gjordes.",
    "Raden är en upprepning: radnumret är detsamma, eller verifikatet går jämnt ut utan den.",
    "samma rad två gånger",
)
LEDGER_PERSONUPPGIFT = Rule(
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
SIE_BELOPP_OLASLIGT = Rule(
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
SIE_UTANFOR_VERIFIKAT = Rule(
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
SIE_RTRANS_ENSAM = Rule(
    "SIE_RTRANS_ENSAM",
    "varning",
    "En tillagd post (#RTRANS) följs inte av samma #TRANS. Den räknas en gång; "
    "kontrollera exporten.",
    "Efter #RTRANS ska samma post stå som #TRANS.",
    "#RTRANS 3990 {} 100.00",
)
SIE_VERIFIKAT_IGEN = Rule(
    "SIE_VERIFIKAT_IGEN",
    "varning",
    "Verifikatet finns två gånger i filen med olika innehåll. Båda räknas; kontrollera exporten.",
    "Samma serie, nummer och datum står över två verifikat som inte är lika.",
    "#VER A 1 20240101 två gånger",
)
SIE_UTAN_POSTER = Rule(
    "SIE_UTAN_POSTER",
    "varning",
    "Filen är SIE typ 4 men har inga poster, bara saldon eller ingenting. Den ger inga "
    "utbetalningar: exportera på nytt med verifikationer.",
    "En SIE-fil av typ 4 utan en enda #TRANS.",
    "#SIETYP 4 och bara #RES och #PSALDO",
)
SIE_FLERA_POSTER = Rule(
    "SIE_FLERA_POSTER",
    "fel",
    "Raden har flera poster (#TRANS) och går inte att dela säkert. Exportera på nytt med en post "
    "per rad.",
    "Varje #TRANS ska stå på en egen rad.",
    "#TRANS 1930 {} 1.00 #TRANS 3511 {} -1.00",
)
SIE_DIMENSION_PROJEKT = Rule(
    "SIE_DIMENSION_PROJEKT",
    "varning",
    "Projektet står i dimension {varde} och inte i 6. Koden därifrån lästes som projektkod; "
    "kontrollera att det är rätt dimension.",
    "En dimension heter Projekt men har ett annat nummer än 6.",
    '#DIM 22 "Projekt"',
)
SIE_CITAT_OPPET = Rule(
    "SIE_CITAT_OPPET",
    "varning",
    "Ett citattecken på raden stängs aldrig. Raden lästes till sitt slut; kontrollera texten.",
    "En post i en SIE-fil har ett öppet citattecken.",
    '#TRANS 3990 {} 100.00 20240101 "text',
)

RULES: tuple[Rule, ...] = tuple(value for value in globals().values() if isinstance(value, Rule))
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
