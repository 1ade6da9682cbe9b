"""What was measured, as tables, beside what is to be reached."""

from bench import subjects
from bench.imports import TIMES, ImportCosts
from bench.processes import Usage
from bench.reads import POSTGRESQL, SQLITE, Comparison
from bench.tables import Table
from bench.trials import Cost

TARGETS = {
    (SQLITE, subjects.ONE): 2.0,
    (SQLITE, subjects.PAGE): 3.5,
    (SQLITE, subjects.CREATE): 10.0,
    (POSTGRESQL, subjects.ONE): 5.0,
    (POSTGRESQL, subjects.PAGE): 7.0,
}
"""The largest ratios to the control that are wanted."""

CHEAPER = 5
"""How many times cheaper than the course's way one listing and a page are to be, on SQLite."""

DEEPER = 1.2
"""How many times as dear as the first the deep page may be."""

IMPORT = 3.0
"""How many times the CPU of `sqlite-utils insert` an import may take."""


def comparison_table(found: Comparison) -> Table:
    """Return the table of one engine."""
    rows = []
    for name, cost in found.hytte.items():
        theirs = found.course.get(name)
        target = TARGETS.get((found.engine, name))
        cheaper = ("", "", "") if theirs is None else (*_cells(theirs)[:2], f"{theirs.ratio / cost.ratio:.1f}")
        rows.append((name, *_cells(cost), "" if target is None else f"≤ {target:g}", *cheaper))
    columns = ("Request", "hytte µs", "x", "middle half", "wanted x", "course µs", "course x", "times cheaper")
    control = found.control
    note = (
        f"The control, measured against itself: {control.microseconds:.0f} µs, {control.ratio:.2f} x "
        f"({control.lower:.2f} to {control.upper:.2f})."
    )
    return Table(f"Requests on {found.engine}", columns, rows, note)


def import_table(found: ImportCosts) -> Table:
    """Return the table of imports."""
    columns = ("Command", "CPU s", "x", "wanted x", "largest memory MiB")
    rows = [
        ("`sqlite-utils insert`", *_usage(found.control, "1.0", "")),
        ("`hytte import`, first", *_usage(found.first, f"{found.first_ratio:.2f}", f"≤ {IMPORT:g}")),
        ("`hytte import`, again, nothing changed", *_usage(found.again, f"{found.again_ratio:.2f}", "")),
        (f"`hytte import`, first, {TIMES} times the rows", *_usage(found.larger, "", "")),
    ]
    return Table("Import", columns, rows)


def target_table(comparisons: list[Comparison], imported: ImportCosts) -> Table:
    """Return the table of what is wanted and what was reached."""
    rows = []
    for found in comparisons:
        one, page, deep, create = (
            found.hytte[name] for name in (subjects.ONE, subjects.PAGE, subjects.DEEP, subjects.CREATE)
        )
        for name, cost in ((subjects.ONE, one), (subjects.PAGE, page), (subjects.CREATE, create)):
            target = TARGETS.get((found.engine, name))
            if target is not None:
                rows.append((f"{name}, {found.engine}", f"≤ {target:g} x", f"{cost.ratio:.2f} x"))
        for name, cost in ((subjects.ONE, one), (subjects.PAGE, page)):
            if found.engine == SQLITE:
                times = f"{found.course[name].ratio / cost.ratio:.1f}"
                rows.append((f"{name}, {SQLITE}, beside the course's way", f"≥ {CHEAPER} times cheaper", times))
        rows.append(
            (f"page 1,000 beside page 1, {found.engine}", f"≤ {DEEPER:g}", f"{deep.ratio / page.ratio:.2f}")
        )
    grown = imported.larger.memory / imported.first.memory
    rows.append(("import beside `sqlite-utils insert`", f"≤ {IMPORT:g} x", f"{imported.first_ratio:.2f} x"))
    rows.append((f"memory of an import of {TIMES} times the rows", "1.0 (flat)", f"{grown:.2f}"))
    return Table("Wanted and reached", ("What", "wanted", "reached"), rows)


def _cells(cost: Cost) -> tuple[str, str, str]:
    return f"{cost.microseconds:.0f}", f"{cost.ratio:.2f}", f"{cost.lower:.2f} to {cost.upper:.2f}"


def _usage(usage: Usage, ratio: str, target: str) -> tuple[str, str, str, str]:
    return f"{usage.cpu:.2f}", ratio, target, f"{usage.memory:.0f}"
