"""A configuration that is wrong says so in one line for each fault: where, what was seen, what to do."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from redis.connection import parse_url
from sqlalchemy import make_url

from gateway import settings
from gateway.ground.faults import ConfigurationFault

ROOT = Path(__file__).resolve().parents[2]
SMS = "{channel: sms, provider: twilio, account_sid: AC1, auth_token: t, from: '+33755531234'}"
WHATSAPP = "{channel: whatsapp, provider: meta, phone_number_id: '1', access_token: t, app_secret: s, verify_token: v}"


def faults(tmp_path, text, **environment):
    """The lines it is refused with; none: it is taken. The file's own name is left out."""
    file = tmp_path / "causerie.yaml"
    file.write_text(textwrap.dedent(text).lstrip("\n"), "utf-8")
    try:
        settings.load(file, environment)
    except ConfigurationFault as fault:
        return str(fault).replace(f"{file}:", "").splitlines()
    return []


TALK = 'actions: {talk: {assistant: "https://rasa.example/webhooks/rest/webhook"}}\n'
BROKEN = {
    "a secret missing": (
        "accounts:\n  sms:\n    channel: sms\n    provider: twilio\n    account_sid: AC1\n    from: '+33755531234'\n",
        "2: accounts.sms.auth_token: is missing, and sms needs it. Add it, best as ${AUTH_TOKEN} from the environment",
    ),
    "a secret empty": (
        "accounts:\n  bot: {channel: telegram, provider: telegram, token: '', webhook_secret: s}\n",
        "2: accounts.bot.token: is empty. Write it, or name a variable that is set",
    ),
    "an unknown channel": (
        "accounts:\n  wa:\n    channel: whatsap\n    provider: meta\n",
        "3: accounts.wa.channel: 'whatsap' is not known. Did you mean whatsapp?",
    ),
    "a channel missing": (
        "accounts:\n  wa:\n    provider: meta\n",
        "2: accounts.wa.channel: is missing. Known are messenger, sms, telegram, whatsapp",
    ),
    "a provider of another channel": (
        "accounts:\n  sms:\n    channel: sms\n    provider: meta\n",
        "4: accounts.sms.provider: 'meta' does not carry sms. Known are twilio",
    ),
    "a key mistyped": (
        f"accounts:\n  sms: {SMS[:-1]}, rates: 3}}\n",
        "2: accounts.sms.rates: is not a setting of sms/twilio. Did you mean rate?",
    ),
    "an office that never opens": (
        "office: {windows: []}\n",
        ('1: office.windows: is empty: it would never open. Write one such as {days: [mon, fri], from: "09:00", '
        'to: "18:00"}; where people always answer, office: null'),
    ),
    "an hour that there is not": (
        'office:\n  windows:\n    - {from: "09:00", to: "18:00"}\n    - {from: "9", to: "25:00"}\n',
        ("4: office.windows[1]: cannot be: '9' is no time of day. "
        'Write one such as {days: [mon, fri], from: "09:00", to: "18:00"}'),
    ),
    "a window without length": (
        'office:\n  windows: [{from: "09:00", to: "09:00"}]\n',
        ("2: office.windows[0]: cannot be: a window has days, and does not end where it starts. "
        'Write one such as {days: [mon, fri], from: "09:00", to: "18:00"}'),
    ),
    "a day of the week mistyped": (
        'office:\n  windows: [{days: [mon, tuesday], from: "09:00", to: "18:00"}]\n',
        "2: office.windows[0].days[1]: is 'tuesday'. Write mon or tue or wed or thu or fri or sat or sun",
    ),
    "a closed day that cannot be read": (
        'office:\n  windows: [{from: "09:00", to: "18:00"}]\n  closed: ["12-24", christmas]\n',
        "3: office.closed[1]: cannot be: 'christmas' is no holiday. Write 05-01, easter+39, mon3-01 or 2027-05-14",
    ),
    "a closed day that there is not": (
        'office:\n  windows: [{from: "09:00", to: "18:00"}]\n  closed: ["02-30"]\n',
        "3: office.closed[0]: cannot be: day is out of range for month, in '02-30'. Write a day that there is",
    ),
    "a setting mistyped": ("brand: {nam: Lumen}\n", "1: brand.nam: is not a setting. Did you mean name?"),
    "a webhook without events": (
        "webhooks:\n  crm: {url: https://crm.example, secret: sixteen-characters, events: []}\n",
        "2: webhooks.crm.events: is empty. Name what it is told, such as [conversation.*]",
    ),
    "an event that never happens": (
        "webhooks:\n  crm: {url: https://crm.example, secret: sixteen-characters, events: [case.open]}\n",
        "2: webhooks.crm.events[0]: 'case.open' never happens. Did you mean case.opened?",
    ),
    "a webhook's secret too short": (
        "webhooks:\n  crm: {url: https://crm.example, secret: short, events: ['*']}\n",
        "2: webhooks.crm.secret: is too short to sign with. Write 16 characters or more, best as ${NAME}",
    ),
    "a webhook's secret that is no base64": (
        "webhooks:\n  crm: {url: https://crm.example, secret: whsec_?, events: ['*']}\n",
        "2: webhooks.crm.secret: is no secret: what follows whsec_ is no base64. Write it as it was given to you",
    ),
    "a webhook's setting mistyped": (
        "webhooks:\n  crm: {urll: https://crm.example, url: https://crm.example, secret: x, events: ['*']}\n",
        "2: webhooks.crm.urll: is not a setting. Did you mean url?",
    ),
    "an action's setting mistyped": (
        "actions:\n  shop.order: {webhok: https://shop.example}\n",
        "2: actions.shop.order.webhok: is not a setting. Did you mean webhook?",
    ),
    "a brain that is not there": (
        TALK + "accounts:\n  bot: {channel: telegram, provider: telegram, token: t, webhook_secret: s, brain: tlak}\n",
        "3: accounts.bot.brain: 'tlak' is not one of actions. Did you mean talk?",
    ),
    "a brain that does not talk": (
        ('actions: {pay: {webhook: "https://shop.example", secret: s}}\n'
         "accounts:\n  bot: {channel: telegram, provider: telegram, token: t, webhook_secret: s, brain: pay}\n"),
        "3: accounts.bot.brain: 'pay' is no assistant. Add one: `actions: {talk: {assistant: \"https://…\"}}`",
    ),
    "a model without an address": (
        "model: {url: api.example, name: small}\n",
        "1: model.url: 'api.example' is not an address. Write https://api.example.com/v1",
    ),
    "a model that may never be asked": (
        "model: {url: https://api.example/v1, name: small, calls_a_day: 0}\n",
        "1: model.calls_a_day: 0 is no budget. Write 1 or more; without `model` nobody is asked",
    ),
    "a model's key that is none": (
        "model: {url: https://api.example/v1, name: small, key: [a]}\n",
        "1: model.key: is a list. Write text",
    ),
    "a webhook's address": (
        "webhooks:\n  crm: {url: crm.example, secret: sixteen-characters, events: ['*']}\n",
        "2: webhooks.crm.url: 'crm.example' is not an address. Write https://crm.example.com/causerie",
    ),
    "a conclusion without a text": (
        "conclusions:\n  refunded: {fr: Remboursé}\n",
        "2: conclusions.refunded: has no text in en. Write {en: …}",
    ),
    "a conclusion that is always there": (
        "conclusions:\n  other: {fr: Autre, en: Other}\n",
        "2: conclusions.other: is no name of one. Write small letters, such as refunded; not other",
    ),
    "an upload of no size": (
        "media: {largest_upload: 0}\n",
        "1: media.largest_upload: 0 is no size. Write a number of bytes",
    ),
    "another desk that is not verified": (
        "chatwoot: {url: https://cw.example, account_id: 1, inbox_id: 5, token: t, hook_token: short}\n",
        ("1: chatwoot.secret: is missing: what comes from there is verified. Add the inbox's, or a hook_token of 16 "
        "characters or more, which goes at the end of the hook's address"),
    ),
    "another desk without a token": (
        "chatwoot: {url: https://cw.example, account_id: 1, inbox_id: 5, token: '', secret: s}\n",
        "1: chatwoot.token: is empty. Write ${NAME}, and set it there",
    ),
    "another desk's address": (
        "chatwoot: {url: cw.example, account_id: 1, inbox_id: 5, token: t, secret: s}\n",
        "1: chatwoot.url: 'cw.example' is not an address. Write https://chatwoot.example.com",
    ),
    "a hub whose calls could be guessed": (
        "bot_framework: {url: https://hub.example, token: t, secret: short}\n",
        ("1: bot_framework.secret: is too short. Write 16 characters or more, which the hub shows as "
        "`Authorization: Bearer …`"),
    ),
    "two other desks": (
        ("chatwoot: {url: https://cw.example, account_id: 1, inbox_id: 5, token: t, secret: s}\n"
        "bot_framework: {url: https://hub.example, token: t, secret: sixteen-characters}\n"),
        "2: bot_framework: and chatwoot are two desks, and a case goes to one. Keep one of them",
    ),
    "an odd way of linking": (
        "linking: always\n",
        "1: linking: is 'always'. Write automatic or suggested or off",
    ),
    "a section mistyped": (
        "brand: {name: Lumen}\npublicurl: https://x.example\n",
        "2: publicurl: is not a setting. Did you mean public_url?",
    ),
    "a bad address": (
        "brand: {name: Lumen}\npublic_url: chat.example.com\n",
        "2: public_url: 'chat.example.com' is not an address. Write https://chat.example.com, as providers reach it",
    ),
    "an address with a port that is none": (
        "public_url: https://chat.example.com:99999\n",
        ("1: public_url: 'https://chat.example.com:99999' is not an address. "
        "Write https://chat.example.com, as providers reach it"),
    ),
    "a bad api_base": (
        f"accounts:\n  sms: {SMS[:-1]}, api_base: localhost}}\n",
        "2: accounts.sms.api_base: 'localhost' is not an address. Write one like https://api.twilio.com",
    ),
    "a port out of range": (
        "listen:\n  port: 80800\n",
        "2: listen.port: 80800 is not a port. Write one from 1 to 65535"),
    "proxies below zero": (
        "listen: {proxies: -1}\n",
        "1: listen.proxies: -1 is no number of proxies. Write 0, or how many are yours",
    ),
    "a port that is no number": ("listen: {port: http}\n", "1: listen.port: is 'http'. Write a whole number"),
    "one port for two": (
        "listen: {port: 9000}\nsandbox: {port: 9000}\n",
        "2: sandbox.port: 9000 is the gateway's own (listen.port). Give it another",
    ),
    "a variable that is not set": (
        "accounts:\n  bot:\n    channel: telegram\n    provider: telegram\n    token: ${BOT}\n    webhook_secret: s\n",
        "5: accounts.bot.token: the environment has no BOT. Set it, or write the value here",
    ),
    "a variable that is no name": (
        "brand: {name: '${brand-name}'}\n",
        "1: brand.name: ${brand-name} is no name of a variable. Write letters, digits and underscores",
    ),
    "a tab": (
        "brand:\n\tname: Lumen\n",
        "2: not YAML: a tab stands where the line begins. Indent with spaces",
    ),
    "a quote that is not closed": (
        'brand: {name: "Lumen}\nredis: null\n',
        "3: not YAML: found unexpected end of stream. Check quotes and indentation around this line",
    ),
    "a colon too many": (
        "brand: name: Lumen\n",
        "1: not YAML: a colon where none may be. Quote the text, or check the indentation",
    ),
    "an account twice": (
        f"accounts:\n  sms: {SMS}\n  sms: {SMS}\n",
        "3: sms is here twice in one block, first on line 2. Keep one of them",
    ),
    "one number for two accounts": (
        f"accounts:\n  wa: {WHATSAPP}\n  wb: {WHATSAPP}\n",
        ("3: accounts.wb.phone_number_id: has the same phone_number_id as accounts.wa. "
        "Keep one: messages would come to either"),
    ),
    "an id no address can hold": (
        f"accounts:\n  'my sms': {SMS}\n",
        ("2: accounts.my sms: is not an id: it stands in the webhook's address. "
        "Use letters, digits, dot, dash, underscore"),
    ),
    "an account without settings": (
        "accounts:\n  sms:\n",
        "2: accounts.sms: holds no settings. Write channel, provider and the provider's keys below it",
    ),
    "several values for one key": (
        "accounts:\n  bot: {channel: telegram, provider: telegram, token: [a, b], webhook_secret: s}\n",
        "2: accounts.bot.token: holds several values. Write one",
    ),
    "a rate that is none": (
        f"accounts:\n  sms: {SMS[:-1]}, rate: fast}}\n",
        "2: accounts.sms.rate: is 'fast'. Write messages per second, or null for no limit of ours",
    ),
    "a time zone that does not exist": (
        "brand:\n  timezone: Europe/Pari\n",
        "2: brand.timezone: 'Europe/Pari' is not a time zone. Did you mean Europe/Paris?",
    ),
    "a time zone like nothing": (
        "brand: {timezone: here}\n",
        "1: brand.timezone: 'here' is not a time zone. Write one like Europe/Paris",
    ),
    "no language": ("brand: {languages: []}\n", "1: brand.languages: is empty. Name at least one, such as [fr]"),
    "a language that is no list": (
        "brand: {languages: fr}\n",
        "1: brand.languages: is 'fr'. Write a list, such as [fr, en]",
    ),
    "a language by its name": (
        "brand: {languages: [French]}\n",
        "1: brand.languages[0]: 'French' is not a language. Write its code, such as fr",
    ),
    "a country by its name": (
        "brand: {country: France}\n",
        "1: brand.country: 'France' is not a country. Write its two letters, such as FR",
    ),
    "another database": (
        "database: mysql://root:hunter2@db/x\n",
        ("1: database: mysql is neither SQLite nor PostgreSQL. "
        "Write sqlite:////absolute/path.db or postgresql://user@host/name"),
    ),
    "no database": (
        "database: hunter2\n",
        ("1: database: is not the address of a database. "
        "Write sqlite:////absolute/path.db or postgresql://user@host/name"),
    ),
    "a database in memory": (
        "database: 'sqlite://'\n",
        "1: database: SQLite needs a file. Write sqlite:////absolute/path.db or postgresql://user@host/name",
    ),
    "no Redis": (
        "redis: localhost:6379\n",
        "1: redis: is not the address of a Redis. Write redis://host:6379/0, or null",
    ),
    "a folder that is not there": (
        "flows: /nowhere/flows\n",
        "1: flows: there is no folder /nowhere/flows. Make it, or write null for the shipped flows",
    ),
    "an agent without a password": (
        "agents:\n  - {email: anna@example.com, name: Anna}\n",
        "2: agents[0].password: is missing. Add it",
    ),
    "a role that is none": (
        "agents:\n  - {email: anna@example.com, name: Anna, password: hunter2, role: boss}\n",
        "2: agents[0].role: is 'boss'. Write agent or admin",
    ),
    "an agent twice": (
        "agents:\n  - {email: a@b.c, name: A, password: x}\n  - {email: A@b.c, name: B, password: y}\n",
        "3: agents[1].email: a@b.c is agents[0] too. Keep one of them",
    ),
    "a list instead of settings": (
        "- brand\n",
        "1: holds a list. Write settings, such as `brand:` and `accounts:`",
    ),
    "a section that is a text": (
        "listen: here\n",
        "1: listen: is 'here'. Write settings below it, or leave it out",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_one_line_that_says_where_what_and_what_to_do(tmp_path, name):
    text, line = BROKEN[name]
    assert faults(tmp_path, text) == [line]


def test_all_faults_are_said_at_once(tmp_path):
    said = faults(
        tmp_path,
        """
        brand: {name: Lumen, timezone: Mars/Olympus}
        public_url: nowhere
        listen: {port: 0}
        accounts:
          sms: {channel: sms, provider: twilio, account_sid: AC1}
          bot: {channel: telegram, provider: telegram, token: "${TOKEN}", webhook_secret: s, colour: red}
        """,
    )
    places = [line.split(": ")[1] for line in said]
    assert places == ["accounts.bot.token", "brand.timezone", "public_url", "listen.port", "accounts.sms.auth_token",
                      "accounts.sms.from", "accounts.bot.colour"]  # fmt: skip


def test_no_fault_shows_a_secret(tmp_path):
    said = faults(
        tmp_path,
        """
        database: {password: hunter2}
        redis: [hunter2]
        agents: [{email: hunter, name: A, password: [hunter2]}]
        webhooks: {crm: {url: "https://crm.example", secret: 4711, events: ["*"]}, erp: {secret: 4711}}
        chatwoot: {url: "https://desk.example", token: 4711, secret: 4711, hook_token: 4711}
        bot_framework: {url: "https://hub.example", token: 4711, secret: 4711}
        actions: {stock: {url: "https://stock.example", secret: 4711}}
        accounts:
          bot: {channel: telegram, provider: telegram, token: [hunter2], webhook_secret: {a: hunter2}}
          bot2: {channel: telegram, provider: telegram, token: hunter2, webhook_secret: hunter2}
          bot3: {channel: telegram, provider: telegram, token: hunter2, webhook_secret: hunter2}
        """,
    )
    assert len(said) >= 6
    assert "hunter2" not in "\n".join(said)
    assert "4711" not in "\n".join(said)  # a number is no text, and a secret all the same


def test_a_file_that_cannot_be_read_says_so(tmp_path):
    with pytest.raises(ConfigurationFault, match=r"cannot be read \(No such file or directory\). Name another"):
        settings.load(tmp_path / "nothing.yaml", {})
    odd = tmp_path / "odd.yaml"
    odd.write_bytes(b"brand: {name: \xff}")
    with pytest.raises(ConfigurationFault, match=r"not UTF-8 at byte 14\. Save it"):
        settings.load(odd, {})


@pytest.mark.parametrize("name", ["causerie.yaml", "demo.yaml"])
def test_the_shipped_configurations_are_sound(name):
    settings.load(ROOT / "config" / name, {})


def test_what_is_left_out_is_what_the_commented_file_shows(tmp_path):
    empty = tmp_path / "empty.yaml"
    empty.write_text("")
    assert settings.load(empty, {}) == settings.load(ROOT / "config" / "causerie.yaml", {})


@pytest.mark.parametrize("password", ["hunter2", "p@ss/w:rd#?%41", "q+8/Zk=="])
def test_a_password_of_any_signs_fits_into_the_address_of_a_database(tmp_path, password):
    file = tmp_path / "causerie.yaml"
    file.write_text("database: postgresql://causerie:${P}@db:5433/causerie\nredis: 'redis://:${P}@cache:6380/0'\n")
    loaded, _ = settings.load(file, {"P": password})
    database = make_url(loaded.database)
    assert (database.password, database.host, database.port) == (password, "db", 5433)
    redis = parse_url(loaded.redis)
    assert (redis["password"], redis["host"], redis["port"]) == (password, "cache", 6380)


def test_a_whole_address_from_the_environment_is_taken_as_it_is(tmp_path):
    file = tmp_path / "causerie.yaml"
    file.write_text("database: ${DATABASE_URL}\n")
    given = "postgresql://causerie:p%40ss@db/causerie?connect_timeout=3"
    assert settings.load(file, {"DATABASE_URL": given})[0].database == given


def test_variables_and_numbers_are_taken_as_they_are_meant(tmp_path):
    file = tmp_path / "causerie.yaml"
    file.write_text(
        "listen: {port: '${PORT}'}\npublic_url: https://${HOST}/chat/\naccounts:\n"
        "  wa: {channel: whatsapp, provider: meta, phone_number_id: 106540352242922, access_token: '${T}',\n"
        "       app_secret: s, verify_token: v, rate: null, recipient_rate: 0.5}\n"
    )
    loaded, (account,) = settings.load(file, {"PORT": "9000", "HOST": "x.example", "T": "tok"})
    assert loaded.listen.port == 9000
    assert account.hook_url == "https://x.example/chat/hooks/wa"
    assert account.values["phone_number_id"] == "106540352242922"
    assert account.values["access_token"] == "tok"
    assert (account.rate, account.recipient_rate) == (None, 0.5)
