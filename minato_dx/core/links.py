"""Addresses on the web that somebody typed: http or https and nothing that a browser would run."""

from django.core.validators import URLValidator

LINK_SCHEMES = ("http", "https")
LINK_LENGTH = 500
WRONG_LINK = "リンクは http:// か https:// から始まるアドレスにしてください。ない場合は、空のままでかまいません。"

is_web_link = URLValidator(schemes=list(LINK_SCHEMES), message=WRONG_LINK)
