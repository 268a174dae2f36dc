"""Notes what the process opens: files, connections, addresses."""

import sys

__all__ = ["OpenWatch"]


class OpenWatch:
    """Notes every file and connection that is opened between `start` and `stop`; its hook stays for good."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self._is_on = False
        sys.addaudithook(self._hear)

    def start(self) -> None:
        self.opened.clear()
        self._is_on = True

    def stop(self) -> list[str]:
        self._is_on = False
        return self.opened

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._is_on and (event == "open" or event.startswith(("socket.", "urllib."))):
            self.opened.append(f"{event} {arguments[0]}")
