"""Letters: what each one states, the Word templates that say it, and the issue of files that never change."""

from fundflow.letters.check import check_template
from fundflow.letters.facts import MODELS, Addressee, Common, Contact, Decision, Sender, model_for
from fundflow.letters.rendering import render
from fundflow.letters.tables import Letter
from fundflow.letters.templates import folder, load

__all__ = [
    "MODELS",
    "Addressee",
    "Common",
    "Contact",
    "Decision",
    "Letter",
    "Sender",
    "check_template",
    "folder",
    "load",
    "model_for",
    "render",
]
