"""The addresses of one research request: what each role may do is tested in test_pages."""

NAMES = {
    "research_ask_about",
    "research_detail", "research_word", "research_pass_on", "research_decline", "research_withdraw", "research_close",
    "research_answer", "research_check",
}  # fmt: skip
