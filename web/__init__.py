"""The web chat: a view of the same Answer that the command line and the evaluation receive. No rule of the product lives here.

Set before Gradio is imported anywhere: it calls no one.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
