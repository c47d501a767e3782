"""Chinese news stories as a knowledge graph that can be trusted.

>>> import kg
>>> summary = kg.build("seeds", "exports")
>>> claims = kg.extract("seeds/000_fa29c5528a50eefb.txt")

:func:`build` and :func:`extract` are those of :mod:`kg.pipeline`; the records that they return are in :mod:`kg.model`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.pipeline import build, extract

__all__ = ["build", "extract"]


class _Package(ModuleType):
    """Loads the two functions on first use, since analysis takes a second to import.

    ``kg.extract`` is a stage's package as well; a property keeps the import of that package from taking the
    function's place.
    """

    @property
    def build(self) -> Any:
        from kg import pipeline

        return pipeline.build

    @property
    def extract(self) -> Any:
        from kg import pipeline

        return pipeline.extract

    @extract.setter
    def extract(self, package: ModuleType) -> None:
        """Ignore what the import system sets when it has loaded the package ``kg.extract``."""


sys.modules[__name__].__class__ = _Package
