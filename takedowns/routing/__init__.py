"""Ways to write about one group of places: which may be used, in what order, and why. Pure."""

from takedowns.routing.exposing import (
    NAMED,
    Detail,
    Exposed,
    exposed,
    level,
    listed,
    own_details,
    summary,
)
from takedowns.routing.fitting import Route, fitting
from takedowns.routing.order import rank, ranked
from takedowns.routing.questions import Homes, Question, deciding
from takedowns.routing.situation import (
    Details,
    Sale,
    Sender,
    Situation,
    Taken,
    Tally,
    Way,
    Whose,
)
from takedowns.routing.words import experience

__all__ = [
    "NAMED",
    "Detail",
    "Details",
    "Exposed",
    "Homes",
    "Question",
    "Route",
    "Sale",
    "Sender",
    "Situation",
    "Taken",
    "Tally",
    "Way",
    "Whose",
    "deciding",
    "experience",
    "exposed",
    "fitting",
    "level",
    "listed",
    "own_details",
    "rank",
    "ranked",
    "summary",
]
