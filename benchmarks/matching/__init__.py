"""The measurements of the matcher that `benchmarks/knowledge.py` puts together."""
