"""The measurements: each prints ratios against a plain way of doing the same, and what was measured on the way."""
