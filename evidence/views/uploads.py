"""How files arrive: never clear on disk, never past the limit, not at all where none is taken."""

import io
import re
import secrets
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, Concatenate, ParamSpec, cast

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cases.models import Case
from evidence.models import Upload
from evidence.services import uploads

P = ParamSpec("P")
CaseView = Callable[Concatenate[HttpRequest, Case, P], HttpResponseBase]
RefView = Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IN_MEMORY = 4 * 1024 * 1024
_BLOCK = 16


class ScrambledFile(io.RawIOBase):
    """Bytes that spill to disk only under a key which lives in this process alone (AES-256-CTR).

    Written once from the beginning, then read from anywhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self._spool = tempfile.SpooledTemporaryFile(  # noqa: SIM115 closed in close()
            max_size=_IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)
        )
        self._key, self._start = secrets.token_bytes(32), secrets.token_bytes(8) + bytes(8)
        self._writer = self._cipher(at_block=0)
        self._at = 0

    def append(self, clear: bytes) -> None:
        """Add bytes at the end."""
        self._spool.write(self._writer.update(clear))

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io takes any buffer
        """Fill the buffer from where the file stands."""
        block, skip = divmod(self._at, _BLOCK)
        self._spool.seek(block * _BLOCK)
        scrambled = self._spool.read(skip + len(buffer))
        clear = self._cipher(at_block=block).update(scrambled)[skip:]
        buffer[: len(clear)] = clear
        self._at += len(clear)
        return len(clear)

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Stand at another byte."""
        if whence == io.SEEK_CUR:
            offset += self._at
        elif whence == io.SEEK_END:
            offset += self._spool.seek(0, io.SEEK_END)
        self._at = max(0, offset)
        return self._at

    def tell(self) -> int:
        """Where the file stands."""
        return self._at

    def close(self) -> None:
        """The spilled bytes go, and their key with them."""
        self._spool.close()
        super().close()

    def _cipher(self, *, at_block: int) -> CipherContext:
        counter = int.from_bytes(self._start, "big") + at_block
        nonce = (counter % 2**128).to_bytes(_BLOCK, "big")
        return Cipher(algorithms.AES(self._key), modes.CTR(nonce)).encryptor()


class ArrivedFile(UploadedFile):  # type: ignore[type-arg]  # not generic when it runs
    """A file as it came. `too_large` where it passed the limit: then it holds nothing."""

    too_large = False
    upload: Upload | None = None
    """The upload it arrived by in parts, before the form was sent."""

    @property
    def source(self) -> BinaryIO:
        """Its clear bytes."""
        return cast(BinaryIO, self.file)


class ScrambledHandler(FileUploadHandler):
    """Takes each file into a ScrambledFile and drops one that passes the limit."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._taken, self._too_large = ScrambledFile(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part of it."""
        if self._too_large:
            return
        if start + len(raw_data) > settings.UPLOAD_MOST_BYTES:
            self._too_large = True
            self._taken.close()
            self._taken = ScrambledFile()
            return
        self._taken.append(raw_data)

    def file_complete(self, file_size: int) -> ArrivedFile:
        """The whole file, or word that it was too large."""
        self._taken.seek(0)
        arrived = ArrivedFile(
            file=io.BufferedReader(self._taken, buffer_size=256 * 1024),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
        arrived.too_large = self._too_large
        return arrived


class RefusingHandler(FileUploadHandler):
    """Lets no byte of a file in; only that one was sent is remembered."""

    offered = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Skip it."""
        self.offered = True
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called for a skipped file."""

    def file_complete(self, file_size: int) -> None:
        """Nothing was taken."""


def takes_uploads(gate: Callable[[CaseView[P]], RefView[P]]) -> Callable[[CaseView[P]], RefView[P]]:
    """The gate, then the way files arrive, then the check of the form's token, then the view.

    The token is checked after the handlers are chosen, because checking it reads the form.
    A case that takes no files is asked before the first byte is parsed.
    """

    def decorate(view: CaseView[P]) -> RefView[P]:
        @wraps(view)
        def joined(
            request: HttpRequest, case: Case, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            _join_arrived(request, case)
            return view(request, case, *args, **kwargs)

        protected = csrf_protect(joined)

        def arriving(
            request: HttpRequest, case: Case, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            handler = ScrambledHandler if case.takes_files else RefusingHandler
            request.upload_handlers = [handler(request)]
            if sentence := too_much(request):
                messages.error(request, sentence)
                return redirect(request.path)
            return protected(request, case, *args, **kwargs)

        return csrf_exempt(wraps(view)(gate(arriving)))

    return decorate


def takes_no_files(
    gate: Callable[[CaseView[P]], RefView[P]],
) -> Callable[[CaseView[P]], RefView[P]]:
    """The gate, then no way for files to arrive at all, then the check of the form's token."""

    def decorate(view: CaseView[P]) -> RefView[P]:
        protected = csrf_protect(view)

        def arriving(
            request: HttpRequest, case: Case, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            request.upload_handlers = [RefusingHandler(request)]
            if sentence := too_much(request):
                messages.error(request, sentence)
                return redirect("evidence:reference-add", ref=case.ref)
            return protected(request, case, *args, **kwargs)

        return csrf_exempt(wraps(view)(gate(arriving)))

    return decorate


def too_much(request: HttpRequest) -> str:
    """One sentence where the form holds more than is read at once, else empty."""
    try:
        request.POST  # noqa: B018 reading it parses the form
    except TooManyFilesSent:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"At most {most} files at a time. Nothing was taken; please send fewer."
    except (RequestDataTooBig, TooManyFieldsSent):
        return "This was too much text at once. Nothing was taken; please send less."
    return ""


def _join_arrived(request: HttpRequest, case: Case) -> None:
    """Put the files that arrived in parts beside those that came with the form."""
    ids = [word for word in request.POST.getlist("arrived") if _ID.fullmatch(word)]
    ids = ids[: settings.DATA_UPLOAD_MAX_NUMBER_FILES]
    for handler in request.upload_handlers:
        if isinstance(handler, RefusingHandler):
            handler.offered = handler.offered or bool(ids)
            return
    found = Upload.objects.filter(case=case).select_related("case", "exhibit").in_bulk(ids)
    for upload in sorted(found.values(), key=lambda row: ids.index(str(row.pk))):
        if upload.is_whole:
            request.FILES.appendlist("upload", _arrived(upload))


def _arrived(upload: Upload) -> ArrivedFile:
    name = uploads.name_of(upload)
    arrived = ArrivedFile(file=uploads.source_of(upload), name=name, size=upload.size)
    arrived.upload = upload
    return arrived


def offered_files(request: HttpRequest) -> bool:
    """Whether files were sent to a case that takes none."""
    return any(
        isinstance(handler, RefusingHandler) and handler.offered
        for handler in request.upload_handlers
    )
