"""Pure decisions of surveys: questionnaires, conditions, answers, cells, what may be shown."""
