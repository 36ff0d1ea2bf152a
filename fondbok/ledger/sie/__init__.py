r"""SIE type 4 (4E and 4I), the Swedish exchange format for bookkeeping, usable on its own.

    from fondbok.ledger import sie
    book = sie.read(Path("export.se"))
    for voucher in book.vouchers:
        for row in voucher.rows:
            print(voucher.serie, voucher.nummer, row.konto, row.belopp, dict(row.objekt))

Belongs here: the format's rules, from bytes to vouchers and back. Does not belong here: the
warehouse (sie_rows.py, which reads regular lines in SQL and everything else with this package).

The rules, after "SIE filformat", version 4B of 2008-09-30, and where files depart from it:

- Characters. The specification says code page 437 and #FORMAT PC8. Programs write PC8 above
  UTF-8 and Latin-1 alike, so the bytes decide (`fondbok.files.codec`).
- Lines end with CR, LF or both. Empty lines mean nothing. A control character inside a field is
  not allowed; a tab there is read as a blank.
- Fields are parted by one or more blanks or tabs. A field in quotes may hold blanks; `\"` inside
  is a quote and `\\` a backslash; any other backslash is itself, as in paths. A quote that never
  closes ends with its line.
- Labels begin with #. Case does not matter. Unknown labels and fields after the known ones are
  passed over, as the specification asks of every reader.
- #VER serie nr datum text regdatum sign, then rows between lines with { and }.
- #TRANS konto {dimension objekt ...} belopp datum text kvantitet sign. Debit is positive. A row
  without date or text has its voucher's.
- #RTRANS, an added row, is followed by the same #TRANS for readers that do not know it: one
  posting. Account, objects and amount must agree; dates and texts often do not. Where that #TRANS
  is missing the #RTRANS is the posting. #BTRANS, a removed row, is none.
- Amounts have a point and at most two decimals. A comma is read, with a remark.
- Dimension 1 is cost centre (ansvar), 6 is project; 1 to 19 are reserved and need no #DIM.
- Types 1 to 3 hold balances only, type 5 is XML: `NotSie4` names the type.

Nothing here raises for what a posting looks like: what is wrong is in `Sie.remarks`, and the row
stays with what could be read.
"""

from __future__ import annotations

from fondbok.ledger.sie.headers import (
    HEADER_LABELS,
    fiscal_year,
    header,
    leads_to,
    refuse_other_kinds,
)
from fondbok.ledger.sie.lines import EMBEDDED, SEVERAL, embedded, posting, voucher
from fondbok.ledger.sie.reading import parse, read
from fondbok.ledger.sie.shapes import (
    ANSVAR,
    PROJEKT,
    Identification,
    NotSie4,
    Remark,
    Row,
    Sie,
    Voucher,
)
from fondbok.ledger.sie.tokens import Fields, amount, day, fields, pairs
from fondbok.ledger.sie.writing import quote, write

__all__ = [
    "ANSVAR",
    "EMBEDDED",
    "HEADER_LABELS",
    "PROJEKT",
    "SEVERAL",
    "Fields",
    "Identification",
    "NotSie4",
    "Remark",
    "Row",
    "Sie",
    "Voucher",
    "amount",
    "day",
    "embedded",
    "fields",
    "fiscal_year",
    "header",
    "leads_to",
    "pairs",
    "parse",
    "posting",
    "quote",
    "read",
    "refuse_other_kinds",
    "voucher",
    "write",
]
