"""What a device states of a picture, from the server's own code."""

import hashlib
import io
import json

from PIL import Image

from evidence.fingerprints.canonical import orientation_of
from evidence.fingerprints.crops import Box
from evidence.fingerprints.measure import measure, measure_part, upright_size


def stated_by_device(clear: bytes, *, region: Box | None = None) -> str:
    """What a device states of a picture, as `static/js/measure.js` puts it."""
    picture = Image.open(io.BytesIO(clear))
    picture.load()
    sha256 = hashlib.sha256(clear).hexdigest()
    if region is None:
        prints = measure(picture, sha256=sha256)
    else:
        prints = measure_part(picture, sha256=sha256, box=region)
    size = upright_size(picture.size, orientation=orientation_of(picture))
    return json.dumps(
        {
            "version": 2, "sha256": sha256, "size": size, "region": region,
            "width": prints.width, "height": prints.height, "quality": prints.whole.quality,
            "whole": [value.hex() for value in prints.whole.values],
            "exchange": prints.exchange.hex(), "phash": prints.phash.hex(),
            "crops": [
                {"box": crop.box, "value": crop.value.hex(), "quality": crop.quality}
                for crop in prints.crops
            ],
        }
    )  # fmt: skip
