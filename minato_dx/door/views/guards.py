"""What every page of the door does first: count who comes how often, and answer alike for every wrong key."""

import functools
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from minato_dx.core.client_address import client_address
from minato_dx.door import offers
from minato_dx.door.enums import Scope
from minato_dx.door.exceptions import Gone, TooMany
from minato_dx.door.offers import SubmissionKind
from minato_dx.door.services import limits
from minato_dx.door.services.keys import new_key

View = Callable[..., HttpResponse]

# A person needs longer than this to read the first page and fill it in; a script does not.
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 60 * 60 * 24
HONEYPOT = "website_url"


def door_page(scope: Scope) -> Callable[[View], View]:
    """Make a view count its POSTs as ``scope``, refuse who guessed too often, and answer ``Gone`` and ``TooMany``."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            now, address = timezone.now(), client_address(request)
            try:
                limits.refuse_guessers(address=address, now=now)
                if request.method == "POST":
                    limits.count(scope=scope, address=address, now=now)
                return view(request, *args, **kwargs)
            except Gone:
                return _gone(request, address)
            except TooMany as refusal:
                return too_many(request, refusal)

        return inner

    return decorate


def _gone(request: HttpRequest, address: str) -> HttpResponse:
    try:
        limits.count(scope=Scope.GUESS, address=address, now=timezone.now())
    except TooMany as refusal:
        return too_many(request, refusal)
    return render(request, "door/gone.html", status=404)


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """Answer 429 with the words of the refusal."""
    return render(request, "door/too_many.html", {"message": refusal.message}, status=429)


def kind_of(name: str) -> SubmissionKind:
    """Return the kind of an address. Raises Http404 for one that is not submitted here."""
    try:
        return offers.get(name)
    except KeyError as error:
        raise Http404 from error


def new_form_mark() -> str:
    """Return a signed mark for a first page: it becomes the key of the draft, and says when the page was made."""
    return signing.TimestampSigner(salt="door.form").sign(new_key())


def read_form_mark(mark: str) -> tuple[str, bool]:
    """Return the draft's key, and whether the form came back quicker than a person is.

    Raises BadSignature for a mark that is not ours or too old.
    """
    signer = signing.TimestampSigner(salt="door.form")
    key = signer.unsign(mark, max_age=LONGEST_SECONDS)
    try:
        signer.unsign(mark, max_age=SHORTEST_SECONDS)
    except signing.SignatureExpired:
        return key, False
    return key, True
