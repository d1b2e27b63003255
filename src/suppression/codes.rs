//! Codes of other linters that a `# noqa` comment may give. Who has accepted what ruff says of a line has accepted what
//! heaplight says of the same thing there.

/// Rules, and the codes of ruff's rules (and thereby of flake8-bugbear's and its other models) that match them.
static CODES: [(&str, &[&str]); 13] = [
    ("cached-method-pins-self", &["B019"]),
    ("dangling-task", &["RUF006"]),
    ("dataclass-field-shared-instance", &["RUF008", "RUF009"]),
    ("exhausted-generator-reused", &["B031"]),
    ("exhausted-iterator-default", &["B008"]),
    ("fromkeys-shared-value", &["RUF024"]),
    ("late-binding-closure", &["B023"]),
    ("list-consumed-by-aggregate", &["C419"]),
    ("list-for-first", &["RUF015"]),
    ("mutable-class-attr-mutated", &["RUF012"]),
    ("mutable-default-mutated", &["B006", "B008"]),
    ("mutate-while-iterating", &["B909", "PLE4703"]),
    ("readlines-materialised", &["FURB129"]),
];

/// The codes by which `# noqa: CODE` hides a rule's findings, besides the rule's own name.
#[must_use]
pub fn codes(rule: &str) -> &'static [&'static str] {
    CODES.iter().find(|(name, _)| *name == rule).map_or(&[], |(_, codes)| codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_rules_exist() {
        for (name, _) in CODES {
            assert!(rules::names().contains(&name), "{name}");
        }
    }
}
