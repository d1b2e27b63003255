//! A rule's name in a comment, with its page: `# heaplight: ignore[rule-name]`.

use super::{HintKind, Hover};
use crate::{rules, text::Span};

/// The page of the rule whose name stands at a UTF-8 byte offset in a suppression comment.
#[must_use]
pub fn rule_page(text: &str, offset: u32) -> Option<Hover> {
    let (name, span) = name_in_comment(text, offset as usize)?;
    let rule = rules::all().find(|rule| rule.name == name).map(|rule| page(rule.name));
    let hint = || {
        let kind = HintKind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some(format!("**{}**: a hint that heaplight shows at the end of a line", kind.name()))
    };
    Some(Hover { span, markdown: rule.flatten().or_else(hint)? })
}

/// All that is written about a rule.
#[must_use]
pub fn page(name: &str) -> Option<String> {
    let rule = rules::all().find(|rule| rule.name == name)?;
    Some(format!("**{}**: {}\n\n{}", rule.name, rule.summary, rule.docs.trim()))
}

/// Every name of a rule in a suppression comment.
#[must_use]
pub fn rules_in_comments(text: &str) -> Vec<(Span, &'static str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((open, close)) = brackets(line) {
            let mut at = open + 1;
            for word in line[at..close].split(',') {
                let first = start + at + word.len() - word.trim_start().len();
                let rule = rules::all().find(|rule| rule.name == word.trim());
                out.extend(rule.map(|rule| (Span::new(first as u32, (first + rule.name.len()) as u32), rule.name)));
                at += word.len() + 1;
            }
        }
        start += line.len();
    }
    out
}

/// Where the names of a suppression comment are.
fn brackets(line: &str) -> Option<(usize, usize)> {
    let comment = line.rfind('#').filter(|&at| line[at..].contains("heaplight:"))?;
    let open = comment + line[comment..].find('[')?;
    Some((open, open + line[open..].find(']')?))
}

fn name_in_comment(text: &str, offset: usize) -> Option<(&str, Span)> {
    let start = text.get(..offset)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].split('\n').next()?;
    let (open, close) = brackets(line)?;
    let at = offset - start;
    if !(open < at && at <= close) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let first = line[..at].rfind(|c: char| !is_name(c)).map_or(0, |before| before + 1);
    let name = line[first..].split(|c: char| !is_name(c)).next().filter(|name| !name.is_empty())?;
    let from = (start + first) as u32;
    Some((name, Span::new(from, from + name.len() as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_every_comment_is_found() {
        let text = "a = 1  # heaplight: ignore[ growth,no-such-rule , late-binding-closure] why\nb = 2  # see [x]\n\
                    # heaplight: file-ignore[repeated-mutable-sequence]\n";
        let found: Vec<&str> = rules_in_comments(text)
            .into_iter()
            .inspect(|(span, name)| assert_eq!(&text[span.start as usize..span.end as usize], *name))
            .map(|(_, name)| name)
            .collect();
        assert_eq!(found, ["late-binding-closure", "repeated-mutable-sequence"]);
    }

    #[test]
    fn a_rule_in_a_comment_shows_its_page() {
        let text = "x = 1\ny = [[]] * 3  # heaplight: ignore[repeated-mutable-sequence, same-object] why\n";
        let at = |needle: &str| rule_page(text, text.find(needle).unwrap() as u32 + 2);
        let page = at("repeated-").expect("a page");
        assert!(page.markdown.starts_with("**repeated-mutable-sequence**"), "{}", page.markdown);
        assert_eq!(&text[page.span.start as usize..page.span.end as usize], "repeated-mutable-sequence");
        assert!(at("same-object").is_some());
        for elsewhere in ["x =", "ignore", "why", "y ="] {
            assert_eq!(at(elsewhere), None, "{elsewhere}");
        }
    }
}
