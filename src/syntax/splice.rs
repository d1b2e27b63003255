//! A text parsed again after an edit: only the statements of the module that the edit touches.

use ruff_python_ast::visitor::transformer::Transformer;
use ruff_python_ast::{Stmt, token::TokenKind};
use ruff_python_parser::ParseError;
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::{
    Parsed, Suppressions, SyntaxError,
    parse::{parse, parse_whole},
    shift::Shift,
    span_of,
};
use crate::text::{Change, Span};

/// The same as [`parse`] of `text`; `tree` is what was parsed of `before`.
#[must_use]
pub fn parse_again(tree: Parsed, before: &str, text: &str) -> Parsed {
    match reparsed(&tree, before, text) {
        Some((region, chunk)) => region.replaced(tree, chunk, text),
        None => parse(text),
    }
}

fn reparsed(tree: &Parsed, before: &str, text: &str) -> Option<(Region, Parsed)> {
    if !tree.too_deep.is_empty() {
        return None;
    }
    let body: Vec<Span> = tree.module.body.iter().map(span_of).collect();
    Region::of(&body, &tree.errors, before, &Change::between(before, text))?.parse(body.len(), text)
}

/// Whether all of `text` parses. All of `before` did, and these are the statements of it; `None` where they do not tell.
#[must_use]
pub fn parses_again(body: &[Span], before: &str, text: &str) -> Option<bool> {
    let (_, chunk) = Region::of(body, &[], before, &Change::between(before, text))?.parse(body.len(), text)?;
    Some(chunk.errors.is_empty())
}

/// Statements with all that stands between them and the next one, as whole lines.
struct Region {
    /// Which statements of before.
    first: usize,
    end: usize,
    /// Where they stood.
    place: Span,
    edit: Shift,
}

/// What stands in front of the next statement may be read in the light of its first word; so one with the same word is
/// put behind a region that is parsed alone. Two lines in it, which are one where a bracket is open.
const SENTINELS: &[(&str, &str)] = &[
    ("class", "class x:\n    pass\n    pass\n"),
    ("def", "def x():\n    pass\n    pass\n"),
    ("async", "async def x():\n    pass\n    pass\n"),
    ("@", "@x\ndef x():\n    pass\n    pass\n"),
    ("if", "if x:\n    pass\n    pass\n"),
    ("for", "for x in x:\n    pass\n    pass\n"),
    ("while", "while x:\n    pass\n    pass\n"),
    ("with", "with x:\n    pass\n    pass\n"),
    ("import", "import x\n"),
    ("from", "from x import x\n"),
    ("", "x = x\n"),
];

/// They go on with the statement in front of them, or do so at times.
const CONTINUING: &[&str] = &["else", "elif", "except", "finally", "case"];

/// First words of statements that no sentinel stands for.
const OTHER: &[&str] = &[
    "assert", "await", "break", "case", "continue", "del", "elif", "else", "except", "finally", "global", "lambda",
    "match", "nonlocal", "not", "pass", "raise", "return", "try", "type", "yield", "and", "or", "in", "is", "as",
    "None", "True", "False",
];

impl Region {
    fn of(body: &[Span], errors: &[SyntaxError], before: &str, change: &Change) -> Option<Self> {
        let edit = change.was();
        let starts_line = |offset: u32| offset == 0 || before.as_bytes().get(offset as usize - 1) == Some(&b'\n');
        let mut first = body.partition_point(|stmt| stmt.start <= edit.start);
        let mut start = 0;
        // The lines between two statements are nobody's.
        let gap = first.checked_sub(1).map(|last| body[last].end)?;
        let line_end = before.get(gap as usize..edit.start.max(gap) as usize)?.find('\n');
        // `@decorator` may still wait for its function.
        let next = body.get(first).map_or(u32::MAX, |stmt| stmt.start);
        let line_end = line_end.filter(|_| errors.iter().all(|error| error.span.start > next));
        if let Some(line_end) = line_end {
            start = gap + line_end as u32 + 1;
        } else {
            loop {
                first = first.checked_sub(1)?;
                start = body[first].start.max(start);
                if starts_line(start) {
                    break;
                }
                start = 0;
            }
        }
        let mut end = body.partition_point(|stmt| stmt.start <= edit.end).max(first);
        // `dclass A:` leaves the lines of the body as statements that do not start theirs.
        while body.get(end).is_some_and(|stmt| !starts_line(stmt.start)) {
            end += 1;
        }
        let stop = body.get(end).map_or(before.len() as u32, |stmt| stmt.start);
        let place = Span::new(start, stop);
        // What is missing in the statement before is missed where this one starts.
        let outside = |error: &SyntaxError| error.span.start <= start || stop <= error.span.end;
        let edit = Shift { from: edit.end, to: change.now().end };
        (!errors.iter().any(outside)).then_some(Self { first, end, place, edit })
    }

    /// Its text, if that alone tells how it is to be read.
    fn parse(self, count: usize, text: &str) -> Option<(Self, Parsed)> {
        let stop = self.place.end + self.edit.to - self.edit.from;
        let own = text.get(self.place.start as usize..stop as usize)?;
        let is_joined = own.trim_end().ends_with('\\');
        if is_joined || !begins_anew(own) {
            return None;
        }
        let is_last = self.end == count;
        let sentinel = if is_last { "" } else { sentinel(text.get(stop as usize..)?)? };
        let length = own.len() as u32;
        // What is said of the next word is true of it if it is the same.
        let same = sentinel.find([' ', 'x']);
        let behind = length + same.unwrap_or(0) as u32;
        let closed = |_: &mut dyn Iterator<Item = TokenKind>, errors: &[ParseError]| {
            is_last
                || errors
                    .iter()
                    .all(|error| error.location.start().to_u32() <= length && error.location.end().to_u32() <= behind)
        };
        let whole = parse_whole(&[own, sentinel].concat(), closed);
        let mut chunk = whole.parsed;
        if !is_last {
            let last = chunk.module.body.pop()?;
            let found = Span::new(length, length + sentinel.trim_end().len() as u32);
            if span_of(&last) != found || chunk.module.body.last().is_some_and(|stmt| stmt.end().to_u32() > length) {
                return None;
            }
        }
        (whole.is_closed && chunk.too_deep.is_empty()).then_some((self, chunk))
    }

    fn replaced(&self, mut tree: Parsed, mut chunk: Parsed, text: &str) -> Parsed {
        let into_text = Shift { from: 0, to: self.place.start };
        let mut behind = tree.module.body.split_off(self.end);
        tree.module.body.truncate(self.first);
        shift(&mut chunk.module.body, &into_text);
        shift(&mut behind, &self.edit);
        tree.module.body.append(&mut chunk.module.body);
        tree.module.body.append(&mut behind);
        tree.module.range = TextRange::new(TextSize::new(0), TextSize::new(text.len() as u32));
        let moved = |span: Span, by: &Shift| Span::new(span.start + by.to - by.from, span.end + by.to - by.from);
        let errors = chunk.errors.into_iter();
        tree.errors = errors.map(|error| SyntaxError { span: moved(error.span, &into_text), ..error }).collect();
        let split = |offset| tree.comments.partition_point(|comment| comment.start < offset);
        let (start, end) = (split(self.place.start), split(self.place.end));
        let behind: Vec<Span> = tree.comments[end..].iter().map(|&span| moved(span, &self.edit)).collect();
        tree.comments.truncate(start);
        tree.comments.extend(chunk.comments.into_iter().map(|span| moved(span, &into_text)));
        tree.comments.extend(behind);
        tree.suppressions = Suppressions::of(text, &tree.comments, &tree.module);
        tree
    }
}

fn shift(body: &mut [Stmt], by: &Shift) {
    if by.from != by.to {
        body.iter_mut().for_each(|stmt| by.visit_stmt(stmt));
    }
}

/// The text does not go on with a statement in front of it.
fn begins_anew(text: &str) -> bool {
    let line = text.split('\n').find(|line| !line.trim_start().is_empty() && !line.trim_start().starts_with('#'));
    line.is_none_or(|line| {
        !line.starts_with(|c: char| c.is_whitespace() || c == '\\') && !CONTINUING.contains(&first_word(line))
    })
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn sentinel(next: &str) -> Option<&'static str> {
    let word = first_word(next);
    let begins = match word {
        "" if next.starts_with('@') => "@",
        word if OTHER.contains(&word) || !word.starts_with(|c: char| c.is_alphabetic() || c == '_') => return None,
        word => word,
    };
    // A prefix of a string is no name.
    if next[word.len()..].starts_with(['"', '\'']) {
        return None;
    }
    let known = SENTINELS.iter().find(|(word, _)| *word == begins).or(SENTINELS.last());
    known.map(|(_, sentinel)| *sentinel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parsed: &Parsed) -> String {
        format!("{:?} {:?} {:?} {:?}", parsed.module, parsed.errors, parsed.comments, parsed.suppressions)
    }

    const TEXT: &str = "\
import os, sys as system
from a.b import (c as d,
    e)  # why


@decorated(x, *y, key=1, **z)
async def f[T: int, *Ts, **P](a, /, b: int = 1, *args: str, c=(yield), **kwargs) -> None:
    '''Says.'''
    global g; nonlocal h  # noqa: X1
    async with open(a) as b, c: pass
    async for i, (j, *k) in l: continue
    else: break
    x: int = 1; y += 2; del z[0], z.a, z[1:2:3, ...]
    return f'a{b!r:>{c}}d' 'e' f\"{x=}\" if rb'f' or not a < b <= c else lambda q=1, *r: {**q, 'a': -1}


class A(B, metaclass=C):
    type X[T = int] = list[T]
    # heaplight: ignore[some-rule] below
    def m(self):
        # a comment
        match self.x:
            case 1 | -2.5j | None: pass
            case [a, *_, {'k': v, **rest}] if a: assert a, v
            case Point(x=0, y=(b as c)): raise E from None
        return [a for a in b if c async for d in e], {a: b for a in b}, {1, 2}, (a := 1), (x for x in y), await z
        try:
            while (yield from a): t'{b}' + 'a' 'b'
        except* E as e: pass
        finally: pass
    if a: b
    elif c: d
    else: e


name = A()
name.x = [1, 2] and 0 or \"ü\"
";

    #[test]
    fn spliced_trees_are_those_of_the_whole_text() {
        let inserted = [
            "x",
            " ",
            "\n",
            "(",
            ")",
            "[",
            "'",
            "\"\"\"",
            ":",
            "def",
            "def g(a=[",
            "#",
            "\\",
            "@",
            "    y = 1\n",
            "else:\n",
            "pass\n",
            "def g(a=[]):\n    acc.ape",
            "class",
            "é",
            "# heaplight: ignore\n",
            "\n    z = 2\n",
            ";",
            "{",
            "case",
            "d",
            "def b",
        ];
        assert_eq!(parse(TEXT).errors, []);
        let (mut spliced, mut all) = (0, 0);
        for text in [TEXT.to_owned(), TEXT.replace('\n', "\n\n"), format!("{TEXT}{TEXT}")] {
            for at in (0..=text.len()).step_by(2).filter(|&at| text.is_char_boundary(at)) {
                let insertion = inserted[at / 2 % inserted.len()];
                let end = text.ceil_char_boundary((at + at % 4).min(text.len()));
                let edited = [&text[..at], insertion, &text[end..]].concat();
                for (before, after) in [(&text, &edited), (&edited, &text)] {
                    let tree = parse(before);
                    let is_spliced = reparsed(&tree, before, after).is_some();
                    let body: Vec<Span> = tree.module.body.iter().map(span_of).collect();
                    let parses = parses_again(&body, before, after).filter(|_| tree.errors.is_empty());
                    assert!(parses.is_none_or(|parses| parses == parse(after).errors.is_empty()), "{after}");
                    let again = parse_again(tree, before, after);
                    let (again, fresh) = (shown(&again), shown(&parse(after)));
                    let differ = again.bytes().zip(fresh.bytes()).position(|(a, b)| a != b).unwrap_or(0);
                    let near = |text: &str| text.chars().skip(differ.saturating_sub(300)).take(600).collect::<String>();
                    assert!(again == fresh, "at {at} {insertion:?}:\n{after}\n{}\n{}", near(&again), near(&fresh));
                    spliced += usize::from(is_spliced);
                    all += 1;
                }
            }
        }
        assert!(spliced * 3 > all, "{spliced} of {all}");
    }
}
