"""The pages of success stories, by who sees them."""

from tests.browser.place import Place

STORIES = "/stories/"
ONE = STORIES + "{story:%s}/"


def everybody() -> list[Place]:
    """Return what all staff read."""
    return [
        Place("showcase", "/showcase/", phone=True),
        Place("showcase-nothing-found", "/showcase/?q=該当しないことば"),
        Place("stories", STORIES, phone=True),
        Place("stories-nothing-found", STORIES + "?q=該当しないことば"),
        Place("story", ONE % "published", phone=True),
    ]


def head() -> list[Place]:
    """Return what the head sees who is asked to agree."""
    return [
        Place("story-asked", ONE % "asked", phone=True),
        Place("story-consent", ONE % "asked" + "consent/", phone=True),
        Place("story-consent-error", ONE % "asked" + "consent/", step="submit_empty", status=422),
    ]


def editor() -> list[Place]:
    """Return the pages on which stories are written and looked at, as the head of the DX section."""
    return [
        Place("stories-writing", STORIES + "?tab=writing", phone=True),
        Place("story-draft", ONE % "draft", phone=True),
        Place("story-edit", ONE % "draft" + "edit/", phone=True),
        Place("story-edit-preview", ONE % "draft" + "edit/", step="preview", phone=True),
        Place("story-edit-error", ONE % "draft" + "edit/", step="submit_empty", status=422),
        Place("story-pictures", ONE % "draft" + "pictures/"),
        Place("story-pictures-error", ONE % "draft" + "pictures/", step="submit_empty", status=422),
        Place("story-ask", ONE % "draft" + "ask/"),
        Place("story-review", ONE % "review", phone=True),
        Place("story-publish", ONE % "review" + "publish/"),
        Place("story-send-back", ONE % "review" + "send-back/"),
        Place("story-send-back-error", ONE % "review" + "send-back/", step="submit_empty", status=422),
        Place("story-rewrite", ONE % "review" + "rewrite/"),
        Place("story-unpublish", ONE % "published" + "unpublish/"),
    ]
