"""Markdown becomes harmless HTML, and words without marks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.markdown import render_markdown, without_marks

ALLOWED = re.compile(
    r"</?(?:p|ul|ol|li|em|strong|a|blockquote|h[3-6])>|<br>|<ol start=\"\d+\">"
    r"|<a href=\"(?:https?:|mailto:)[^\"<>]*\" rel=\"noopener noreferrer\">|<a rel=\"noopener noreferrer\">"
)
NASTY = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[押す](javascript:alert(1))",
    "[押す](JaVaScRiPt:alert(1))",
    "[押す](&#106;avascript:alert(1))",
    "[押す](java\tscript:alert(1))",
    "[押す](data:text/html;base64,PHNjcmlwdD4=)",
    "[押す](vbscript:x)",
    "[押す](//example.jp/x)",
    '[押す](https://example.jp/"onmouseover="alert(1))',
    "[押す](https://example.jp 'x\" onclick=alert(1)')",
    "![写真](https://example.jp/x.png)",
    "![x](javascript:alert(1))",
    "<https://example.jp/><script>",
    "<javascript:alert(1)>",
    "[[a](javascript:b)](https://example.jp)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "# <svg onload=alert(1)>",
    "- <iframe src=//example.jp>\n  - **<b onclick=x>**",
    "<!-- --><style>*{display:none}</style>",
    "```\n<script>\n```",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
)


def is_harmless(html: str) -> bool:
    return "<" not in ALLOWED.sub("", html)


@pytest.mark.parametrize("text", NASTY)
def test_what_is_hostile_stays_words(text: str) -> None:
    html = render_markdown(text)
    assert is_harmless(html), html
    assert 'href="javascript' not in html.lower()


@given(st.lists(st.sampled_from([*NASTY, "**", "> ", "- ", "\n", "\n\n", "[", "](", ")", "<", "&lt;", "名前", "\\"])))
def test_whatever_is_put_together_is_harmless(parts: list[str]) -> None:
    assert is_harmless(render_markdown("".join(parts)))


def test_paragraphs_lists_emphasis_and_links() -> None:
    html = render_markdown("1行目\n2行目\n\n- **窓口**\n- [型](https://example.jp/a?b=1&c=2)\n\n3. 三つ目")
    assert html == (
        "<p>1行目<br>\n2行目</p>\n<ul>\n<li><strong>窓口</strong></li>\n"
        '<li><a href="https://example.jp/a?b=1&amp;c=2" rel="noopener noreferrer">型</a></li>\n</ul>\n'
        '<ol start="3">\n<li>三つ目</li>\n</ol>\n'
    )


def test_headings_stand_below_those_of_the_page() -> None:
    assert render_markdown("# 一\n#### 四") == "<h3>一</h3>\n<h6>四</h6>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**「至急」**の件", "<strong>「至急」</strong>の件"),
        ("これを**「至急」**と、*急ぎ。*とする", "これを<strong>「至急」</strong>と、<em>急ぎ。</em>とする"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("snake_case_name", "snake_case_name"),
        ("    字下げ", "字下げ"),
        ("件名\n---", "件名<br>\n---"),
    ],
)
def test_japanese_as_it_is_typed(text: str, html: str) -> None:
    assert render_markdown(text) == f"<p>{html}</p>\n"


def test_without_marks_only_the_words_are_left() -> None:
    assert without_marks("# 題\n\n**窓口**の\n- [型](https://example.jp)") == "題\n窓口の\n型"
    assert without_marks("印のない文。\n2行目") == "印のない文。\n2行目"


def test_what_is_very_deep_is_drawn_in_good_time() -> None:
    for text in ("> " * 2000, "**" * 2000, "[" * 4000, "- " * 2000):
        assert is_harmless(render_markdown(text))
