"""Real kernels for the coding widget, quick to start, so that many can be killed: children of one warm process."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

# Loads what the kernels need once; each line on stdin is a connection file, for which a child becomes a kernel.
LAUNCHER = """
import os, signal, sys
import anywidget, pandas
import workbench.widgets.coding.widget
from workbench.framing import read_codebook
from ipykernel.kernelapp import IPKernelApp
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        IPKernelApp.launch_instance(argv=["-f", line.strip(), "--HistoryManager.enabled=False"])
        os._exit(0)
    print(child, flush=True)
"""
SETUP = """
import pandas as pd
from workbench.framing import read_codebook
from workbench.widgets.coding import code_units
units = [f"u{{number}}" for number in range({units})]
sample = pd.DataFrame({{"unit_id": units, "text": "The mayor met the port workers. " * 20}})
widget = code_units(sample, read_codebook("generic"), coder="ana", folder={folder!r})
print(widget.model_id)
"""


@contextmanager
def start_launcher():
    """A warm process that makes kernels, ended with its children."""
    command = [sys.executable, "-c", LAUNCHER]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=20)


class Page:
    """What the page of a notebook does, without a browser: talks to the widget in a kernel through its comm."""

    def __init__(self, launcher, folder, *, units):
        file, _ = write_connection_file(str(folder / f"kernel-{time.monotonic_ns()}.json"))
        launcher.stdin.write(f"{file}\n")
        launcher.stdin.flush()
        self.kernel = int(launcher.stdout.readline())
        self.client = BlockingKernelClient(connection_file=file)
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        said = []
        self.client.execute_interactive(
            SETUP.format(units=units, folder=str(folder / "codes")), timeout=60, output_hook=said.append
        )
        self.widget = "".join(message["content"].get("text", "") for message in said).strip()
        self.about = self.ask({"ask": "open"}, "about")

    def send(self, content):
        """Send a message to the widget and do not wait."""
        data = {"method": "custom", "content": content}
        self.client.session.send(self.client.shell_channel.socket, "comm_msg", {"comm_id": self.widget, "data": data})

    def hear(self, timeout):
        """The next message of the widget; raises queue.Empty when none comes."""
        until = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.001, until - time.monotonic()))
            data = message["content"].get("data", {})
            if message["msg_type"] == "comm_msg" and data.get("method") == "custom":
                return data["content"]

    def ask(self, content, key, timeout=30):
        """Send a message and wait for the answer that has the key."""
        self.send(content)
        while True:
            heard = self.hear(timeout)
            if key in heard:
                return heard

    def close(self):
        self.client.stop_channels()


def read_lines(folder):
    """The readable lines of the log."""
    text = (folder / "codes" / "ana.jsonl").read_text(encoding="utf-8", errors="replace")
    found = []
    for line in text.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
