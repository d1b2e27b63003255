"""A terminal's screen, with its colours, as a page: stdin to stdout. Knows what `tmux capture-pane -e` writes."""
import html
import re
import sys

NAMED = "#07080d #ffc0b9 #b3f6c0 #fce094 #a6dbff #ffcaff #8cf8f7 #eef1f8".split()


def colour(codes):
    """The colour that the rest of `38;2;R;G;B` or `38;5;N` names."""
    if next(codes) == "2":
        return "rgb({},{},{})".format(*(next(codes) for _ in range(3)))
    n = int(next(codes))
    if n < 16:
        return NAMED[n % 8]
    if n >= 232:
        return "rgb({0},{0},{0})".format(8 + (n - 232) * 10)
    n -= 16
    return "rgb({},{},{})".format(*((0, 95, 135, 175, 215, 255)[i] for i in (n // 36, n // 6 % 6, n % 6)))


def apply(style, sgr):
    codes = iter(re.split("[;:]", sgr.replace("4:3", "21")) if sgr else ["0"])
    for code in codes:
        if code in ("0", ""):
            style.clear()
        elif code == "1":
            style["font-weight"] = "bold"
        elif code == "3":
            style["font-style"] = "italic"
        elif code == "4":
            style["text-decoration"] = "underline"
        elif code == "21":
            style["text-decoration"] = "underline wavy"
        elif code == "38":
            style["color"] = colour(codes)
        elif code == "48":
            style["background"] = colour(codes)
        elif code == "58":
            style["text-decoration-color"] = colour(codes)
        elif code == "39":
            style.pop("color", None)
        elif code == "49":
            style.pop("background", None)
        elif code == "24":
            style.pop("text-decoration", None)
        elif code.isdigit() and 30 <= int(code) <= 37:
            style["color"] = NAMED[int(code) - 30]


def main():
    style, out = {}, []
    for part in re.split("(\x1b\\[[0-9;:]*m)", sys.stdin.read().rstrip("\n")):
        if part.startswith("\x1b["):
            apply(style, part[2:-1])
        elif part:
            css = ";".join(f"{key}:{value}" for key, value in style.items())
            out.append(f'<span style="{css}">{html.escape(part)}</span>')
    page = "background:#14161b;color:#e0e2ea;margin:12px;font:15px/20px 'DejaVu Sans Mono',monospace"
    print(f'<!doctype html><meta charset="utf-8"><body style="{page}"><pre style="font:inherit;margin:0">{"".join(out)}</pre>')


main()
