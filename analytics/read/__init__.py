"""Day tables to frames: the only reader of figures. Pages, exports, commands and reports all ask here."""

from analytics.read.cells import Cells, cells
from analytics.read.figures import EACH, figures, measures_behind, totals, values_of
from analytics.read.names import CrossedNames, member_names
from analytics.read.stored import stored, stored_with_hours

__all__ = [
    "EACH",
    "Cells",
    "CrossedNames",
    "cells",
    "figures",
    "measures_behind",
    "member_names",
    "stored",
    "stored_with_hours",
    "totals",
    "values_of",
]
