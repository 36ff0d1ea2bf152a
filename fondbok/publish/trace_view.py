"""A traced figure for people and for programs.

Belongs here: laying out what `fondbok.publish.trace` found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from fondbok import grader
from fondbok.publish.trace import LEDGER, Bidrag, Cell, Trace
from fondbok.publish.trace_files import Svar
from fondbok.publish.wording import as_plain, kronor, plats


def as_json(found: Trace, answers: Mapping[str, Svar] | None = None) -> dict[str, Any]:
    """The trace as JSON types: amounts as text like '1680158.00', times as text.

    Args:
        found: the trace.
        answers: what the files themselves said, by kallrad_id, when they were asked.
    """
    body = {**as_plain(asdict(found)), "stammer": found.stammer}
    if answers is not None:
        body["filer"] = [
            {"kallrad_id": name, **asdict(answer)} for name, answer in sorted(answers.items())
        ]
    return body


def render(found: Trace, console: Console, answers: Mapping[str, Svar] | None = None) -> None:
    """Tell a person, in Swedish: the figure, each row behind it, the rules and the sum."""
    console.print(Text(f"Utgåva {found.release_id}"), soft_wrap=True)
    for cell in found.celler:
        for line, style in _lines(cell, answers or {}):
            console.print(Text(line, style=style), soft_wrap=True)


def _lines(cell: Cell, answers: Mapping[str, Svar]) -> Iterator[tuple[str, str]]:
    marks = [("anpassat", cell.anpassat), ("ungefärligt", cell.ungefarligt)]
    noted = "".join(f" [{word}]" for word, holds in marks if holds)
    heading = f"{cell.rapport}  {cell.radnyckel}  {cell.matt}: {kronor(cell.belopp_sek)}{noted}"
    yield "", ""
    yield heading, "bold"
    if cell.grad:
        yield f"Hur säkert: {grader.name(cell.grad)}. {grader.meaning(cell.grad)}", ""
    for part in cell.bidrag:
        yield from _part_lines(part, answers.get(part.kallrad_id))
    for fault in cell.fel:
        yield f"FEL: {fault}", "red"
    if not cell.fel:
        yield _sum_line(cell), "green"


def _sum_line(cell: Cell) -> str:
    if cell.belopp_sek is None:
        return "Beloppet är okänt: ingen rad i underlagen eller bokföringen anger något."
    return f"Summa av {len(cell.bidrag)} rader: {kronor(cell.summa_sek)}. Stämmer på öret."


def _part_lines(part: Bidrag, answer: Svar | None) -> Iterator[tuple[str, str]]:
    name = part.projekt or part.projekt_kod or part.projekt_text or "Projekt okänt"
    yield f"  {kronor(part.belopp_sek)}  {name}", ""
    yield f"    {plats(part.fil, part.blad, part.rad)}", ""
    words = " | ".join(_words(part))
    if words:
        yield f"    Skrivet: {words}", ""
    if part.verifikat:
        yield f"    Bokfört: {part.verifikat}", ""
    hashes = [("fil", part.fil_sha256), ("rad", part.innehall_hash)]
    known = ", ".join(f"{what} {digest}" for what, digest in hashes if digest)
    yield f"    Innehåll: {known}", "dim"
    if part.grad:
        yield f"    Hur säkert: {grader.name(part.grad)}", ""
    for rule in part.regler:
        yield f"    {rule.regel}: {rule.text}", ""
    if answer is not None:
        yield f"    Filen själv: {answer.text}", "red" if answer.utfall == "avviker" else ""


def _words(part: Bidrag) -> Iterator[str]:
    """The words of the source; in the ledger a project and a nämnd are written as codes."""
    ledger = part.typ == LEDGER
    if part.projekt_text:
        yield _coded("projektkod", part.projekt_text, part.projektkod_namn, ledger=ledger)
    if part.namnd_text:
        yield _coded("ansvar", part.namnd_text, part.ansvar_namn, ledger=ledger)
    yield from (text for text in (part.belopp_text, part.fond_text, part.roll_text) if text)


def _coded(what: str, text: str, name: str | None, *, ledger: bool) -> str:
    """A ledger's code with what it is a code of, and what the file calls it; else the words."""
    return " ".join(part for part in (what, text, name) if part) if ledger else text
