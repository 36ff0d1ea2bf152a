"""Reference data: what is true for every city, and what is one city's own.

The general tables lie in seeds/. A city's lie in its home: kommun.toml and referens/<table>.csv.
Belongs here: reading and checking the city's files, putting the two together in one folder, and
what is told of it. Does not belong here: what the rows are used for.
"""

from fondbok.reference.composing import Taken, look, take
from fondbok.reference.reading import Fault

__all__ = ["Fault", "Taken", "look", "take"]
