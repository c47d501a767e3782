"""The error report: an evaluation as one HTML page that opens from disk, without a network.

It has the scores in tables, and below them every mistake in its sentence, by story. The page is made by Jinja with
everything escaped, so that no story, gold file or name can add markup or code; the script on it only hides what the
filters leave out, and without it the whole report is there.
"""

from kg.error_report.page import write_report

__all__ = ["write_report"]
