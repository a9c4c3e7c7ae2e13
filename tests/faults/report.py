"""A trial's report, as tables."""

from __future__ import annotations

from statistics import median

from tests.faults.trial import Report


def shown(report: Report) -> str:
    """In Markdown."""
    return "\n".join([*_counted(report), "", *_happened(report), *_wrong(report)])


def _counted(report: Report) -> list[str]:
    verdict = report.verdict
    rows = {
        "turns (messages of customers, acknowledged)": verdict.turns,
        "messages that a program sent": verdict.posted,
        "replies and posts, parts": verdict.answers,
        "**lost**": len(verdict.lost),
        "**order violations**": len(verdict.disorder),
        "**doubled without a mark**": len(verdict.doubled) + len(verdict.stored_twice),
        "**receipts that changed nothing**": len(verdict.unheard),
        "calls that ended without an answer, by the provider's account": report.ambiguous,
        "marked as a possible repeat": verdict.marked,
        "of those, came twice": verdict.came_twice,
        "left to an admin (twice without an answer)": verdict.for_an_admin,
        "of those, on the phone": verdict.arrived,
        "webhooks refused for now (503)": report.refused,
        "answers that no provider should get": sum(report.odd.values()),
        "processes that ended by themselves": len(report.ended),
        "seconds": round(report.seconds),
    }
    return ["| what | count |", "|---|---:|", *(f"| {name} | {count:,} |" for name, count in rows.items())]


def _happened(report: Report) -> list[str]:
    head = "| misfortune | times | lasted s, median | caught up after s, median | worst |\n|---|---:|---:|---:|---:|"
    return [head] + [
        f"| {name} | {len(one.lasted)} | {median(one.lasted):.1f} | {median(one.caught_up):.1f} | "
        f"{max(one.caught_up):.1f} |"
        for name, one in report.happened.items()
    ]  # fmt: skip


def _wrong(report: Report) -> list[str]:
    found = [f"{name}: {one}" for name, some in report.verdict.wrong.items() for one in some]
    found += [f"{count} times: {answer}" for answer, count in report.odd.items()]
    found += [f"ended: {one}" for one in report.ended] + [f"not caught up: {one}" for one in report.behind]
    found += [f"still waits: {report.unsettled}"] if report.unsettled else []
    return ["", *found] if found else []
