"""run_action.py ACTION WORKSPACE INPUTS : runs the steps of a composite action as a GitHub runner does.

INPUTS is a JSON object. What a step prints goes to standard output; the steps, and how each ended, are a JSON line at the
end of standard error. Of expressions only `inputs.NAME`, `runner.os`, `github.NAME` and `A != 'B'` are known. A step that
uses another action is not run.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

SHELLS = {"bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"]}


class Runner:
    def __init__(self, action: pathlib.Path, workspace: pathlib.Path, inputs: dict[str, str]) -> None:
        self.definition = YAML(typ="safe").load(action)
        unknown = inputs.keys() - self.definition["inputs"].keys()
        assert not unknown, f"no such inputs: {unknown}"
        given = {name: inputs.get(name, about["default"]) for name, about in self.definition["inputs"].items()}
        self.names = {f"inputs.{name}": value for name, value in given.items()}
        self.names |= {"runner.os": "Linux", "github.sha": "0" * 40}
        self.workspace = workspace
        self.files = pathlib.Path(tempfile.mkdtemp())
        self.environment = os.environ | {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(action.resolve().parent),
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.files),
        }

    def value(self, expression: str) -> str:
        return self.names[expression.strip()]

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda found: self.value(found[1]), text)

    def holds(self, condition: str) -> bool:
        left, right = condition.split("!=")
        return self.value(left) != right.strip().strip("'")

    def run(self, step: dict) -> str:
        if "if" in step and not self.holds(step["if"]):
            return "skipped"
        if "uses" in step:
            for value in step.get("with", {}).values():
                self.filled(value)
            return "not run"
        script = self.files / "script.sh"
        script.write_text(self.filled(step["run"]))
        files = {name: self.files / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("")
        own = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        environment = self.environment | {name: str(file) for name, file in files.items()} | own
        code = subprocess.run([*SHELLS[step["shell"]], script], cwd=self.workspace, env=environment).returncode
        for line in files["GITHUB_PATH"].read_text().splitlines():
            self.environment["PATH"] = f"{line}:{self.environment['PATH']}"
        return f"exit {code}"

    def run_all(self) -> dict[str, str]:
        ended: dict[str, str] = {}
        for step in self.definition["runs"]["steps"]:
            failed = any(how.startswith("exit") and how != "exit 0" for how in ended.values())
            ended[step["name"]] = "skipped" if failed else self.run(step)
        return ended


action, workspace, inputs = sys.argv[1:]
ended = Runner(pathlib.Path(action), pathlib.Path(workspace), json.loads(inputs)).run_all()
print(json.dumps(ended), file=sys.stderr)
