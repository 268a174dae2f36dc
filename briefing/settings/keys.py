"""The key of the endpoint: from the environment, or from a command that only the user's own file may name."""

import shlex
import subprocess
from collections.abc import Callable

from briefing.errors import SettingsError
from briefing.settings.values import Settings

__all__ = ["read_key"]

_KEY_COMMAND_SECONDS = 30


def read_key(
    settings: Settings, *, run: Callable[..., "subprocess.CompletedProcess[str]"] = subprocess.run
) -> str:
    """The key of the endpoint: from the environment, else from `api_key_cmd`, else empty (local servers)."""
    if settings.api_key is not None:
        return settings.api_key.get_secret_value()
    if settings.api_key_cmd is None:
        return ""
    try:
        words = shlex.split(settings.api_key_cmd)
        done = run(words, capture_output=True, text=True, timeout=_KEY_COMMAND_SECONDS, check=True)
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        # The command's own output stays untold: it may hold the key.
        raise SettingsError(
            f"api_key_cmd gave no key ({type(error).__name__}); try the command by hand."
        ) from error
    return done.stdout.strip()
