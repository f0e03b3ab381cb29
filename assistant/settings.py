"""Settings; the only reader of the environment.

Every field is a variable ``SHUIWEN_<FIELD>``. The command line's ``--home`` and the options of
``serve`` win over it. docs/settings.md lists them; a test keeps that page complete.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.contracts.errors import ConfigMissing


class Settings(BaseSettings):
    """What the operator may set. Frozen: change it with ``model_copy(update=…)``."""

    model_config = SettingsConfigDict(env_prefix="SHUIWEN_", frozen=True, extra="ignore")

    home: Path = Field(
        default=Path("~/.shuiwen"), description="folder that holds all state: data, caches, users"
    )
    llm: str = Field(
        default="off", description="`off`, `embedded` or the address of an OpenAI-like endpoint"
    )
    llm_model: str = Field(
        default="qwen2.5-0.5b", description="the model: a name of `shuiwen model list`, or the "
        "endpoint's own"
    )
    llm_key: SecretStr | None = Field(default=None, description="bearer token for that endpoint")
    llm_adapter: str | None = Field(
        default=None, description="adapter: a GGUF file (embedded) or the endpoint's name of it"
    )
    llm_answers: bool = Field(
        default=False, description="whether the model's reading of a question is answered at once; "
        "else it is offered as a choice, to be confirmed"
    )
    llm_sql: bool = Field(
        default=False, description="whether what nothing else reads is answered by a query of the "
        "model's own, labelled 未核验, to the roles whose policy says `free_sql`"
    )
    llm_seconds: float = Field(default=30.0, gt=0, description="time limit of one reply, seconds")
    llm_threads: int = Field(default=2, ge=1, le=64, description="cores of the embedded model")
    llm_at_once: int = Field(default=2, ge=1, le=64, description="replies written at once")
    host: str = Field(default="127.0.0.1", description="address the HTTP interface listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="port; 0 takes a free one")
    profile: str = Field(default="jiangxi", description="region profile: a province's own rules")
    api_user: str | None = Field(
        default=None, description="user whose rights callers of the HTTP interface have"
    )
    max_question_chars: int = Field(default=1000, ge=1, description="longest question, characters")
    max_body_bytes: int = Field(default=65_536, ge=1024, description="largest request body, bytes")
    workers: int = Field(default=8, ge=1, le=64, description="questions answered at the same time")
    query_seconds: float = Field(default=10.0, gt=0, description="time limit of one query, seconds")
    query_rows: int = Field(default=10_000, ge=1, description="most rows one query may return")
    memory_mb: int = Field(default=2048, ge=128, description="memory the database may use, MiB")
    state_url: str | None = Field(
        default=None, description="database of conversations and pins; none: SQLite under home"
    )
    webhook_url: str | None = Field(
        default=None, description="address that notices of tripped alerts are posted to"
    )
    speech_url: str | None = Field(
        default=None, description="OpenAI-like transcription service; none: the browser's own"
    )
    speech_model: str = Field(default="whisper-1", description="model of that service")
    speech_key: SecretStr | None = Field(default=None, description="bearer token for that service")
    max_audio_bytes: int = Field(
        default=10_485_760, ge=1024, description="largest recording of a spoken question, bytes"
    )
    cache_entries: int = Field(default=2000, ge=0, description="query results kept in memory")

    @field_validator("home")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("llm")
    @classmethod
    def _known_llm(cls, value: str) -> str:
        if value in {"off", "embedded"} or value.startswith(("http://", "https://")):
            return value
        raise ValueError("off, embedded, or an address that starts with http:// or https://")

    @field_validator("speech_url")
    @classmethod
    def _an_address(cls, value: str | None) -> str | None:
        if value is None or value.startswith(("http://", "https://")):
            return value
        raise ValueError("an address that starts with http:// or https://")

    @property
    def database(self) -> Path:
        """The warehouse file."""
        return self.home / "warehouse.duckdb"

    @property
    def state_address(self) -> str:
        """Address of the database of conversations, as SQLAlchemy writes it."""
        return self.state_url or f"sqlite:///{self.home / 'state.db'}"

    @property
    def demo_folder(self) -> Path:
        """Where ``shuiwen demo`` writes the generated exchange folder."""
        return self.home / "demo-data"

    @property
    def cache_folder(self) -> Path:
        """Derived files that may be deleted at any time."""
        return self.home / "cache"

    @property
    def models_folder(self) -> Path:
        """Files of language models."""
        return self.home / "models"

    @property
    def users_file(self) -> Path:
        """Names, roles and regions of the people who may ask."""
        return self.home / "users.yaml"

    @property
    def drafts_file(self) -> Path:
        """Drafts of eval cases that evaluators made of disliked answers."""
        return self.home / "eval-drafts.yaml"

    @property
    def reports_folder(self) -> Path:
        """How the suites last went."""
        return self.home / "eval-reports"

    @property
    def log_file(self) -> Path:
        """Where unexpected errors are written in full."""
        return self.home / "log" / "shuiwen.log"

    @property
    def on_loopback(self) -> bool:
        """Whether only programs of this machine can reach the HTTP interface."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def load_settings(**overrides: object) -> Settings:
    """Read the environment; values given here and not None win over it.

    Raises:
        ConfigMissing: a value is out of range; the message names the variable.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "；".join(
            f"SHUIWEN_{'_'.join(map(str, fault['loc'])).upper()}：{fault['msg']}"
            for fault in error.errors()
        )
        raise ConfigMissing(f"设置有误：{faults}。各项说明见 docs/settings.md。") from error
