"""The pages of other municipalities' cases, by who sees them."""

from tests.browser.place import Place

CASES = "/cases/"
ONE = CASES + "{elsewhere:%s}/"


def everybody() -> list[Place]:
    """Return what all staff read."""
    return [
        Place("elsewhere", CASES, phone=True),
        Place("elsewhere-nothing-found", CASES + "?q=該当しないことば"),
        Place("elsewhere-one", ONE % "published", phone=True),
    ]


def editor() -> list[Place]:
    """Return the pages on which cases are written and checked, as somebody of the DX section."""
    return [
        Place("elsewhere-checking", CASES + "?tab=checking", phone=True),
        Place("elsewhere-new", CASES + "new/", phone=True),
        Place("elsewhere-new-error", CASES + "new/", step="submit_empty", status=422),
        Place("elsewhere-draft", ONE % "draft", phone=True),
        Place("elsewhere-edit", ONE % "draft" + "edit/"),
        Place("elsewhere-publish", ONE % "draft" + "publish/", phone=True),
        Place("elsewhere-publish-error", ONE % "draft" + "publish/", step="submit_empty", status=422),
        Place("elsewhere-rewrite", ONE % "published" + "rewrite/"),
        Place("elsewhere-unpublish", ONE % "published" + "unpublish/"),
    ]
