use crate::text::Span;

/// Lines whose findings the author does not want to see: `x = []  # heaplight: ignore[rule, rule] reason`.
///
/// Without brackets the comment stands for every rule. It may follow other comments on its line
/// (`# type: ignore  # heaplight: ignore`).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Suppressions(Vec<Suppression>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct Suppression {
    /// The physical line, up to the end of the comment.
    line: Span,
    rules: Rules,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Rules {
    All,
    Named(Vec<String>),
}

impl Suppressions {
    /// `comment` is a comment token of the parser, so `"# heaplight: ignore"` in a string is none.
    pub(super) fn add_comment(&mut self, text: &str, comment: Span) {
        if let Some(rules) = parse_comment(&text[comment.start as usize..comment.end as usize]) {
            let start = text[..comment.start as usize].rfind(['\n', '\r']).map_or(0, |newline| newline + 1);
            self.0.push(Suppression { line: Span::new(start as u32, comment.end), rules });
        }
    }

    /// Whether a finding of `rule` at `place` is to be hidden: its first or its last line has such a comment.
    #[must_use]
    pub fn cover(&self, rule: &str, place: Span) -> bool {
        let last = place.end.max(place.start + 1) - 1;
        self.0.iter().any(|suppression| {
            let here = suppression.line.contains(place.start) || suppression.line.contains(last);
            here && match &suppression.rules {
                Rules::All => true,
                Rules::Named(names) => names.iter().any(|name| name == rule),
            }
        })
    }
}

fn parse_comment(comment: &str) -> Option<Rules> {
    comment.split('#').find_map(|part| {
        let rest = part.trim_start().strip_prefix("heaplight:")?.trim_start().strip_prefix("ignore")?;
        if let Some(list) = rest.strip_prefix('[') {
            let (names, _reason) = list.split_once(']')?;
            let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
            return Some(Rules::Named(names.map(String::from).collect()));
        }
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(Rules::All)
    })
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
}
