"""The workbook a nämnd fills in.

Belongs here: making the empty form. How a filled form is read is `fondbok.intake`; the words of the
headers are the intake's own, so that the two cannot drift apart.
"""

from fondbok.template.contents import UnknownNamnd, UnknownYear
from fondbok.template.form import write
from fondbok.template.layout import INFORMATION_HEADER

__all__ = ["INFORMATION_HEADER", "UnknownNamnd", "UnknownYear", "write"]
