"""The demo, one machine and the containers start the same processes."""

import inspect
from pathlib import Path

import yaml

from lms.launch import demo, supervisor

COMPOSE = Path(__file__).parents[3] / "docker" / "compose.prison.yml"


def everything():
    return supervisor.everything(web_bind=[], ingest_bind=[])


def in_containers():
    """Each process with the services that start it."""
    found = {}
    for service, how in yaml.safe_load(COMPOSE.read_text())["services"].items():
        command = how.get("command") or []
        if command[:1] == ["supervise"]:
            for word in command[1:]:
                if word.startswith("--"):
                    break
                found.setdefault(word, []).append(service)
    return found


def test_the_containers_start_every_process_once():
    found = in_containers()
    assert set(found) == set(everything())
    assert {name: len(services) for name, services in found.items()} == dict.fromkeys(found, 1)


def test_the_demo_takes_its_processes_from_the_same_list():
    code = inspect.getsource(demo)
    assert "everything(" in code
    made = [line for line in code.splitlines() if " Program(" in line]
    assert made
    assert all("once=True" in line for line in made)  # sample data, nothing that stays


def test_a_process_is_called_what_it_is_asked_for_by():
    assert [program.name for program in everything().values()] == list(everything())
