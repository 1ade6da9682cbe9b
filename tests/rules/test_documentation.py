"""What the documents promise to be complete."""

from pathlib import Path

from hytte.settings import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_is_documented_with_its_default() -> None:
    rows = [line for line in (DOCS / "settings.md").read_text().splitlines() if line.startswith("| `HYTTE_")]
    wanted = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        wanted.append(f"| `HYTTE_{name.upper()}` | {default} | {field.description} |")
    assert rows == wanted
