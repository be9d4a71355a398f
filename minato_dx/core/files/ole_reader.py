"""Run as a program: reads an OLE file from standard input and prints one word for what is in it.

``clean``, ``macro``, ``embedded``, ``encrypted`` or ``broken``. Nothing of Django is loaded, and warnings are off: the
library imports names of pyparsing that are on their way out.
"""

import resource
import struct
import sys

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
# Where Office keeps files within a document: objects of Word, of Excel (MBD…), and packages of any program.
OBJECT_ROOMS = ("objectpool", "mbd")
BOOKS = ("workbook", "book")
BOUNDSHEET, MACRO_SHEET = 0x85, b"\x01"
PACKAGES = ("\x01ole10native", "package")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    print(_found(sys.stdin.buffer.read()))


def _found(data: bytes) -> str:
    import olefile
    from oletools.crypto import is_encrypted
    from oletools.olevba import VBA_Parser

    try:
        with olefile.OleFileIO(data) as ole:
            paths = ole.listdir()
            if ole.exists("EncryptedPackage") or is_encrypted(ole):
                return "encrypted"
            streams = [ole.openstream(path).read() for path in paths]
            sizes = [ole.get_size(path) for path in paths]
        if not paths or any(len(stream) < size for stream, size in zip(streams, sizes, strict=True)):
            return "broken"
        books = [stream for path, stream in zip(paths, streams, strict=True) if path[-1].lower() in BOOKS]
        if any(_has_macro_sheet(book) for book in books) or VBA_Parser("file", data=data).detect_vba_macros():
            return "macro"
    except Exception:  # the readers raise whatever they stumble over; the file cannot be read
        return "broken"
    return "embedded" if _holds_objects(paths) else "clean"


def _holds_objects(paths: list[list[str]]) -> bool:
    for path in paths:
        names = [name.lower() for name in path]
        if names[-1] in PACKAGES or any(name.startswith(OBJECT_ROOMS) for name in names[:-1]):
            return True
    return False


def _has_macro_sheet(book: bytes) -> bool:
    """Tell whether a sheet of Excel 4 macros is among the workbook's (MS-XLS 2.4.28).

    oletools asks the root's class first, which Excel itself does not need.
    """
    place = 0
    while place + 4 <= len(book):
        record, size = struct.unpack_from("<HH", book, place)
        if record == BOUNDSHEET and size > 5 and book[place + 9 : place + 10] == MACRO_SHEET:
            return True
        if record == size == 0:
            return False
        place += 4 + size
    return False


if __name__ == "__main__":
    main()
