-- What the tokenizer says of the postings that are not regular.
update sie_rad
set
    konto = i.konto,
    ansvar = i.ansvar,
    projektkod = i.projektkod,
    objekt = i.objekt,
    belopp_text = i.belopp_text,
    belopp = i.belopp,
    datum_text = null,
    datum = i.datum,
    text = i.text
from sie_irregular as i
where i.rad = sie_rad.rad
