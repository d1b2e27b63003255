//! The format mini-language: `format(v, "<8,.2f")`, `f"{v:>10}"` (`formatter_unicode.c`).

use super::Machine;
use super::render::float_repr;
use crate::config::PythonVersion;
use crate::heap::{ObjectData, Value};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

/// Wider results are not followed.
const MAX_WIDTH: usize = 10_000;
/// More digits than that a float does not have.
const MAX_PRECISION: usize = 400;

/// A format specification, taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Spec {
    pub fill: Option<char>,
    pub align: Option<char>,
    pub sign: Option<char>,
    pub alternate: bool,
    pub zero: bool,
    pub width: usize,
    pub grouping: Option<char>,
    pub precision: Option<usize>,
    pub kind: Option<char>,
}

impl Spec {
    /// `None` where it is wrong or not followed.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut spec = Self::default();
        let mut rest = text;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(fill), Some(align)) if "<>=^".contains(align) => {
                (spec.fill, spec.align) = (Some(fill), Some(align));
                rest = chars.as_str();
            }
            (Some(align), _) if "<>=^".contains(align) => {
                spec.align = Some(align);
                rest = &text[1..];
            }
            _ => {}
        }
        let mut take = |allowed: &str| {
            let c = rest.chars().next().filter(|&c| allowed.contains(c))?;
            rest = &rest[c.len_utf8()..];
            Some(c)
        };
        spec.sign = take("+- ");
        spec.alternate = take("#").is_some();
        spec.zero = take("0").is_some();
        spec.width = number(&mut take)?.unwrap_or(0);
        spec.grouping = take(",_");
        if take(".").is_some() {
            spec.precision = Some(number(&mut take)??);
        }
        spec.kind = take("bcdeEfFgGnosxX%");
        let fits = spec.width < MAX_WIDTH && spec.precision.is_none_or(|p| p <= MAX_PRECISION);
        (rest.is_empty() && fits && spec.kind != Some('n')).then_some(spec)
    }

    fn pad(&self, text: String, default: char) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        let fill = |n: usize| std::iter::repeat_n(fill, n).collect::<String>();
        match self.align.unwrap_or(default) {
            '<' => text + &fill(missing),
            '^' => fill(missing / 2) + &text + &fill(missing - missing / 2),
            _ => fill(missing) + &text,
        }
    }

    /// A number of sign, prefix, digits and the rest behind them (`.5`, `e+10`, `%`).
    fn number(&self, negative: bool, prefix: &str, digits: &str, rest: &str) -> String {
        let sign = match (negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let head = format!("{sign}{prefix}");
        let align = self.align.unwrap_or(if self.zero { '=' } else { '>' });
        let fill = self.fill.unwrap_or(if self.zero { '0' } else { ' ' });
        let inside = self.width.saturating_sub(head.len() + rest.len());
        if align == '=' && fill == '0' {
            let mut digits = digits.to_owned();
            while self.grouped(&digits).len() < inside {
                digits.insert(0, '0');
            }
            return format!("{head}{}{rest}", self.grouped(&digits));
        }
        let digits = self.grouped(digits);
        if align == '=' {
            let missing = inside.saturating_sub(digits.len());
            let fill: String = std::iter::repeat_n(fill, missing).collect();
            return format!("{head}{fill}{digits}{rest}");
        }
        self.pad(format!("{head}{digits}{rest}"), '>')
    }

    fn grouped(&self, digits: &str) -> String {
        let Some(separator) = self.grouping else { return digits.to_owned() };
        let size = if matches!(self.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 };
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(size) {
                out.push(separator);
            }
            out.push(c);
        }
        out
    }

    pub(super) fn text(&self, s: &str, version: PythonVersion) -> Option<String> {
        let wrong = self.sign.is_some() || self.alternate || self.grouping.is_some() || self.align == Some('=');
        if wrong || !matches!(self.kind, None | Some('s')) || (self.zero && version < PythonVersion::PY310) {
            return None;
        }
        let s: String = s.chars().take(self.precision.unwrap_or(usize::MAX)).collect();
        Some(self.pad(s, '<'))
    }

    pub(super) fn int(&self, n: &BigInt) -> Option<String> {
        let radix = match self.kind {
            None | Some('d') => 10,
            Some('b') => 2,
            Some('o') => 8,
            Some('x' | 'X') => 16,
            Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
                return self.float(n.to_f64().filter(|f| f.abs() < 9e15)?);
            }
            Some('c') => {
                let c = char::from_u32(n.to_u32()?)?;
                return Some(self.pad(c.to_string(), '<'));
            }
            _ => return None,
        };
        if self.precision.is_some() || n.bits() > 10_000 {
            return None;
        }
        let digits = n.abs().to_str_radix(radix);
        let prefix = match (self.alternate, self.kind) {
            (true, Some('b')) => "0b",
            (true, Some('o')) => "0o",
            (true, Some('x')) => "0x",
            (true, Some('X')) => "0X",
            _ => "",
        };
        let digits = if self.kind == Some('X') { digits.to_uppercase() } else { digits };
        Some(self.number(n.is_negative(), prefix, &digits, ""))
    }

    pub(super) fn float(&self, f: f64) -> Option<String> {
        if self.alternate {
            return None;
        }
        let negative = f.is_sign_negative() && !f.is_nan();
        let f = f.abs();
        if !f.is_finite() {
            let text = if f.is_nan() { "nan" } else { "inf" };
            let upper = matches!(self.kind, Some('F' | 'E' | 'G'));
            return (!self.zero)
                .then(|| self.number(negative, "", &if upper { text.to_uppercase() } else { text.to_owned() }, ""));
        }
        let text = match (self.kind, self.precision) {
            (Some('f' | 'F'), p) => format!("{f:.*}", p.unwrap_or(6)),
            (Some('%'), p) => format!("{:.*}%", p.unwrap_or(6), f * 100.0),
            (Some('e'), p) => exponential(f, p.unwrap_or(6)),
            (Some('E'), p) => exponential(f, p.unwrap_or(6)).to_uppercase(),
            (Some('g'), p) => general(f, p.unwrap_or(6).max(1), false),
            (Some('G'), p) => general(f, p.unwrap_or(6).max(1), false).to_uppercase(),
            (None, None) => float_repr(f),
            (None, Some(p)) => general(f, p.max(1), true),
            _ => return None,
        };
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, rest) = text.split_at(end);
        Some(self.number(negative, "", digits, rest))
    }
}

/// Digits up to the next other character; `Some(None)` if there are none.
fn number(take: &mut impl FnMut(&str) -> Option<char>) -> Option<Option<usize>> {
    let mut n: Option<usize> = None;
    while let Some(d) = take("0123456789").and_then(|c| c.to_digit(10)) {
        n = Some(n.unwrap_or(0).checked_mul(10)?.checked_add(d as usize)?);
    }
    Some(n)
}

/// `1.50e+00`
fn exponential(f: f64, precision: usize) -> String {
    let text = format!("{f:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// `%g`: so many significant digits, without zeros at the end; `dot` keeps one digit behind the point, as `repr` does.
fn general(f: f64, precision: usize, dot: bool) -> String {
    let scientific = format!("{f:.*e}", precision - 1);
    let exponent: i32 = scientific.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let trimmed = |text: &str| {
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    let most = precision as i32 - i32::from(dot);
    if exponent < -4 || exponent >= most {
        let text = exponential(f, precision - 1);
        let (mantissa, rest) = text.split_once('e').unwrap_or((&text, "+00"));
        return format!("{}e{rest}", trimmed(mantissa));
    }
    let decimals = (precision as i32 - 1 - exponent).max(0) as usize;
    let text = trimmed(&format!("{f:.decimals$}"));
    if dot && !text.contains('.') { text + ".0" } else { text }
}

impl Machine<'_> {
    /// `format(v, spec)` where it runs no Python code.
    pub(super) fn format(&self, v: Value, spec: &str) -> Option<String> {
        let (_, object) = self.known(v)?;
        if spec.is_empty() {
            return match &object.data {
                ObjectData::Str(s) => Some(s.to_string()),
                _ => self.repr(v),
            };
        }
        let spec = Spec::parse(spec)?;
        match &object.data {
            ObjectData::Str(s) => spec.text(s, self.version),
            ObjectData::Int(n) => spec.int(&BigInt::from(*n)),
            ObjectData::Bool(b) => spec.int(&BigInt::from(u8::from(*b))),
            ObjectData::BigInt(n) => spec.int(n),
            ObjectData::Float(f) => spec.float(*f),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(n: i64, spec: &str) -> String {
        Spec::parse(spec).and_then(|s| s.int(&BigInt::from(n))).unwrap_or_default()
    }

    fn float(f: f64, spec: &str) -> String {
        Spec::parse(spec).and_then(|s| s.float(f)).unwrap_or_default()
    }

    #[test]
    fn numbers_are_padded_and_grouped() {
        assert_eq!(int(123, "04,"), "0,123");
        assert_eq!(int(-255, "#x"), "-0xff");
        assert_eq!(int(7, "*^5"), "**7**");
        assert_eq!(int(7, "=+5d"), "+   7");
        assert_eq!(int(1 << 20, "_x"), "10_0000");
    }

    #[test]
    fn floats_have_as_many_digits_as_asked() {
        assert_eq!(float(123.0, ".3"), "1.23e+02");
        assert_eq!(float(0.5, ".0%"), "50%");
        assert_eq!(float(1234.5, "010,.1f"), "0,001,234.5");
        assert_eq!(float(1e-5, "g"), "1e-05");
        assert_eq!(float(100_000.0, "g"), "100000");
    }
}
