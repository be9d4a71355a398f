"""The addresses of one proposal: which step each is, and who of the desk may use it."""

DESK = {"dx_main", "dx_deputy", "dx_other", "section_head"}
WORKING = {"dx_main", "section_head"}
STEPS = {
    "proposal_begin": "begin_screening", "proposal_ask_back": "ask_back", "proposal_complete": "complete",
    "proposal_share": "share", "proposal_transfer": "transfer", "proposal_decline": "decline",
    "proposal_dialogue": "begin_dialogue", "proposal_close": "close", "proposal_withdraw": "withdraw",
    "proposal_merge": "merge",
}  # fmt: skip
# Who of the desk may use which page; for anybody else all of them are forbidden.
RULES = dict.fromkeys(STEPS, WORKING) | {
    "dialogue_plan": WORKING,
    "proposal_ask_vendor": WORKING,
    "proposal_link": WORKING,
    "proposal_same": DESK,
    "proposal_matches": DESK,
    "proposal_detail": DESK,
    "proposal_declare": DESK,
    "proposal_confidential": DESK,
    "proposal_reviewers": WORKING,
    "proposal_review": {"dx_other", "dx_deputy"},
    "proposal_reassign": {"section_head"},
}
# Addresses that only act, or are of more than a proposal; who may use them is tested where they are.
FURTHER = {"proposal_match", "proposal_unlink", "proposal_apart", "contact_detail", "contact_keep"} | {
    # See test_asking, test_granting.
    "shared_ask", "shared_confidential", "shared_request", "question_answer", "grant_decide", "grant_end",
    # See reference/test_keeping_companies and portal/test_companies.
    "company_detail", "company_edit", "company_contact_add", "company_contact_gone", "company_contact_back",
}  # fmt: skip
