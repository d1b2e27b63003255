//! `"%s: %r" % (a, b)` becomes an f-string from 3.11 on (`optimize_format` of ast_opt.c): each value is made a text before
//! the next is looked at, and there is no tuple.

use super::unit::Unit;
use crate::bytecode::op::{Conversion, Op};
use crate::config::PythonVersion;
use crate::syntax::ast::{self, Expr};
use crate::syntax::span_of;

/// Width and precision have at most so many digits.
const MAX_DIGITS: usize = 3;

/// One piece of a format.
#[derive(PartialEq, Eq, Debug)]
enum Part {
    Literal(String),
    Value { conversion: Conversion, spec: String },
}

impl<'a> Unit<'_, 'a> {
    /// Whether that is how the operation is compiled.
    pub(super) fn percent_format(&mut self, b: &'a ast::ExprBinOp) -> bool {
        if b.op != ast::Operator::Mod || !self.c.is_exact() || self.version() < PythonVersion::PY311 {
            return false;
        }
        let (Expr::StringLiteral(format), Expr::Tuple(values)) = (&*b.left, &*b.right) else { return false };
        // Up to 3.13 a tuple of constants is one before this is looked at.
        let constant = self.version() < PythonVersion::PY314 && self.fold(&b.right).is_some();
        if values.elts.iter().any(Expr::is_starred_expr) || constant {
            return false;
        }
        let Some(parts) = parts(format.value.to_str()) else { return false };
        let asked = parts.iter().filter(|p| matches!(p, Part::Value { .. })).count();
        if asked != values.elts.len() {
            return false;
        }
        let mut values = values.elts.iter();
        for part in &parts {
            match part {
                Part::Literal(text) => self.on_no_line(|u| u.string(text)),
                Part::Value { conversion, spec } => {
                    let Some(value) = values.next() else { return false };
                    self.expr(value);
                    if !spec.is_empty() {
                        self.on_no_line(|u| u.string(spec));
                    }
                    let format = Op::FormatValue { conversion: *conversion, spec: !spec.is_empty() };
                    self.at(span_of(value), |u| u.emit(format));
                }
            }
        }
        if parts.len() > 1 {
            self.emit(Op::BuildString(parts.len() as u32));
        }
        true
    }
}

/// `None` where a directive is none of `%s`, `%r`, `%a` and `%%`.
fn parts(format: &str) -> Option<Vec<Part>> {
    let (mut parts, mut literal) = (Vec::new(), String::new());
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        literal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            literal.push('%');
            rest = after;
            continue;
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(std::mem::take(&mut literal)));
        }
        let (value, after) = directive(rest)?;
        parts.push(value);
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Some(parts)
}

/// `-5.2s` of `%-5.2s`
fn directive(text: &str) -> Option<(Part, &str)> {
    let flags = text.len() - text.trim_start_matches(['-', '+', ' ', '#', '0']).len();
    let left = text[..flags].contains('-');
    let (width, rest) = digits(&text[flags..])?;
    let (precision, rest) = match rest.strip_prefix('.') {
        Some(rest) => digits(rest).map(|(p, rest)| (Some(if p.is_empty() { "0" } else { p }), rest))?,
        None => (None, rest),
    };
    let conversion = match rest.chars().next()? {
        's' => Conversion::Str,
        'r' => Conversion::Repr,
        'a' => Conversion::Ascii,
        _ => return None,
    };
    let mut spec = String::new();
    if !left && !width.is_empty() {
        spec.push('>');
    }
    spec.push_str(width);
    precision.into_iter().for_each(|p| spec.extend(['.'].into_iter().chain(p.chars())));
    Some((Part::Value { conversion, spec }, &rest[1..]))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let n = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (n <= MAX_DIGITS).then(|| text.split_at(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(conversion: Conversion, spec: &str) -> Part {
        Part::Value { conversion, spec: spec.to_owned() }
    }

    #[test]
    fn directives_become_conversions() {
        let literal = |text: &str| Part::Literal(text.to_owned());
        assert_eq!(parts("a %s%%").unwrap_or_default(), [literal("a "), value(Conversion::Str, ""), literal("%")]);
        assert_eq!(
            parts("%5r%-4.2a").unwrap_or_default(),
            [value(Conversion::Repr, ">5"), value(Conversion::Ascii, "4.2")]
        );
        assert_eq!(parts("%d"), None);
        assert_eq!(parts("100%"), None);
    }
}
