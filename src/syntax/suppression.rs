//! Comments by which an author says that a finding is not wanted.

use ruff_python_ast::{
    ModModule, Stmt,
    visitor::source_order::{SourceOrderVisitor, walk_body, walk_stmt},
};
use ruff_text_size::Ranged;

use super::parse::span;
use crate::text::Span;

/// All such comments of a file, in source order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Suppressions(Vec<Suppression>);

/// `# heaplight: ignore[rule, rule] reason` or a relative. It may follow other comments on its line
/// (`# type: ignore  # heaplight: ignore[rule]`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    pub kind: SuppressionKind,
    /// From its own `#` on.
    pub comment: Span,
    /// The names between the brackets; `None` where there are no brackets: everything.
    pub names: Option<Vec<(String, Span)>>,
    covered: Covered,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SuppressionKind {
    /// `# heaplight: ignore[rule]`
    Ignore,
    /// `# heaplight: file-ignore[rule]`
    FileIgnore,
    /// `# noqa`, or `# noqa: rule`
    Noqa,
    /// `# heaplight:` and something else: it hides nothing.
    Invalid,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Covered {
    Nothing,
    File,
    /// The physical line up to the end of the comment: findings that begin or end on it.
    Line(Span),
    /// The statement below a comment that has a line of its own: findings within.
    Statement(Span),
}

impl Suppressions {
    /// Those among the comments of a text.
    pub(super) fn of(text: &str, comments: &[Span], module: &ModModule) -> Self {
        let mut this = Self::default();
        comments.iter().for_each(|&comment| this.add_comment(text, comment));
        this.attach(module);
        this
    }

    /// `comment` is a comment token of the parser, so `"# heaplight: ignore"` in a string is none.
    fn add_comment(&mut self, text: &str, comment: Span) {
        let whole = &text[comment.start as usize..comment.end as usize];
        if !whole.contains("heaplight") && !whole.contains("noqa") && !whole.contains("NOQA") {
            return;
        }
        let start = text[..comment.start as usize].rfind(['\n', '\r']).map_or(0, |newline| newline + 1) as u32;
        let alone = text[start as usize..comment.start as usize].trim().is_empty();
        let line = Span::new(start, comment.end);
        let mut at = comment.start;
        for part in whole.split('#').skip(1) {
            let place = Span::new(at, at + 1 + part.len() as u32);
            at = place.end;
            let Some((kind, names)) = parse_comment(part, place.start + 1) else { continue };
            let covered = match kind {
                SuppressionKind::Invalid => Covered::Nothing,
                SuppressionKind::FileIgnore => Covered::File,
                // Until the statement is known: nothing.
                SuppressionKind::Ignore if alone => Covered::Statement(Span::new(comment.end, comment.end)),
                _ => Covered::Line(line),
            };
            self.0.push(Suppression { kind, comment: place, names, covered });
        }
    }

    /// Finds the statements below comments that have lines of their own.
    fn attach(&mut self, module: &ModModule) {
        let mut waiting: Vec<(u32, &mut Span)> = Vec::new();
        for suppression in &mut self.0 {
            if let Covered::Statement(place) = &mut suppression.covered {
                waiting.push((place.start, place));
            }
        }
        if !waiting.is_empty() {
            walk_body(&mut FirstBelow { waiting }, &module.body);
        }
    }

    #[must_use]
    pub fn all(&self) -> &[Suppression] {
        &self.0
    }

    /// Whether what `name` says about `place` is to be hidden.
    #[must_use]
    pub fn cover(&self, name: &str, place: Span) -> bool {
        self.0.iter().any(|s| s.kind != SuppressionKind::Noqa && s.is_over(place) && s.names_any(&[name]))
    }
}

impl Suppression {
    /// It stands where it can speak about `place`.
    #[must_use]
    pub fn is_over(&self, place: Span) -> bool {
        match &self.covered {
            Covered::Nothing => false,
            Covered::File => true,
            Covered::Line(line) => {
                let last = place.end.max(place.start + 1) - 1;
                line.contains(place.start) || line.contains(last)
            }
            Covered::Statement(statement) => statement.start <= place.start && place.end <= statement.end,
        }
    }

    /// One of these names is meant.
    #[must_use]
    pub fn names_any(&self, names: &[&str]) -> bool {
        self.names.as_ref().is_none_or(|listed| listed.iter().any(|(name, _)| names.contains(&name.as_str())))
    }
}

struct FirstBelow<'s> {
    /// Ends of comments, with the place that their statement is to be written to.
    waiting: Vec<(u32, &'s mut Span)>,
}

impl<'a> SourceOrderVisitor<'a> for FirstBelow<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let place = span(statement.range());
        // Statements come in source order: the first below a comment is the outermost there.
        self.waiting.retain_mut(|(end, covered)| {
            let below = place.start >= *end;
            if below {
                **covered = place;
            }
            !below
        });
        if self.waiting.iter().any(|(end, _)| *end < place.end) {
            walk_stmt(self, statement);
        }
    }
}

type Names = Option<Vec<(String, Span)>>;

/// `part` is what follows a `#`, which stands before `start`.
fn parse_comment(part: &str, start: u32) -> Option<(SuppressionKind, Names)> {
    let content = part.trim_start();
    if let Some(rest) = content.strip_prefix("noqa").or_else(|| content.strip_prefix("NOQA")) {
        return match rest.trim_start().strip_prefix(':') {
            Some(codes) => Some((SuppressionKind::Noqa, Some(names(part, codes, start)))),
            None => boundary(rest).then_some((SuppressionKind::Noqa, None)),
        };
    }
    let word = content.strip_prefix("heaplight:")?.trim_start();
    Some(parse_ignore(part, word, start).unwrap_or((SuppressionKind::Invalid, None)))
}

/// `word` is what follows `heaplight:` in `part`.
fn parse_ignore(part: &str, word: &str, start: u32) -> Option<(SuppressionKind, Names)> {
    let (kind, rest) = match word.strip_prefix("file-ignore") {
        Some(rest) => (SuppressionKind::FileIgnore, rest),
        None => (SuppressionKind::Ignore, word.strip_prefix("ignore")?),
    };
    if let Some(list) = rest.trim_start().strip_prefix('[') {
        let (list, _reason) = list.split_once(']')?;
        return Some((kind, Some(names(part, list, start))));
    }
    boundary(rest).then_some((kind, None))
}

fn boundary(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// The names in `list`, which is a piece of `part`.
fn names(part: &str, list: &str, start: u32) -> Vec<(String, Span)> {
    let mut at = list.as_ptr() as usize - part.as_ptr() as usize;
    let mut found = Vec::new();
    for name in list.split([',', ' ']) {
        if !name.trim().is_empty() {
            let from = start + (at + name.len() - name.trim_start().len()) as u32;
            found.push((name.trim().to_owned(), Span::new(from, from + name.trim().len() as u32)));
        }
        at += name.len() + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn covers(text: &str, rule: &str, needle: &str) -> bool {
        let start = text.find(needle).unwrap() as u32;
        parse(text).suppressions.cover(rule, Span::new(start, start + needle.len() as u32))
    }

    #[test]
    fn named_rules_only() {
        let text = "x = [1]  # heaplight: ignore[a-rule, b-rule] the reason\ny = [2]\n";
        assert!(covers(text, "a-rule", "[1]"));
        assert!(covers(text, "b-rule", "[1]"));
        assert!(!covers(text, "c-rule", "[1]"));
        assert!(!covers(text, "a-rule", "[2]"));
    }

    #[test]
    fn without_brackets_every_rule() {
        assert!(covers("x = [1]  # heaplight: ignore", "any", "[1]"));
        assert!(covers("x = [1]  #heaplight:ignore because\n", "any", "[1]"));
        assert!(!covers("x = [1]  # heaplight: ignore [other]\n", "any", "[1]"), "a space is no difference");
        assert!(covers("x = [1]  # type: ignore  # heaplight: ignore\n", "any", "[1]"));
    }

    #[test]
    fn other_comments_and_strings_do_not_count() {
        for line in [
            "x = [1]  # heaplight: ignored",
            "x = [1]  # heaplight: ignore[any",
            "x = [1]  # heaplight: ignore[]",
            "x = [1]  # please heaplight: ignore",
            "x = [1], '# heaplight: ignore'",
            "x = [1], '''\n# heaplight: ignore\n'''",
            "x = [1]  # noqa",
        ] {
            assert!(!covers(line, "any", "[1]"), "{line}");
        }
    }

    #[test]
    fn a_place_over_several_lines_is_covered_by_its_first_or_last_line() {
        let value = "[\n  1,\n]";
        assert!(covers("x = [\n  1,\n]  # heaplight: ignore\n", "any", value));
        assert!(!covers("x = [\n  1,  # heaplight: ignore\n  2,\n]\n", "any", "[\n  1,  # heaplight: ignore\n  2,\n]"));
        assert!(covers("x = [  # heaplight: ignore\r  1,\r]\r", "any", "[  # heaplight: ignore\r  1,\r]"));
    }

    #[test]
    fn a_comment_above_covers_its_statement() {
        let text = "# heaplight: ignore[any] why\n\n# more\n@d\ndef f():\n    x = [1]\n    # heaplight: ignore\n    y = [2]\nz = [3]\n";
        assert!(covers(text, "any", "[1]"));
        assert!(!covers(text, "other", "[1]"));
        assert!(covers(text, "other", "[2]"));
        assert!(!covers(text, "any", "[3]"));
    }

    #[test]
    fn a_file_is_covered_from_anywhere() {
        let text = "x = [1]\n# heaplight: file-ignore[any]\ny = [2]\n";
        assert!(covers(text, "any", "[1]") && covers(text, "any", "[2]") && !covers(text, "other", "[2]"));
    }

    #[test]
    fn places_of_names_and_parts() {
        let text = "x = 1  # a # heaplight: ignore[b, cc] d # noqa: e";
        let parsed = parse(text);
        let slice = |span: Span| &text[span.start as usize..span.end as usize];
        let [ignore, noqa] = parsed.suppressions.all() else { panic!("{:?}", parsed.suppressions) };
        assert_eq!(slice(ignore.comment), "# heaplight: ignore[b, cc] d ");
        let names: Vec<&str> = ignore.names.iter().flatten().map(|(_, place)| slice(*place)).collect();
        assert_eq!(names, ["b", "cc"]);
        assert_eq!((noqa.kind, slice(noqa.names.as_ref().unwrap()[0].1)), (SuppressionKind::Noqa, "e"));
    }
}
