"""What can be told on the command line, and what it answers: also where it is told wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.__main__ import app
from gateway.ground.faults import ConfigurationFault
from tests.gateway.api.test_messages import sent
from tests.gateway.conftest import PROVIDERS, SECRETS, phone

ROOT = Path(__file__).resolve().parents[3]
RUNNER = CliRunner()
FLOW = "flow: hello\nstart: {words: [hello]}\nsteps:\n  - {id: say, say: {fr: Bonjour, en: Hello}}\n"


@pytest.fixture
def config(tmp_path):
    """Writes a configuration; `more` are further settings."""

    def write(api_base="http://127.0.0.1:9", **more):
        accounts = {
            name: {"channel": name, "provider": PROVIDERS[name], "api_base": api_base, **values}
            for name, values in SECRETS.items()
        }
        given = {"database": f"sqlite:///{tmp_path / 'commands.db'}", "accounts": accounts, **more}
        file = tmp_path / "causerie.yaml"
        file.write_text(json.dumps(given))  # JSON is YAML
        return str(file)

    return write


def run(*arguments, **more):
    return RUNNER.invoke(app, list(arguments), catch_exceptions=False, **more)


def command(*arguments, **environment):
    """The real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gateway", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_it_says_its_version():
    done = run("--version")
    assert (done.exit_code, done.output) == (0, f"causerie {version('causerie')}\n")


def test_every_command_of_the_fixed_surface_is_there():
    said = run("--help").output
    for name in ("serve", "sandbox", "health", "check", "migrate", "keys", "agents", "accounts", "flows", "customers"):
        assert f" {name} " in said


def test_a_sound_configuration_is_ok(config):
    assert run("check", "--config", config()).output == "ok: 4 accounts, 32 flows\n"


def test_the_configuration_may_be_named_by_the_environment(config):
    assert run("check", env={"CAUSERIE_CONFIG": config()}).exit_code == 0


def test_the_shipped_demo_has_a_name_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("check", "--config", "demo").exit_code == 0
    (tmp_path / "demo").write_text("brand: {languages: []}")
    with pytest.raises(ConfigurationFault, match="demo:1"):
        run("check", "--config", "demo")


def test_faults_are_lines_and_not_a_traceback(config):
    done = command("check", "--config", config(public_url="nowhere", listen={"port": 0}))
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["public_url", "listen.port"]


def test_without_a_configuration_it_says_how_to_name_one():
    done = command("check", CAUSERIE_CONFIG="")
    assert done.returncode == 2
    assert done.stderr == "no configuration. Name one with --config FILE, or set CAUSERIE_CONFIG\n"


def test_flows_that_cannot_run_are_faults_of_the_configuration(config, tmp_path):
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "hello.yaml").write_text(FLOW.replace("id: say", "id: say, go: nowhere"))
    done = command("check", "--config", config(flows=str(tmp_path / "flows")))
    assert done.returncode == 2
    assert 'hello.yaml:4: flow "hello", step "say": goes to "nowhere"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "setting", "along"),
    [("serve", "listen", "public_url"), ("sandbox", "sandbox", "the accounts' api_base")],
)
def test_a_port_that_is_taken_is_said_with_all_that_names_it(config, name, setting, along):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = command(name, "--config", config(**{setting: {"port": port}}))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == (
        f"{setting}: 127.0.0.1:{port} cannot be opened (Address already in use). "
        f"Stop what listens there, or change {setting}.port and {along}"
    )
    assert "Traceback" not in done.stderr


def test_a_folder_of_files_that_cannot_be_written_is_said_before_anything_is_served(config, tmp_path):
    (tmp_path / "media").write_text("a file where a folder should be")
    done = command("serve", "--config", config(media={"folder": str(tmp_path / "media")}))
    assert done.returncode == 2
    assert done.stderr == f"media.folder: {tmp_path / 'media'}: File exists. Name a place that can be written\n"


@pytest.mark.parametrize(("number", "ended"), [("1", 128 + signal.SIGTERM), ("7", -signal.SIGTERM)])
def test_a_stop_ends_every_command_also_as_the_first_process_of_a_container(number, ended):
    """The kernel spares a first process whatever it has no handler for, and its container waits for the kill."""
    program = (
        "import os, signal\nfrom gateway import __main__ as program\nown = os.getpid()\n"
        f"os.getpid = lambda: {number}\nprogram.app = lambda: (os.kill(own, signal.SIGTERM), signal.pause())\n"
        "program.main()\n"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, check=False).returncode == ended


def test_a_database_that_does_not_answer_is_said(config):
    done = command("keys", "list", "--config", config(database="postgresql://nobody:hunter2@127.0.0.1:9/none"))
    assert done.returncode == 2
    assert done.stderr.startswith("database: ")
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_migrating_brings_the_schema_to_its_head(config):
    file = config()
    first = run("migrate", "--config", file)
    assert first.output.startswith("the schema is at ")
    assert run("migrate", "--config", file).output == first.output


def test_a_key_is_made_listed_and_revoked(config):
    file = config()
    key = run("keys", "create", "--name", "shop", "--config", file).output.strip()
    assert key.startswith("ck_")
    listed = run("keys", "list", "--config", file).output
    assert "shop" in listed
    assert "in force" in listed
    assert key not in listed
    assert run("keys", "revoke", listed.split()[0], "--config", file).exit_code == 0
    assert "revoked" in run("keys", "list", "--config", file).output
    again = run("keys", "revoke", listed.split()[0], "--config", file)
    assert again.exit_code == 1
    assert "causerie keys list" in again.output


def test_an_agent_is_added_and_may_log_in_once_only(config):
    file = config()
    given = ["agents", "add", "Anna@Example.com", "--name", "Anna", "--role", "admin", "--config", file]
    added = run(*given, input="lumen-anna\nlumen-anna\n")
    assert added.exit_code == 0
    assert "anna@example.com may log in at http://127.0.0.1:8080/ (admin)" in added.output
    assert run("agents", "list", "--config", file).output == "anna@example.com  Anna  admin  fr,en\n"
    again = run(*given, "--password", "another-one")
    assert again.exit_code == 1
    assert "is there already" in again.output
    wrong = run("agents", "add", "anna", "--password", "lumen-anna", "--config", file)
    assert wrong.exit_code == 2
    assert "is not an e-mail address" in wrong.output
    short = run("agents", "add", "marc@example.com", "--password", "lumen", "--config", file)
    assert short.exit_code == 2
    assert "shorter than 8 characters" in " ".join(short.output.replace("│", "").split())


def test_an_agent_is_shut_out_let_in_again_and_given_another_password(config):
    file = config()
    run("agents", "add", "marc@example.com", "--password", "lumen-marc", "--config", file)
    assert run("agents", "disable", "Marc@example.com", "--config", file).exit_code == 0
    assert "disabled" in run("agents", "list", "--config", file).output
    assert run("agents", "add", "marc@example.com", "--password", "lumen-marc", "--config", file).exit_code == 1
    assert run("agents", "enable", "marc@example.com", "--config", file).exit_code == 0
    assert "disabled" not in run("agents", "list", "--config", file).output
    renewed = run("agents", "password", "marc@example.com", "--password", "lumen-marc-2", "--config", file)
    assert "logs in with the new password" in renewed.output
    unknown = run("agents", "disable", "nobody@example.com", "--config", file)
    assert unknown.exit_code == 1
    assert "causerie agents list" in unknown.output


def test_accounts_are_listed_with_their_webhooks(config):
    listed = run("accounts", "list", "--config", config(public_url="https://chat.example.com")).output
    assert "telegram  telegram/telegram  https://chat.example.com/hooks/telegram\n" in listed


def test_webhooks_are_installed_and_what_is_left_is_said(door, config):
    done = run("accounts", "install", "--config", config(door.providers, public_url="https://chat.example.com"))
    assert done.exit_code == 0, done.output
    said = dict(line.split(": ", 1) for line in done.output.splitlines())
    assert said["telegram"] == "Telegram posts updates to https://chat.example.com/hooks/telegram"
    assert said["whatsapp"].startswith("Meta delivers account 1; by hand")
    assert said["messenger"].startswith("Meta delivers 1088; by hand")
    assert said["sms"].startswith("by hand: in Twilio's console, set the number +33755531234")


def test_a_provider_that_refuses_or_is_away_is_said_and_stops_no_other(config):
    done = run("accounts", "install", "--config", config())
    assert done.exit_code == 1
    assert "telegram: Telegram did not take the webhook" in done.output
    assert "whatsapp: Meta refused the subscription" in done.output
    assert "sms: by hand" in done.output
    for secret in ("7:tg-token", "tg-secret", "wa-token", "page-token"):
        assert secret not in done.output


def test_only_the_named_accounts_are_installed(door, config):
    file = config(door.providers)
    assert run("accounts", "install", "telegram", "--config", file).output.count("\n") == 1
    wrong = run("accounts", "install", "telegramm", "--config", file)
    assert wrong.exit_code == 2
    assert "there is no account telegramm" in wrong.output


def test_the_shipped_flows_are_sound_and_listed(config):
    for named in ((), ("--config", config())):
        *notes, end = run("flows", "check", *named).output.splitlines()
        assert end == "ok: 32 flows"
        assert all(": note: " in note for note in notes)
    listed = run("flows", "list").output
    assert len(listed.splitlines()) == 32
    assert "stop" in listed


def test_a_flow_is_checked_alone(tmp_path):
    file = tmp_path / "hello.yaml"
    file.write_text(FLOW)
    assert run("flows", "check", str(file)).output == "ok: 1 flow\n"
    german = run("flows", "check", str(file), "--languages", "fr,de")
    assert german.exit_code == 1
    assert f'{file}:4: flow "hello", step "say": "Bonjour" is not written in de; add it' in german.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps: []\n", ":1: no flow here; begin with"),
        (FLOW.replace("id: say", "id: say, go: sy"), ':4: flow "hello", step "say": goes to "sy"'),
        (FLOW + "  - {id: next, call: helo}\n", ':5: flow "hello", step "next": starts the flow "helo"'),
        ("flow: hello\n\tsteps: []\n", ":2: is not YAML"),
    ],
)
def test_what_is_wrong_with_a_flow_is_said_with_its_place(tmp_path, text, said):
    file = tmp_path / "hello.yaml"
    file.write_text(text)
    done = run("flows", "check", str(file))
    assert done.exit_code == 1
    assert f"{file}{said}" in done.output


def test_a_folder_of_a_few_flows_is_checked_and_tested_beside_the_others(tmp_path):
    (tmp_path / "hello.yaml").write_text(FLOW.replace("[hello]", "[ahoy]"))
    (tmp_path / "hello.test.yaml").write_text("flow: hello\ntests: [{name: a, on: [sms], turns: [{user: help}]}]\n")
    assert run("flows", "check", str(tmp_path)).output == "ok: 1 flow\n"
    assert run("flows", "test", str(tmp_path)).output == "ok: 1 test\n"
    (tmp_path / "hello.yaml").write_text(FLOW)
    done = run("flows", "check", str(tmp_path))
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert 'hello.yaml:1: flow "hello": "hello" already starts the flow "welcome"' in done.output


def test_what_channels_show_otherwise_is_noted_with_its_place(tmp_path):
    file = tmp_path / "colour.yaml"
    options = "[{id: x, label: {fr: Plutôt celle de gauche en entrant, en: Left}}, {id: y, label: {fr: Non, en: No}}]"
    file.write_text(f"flow: colour\nsteps:\n  - {{id: a, choose: {{fr: Laquelle, en: Which}}, options: {options}}}\n")
    done = run("flows", "check", str(file))
    place = f'{file}:3: note: flow "colour", step "a": on'
    assert done.exit_code == 0
    assert f"{place} whatsapp (fr): label becomes shortened label, over 24 characters\n" in done.output
    assert f"{place} sms (fr), sms (en): choices becomes numbered text" in done.output
    assert done.output.endswith("ok: 1 flow\n")


def test_a_path_with_nothing_there_is_said():
    done = run("flows", "check", "/nowhere")
    assert done.exit_code == 2
    assert "there is nothing at" in done.output


def test_a_customer_is_shown_and_exported_as_the_api_does(door, config):
    to = phone()
    sent(door, to)
    file = config(door.providers, database=door.database, public_url=door.url)
    where = ("--account", "sms", "--address", to.removeprefix("+"), "--config", file)
    shown = json.loads(run("customers", "show", *where).output)
    assert shown == door.get(f"/api/v1/customers/{shown['id']}").json
    whole = json.loads(run("customers", "export", *where).output)
    assert whole["customer"]["id"] == shown["id"]
    assert len(whole["messages"]) == 1


def test_customers_are_numbered_by_hand_and_from_a_file(door, config, tmp_path):
    to, new = phone(), phone()
    sent(door, to)
    file = config(door.providers, database=door.database)
    where = ("--account", "sms", "--address", to, "--config", file)
    assert json.loads(run("customers", "number", f"A-{to[-6:]}", *where).output)["number"] == f"A-{to[-6:]}"
    table = tmp_path / "numbers.csv"
    rows = [f"b {new[-6:]},sms,{new},Ana Martin", f"a{to[-6:]},sms,{phone()},", "c123,nowhere,1,", ",sms,1,"]
    table.write_text("\n".join(["number,account,address,name", *rows]))
    done = run("customers", "import", str(table), "--config", file)
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{table}:3: the number is another customer's", f"{table}:4: no such account, or no address",
        f"{table}:5: no number", "ok: 1 numbered",
    ]  # fmt: skip
    (made,) = door.get("/api/v1/customers", number=f"b{new[-6:]}").json["items"]
    assert (made["name"], made["addresses"][0]["address"]) == ("Ana Martin", new)
    assert run("customers", "number", "!", *where).exit_code == 1
    run("customers", "number", "-", *where)
    assert door.get("/api/v1/customers", number=f"a{to[-6:]}").json["items"] == []
    table.write_text("number,address\n")
    assert run("customers", "import", str(table), "--config", file).exit_code == 2


def test_a_stranger_is_said_to_be_one(door, config):
    file = config(door.providers, database=door.database)
    nobody = run("customers", "show", "--account", "sms", "--address", "+33600000001", "--config", file)
    assert (nobody.exit_code, nobody.output) == (1, "nobody is reached at +33600000001 on sms\n")
    wrong = run("customers", "show", "--account", "smms", "--address", "1", "--config", file)
    assert wrong.exit_code == 2
    assert "there is no account smms" in wrong.output


def test_evaluating_prints_a_table_and_lists_only_what_is_not_held_out(tmp_path):
    (tmp_path / "world.yaml").write_text(
        "{now: '2026-11-24T10:00:00Z', zone: UTC, languages: [fr, en], channel: sms, channels: [sms], topics: []}"
    )
    for name, part in (("en.yaml", "tuned on"), ("en.held_out.yaml", "held out")):
        cases = (
            f"{{stop: [STOP], pause: [{{say: pause 2 weeks, means: pause P3W}}], nothing: [where is my parcel {name}]}}"
        )
        (tmp_path / name).write_text(f"language: en\npart: {part}\ncases: {cases}\n")
    printed = run("flows", "evaluate", str(tmp_path), "--missed").output.splitlines()
    assert "held out    en = stop              1  100.0%    0.0%    0.0%            0" in printed
    assert "tuned on    en = other             1    0.0%    0.0%  100.0%            0" in printed
    assert [line for line in printed if line.startswith("en ")] == ["en pause: pause 2 weeks"]


def test_a_folder_without_utterances_is_refused(tmp_path):
    refused = run("flows", "evaluate", str(tmp_path))
    assert refused.exit_code == 2
    assert "PATH" in refused.output


def test_knowledge_is_loaded_from_a_file_and_listed(config, tmp_path):
    given, file = config(), tmp_path / "mine.yaml"
    assert run("migrate", "--config", given).exit_code == 0
    shipped = str(ROOT / "config" / "knowledge.yaml")
    assert run("knowledge", "load", shipped, "--config", given).output == "ok: 3 items\n"
    listed = run("knowledge", "list", "--config", given).output.splitlines()
    assert listed[0] == "delivery  … - …  24 questions  Livraison"
    file.write_text("knowledge: [{id: a, title: {fr: A}, questions: {fr: [b]}, answer: {fr: c, en: d}}]")
    with pytest.raises(ConfigurationFault, match=r"mine\.yaml: a: title is not written in en"):
        run("knowledge", "load", str(file), "--config", given)
