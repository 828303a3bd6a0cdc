"""Archives of XML, which Word files and workbooks are, held in bounds before anything unpacks them.

They are read in memory and never unpacked into files, so that the name of a part leads nowhere.
"""

import zipfile
from io import BytesIO

from vietdiplo.tables import CorpusError

OLE = b"\xd0\xcf\x11\xe0"  # how a .doc begins, and a .docx that is locked by a password
# Bytes of a part in XML unpacked, of all of them, and of all parts with the pictures, which are held but not parsed.
LARGEST_PART, LARGEST_XML, LARGEST = 30_000_000, 60_000_000, 300_000_000
MOST_PARTS = 20_000
HEAD = 4096  # bytes of a part that show what it is
BLANK = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"  # what may stand before XML: a byte order mark, spaces, zeros of UTF-16


def check_archive(data: bytes) -> None:
    """Check that the bytes of a .docx file are an archive, and one in bounds; raise CorpusError if not."""
    if data.startswith(OLE):
        raise CorpusError("an old .doc, or locked by a password; open it in Word and save it as .docx without one")
    if not zipfile.is_zipfile(BytesIO(data)):
        raise CorpusError("no .docx file; open it in its program and save it as .docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        check_parts(archive)


def check_parts(archive: zipfile.ZipFile) -> None:
    """Check that an archive is small enough unpacked and declares no entities; raise CorpusError if not."""
    members = archive.infolist()
    if len(members) > MOST_PARTS:
        raise CorpusError(f"it has {len(members)} parts, which no document has; take it out")
    parts = [member for member in members if _is_xml(archive, member)]
    sizes = [member.file_size for member in parts]
    whole = sum(member.file_size for member in members)
    for size, most in ((max(sizes, default=0), LARGEST_PART), (sum(sizes), LARGEST_XML), (whole, LARGEST)):
        if size > most:
            raise CorpusError(f"it unpacks to {size} bytes, which no document does; take it out")
    for member in parts:
        # A comment of any length may stand before it; UTF-16 has a zero beside each letter.
        if b"<!DOCTYPE" in archive.read(member).replace(b"\0", b""):
            raise CorpusError(f"{member.filename} has a DOCTYPE, which no document has; take it out")


def _is_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Tell whether a part is XML, whatever its name."""
    with archive.open(member) as part:
        head = part.read(HEAD).lstrip(BLANK)
    return not head or head.startswith(b"<")
