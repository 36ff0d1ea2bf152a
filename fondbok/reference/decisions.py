"""A person's decision about two projects, as a line of the city's own tables.

Belongs here: lines added to referens/projekt_alias.csv and referens/projekt_skilda.csv, and taken
away again. What a decision does to the figures is dbt's, at the next refresh.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fondbok.errors import FondbokError
from fondbok.quality.pairs import fold
from fondbok.reference.reading import Line, name_of, read, separator_of
from fondbok.reference.tables import BY_NAME
from fondbok.saving import replace_file

ALIAS, SKILDA = BY_NAME["projekt_alias"], BY_NAME["projekt_skilda"]


class DecisionError(FondbokError):
    """The decision contradicts an earlier one, or says nothing new; the message is Swedish."""

    is_asked_wrong = True


@dataclass(frozen=True)
class Decisions:
    """The decisions of a home.

    Attributes:
        folder: the city's referens/.
        known: the names of projects that somebody has written, None when no release says.
    """

    folder: Path
    known: frozenset[str] | None = None

    def same(self, a: str, b: str, *, motiv: str) -> str:
        """Decide that `b` is another name of `a`; what was written, as a Swedish sentence.

        Raises:
            DecisionError: a name is no project's, the two are decided to be different, or `b`
                already has a project.
        """
        self._assert_two(a, b)
        if self._different(a, b) is not None:
            raise DecisionError(f"{a} och {b} är redan avgjorda som skilda ({name_of(SKILDA)}).")
        taken = self._aliases()
        if fold(b) in taken:
            raise DecisionError(f"{b} är redan ett namn på {taken[fold(b)]} ({name_of(ALIAS)}).")
        whole = taken.get(fold(a), a)
        self._append("projekt_alias", {"alias": b, "projekt": whole, "kalla": motiv})
        return f"{b} räknas som {whole} från nästa körning."

    def different(self, a: str, b: str, *, motiv: str) -> str:
        """Decide that `a` and `b` are two projects; what was written, as a Swedish sentence.

        Raises:
            DecisionError: a name is no project's, or the two are decided already, either way.
        """
        self._assert_two(a, b)
        if self._different(a, b) is not None:
            raise DecisionError(f"{a} och {b} är redan avgjorda som skilda.")
        names = self._aliases(fold)
        if names.get(fold(a), fold(a)) == names.get(fold(b), fold(b)):
            raise DecisionError(f"{a} och {b} är samma projekt enligt {name_of(ALIAS)}.")
        first, second = sorted((a, b))
        self._append("projekt_skilda", {"projekt_a": first, "projekt_b": second, "motiv": motiv})
        return f"{first} och {second} föreslås inte igen."

    def undo(self, a: str, b: str) -> str:
        """Take a decision about two names back; what was taken away, as a Swedish sentence.

        Raises:
            DecisionError: nothing is decided about them.
        """
        different = self._different(a, b)
        if different is not None:
            self._remove("projekt_skilda", different)
            return f"{a} och {b} är inte längre avgjorda som skilda."
        pair = {fold(a), fold(b)}
        for line in self._lines("projekt_alias"):
            if {fold(line.cells["alias"]), fold(line.cells["projekt"])} == pair:
                self._remove("projekt_alias", line)
                return f"{line.cells['alias']} räknas för sig från nästa körning."
        raise DecisionError(
            f"Inget är avgjort om {a} och {b}. fondbok pairs --alla visar det som är avgjort."
        )

    def _assert_two(self, a: str, b: str) -> None:
        if fold(a) == fold(b):
            raise DecisionError("De två namnen är samma namn.")
        if self.known is None:
            return
        folded = {fold(name): name for name in self.known}
        for name in (a, b):
            if fold(name) not in folded:
                near = difflib.get_close_matches(fold(name), folded, n=1)
                meant = f" Menas {folded[near[0]]}?" if near else ""
                raise DecisionError(f"Inget projekt heter {name}.{meant}")

    def _aliases(self, of: Callable[[str], str] = str) -> dict[str, str]:
        return {
            fold(line.cells["alias"]): of(line.cells["projekt"])
            for line in self._lines("projekt_alias")
        }

    def _different(self, a: str, b: str) -> Line | None:
        pair = {fold(a), fold(b)}
        for line in self._lines("projekt_skilda"):
            if {fold(line.cells["projekt_a"]), fold(line.cells["projekt_b"])} == pair:
                return line
        return None

    def _lines(self, name: str) -> tuple[Line, ...]:
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            return ()
        found = read(path, BY_NAME[name])
        if found.faults:
            raise DecisionError(f"Rätta först {found.faults[0].mening()}")
        return found.rows

    def _append(self, name: str, cells: Mapping[str, str]) -> None:
        """Add a line, separated as the file is, whether or not the last one was ended."""
        path = self.folder / f"{name}.csv"
        text = path.read_text("utf-8-sig") if path.is_file() else ""
        columns: Iterable[str] = BY_NAME[name].columns
        if not text.strip():
            text = ",".join(columns) + "\n"
        separator, header = separator_of(text)
        line = io.StringIO()
        csv.writer(line, delimiter=separator, lineterminator="\n").writerow(
            [cells.get(column, "") for column in header]
        )
        self._replace(path, text + ("" if text.endswith("\n") else "\n") + line.getvalue())

    def _remove(self, name: str, line: Line) -> None:
        path = self.folder / f"{name}.csv"
        lines = path.read_text("utf-8-sig").splitlines(keepends=True)
        del lines[line.rad - 1 : line.rad - 1 + line.antal]
        self._replace(path, "".join(lines))

    def _replace(self, path: Path, text: str) -> None:
        replace_file(path, text.encode("utf-8"))
