"""What may be attached: the inspection that every process of ours shares, under the names that the apps know."""

from minato_dx.core.files.kinds import KINDS_IN_WORDS, content_type_of, extension_of
from minato_dx.core.files.names import clean_name
from minato_dx.core.files.uploads import Upload, check_upload, check_uploads

__all__ = [
    "KINDS_IN_WORDS",
    "Upload",
    "check_upload",
    "check_uploads",
    "clean_name",
    "content_type_of",
    "extension_of",
]
