"""What an import did."""

from dataclasses import dataclass, field

from .problems import Problem

PROBLEMS_KEPT = 50


@dataclass
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def stored(self):
        return self.created + self.updated

    def add_problem(self, problem):
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_KEPT:
            self.problems.append(problem)

    def refuse(self, place, problems):
        """Count one line as refused, for `problems`: pairs of field and message."""
        self.refused += 1
        for name, message in problems:
            self.add_problem(Problem(place, message, name))

    def __str__(self):
        return (
            f"Created {self.created}, updated {self.updated}, "
            f"unchanged {self.unchanged}, refused {self.refused}."
        )
