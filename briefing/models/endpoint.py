"""Where a model is asked, as plain values; whoever reads the settings fills it."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

from briefing.errors import SettingsError
from briefing.text import strip_controls

__all__ = ["Endpoint"]

_READ_TIMEOUT = 60.0
_SECRET_LENGTH = 12
# OpenAI's own servers call the limit on the reply by a newer name, and their reasoning models take no other.
_NEW_NAME_HOSTS = (".openai.com", ".openai.azure.com")


@dataclass(frozen=True)
class Endpoint:
    """An endpoint that speaks the OpenAI Chat Completions protocol; `base_url` includes its `/v1`.

    `timeout` is the longest a request may take from its first byte to the reply's last; `read_timeout` the
    longest silence (unset: 60 s, and as long as `timeout` where the model runs on this machine). `retries`
    is how often a request that failed on the way is sent again. The key may be empty for a local server.

    >>> Endpoint("http://localhost:8080/v1").host
    'localhost'
    """

    base_url: str
    api_key: SecretStr = field(default=SecretStr(""))
    timeout: float = 300.0
    read_timeout: float | None = None
    retries: int = 2

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsError(
                f"The endpoint {strip_controls(self.base_url)!r} is no address such as http://localhost:8080/v1."
            )
        if parts.username or parts.password:
            raise SettingsError(
                "The endpoint's address holds a name or password; a key is a setting of its own."
            )
        key = self.api_key.get_secret_value()
        if not key.isascii() or not key.isprintable():
            raise SettingsError("The endpoint's key holds characters that no key has; copy it again.")

    @property
    def host(self) -> str:
        """The host's name, in lower case."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def is_local(self) -> bool:
        """Whether the model runs on this machine.

        >>> Endpoint("http://127.0.0.1:1/v1").is_local, Endpoint("https://api.example.org/v1").is_local
        (True, False)
        """
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def silence(self) -> float:
        """The longest wait for the next byte, in seconds."""
        default = self.timeout if self.is_local else _READ_TIMEOUT
        return min(self.timeout, default if self.read_timeout is None else self.read_timeout)

    @property
    def max_tokens_name(self) -> str:
        """What this endpoint calls the limit on the reply's length.

        >>> Endpoint("https://api.openai.com/v1").max_tokens_name
        'max_completion_tokens'
        """
        is_new = f".{self.host}".endswith(_NEW_NAME_HOSTS)
        return "max_completion_tokens" if is_new else "max_tokens"

    def redact(self, text: str) -> str:
        """The text without the key, for whatever a server or a library says."""
        key = self.api_key.get_secret_value()
        return text.replace(key, "***") if key else text

    def redact_answer(self, body: bytes) -> bytes:
        """A good answer's body without the key: replies are kept and recorded for everybody to read.

        A key as short as a word (`none`, `ollama`) guards nothing, and may be a word of the reply.
        """
        key = self.api_key.get_secret_value().encode("ascii")
        return body.replace(key, b"***") if len(key) >= _SECRET_LENGTH else body
