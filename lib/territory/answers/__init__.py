"""The answers: a module for each question, all of them pure functions of scenarios and documented figures."""
