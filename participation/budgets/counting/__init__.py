"""The count of participatory budgets: pure functions of ballots, the standard library only.

Nothing here knows Django, a database or the clock: the same modules, put end to end, are the
recount script that any citizen runs (`script.py`). Definitions and sources: docs/counting.md.
"""
