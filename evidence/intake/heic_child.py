"""The child for HEIC: the same, with a decoder that is not on every computer."""

from __future__ import annotations

from evidence.intake import child

try:
    import pillow_heif
except ImportError:
    pass  # the child then answers that there is no decoder
else:
    pillow_heif.register_heif_opener()

if __name__ == "__main__":
    child.main()
