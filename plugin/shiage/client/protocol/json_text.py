"""JSON that others may have written."""

import json
from typing import Any, Union


def parse_json(text: Union[str, bytes], **hooks: Any) -> Any:
    """As `json.loads`; ValueError is raised also for what is nested deeper than Python can follow."""
    try:
        return json.loads(text, **hooks)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
