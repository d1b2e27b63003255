//! What the tests of remedies share.

use super::{apply_edits, realise_one};
use crate::{
    config::PythonVersion,
    diagnostic::{Fix, Remedy},
    fixes::page::Page,
    syntax,
    text::Span,
};

/// The remedy for the first place of `needle` makes `expected` of `text`; the same text means that it is refused.
pub(super) fn check(text: &str, needle: &str, remedy: impl Fn(Span) -> Remedy, expected: &str) {
    check_for(PythonVersion::DEFAULT, text, needle, remedy, expected);
}

pub(super) fn check_for(
    version: PythonVersion,
    text: &str,
    needle: &str,
    remedy: impl Fn(Span) -> Remedy,
    expected: &str,
) {
    let start = text.find(needle).unwrap_or_else(|| panic!("no {needle:?} in {text:?}")) as u32;
    let parsed = syntax::parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    let mut fix = Fix::safe(remedy(Span::new(start, start + needle.len() as u32)));
    let made = realise_one(&Page::new(&parsed, text, version), &mut fix);
    let fixed = if made { apply_edits(text, &fix.edits) } else { text.to_owned() };
    assert_eq!(fixed, expected, "of {text}");
    assert_eq!(syntax::parse(&fixed).errors, [], "{fixed}");
    assert_eq!(made, !fix.title.is_empty());
}
