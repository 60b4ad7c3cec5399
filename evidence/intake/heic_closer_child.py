"""The closer look at HEIC: the same, with a decoder that is not on every computer."""

from __future__ import annotations

import evidence.intake.heic_child  # noqa: F401  it registers the decoder where there is one
from evidence.intake import closer_child

if __name__ == "__main__":
    closer_child.main()
