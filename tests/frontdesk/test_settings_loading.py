"""What Frontdesk is told comes in layers, and every fault is told with its place."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from channels.sms.settings import SmsSettings
from frontdesk.settings import LoadedSettings, SettingsError, load_settings

pytestmark = pytest.mark.unit

SMS = """
[[channels.sms]]
account = "main"
account_sid = "AC00000000000000000000000000000000"
auth_token = "open sesame"
from_number = "+15550100"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(
    toml: str | None = None,
    overrides: tuple[str, ...] = (),
    environ: Mapping[str, str] | None = None,
) -> LoadedSettings:
    if toml is not None:
        Path("frontdesk.toml").write_text(toml, "utf-8")
    return load_settings(None, overrides, environ or {})


def refuse(
    toml: str | None = None,
    overrides: tuple[str, ...] = (),
    environ: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        load(toml, overrides, environ)
    return refused.value.problems


def test_nothing_needs_to_be_set() -> None:
    settings = load().settings

    assert settings.server.public_url == "http://127.0.0.1:8080"
    assert settings.database.url == "sqlite:///data/frontdesk.db"
    assert settings.channels == {}


def test_each_layer_wins_over_the_one_before() -> None:
    toml = "[server]\nhost = '10.0.0.1'\nport = 1\ndrain_seconds = 3\n"
    environ = {"FRONTDESK_SERVER__PORT": "2", "FRONTDESK_SERVER__DRAIN_SECONDS": "4"}

    loaded = load(toml, ("server.drain_seconds=5",), environ)

    server = loaded.settings.server
    assert (server.host, server.port, server.drain_seconds) == ("10.0.0.1", 2, 5)
    assert loaded.origins["server.host"] == "frontdesk.toml, line 2"
    assert loaded.origins["server.port"] == "FRONTDESK_SERVER__PORT"
    assert loaded.origins["server.drain_seconds"] == "--set server.drain_seconds"
    assert "server.data_dir" not in loaded.origins


def test_the_file_is_the_one_named_on_the_command_line_else_in_the_environment(
    folder: Path,
) -> None:
    (folder / "a.toml").write_text("[server]\nport = 1\n")
    (folder / "b.toml").write_text("[server]\nport = 2\n")
    environ = {"FRONTDESK_CONFIG": "b.toml"}

    assert load_settings(Path("a.toml"), (), environ).settings.server.port == 1
    assert load_settings(None, (), environ).settings.server.port == 2


def test_what_is_not_given_follows_from_what_is() -> None:
    settings = load(overrides=("server.port=9000", "server.data_dir=/var/lib/frontdesk")).settings

    assert settings.server.public_url == "http://127.0.0.1:9000"
    assert settings.database.url == "sqlite:////var/lib/frontdesk/frontdesk.db"


@pytest.mark.parametrize(
    ("host", "public_url"),
    [("0.0.0.0", "http://127.0.0.1:8080"), ("::", "http://[::1]:8080"), ("box", "http://box:8080")],
)
def test_the_derived_address_can_be_opened(host: str, public_url: str) -> None:
    assert load(overrides=(f"server.host={host}",)).settings.server.public_url == public_url


def test_an_account_of_a_channel_can_be_completed_by_the_environment() -> None:
    environ = {
        "FRONTDESK_CHANNELS__SMS__0__AUTH_TOKEN": "other",
        "FRONTDESK_CHANNELS__WEB_FORM__0__ACCOUNT": "contact",
        "FRONTDESK_COMPANY__LANGUAGES": '["de"]',
    }

    settings = load(SMS, environ=environ).settings

    (sms,) = settings.channels["sms"]
    assert isinstance(sms, SmsSettings)
    assert (sms.account, sms.auth_token.get_secret_value()) == ("main", "other")
    assert settings.channels["web_form"][0].account == "contact"
    assert settings.company.languages == ("de",)


def test_secrets_may_be_kept_elsewhere(folder: Path) -> None:
    (folder / "address").write_text("postgresql://u:p@db/x\n")
    toml = SMS.replace("open sesame", "env:THE_TOKEN") + '[database]\nurl = "file:address"\n'

    loaded = load(toml, environ={"THE_TOKEN": "from elsewhere"})

    sms = loaded.settings.channels["sms"][0]
    assert isinstance(sms, SmsSettings)
    assert sms.auth_token.get_secret_value() == "from elsewhere"
    assert loaded.settings.database.url == "postgresql://u:p@db/x"
    assert loaded.origins["channels.sms.0.auth_token"] == (
        "frontdesk.toml, line 5, from env:THE_TOKEN"
    )


def test_only_secrets_are_looked_for_elsewhere() -> None:
    assert load(overrides=("company.name=env:HOME",)).settings.company.name == "env:HOME"


def test_a_secret_that_is_not_there_is_told_with_where_it_was_looked_for() -> None:
    (env, file) = refuse(
        SMS.replace("open sesame", "env:THE_TOKEN"), ("security.secret=file:/nowhere/secret",)
    )

    assert env == (
        "channels.sms.0.auth_token: is to come from the environment variable THE_TOKEN, which is "
        "not set (frontdesk.toml, line 5)"
    )
    assert "the file /nowhere/secret, which cannot be read: No such file" in file


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        (
            "[server]\nprot = 1\n",
            (
                "server.prot: there is no such setting; did you mean server.port? "
                "(frontdesk.toml, line 2)"
            ),
        ),
        (
            "[sever]\nport = 1\n",
            "sever: there is no such setting; did you mean server? (frontdesk.toml, line 1)",
        ),
        (
            "port = 1\n",
            "port: there is no such setting; did you mean server.port? (frontdesk.toml, line 1)",
        ),
        (
            SMS + 'auth_tokn = "x"\n',
            (
                "channels.sms.0.auth_tokn: there is no such setting; did you mean "
                "channels.sms.0.auth_token? (frontdesk.toml, line 7)"
            ),
        ),
        (
            '[[channels.pigeon]]\naccount = "x"\n',
            (
                "channels.pigeon: there is no such kind of channel; there are api, email, sms, "
                "telegram, web_chat, web_form (frontdesk.toml)"
            ),
        ),
        (
            '[channels.web_form]\naccount = "x"\n',
            (
                "channels.web_form: must be a list of tables: [[channels.web_form]] "
                "(frontdesk.toml, line 1)"
            ),
        ),
        (
            "[server]\nport = 99999\n",
            "server.port: must be less than or equal to 65535 (frontdesk.toml, line 2)",
        ),
        (
            '[company]\ntime_zone = "Europe/Berln"\n',
            (
                "company.time_zone: 'Europe/Berln' is no IANA time zone; "
                "did you mean Europe/Berlin? (frontdesk.toml, line 2)"
            ),
        ),
        (
            '[server]\npublic_url = "desk.example.com"\n',
            (
                "server.public_url: must be an address such as https://desk.example.com "
                "(frontdesk.toml, line 2)"
            ),
        ),
        (
            '[database]\nurl = "mysql://localhost/x"\n',
            (
                "database.url: must be sqlite:///data/frontdesk.db or postgresql://user@host/name "
                "(frontdesk.toml, line 2)"
            ),
        ),
        (
            "[server]\nport = 0\n",
            (
                "server: port is 0, any free one, so that no address can be told beforehand; give "
                "public_url as well, or another port (frontdesk.toml, line 1)"
            ),
        ),
        (
            "[bot]\nanswer_threshold = 0.5\nask_threshold = 0.6\n",
            (
                "bot: ask_threshold (0.6) is above answer_threshold (0.5); the bot asks back "
                "where it is less sure (frontdesk.toml, line 1)"
            ),
        ),
        (
            SMS + SMS,
            (
                "channels.sms.1.account: 'main' is the account of channels.sms.0 already; give "
                "each a name of its own (frontdesk.toml, line 9)"
            ),
        ),
        ("server = 3\n", "server: must be a table with keys of its own (frontdesk.toml, line 1)"),
        (
            "[[channels.web_form]]\ntitle = 'Hello'\n",
            "channels.web_form.0.account: is required and was not given (frontdesk.toml, line 1)",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_would_be_right(toml: str, problem: str) -> None:
    assert refuse(toml) == (problem,)


@pytest.mark.parametrize("url", ["postgresql://u@h:x/db", "sqlite://", "data/frontdesk.db", ""])
def test_an_address_that_names_no_database_is_refused(url: str) -> None:
    (problem,) = refuse(overrides=(f"database.url={url}",))

    assert problem.startswith("database.url: must be sqlite:///data/frontdesk.db or postgresql://")


def test_a_variable_is_answered_with_a_variable() -> None:
    assert refuse(environ={"FRONTDESK_SERVER_PORT": "1"}) == (
        (
            "server_port: there is no such setting; did you mean FRONTDESK_SERVER__PORT? "
            "(FRONTDESK_SERVER_PORT)"
        ),
    )


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("server.port", "--set server.port: write it as --set server.port=9000"),
        ("server.port.x=1", "server.port: must be a valid integer (--set server.port.x)"),
        (
            "channels.web_form.1.account=x",
            (
                "channels.web_form.1.account: there is no channels.web_form.0 before it "
                "(--set channels.web_form.1.account)"
            ),
        ),
        (
            "channels.web_form.contact.account=x",
            (
                "channels.web_form: must be a list of tables: [[channels.web_form]] "
                "(--set channels.web_form.contact.account)"
            ),
        ),
    ],
)
def test_a_wrong_place_on_the_command_line_is_told(override: str, problem: str) -> None:
    assert refuse(overrides=(override,)) == (problem,)


def test_every_fault_is_told_at_once() -> None:
    problems = refuse(
        "[server]\nprot = 1\nport = 'x'\n", ("company.time_zone=Nowhere",), {"FRONTDESK_X": "1"}
    )

    assert len(problems) == 4


def test_no_fault_shows_a_secret() -> None:
    toml = SMS.replace("open sesame", "").replace("auth_token", "auth_tokn")
    environ = {"FRONTDESK_SECURITY__SECRET": "open sesame", "FRONTDESK_DATABASE__URL": "x:sesame"}

    assert "sesame" not in "\n".join(refuse(toml + '\nauth_toke = "open sesame"', (), environ))


@pytest.mark.parametrize("content", [b"[server\n", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_refused(folder: Path, content: bytes) -> None:
    (folder / "frontdesk.toml").write_bytes(content)

    (problem,) = refuse()

    assert problem.startswith("the settings file frontdesk.toml is not TOML: ")


def test_any_free_port_will_do_where_the_address_is_told() -> None:
    server = load('[server]\nport = 0\npublic_url = "https://desk.example.com"').settings.server

    assert (server.port, server.public_url) == (0, "https://desk.example.com")


def test_a_file_that_is_not_there_is_refused() -> None:
    assert refuse(environ={"FRONTDESK_CONFIG": "nope.toml"}) == (
        "the settings file nope.toml cannot be read: No such file or directory",
    )


MAIL = """
[[channels.email]]
account = "support"
address = "support@example.com"
smtp = { host = "mail.example.com" }
listen = { port = 10024 }
"""


def test_two_accounts_cannot_have_one_address() -> None:
    other = MAIL.replace('"support"', '"sales"').replace("support@", "Support@")
    (problem,) = refuse(MAIL + other)
    assert problem == (
        "channels.email.1.address: 'Support@example.com' is the address of channels.email.0 "
        "already; give each one of its own (frontdesk.toml, line 10)"
    )


@pytest.mark.parametrize(
    ("given", "wrong", "words"),
    [
        ('"support@example.com"', '"support"', "write it as support@example.com"),
        ('"mail.example.com"', '"mail example com"', "as mail.example.com"),
        ("listen =", "look = { colour = 'red' }\nlisten =", "write it as #1f4f8f"),
        ('account = "support"', 'account = "The Desk"', "small letters a to z"),
    ],
)
def test_a_fault_says_in_words_what_to_write(given: str, wrong: str, words: str) -> None:
    for problem in refuse(MAIL.replace(given, wrong, 1)):
        assert words in problem
        assert "pattern" not in problem


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        (
            '[[webhooks]]\nname = "Pager Duty"\n',
            "must be small letters, digits, - and _",
        ),
        ('[company]\nlanguages = ["English"]\n', "such as en"),
    ],
)
def test_a_fault_of_how_it_is_written_names_an_example(toml: str, words: str) -> None:
    problems = refuse(toml)
    assert any(words in each for each in problems)
    assert not any("pattern" in each for each in problems)


def test_a_channel_may_want_a_larger_share_of_right_answers_than_the_others() -> None:
    environ = {"FRONTDESK_BOT__PRECISION_BY_CHANNEL__EMAIL": "0.9"}
    loaded = load("[bot]\nprecision = 0.97\n[bot.precision_by_channel]\nsms = 0.98\n", (), environ)

    policy = loaded.settings.bot.policy
    assert [policy.precision_on(kind) for kind in ("sms", "email", "api")] == [0.98, 0.9, 0.97]
    assert loaded.origins["bot.precision_by_channel.sms"] == "frontdesk.toml, line 4"


def test_a_wanted_share_that_cannot_be_is_told_with_its_key() -> None:
    toml = "[bot]\nprecision = 1\n[bot.precision_by_channel]\nsms = 0.2\nsmss = 0.9\n"

    assert refuse(toml) == (
        "bot.precision: must be less than 1 (frontdesk.toml, line 2)",
        (
            "bot.precision_by_channel.sms: must be greater than or equal to 0.5 "
            "(frontdesk.toml, line 4)"
        ),
        (
            "bot.precision_by_channel.smss: there is no such setting; did you mean "
            "bot.precision_by_channel.sms? (frontdesk.toml, line 5)"
        ),
    )
