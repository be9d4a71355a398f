"""Markdown as people of the ward write it: paragraphs, lists, emphasis and links. One way for page and preview."""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "a", "blockquote", "h3", "h4", "h5", "h6"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
SCHEMES = {"http", "https", "mailto"}
# What is off stays as it was typed: pictures have a place of their own, and two spaces too many are no program.
OFF = ("image", "code", "fence", "backticks", "hr", "lheading", "html_block", "html_inline", "reference", "entity")
DEEPEST = 6
# A page's own headings are h1 and h2.
SHIFT = 2
_MARKS = re.compile(r"[*_\[<>\\#]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)


def render_markdown(text: str) -> SafeString:
    """Return the text as HTML that may stand in a page: whatever was typed, nothing in it runs or loads."""
    html = _parser.render(text)
    return mark_safe(  # noqa: S308 -- cleaned to the short list above
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            url_relative="deny",
            link_rel="noopener noreferrer",
        )
    )


def without_marks(text: str) -> str:
    """Return the words alone, a line a paragraph or list item: for lists, exports and the search."""
    if not _MARKS.search(text):
        return text
    lines = [_words(token.children or []) for token in _parser.parse(text) if token.type == "inline"]
    return "\n".join(lines)


def _words(tokens: list[Token]) -> str:
    return "".join("\n" if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


def _shift_headings(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + SHIFT, DEEPEST)}"


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Find ``*`` and ``**`` as CommonMark does, but beside 「」、。 as beside a letter.

    By its rules the second pair of ``**「至急」**の件`` closes nothing, and the stars stay.
    """
    if silent or state.src[state.pos] != "*":
        return bool(tokenize(state, silent))
    scanned = state.scanDelims(state.pos, True)
    end = state.pos + scanned.length
    opens = scanned.can_open or _is_wide(state.src[end : end + 1])
    closes = scanned.can_close or (state.pos > 0 and _is_wide(state.src[state.pos - 1]))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = "*"
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), scanned.length, place, -1, open=opens, close=closes))
    state.pos = end
    return True


def _is_wide(char: str) -> bool:
    return bool(char) and not char.isascii() and not char.isspace()


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).disable(OFF)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.core.ruler.push("shift_headings", lambda state: _shift_headings(state.tokens))
    return parser


_parser = _make_parser()
