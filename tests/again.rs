//! Findings after edits are those of a fresh analysis, and only what an edit concerns is run again.
//!
//! With `HEAPLIGHT_EDITED` set to a folder, the sources in it are edited, too.

mod common;

use std::{fs, path::Path, sync::Arc};

use common::repository;
use heaplight::{
    annotations,
    config::{Selection, Settings},
    diagnostic::Diagnostic,
    facts::{self, Source, SourceKind},
    project::Configuration,
    rules::{Found, check_text, find_again, finish},
    server::{self, Basis, Cancel},
    syntax,
    text::Span,
};

fn source(text: &str) -> Source<'_> {
    Source { text, kind: SourceKind::Module }
}

fn find(text: &str, before: Option<&Found>) -> Found {
    find_after(text, before.as_slice())
}

/// What is found in a version of a text; the last one before it comes first.
fn find_after(text: &str, before: &[&Found]) -> Found {
    find_again(&syntax::parse(text), source(text), &Settings::default(), &Selection::default(), before)
}

fn finished(text: &str, found: &Found) -> Vec<Diagnostic> {
    finish(&syntax::parse(text), found.diagnostics.clone())
}

fn fresh(text: &str) -> Vec<Diagnostic> {
    check_text(source(text), &Settings::default(), &Selection::default()).diagnostics
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

const INSERTED: &[&str] = &[
    "x",
    "\n",
    " ",
    "(",
    ")",
    "'",
    "\"\"\"",
    "#",
    "é",
    ":",
    "def g(a=[]):\n    a.append(1)\n    return a\n",
    "class K:\n    rows = []\n    def put(self, x):\n        self.rows.append(x)\n",
    "items = []\n",
    "    del data\n",
    "    return [str(x) for x in data]\n",
    "from m import *\n",
    "global items\n",
    "for q in z:\n    z.remove(q)\n",
];

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// An edit as people make them: mostly a few letters, sometimes a line or a block, in most cases where they were.
fn edit(text: &mut String, at: &mut usize, dice: &mut Dice) {
    if dice.roll(4) == 0 {
        *at = dice.roll(text.len() + 1);
    }
    let start = floor(text, *at);
    match dice.roll(5) {
        0 => {
            let end = floor(text, (start + 1 + dice.roll(30)).min(text.len()));
            text.replace_range(start..end, "");
        }
        1 => {
            let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            text.insert_str(line, INSERTED[dice.roll(INSERTED.len())]);
        }
        2 => {
            // A copy of some other place.
            let from = floor(text, dice.roll(text.len() + 1));
            let to = floor(text, (from + dice.roll(200)).min(text.len()));
            let copy = text[from.min(to)..to].to_owned();
            text.insert_str(start, &copy);
        }
        _ => {
            let word = INSERTED[dice.roll(10)];
            text.insert_str(start, word);
            *at = start + word.len();
        }
    }
}

/// Applies edits one after the other; returns how many versions were answered without running all.
fn try_edits(name: &str, text: &str, rounds: usize) -> usize {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (text.len() as u64 + 1));
    let mut text = text.to_owned();
    let mut at = dice.roll(text.len());
    let mut known = vec![find(&text, None)];
    let mut saved = 0;
    for round in 0..rounds {
        let before = text.clone();
        edit(&mut text, &mut at, &mut dice);
        let again = find_after(&text, &known.iter().collect::<Vec<_>>());
        let all = find(&text, None);
        saved += usize::from(again.runs < all.runs);
        let (now, expected) = (finished(&text, &again), fresh(&text));
        if now != expected {
            let lost: Vec<_> = expected.iter().filter(|d| !now.contains(d)).collect();
            let extra: Vec<_> = now.iter().filter(|d| !expected.contains(d)).collect();
            panic!("{name}, edit {round}:\nlost {lost:#?}\nextra {extra:#?}\nbefore:\n{before}\nafter:\n{text}");
        }
        known.insert(0, again);
        known.truncate(1 + round % 4);
    }
    saved
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                found.extend(fs::read_to_string(&path).ok().map(|text| (path.display().to_string(), text)));
            }
        }
    }
    found.sort();
    found
}

/// Many small programs in one file: functions that have nothing to do with each other, as in a real module.
fn together(folder: &str) -> String {
    let all = sources(&repository(folder));
    let small: Vec<&str> = all.iter().map(|(_, text)| text.as_str()).filter(|text| text.len() < 4_000).collect();
    let apart = small.len().div_ceil(25).max(1);
    small.into_iter().step_by(apart).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn findings_after_edits_are_those_of_a_fresh_analysis() {
    let mut saved = 0;
    for folder in ["tests/labelled", "tests/cases", "tests/article"] {
        saved += try_edits(folder, &together(folder), 60);
    }
    assert!(saved > 40, "only {saved} of 180 edits were answered without running all");
    if let Ok(folder) = std::env::var("HEAPLIGHT_EDITED") {
        for (name, text) in sources(Path::new(&folder)) {
            try_edits(&name, &text, 25);
        }
    }
}

const MODULE: &str = "\
TABLE = {'a': 1}


def keep(item, seen=[]):
    seen.append(item)
    return seen


def put(x, to=[]):
    add(to, x)
    return to


def add(rows, x):
    rows.append(x)


def other(n, acc={}):
    acc[n] = TABLE
    return acc


class Cart:
    items = []

    def put(self, x):
        self.items.append(x)


class Shelf:
    books = []

    def place(self, x):
        self.books.append(x)
";

fn runs(before: &str, edited: &str) -> usize {
    let known = find(before, None);
    let again = find(edited, Some(&known));
    assert_eq!(finished(edited, &again), fresh(edited));
    again.runs
}

#[test]
fn only_what_an_edit_concerns_is_run_again() {
    let all = find(MODULE, None).runs;
    assert_eq!(all, 5);
    assert_eq!(find(MODULE, Some(&find(MODULE, None))).runs, 0, "nothing has changed");
    // What stands behind has findings, whose lines move only with a new line.
    assert_eq!(runs(MODULE, &MODULE.replace("books.append(x)", "books.append(x + 1)")), 1, "the last class alone");
    // `put` calls `add`: both, and neither of them anybody else.
    let callee = runs(MODULE, &MODULE.replace("rows.append(x)", "rows.append(x) or 0"));
    assert!((1..all).contains(&callee), "{callee} of {all}");
    // A new name that nobody uses.
    let appended = format!("{MODULE}\n\ndef new(a, b=[]):\n    b.append(a)\n    return b\n");
    assert_eq!(runs(MODULE, &appended), 1);
    // A half-typed line below.
    assert_eq!(runs(MODULE, &format!("{MODULE}\n\ndef new(a, b=[")), 1);
}

/// While its head does not parse, a class is not there; then it is as it was.
#[test]
fn a_class_that_was_gone_for_a_moment_is_not_run_again() {
    let whole = find(MODULE, None);
    let typed = |head: &str| MODULE.replace("class Shelf:", head);
    let gone = find_after(&typed("dclass Shelf:"), &[&whole]);
    let text = typed("def f(a): pass\n\nclass Shelf:");
    let back = find_after(&text, &[&gone, &whole]);
    assert_eq!(back.base, Some(1), "the version before goes on from the class");
    assert_eq!(finished(&text, &back), fresh(&text));
    assert!(back.runs <= 1, "{} functions were run", back.runs);
    // Nothing is read in another way than a letter before.
    let text = typed("declass Shelf:");
    let broken = find_after(&text, &[&gone, &whole]);
    assert_eq!((broken.base, broken.runs), (Some(0), 0));
    assert_eq!(finished(&text, &broken), fresh(&text));
}

#[test]
fn what_a_changed_name_stands_for_is_run_again() {
    // `add` no longer changes what it gets: the finding in `put` goes.
    let edited = MODULE.replace("    rows.append(x)", "    return [x]");
    assert!(runs(MODULE, &edited) > 0);
    let told = |text: &str| fresh(text).iter().filter(|d| d.rule == "mutable-default-mutated").count();
    assert_eq!(told(MODULE), told(&edited) + 1);
}

/// All that the server says of a version of a text, and what it found out for it.
fn told(text: &str, basis: Option<&Arc<Basis>>) -> (Vec<Diagnostic>, Arc<Basis>) {
    let analysis = server::analyze(source(text), &Configuration::default(), basis, &Cancel::default());
    (analysis.diagnostics, analysis.basis.expect("what it rests on"))
}

/// Nobody has anything to say about these, so nobody looks at their code.
const PLAIN: &str = "\
import os


def greet(name, other=None):
    text = 'hello ' + name
    if other:
        text = text + other
    return text.upper()


def size_of(path):
    info = os.stat(path)
    for step in range(3):
        info = os.stat(path) or info
    return info.st_size


def both(path, name):
    return greet(name), size_of(path)
";

const PLAIN_CLASS: &str = "\
class Point:
    origin = (0, 0)

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def length(self):
        total = self.x * self.x + self.y * self.y
        return total ** 0.5

    def scaled(self, by):
        return Point(self.x * by, self.y * by)

    class Unit:
        def name(self):
            unit = 'mü'
            return unit

    def told(self):
        greeting = greet('point')
        return f'{greeting} {self.x} {self.y}'


def last(point):
    found = point.scaled(2)
    return found
";

/// What people do inside of functions, and what makes more of it than that.
const TYPED: &[&str] = &[
    "x",
    " or 1",
    "  # ok",
    ".",
    "größe = 'é'",
    "\n    y = 2",
    "\n        y = 2",
    "\n    zz = [q for q in ()]\n    zz.append(zz)",
    "\n    print(len('a'))",
    "\n    global TABLE",
    "\n    yield 1",
    "\n    return None",
    "\n    self.items.append(self)",
    "\n    del data",
    "\n    from m import *",
    "\n    class Inner:\n        rows = []",
    "\n    def inner(a, b=[]):\n        b.append(a)\n        return b",
    "\n    fn = lambda: x",
    "(",
    ")",
    ",",
    "\"\"\"",
    "\\",
    "\n",
    "\ndef g(): pass\n",
    "  # heaplight: ignore",
];

/// Deletes or types where a line of a function ends, or anywhere in it.
fn edit_function(text: &mut String, at: &mut usize, dice: &mut Dice) {
    let lines: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    if dice.roll(3) == 0 || *at > text.len() {
        let indented =
            |end: &usize| text[..*end].rfind('\n').is_some_and(|start| text[start + 1..].starts_with("    "));
        let ends: Vec<usize> = lines.iter().copied().filter(indented).collect();
        *at = ends.get(dice.roll(ends.len())).copied().unwrap_or(0);
    }
    let start = floor(text, *at);
    match dice.roll(8) {
        0 => {
            let from = floor(text, start.saturating_sub(1 + dice.roll(12)));
            text.replace_range(from..start, "");
            *at = from;
        }
        1 => {
            let from = text[..start].rfind('\n').unwrap_or(start);
            text.replace_range(from..start, "");
            *at = from;
        }
        _ => {
            let typed = TYPED[dice.roll(TYPED.len())];
            text.insert_str(start, typed);
            // Half of the time it is taken back next.
            *at = start + typed.len();
            if dice.roll(2) == 0 {
                *at = start;
            }
        }
    }
}

/// Edits of a text one after the other; after one that breaks it, often back to what it was. Returns how many versions
/// were answered without running anything.
fn type_into(name: &str, text: &str, rounds: usize) -> usize {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d ^ (text.len() as u64 + 1));
    let (mut text, mut at, mut carried) = (text.to_owned(), usize::MAX, 0);
    let (_, mut basis) = told(&text, None);
    let mut known = vec![basis.clone()];
    let (original, mut good) = (text.clone(), text.clone());
    for round in 0..rounds {
        let before = text.clone();
        edit_function(&mut text, &mut at, &mut dice);
        let (now, next) = told(&text, Some(&basis));
        let (expected, _) = told(&text, None);
        if now != expected {
            let lost: Vec<_> = expected.iter().filter(|d| !now.contains(d)).collect();
            let extra: Vec<_> = now.iter().filter(|d| !expected.contains(d)).collect();
            let how = if known.iter().any(|known| Arc::ptr_eq(known, &next)) { "carried over" } else { "run again" };
            panic!("{name}, edit {round}, {how}:\nlost {lost:#?}\nextra {extra:#?}\nbefore:\n{before}\nafter:\n{text}");
        }
        carried += usize::from(known.iter().any(|known| Arc::ptr_eq(known, &next)));
        known.push(next.clone());
        basis = next;
        let is_broken = expected.iter().any(|finding| finding.rule == "syntax-error");
        if !is_broken && round % 20 < 19 {
            good.clone_from(&text);
        } else if round % 20 == 19 || dice.roll(3) > 0 {
            text.clone_from(if round % 20 == 19 { &original } else { &good });
        }
    }
    carried
}

#[test]
fn typing_inside_of_functions_says_what_a_fresh_analysis_says() {
    let mut carried = 0;
    carried += type_into("plain", &format!("{PLAIN}\n\n{PLAIN_CLASS}"), 500);
    for folder in ["tests/labelled", "tests/cases"] {
        let text = format!("{PLAIN}\n\n{}\n\n{PLAIN_CLASS}", together(folder));
        carried += type_into(folder, &text, 60);
    }
    assert!(carried > 50, "only {carried} versions were answered without running anything");
    if let Ok(folder) = std::env::var("HEAPLIGHT_EDITED") {
        let rounds = std::env::var("HEAPLIGHT_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
        for (name, text) in sources(Path::new(&folder)) {
            type_into(&name, &text, rounds);
        }
    }
}

/// Hints of the lines in sight are those of the whole analysis.
#[test]
fn hints_of_a_place_are_those_of_the_file() {
    let mut texts: Vec<(String, String)> =
        ["tests/labelled", "tests/cases"].map(|folder| (folder.to_owned(), together(folder))).into();
    if let Ok(folder) = std::env::var("HEAPLIGHT_EDITED") {
        texts.extend(sources(Path::new(&folder)));
    }
    for (folder, text) in texts {
        let parsed = syntax::parse(&text);
        let settings = Settings::default();
        let all = annotations::all_hints(&facts::analyze_all(&parsed, source(&text), &settings), &text);
        let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        for first in (0..lines.len().saturating_sub(60)).step_by(97) {
            let place = Span::new(lines[first] as u32 + 1, lines[first + 59] as u32);
            let near = facts::analyze_place(&parsed, source(&text), &settings, place);
            let inside = |hint: &&annotations::Hint| place.start <= hint.offset && hint.offset <= place.end;
            let here: Vec<_> = annotations::all_hints(&near, &text).iter().filter(inside).cloned().collect();
            let expected: Vec<_> = all.iter().filter(inside).cloned().collect();
            assert_eq!(here, expected, "{folder}, line {first}");
        }
    }
}
