"""The command line.

Belongs here: arguments, exit codes and what a person sees. Every command calls one function of the
library; nothing heavy is imported before a command needs it. The help lists the commands in the
order in which their rooms are imported.
"""

from fondbok.cli.terminal import app, main  # first, as it says

# isort: split
from fondbok.cli import running  # isort: skip
from fondbok.cli import published  # isort: skip
from fondbok.cli import handed_in  # isort: skip
from fondbok.cli import handed_out  # isort: skip
from fondbok.cli import keeping  # isort: skip

__all__ = ["app", "handed_in", "handed_out", "keeping", "main", "published", "running"]
