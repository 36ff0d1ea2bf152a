"""What a run came to, as it is told on the terminal.

Belongs here: the sentences after a refresh, and those that other commands say too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from rich.markup import escape

from fondbok.cli.terminal import err, out
from fondbok.paths import Home

if TYPE_CHECKING:
    from fondbok.pipeline import RefreshResult

MOST_TOLD = 20  # findings told one by one on the terminal


def tell_uncounted(uncounted: list[str]) -> None:
    """What was read and does not count comes before everything else that is told."""
    if not uncounted:
        return
    out.print("[bold]Räknas inte:[/bold]")
    for told in uncounted[:MOST_TOLD]:
        out.print(escape(f"- {told}"))
    if len(uncounted) > MOST_TOLD:
        rest = len(uncounted) - MOST_TOLD
        out.print(f"- och {rest} till. Alla står i kvalitet.fynd och i återkopplingen i feedback/.")


def _tell_money(money: dict[str, dict[str, str]]) -> None:
    """What became of every krona, for each kind of file."""
    from decimal import Decimal

    from fondbok.publish.wording import kronor

    for typ, title in (("ledger", "Bokföring"), ("submission", "Underlag")):
        if typ not in money:
            continue
        kr = {name: kronor(Decimal(value)) for name, value in money[typ].items()}
        no_grant = f" + {kr['no_grant']} inget EU-bidrag" if typ == "ledger" else ""
        # A whole ledger comes to nothing, which is not to say that nothing was in it.
        evens_out = Decimal(money[typ]["read"]) == 0 and any(map(Decimal, money[typ].values()))
        of_what = " (plus och minus tar ut varandra)" if evens_out else ""
        out.print(
            f"{title}: {kr['read']} läst{of_what} = {kr['counted']} räknas{no_grant}"
            f" + {kr['replaced']} ersatt + {kr['held']} avvisat."
        )


def tell_refresh(result: RefreshResult) -> None:
    """What was read, what counts of it, and what is served now."""
    tell_uncounted(result.uncounted)
    for note in result.notes:
        out.print(escape(f"- {note}"))
    for reason in result.reasons:
        err.print(f"[red]Stoppad:[/red] {escape(reason)}")
    if result.rows:
        rows, files = result.rows, result.files
        out.print(
            f"Filer: {files['read']} lästa, {files['new']} nya, {files['unchanged']} oförändrade,"
            f" {files['refused']} avvisade. Fynd: {result.findings}."
        )
        out.print(
            f"Rader: {rows['read']} lästa = {rows['loaded']} laddade + {rows['rejected']} avvisade"
            f" + {rows['totals']} summor + {rows['duplicates']} dubbletter"
            f" + {rows['superseded']} ersatta."
        )
    _tell_money(result.money)
    if result.reasons:
        served = result.release_id or "ingen"
        err.print(f"Ingenting publicerades. Utgåva som gäller: {served}.")
    elif result.published:
        out.print(f"[green]Publicerad: {result.release_id}[/green] ({result.seconds} s)")
    elif result.news:
        out.print(f"Ingenting publicerades. Utgåva som gäller: {result.release_id or 'ingen'}.")
    else:
        out.print(f"Inget nytt. Utgåva som gäller: {result.release_id or 'ingen'}.")


def tell_agreement(place: Home) -> None:
    """How what is served agrees with print; nothing where nothing is served."""
    from fondbok import grader

    if not place.mart.exists():
        return
    with duckdb.connect(str(place.mart), read_only=True) as con:
        if found := grader.agreement(con):
            out.print(f"Mot publicerade siffror: {found.sentence}.")


def tell_proposal(place: Home, result: RefreshResult) -> None:
    """What publishing would change, last: of a run that was told not to."""
    if result.forslag is None:
        return
    from fondbok.publish import proposal
    from fondbok.publish.comparison import view

    found = proposal.difference(place)
    if found is None:
        out.print("Ingenting helt är publicerat att jämföra med.")
    else:
        view.render(found, out)
    out.print("Publicera med fondbok refresh.")
