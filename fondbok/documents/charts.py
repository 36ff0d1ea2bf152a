"""Charts drawn so that they read in black and white, the same on every machine.

Belongs here: the look of the bars, and what is said of a chart to those who do not see it.
The font is the library's own.
"""

from __future__ import annotations

import io
import textwrap
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from fondbok.documents import swedish
from fondbok.documents.parts import UNKNOWN, Bars, Column, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 7.2  # inches: the page's width between its margins
_LINE = 0.17  # of height for each line of a label
_WRAP = 34
_FILL, _TEXT, _GRID = "#1f3a5f", "#1b1b1b", "#c9ced4"
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "svg.fonttype": "path",
    "svg.hashsalt": "fondbok",
    "text.color": _TEXT,
    "axes.titlesize": 9,
}

_DRAWING = Lock()


def alternative(bars: Bars) -> str:
    """The chart in words, with every figure in it."""
    told = [f"{bars.caption}. Liggande staplar."]
    for panel in bars.panels:
        values = (f"{label} {text}" for label, text in zip(bars.labels, _texts(panel), strict=True))
        told.append(f"{panel.title}: {'; '.join(values)}.")
    return " ".join(told)


def svg(bars: Bars) -> str:
    """The chart as SVG: the same bars give the same text."""
    return _once(bars, "svg").decode("utf-8")


def png(bars: Bars) -> bytes:
    """The chart as PNG, for Word."""
    return _once(bars, "png")


def _once(bars: Bars, format_: str) -> bytes:
    """Documents are made side by side, and matplotlib's settings are one for the whole process."""
    with _DRAWING:
        return _drawn(bars, format_)


@lru_cache(maxsize=64)
def _drawn(bars: Bars, format_: str) -> bytes:
    import matplotlib as mpl  # noqa: PLC0415 - heavy
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    labels = [textwrap.fill(label, _WRAP) for label in bars.labels]
    lines = sum(label.count("\n") + 2 for label in labels)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, 0.6 + _LINE * lines), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(1, len(bars.panels), sharey=True, squeeze=False)[0]
        for place, (ax, panel) in enumerate(zip(axes, bars.panels, strict=True)):
            _panel(ax, panel, labels if place == 0 else None)
        target = io.BytesIO()
        metadata: dict[str, Any] = {"Date": None} if format_ == "svg" else {"Software": None}
        figure.savefig(target, format=format_, dpi=200, metadata=metadata)
    return target.getvalue()


def _panel(ax: Axes, panel: Panel, labels: list[str] | None) -> None:
    places = range(len(panel.values))
    lengths = [float(value or 0) for value in panel.values]  # a length on paper, not money
    ax.barh(places, lengths, height=0.62, color=_FILL)
    for place, length, text in zip(places, lengths, _texts(panel), strict=True):
        ax.annotate(
            text, (max(length, 0), place), xytext=(3, 0), textcoords="offset points", va="center"
        )
    if labels is not None:
        ax.set_yticks(list(places), labels)
        ax.invert_yaxis()  # shared by the panels
    ax.set_title(panel.title, loc="left", fontweight="bold")
    longest, shortest = max([*lengths, 0.0]), min([*lengths, 0.0])
    ax.set_xlim(shortest * 1.05, (longest or 1) * 1.38)  # room for the figure after the bar
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0)
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)
    ax.spines["left"].set_color(_GRID)


def _texts(panel: Panel) -> list[str]:
    column = Column(panel.title, panel.kind)
    return [UNKNOWN if v is None else swedish.cell(v, column, panel.values) for v in panel.values]
