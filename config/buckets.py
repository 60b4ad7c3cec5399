"""Where sealed files lie when they lie in a bucket: `REDRESS_S3_URL` and what goes with it."""

from config import env


def bucket(prefix: str) -> dict[str, str] | None:
    """Endpoint, bucket and keys of `<prefix>_URL`, or None where files lie on this machine's disk.

    The address names the bucket as its path: `https://s3.example.org/sealed-files`.
    """
    name = f"{prefix}_URL"
    address = env.service_url(name, schemes={"https", "http"})
    if address is None:
        return None
    if not address.host or not address.path or "/" in address.path:
        raise env.WrongSetting(f"{name} should read https://host/bucket, with one bucket's name.")
    return {
        "endpoint": f"{address.scheme}://{address.host}" + f":{address.port}" * bool(address.port),
        "bucket": address.path,
        "key_id": _needed(f"{prefix}_KEY_ID", with_=name),
        "secret": _needed(f"{prefix}_SECRET", with_=name),
        "region": env.text(f"{prefix}_REGION", "us-east-1"),
    }


def _needed(name: str, *, with_: str) -> str:
    if value := env.text(name):
        return value
    raise env.WrongSetting(f"{name} is empty; {with_} needs it.")
