"""The one supervisor: what ends is started again, what is stopped ends."""

import os
import select
import signal
import subprocess
import sys
import textwrap

SCRIPT = """
    import sys
    from lms.launch.supervisor import Program, Supervisor
    programs = [Program("one", [sys.executable, "-c", {child!r}], once={once})]
    ticks = []
    supervisor = Supervisor(programs, say=lambda line: print(line, flush=True))
    def also():
        ticks.append(1)
        if len(ticks) > {ticks}:
            supervisor.stop()
    supervisor.run(also=also)
    print("stopped", flush=True)
"""


def supervise(child, *, once=False, ticks=20, send=None):
    script = textwrap.dedent(SCRIPT.format(child=child, once=once, ticks=ticks))
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    if send:
        assert process.stdout.readline().strip() == "child is up"
        os.kill(process.pid, send)
    output, _ = process.communicate(timeout=60)
    return output


def test_a_process_that_dies_is_started_again():
    output = supervise("import os; print('child is up', flush=True); os._exit(3)", ticks=12)
    assert output.count("child is up") == 2
    assert "exit code 3" in output


def test_a_finished_one_time_process_is_left_alone():
    output = supervise("print('child is up', flush=True)", once=True, ticks=12)
    assert output.count("child is up") == 1


def test_a_stop_ends_the_children_in_order():
    child = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: (print('child ends', flush=True), sys.exit(0))); print('child is up', flush=True); time.sleep(60)"
    output = supervise(child, ticks=10_000, send=signal.SIGINT)
    assert output.splitlines()[-2:] == ["child ends", "stopped"]


def test_the_programs_of_a_killed_supervisor_end_with_it(tmp_path):
    pid = tmp_path / "pid"
    child = ["sh", "-c", f"echo $$ > {pid}.part; mv {pid}.part {pid}; exec sleep 300"]
    script = f"from lms.launch.supervisor import *; Supervisor([Program('child', {child!r})]).run()"
    with subprocess.Popen([sys.executable, "-c", script]) as supervisor:
        while not pid.exists():
            assert supervisor.poll() is None
        ended = os.pidfd_open(int(pid.read_text()))
        supervisor.kill()
    assert select.select([ended], [], [], 20)[0]
    os.close(ended)


def test_what_a_program_writes_is_kept_from_one_start_to_the_next(tmp_path):
    child = ["sh", "-c", "echo up; exit 3"]
    script = f"""
        import time
        from pathlib import Path
        from lms.launch.supervisor import Program, Supervisor
        log = Path({str(tmp_path)!r}) / "log" / "one.log"
        supervisor = Supervisor([Program("one", {child!r})], logs=log.parent)
        supervisor.run(also=lambda: log.exists() and log.read_text().count("up") == 2 and supervisor.stop())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[0].endswith(f"What it wrote: {tmp_path / 'log' / 'one.log'}")
    assert (tmp_path / "log" / "one.log").read_text() == "up\nup\n"


def test_what_is_shown_to_the_person_is_not_hidden_in_a_file(tmp_path):
    script = f"""
        from pathlib import Path
        from lms.launch.supervisor import Program, Supervisor
        program = Program("one", ["sh", "-c", "echo half done; echo details >&2"], once=True, shown=True)
        supervisor = Supervisor([program], logs=Path({str(tmp_path)!r}))
        supervisor.run(also=lambda: supervisor._all[0].finished and supervisor.stop())
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("half done\n", "")
    assert (tmp_path / "one.log").read_text() == "details\n"
