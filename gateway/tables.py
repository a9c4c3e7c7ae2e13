"""Every table there is: importing this knows the whole schema. For migrations and their test only."""

from __future__ import annotations

from dialogs import draft_store, flow_store, knowledge_store, unclear_store
from gateway.actions import action_store, spending_store
from gateway.api import key_store, session_store
from gateway.api.desk import audit_store
from gateway.bulletins import bulletin_store
from gateway.desks import entrusted_store, errand_store
from gateway.ground import secret_store, tries_store
from gateway.ground.database import metadata
from gateway.messages import delivery_store, inbox_store, media_store, message_store, timer_store, triage_store
from gateway.outreach import item_store
from gateway.people import (
    address_store,
    board_link_store,
    claim_store,
    conversation_store,
    customer_store,
    link_store,
    thread_store,
)
from gateway.terms import (
    budget_store,
    candidate_store,
    complaint_store,
    consent_store,
    contact_store,
    decision_store,
    digest_store,
    explanation_store,
    limit_store,
    silence_store,
    suppression_store,
    terms_store,
)
from handoff import (
    agent_store,
    assignment_store,
    canned_store,
    case_store,
    deadline_store,
    duty_store,
    left_off_store,
    looking_store,
    note_store,
    office_store,
    pivot_store,
    stretch_store,
    survey_store,
    switch_store,
    tables,
    tag_store,
    team_store,
    unsent_store,
    visit_store,
)

DECLARING = (
    action_store, address_store, agent_store, assignment_store, audit_store, board_link_store, budget_store,
    bulletin_store, entrusted_store, errand_store,
    candidate_store, canned_store, case_store, claim_store, complaint_store, consent_store, contact_store,
    conversation_store, customer_store, deadline_store, decision_store, delivery_store, digest_store, draft_store,
    duty_store,
    explanation_store, flow_store, inbox_store, item_store, key_store, knowledge_store, limit_store, link_store,
    left_off_store,
    looking_store, media_store, message_store, note_store, office_store, pivot_store, secret_store, session_store,
    silence_store, spending_store, stretch_store, suppression_store, survey_store, switch_store, tag_store, team_store,
    terms_store, thread_store, timer_store, triage_store, tries_store, unclear_store, unsent_store, visit_store,
)  # fmt: skip
ALL = (metadata, tables.metadata, flow_store.metadata)
