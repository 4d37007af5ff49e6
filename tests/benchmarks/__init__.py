"""What is measured, and against what: `python -m tests.benchmarks`."""
