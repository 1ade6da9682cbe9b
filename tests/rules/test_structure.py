"""What the project promises about its own files: short, in layers, pinned, and of no machine in particular."""

import ast
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "hytte"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def parsed(text: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(text)))


def long_functions(text: str) -> list[str]:
    functions = [node for node in parsed(text) if isinstance(node, Function)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]


def commits(text: str) -> int:
    calls = [node.func for node in parsed(text) if isinstance(node, ast.Call)]
    return sum(isinstance(called, ast.Attribute) and called.attr == "commit" for called in calls)


def test_no_file_is_longer_than_300_lines() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    lengths = {str(path.relative_to(PROJECT)): len(path.read_bytes().splitlines()) for path in files}
    assert len(lengths) > 50
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    found = {str(path.relative_to(PROJECT)): long_functions(path.read_text()) for path in MODULES}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for path in MODULES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & VAGUE == set()


def test_only_the_database_layer_commits() -> None:
    outside = [path for path in MODULES if "database" not in path.relative_to(PACKAGE).parts[:1]]
    assert [str(path.relative_to(PROJECT)) for path in outside if commits(path.read_text())] == []


def test_control_a_long_function_and_a_commit_are_found() -> None:
    body = "\n".join("    pass" for _ in range(LONGEST_FUNCTION - 1))
    assert long_functions(f"def short():\n{body}") == []
    assert long_functions(f"async def long():\n{body}\n    pass") == ["long"]
    assert commits("session.commit()") == 1
    assert commits("commit = session.begin()") == 0


def requirements() -> list[str]:
    """Return the entries of the lock, each on one line."""
    text = (PROJECT / "requirements.lock").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_every_locked_package_has_a_version_and_hashes() -> None:
    entry = re.compile(
        r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,-]+\])?==[^\s;]+( ;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
    )
    assert len(requirements()) > 30
    assert [line for line in requirements() if not entry.fullmatch(line)] == []


def test_the_lock_names_no_address() -> None:
    text = (PROJECT / "requirements.lock").read_text()
    assert re.findall(r"\S*://\S*|--(?:index-url|extra-index-url|find-links)\S*|\S* @ \S*", text) == []


def repository_files() -> list[Path]:
    """Return the files of the repository, those that are new and not ignored too; without Git, all."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if shutil.which("git") and (PROJECT / ".git").exists():
        listed = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True).stdout
        paths = [PROJECT / name for name in listed.decode().split("\0") if name]
    else:
        hidden = {path.name for path in PROJECT.iterdir() if path.name.startswith(".")}
        paths = [path for path in PROJECT.rglob("*") if not hidden & {*path.relative_to(PROJECT).parts}]
    return [path for path in paths if path.is_file()]


def own_directories() -> list[str]:
    """Return the directories of this machine that nothing in the repository may name."""
    shared_by_all = {
        Path(name) for name in ("/", "/home", "/opt", "/srv", "/usr", "/var", "/tmp", "/app", "/src")
    }
    shared_by_all.add(Path(tempfile.gettempdir()))
    return sorted({str(path) for path in (Path.home(), PROJECT.parent) if path not in shared_by_all})


def named(text: str, directories: list[str]) -> list[str]:
    return [name for name in directories if re.search(rf"(?<![\w.~}}-]){re.escape(name)}(?![\w-])", text)]


def test_no_file_names_a_directory_of_this_machine() -> None:
    found = {}
    for path in repository_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found[str(path.relative_to(PROJECT))] = named(text, own_directories())
    assert len(found) > 50
    assert {name: directories for name, directories in found.items() if directories} == {}


def test_control_a_directory_is_found_whatever_is_around_it() -> None:
    home = ["/home/ada"]
    texts = ("/home/ada", "see /home/ada/x.py", "sqlite:////home/ada/x.db", "file:///home/ada", "'/home/ada'")
    assert [text for text in texts if not named(text, home)] == []
    others = ("/home/adam", "docs/home/ada", "https://example.com/home/ada", "../home/ada", "home/ada")
    assert [text for text in others if named(text, home)] == []
