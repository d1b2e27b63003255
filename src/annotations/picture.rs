//! Names and the object that they all hold, drawn with lines, for tooltips.

/// `a ─┐` over `b ─┴─▶ list`: two names, one object.
pub(super) fn picture(names: &[String], object: &str) -> String {
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let last = names.len().saturating_sub(1);
    let arrow = |i: usize| match (i, last) {
        (0, 0) => format!("───▶ {object}"),
        (0, _) => "─┐".to_owned(),
        (i, last) if i == last => format!("─┴─▶ {object}"),
        _ => "─┤".to_owned(),
    };
    names.iter().enumerate().map(|(i, name)| format!("{name:width$} {}\n", arrow(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_share_an_arrow() {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(picture(&names(&["a"]), "list"), "a ───▶ list\n");
        assert_eq!(picture(&names(&["a", "bcd"]), "list"), "a   ─┐\nbcd ─┴─▶ list\n");
        assert_eq!(picture(&names(&["a", "b", "c"]), "dict"), "a ─┐\nb ─┤\nc ─┴─▶ dict\n");
        assert_eq!(picture(&[], "dict"), "");
    }
}
