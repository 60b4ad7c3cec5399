"""What a child gives up before it reads a file."""

from __future__ import annotations

import resource

from evidence.intake.limits import Limits


def confine(limits: Limits) -> None:
    """Give up what reading a picture does not need: memory, time, files, core dumps."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # One second above the soft limit, so that too long and killed can be told apart.
        ceiling = soft + 1 if what == resource.RLIMIT_CPU and soft != hard else soft
        resource.setrlimit(what, (soft, ceiling))
