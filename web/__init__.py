"""The web chat: a view of the same Answer that the command line and the evaluation receive. No rule of the product lives here.

Set before Gradio is imported anywhere: it calls no one, and keeps no statistics of what was asked for.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"  # else a table of all events is made anew after every one
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
