"""A real S3 server on this machine, for tests of what lies in a bucket."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "sealed-files"
LOGIN = {"key_id": "tester", "secret": "a word for tests only", "region": "us-east-1"}


@contextmanager
def s3_server() -> Iterator[dict[str, str]]:
    """An empty bucket: what `settings.VAULT_BUCKET` would hold."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    # A developer's own keys are not for tests, and no proxy is asked.
    with patch.dict(os.environ, {"NO_PROXY": "127.0.0.1", "AWS_CONFIG_FILE": os.devnull}):
        server.start()
        try:
            host, port = server.get_host_and_port()
            address = {"endpoint": f"http://{host}:{port}", "bucket": BUCKET, **LOGIN}
            client(address).create_bucket(Bucket=BUCKET)
            yield address
        finally:
            server.stop()


def client(address: dict[str, str]) -> Any:
    """A plain client, to look at the bucket past the code under test."""
    return boto3.client(
        "s3",
        endpoint_url=address["endpoint"],
        aws_access_key_id=address["key_id"],
        aws_secret_access_key=address["secret"],
        region_name=address["region"],
    )
