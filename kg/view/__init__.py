"""The view stage: stories as one HTML page that opens from disk, without a network.

pyvis draws the network; the page around it, its style and its script lie in ``assets/``. Story text reaches the
page only as JSON inside a data block and is put on the screen as text, so that no story can add markup or code.
"""

from kg.view.page import write_html

__all__ = ["write_html"]
