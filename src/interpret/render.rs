//! `repr`, `str` and formatting of known values: exactly what CPython prints, or nothing.

use super::Machine;
use super::machine::{MAX_RESULT, Run, stop};
use crate::bytecode::Conversion;
use crate::heap::{Class, ObjectData, Type, Value};

/// Deepest nesting of containers that is rendered.
pub(super) const MAX_DEPTH: u32 = 40;
/// Longest text of a container, in bytes.
const MAX_TEXT: usize = 1_000_000;

impl Machine<'_> {
    /// `repr(v)`, if every part of it is known and it runs no Python code.
    pub(super) fn repr(&self, v: Value) -> Option<String> {
        let mut out = String::new();
        self.write_repr(v, 0, &mut out).map(|()| out)
    }

    pub(super) fn write_repr(&self, v: Value, depth: u32, out: &mut String) -> Option<()> {
        if depth > MAX_DEPTH || out.len() > MAX_TEXT {
            return None;
        }
        let (_, object) = self.known(v)?;
        if self.has_own_text(object.class) {
            return None;
        }
        match &object.data {
            ObjectData::Plain if object.is(Type::NoneType) => out.push_str("None"),
            ObjectData::Plain if object.is(Type::Ellipsis) => out.push_str("Ellipsis"),
            ObjectData::Bool(b) => out.push_str(if *b { "True" } else { "False" }),
            ObjectData::Int(n) => out.push_str(&n.to_string()),
            // 3.11 and later refuse to print ints of more than 4300 digits.
            ObjectData::BigInt(n) if n.bits() < 10_000 => out.push_str(&n.to_string()),
            ObjectData::Float(f) => out.push_str(&float_repr(*f)),
            ObjectData::Str(s) => str_repr(s, out)?,
            ObjectData::List(l) => self.write_items(&l.items, "[", "]", depth, out)?,
            ObjectData::Tuple(t) if t.len() == 1 => self.write_items(t, "(", ",)", depth, out)?,
            ObjectData::Tuple(t) => self.write_items(t, "(", ")", depth, out)?,
            ObjectData::Dict(d) if is_library_mapping(object.class) => self.write_mapping(object, d, depth, out)?,
            ObjectData::Dict(d) => self.write_pairs(&d.iter().collect::<Vec<_>>(), depth, out)?,
            ObjectData::Set(s) => self.write_set(s, object.is(Type::FrozenSet), depth, out)?,
            ObjectData::Range(r) => {
                let [start, end, step] = r.1;
                let text =
                    if step == 1 { format!("range({start}, {end})") } else { format!("range({start}, {end}, {step})") };
                out.push_str(&text);
            }
            ObjectData::Complex(c) if c.0 == 0.0 && c.0.is_sign_positive() => {
                out.push_str(&format!("{}j", imaginary(c.1)));
            }
            ObjectData::Slice(bounds) => {
                self.write_items(bounds, "slice(", ")", depth, out)?;
            }
            ObjectData::Bytes(b) => bytes_repr(b, out),
            ObjectData::View { dict, kind } => self.write_view(*dict, *kind, depth, out)?,
            ObjectData::Native(n) => self.write_native(object, n, depth, out)?,
            ObjectData::Class(d) => out.push_str(&format!("<class '__main__.{}'>", d.name)),
            ObjectData::Builtin(name) if super::builtins::is_class(name) && shows_its_module(name) => {
                out.push_str(&format!("<class '{name}'>"));
            }
            _ => return None,
        }
        Some(())
    }

    pub(super) fn write_pairs(&self, pairs: &[(Value, Value)], depth: u32, out: &mut String) -> Option<()> {
        out.push('{');
        for (i, &(k, v)) in pairs.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write_repr(k, depth + 1, out)?;
            out.push_str(": ");
            self.write_repr(v, depth + 1, out)?;
        }
        out.push('}');
        Some(())
    }

    pub(super) fn write_items(
        &self,
        items: &[Value],
        open: &str,
        close: &str,
        depth: u32,
        out: &mut String,
    ) -> Option<()> {
        out.push_str(open);
        for (i, &v) in items.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            self.write_repr(v, depth + 1, out)?;
        }
        out.push_str(close);
        Some(())
    }

    /// The order of a set of several items is not always known.
    fn write_set(&self, s: &crate::heap::SetData, frozen: bool, depth: u32, out: &mut String) -> Option<()> {
        let items = s.ordered()?;
        match (&items[..], frozen) {
            ([], false) => out.push_str("set()"),
            ([], true) => out.push_str("frozenset()"),
            (_, false) => self.write_items(&items, "{", "}", depth, out)?,
            (_, true) => self.write_items(&items, "frozenset({", "})", depth, out)?,
        }
        Some(())
    }

    pub(super) fn format_value(&mut self, f: usize, conversion: Conversion, spec: bool) -> Run<()> {
        let spec = if spec { Some(self.pop(f)?) } else { None };
        let v = self.pop(f)?;
        let hooks = match conversion {
            Conversion::Repr => ["__repr__", "__repr__"],
            Conversion::Ascii => ["__repr__", "__repr__"],
            Conversion::None | Conversion::Str => ["__str__", "__repr__"],
        };
        let spec_text = spec.and_then(|s| self.as_str(s)).map(str::to_owned);
        if spec.is_some() && spec_text.is_none() {
            return Err(stop("an unknown format"));
        }
        if conversion == Conversion::None && self.special(v, "__format__").is_some() {
            let spec = spec.unwrap_or_else(|| self.string(""));
            let result = self.formatted(v, spec)?;
            return self.finish(f, result, &[v, spec]);
        }
        // An exact str without a format is used as it is.
        if conversion == Conversion::None
            && self.user_class(v).is_none()
            && self.as_str(v).is_some()
            && spec_text.as_deref().unwrap_or("").is_empty()
        {
            self.push(f, v);
            return spec.map_or(Ok(()), |s| self.decref(s));
        }
        let plain = conversion != Conversion::Repr && spec_text.as_deref().unwrap_or("").is_empty();
        if plain && let Some(text) = self.text_of_exception(v) {
            self.incref(text);
            self.finish(f, text, &[v])?;
            return spec.map_or(Ok(()), |s| self.decref(s));
        }
        let unchanged = spec.is_none() || conversion == Conversion::None;
        if unchanged
            && spec_text.as_deref().unwrap_or("").is_empty()
            && let Some(text) = self.converted(v, conversion)?
        {
            self.finish(f, text, &[v])?;
            return spec.map_or(Ok(()), |s| self.decref(s));
        }
        let text = match spec_text.as_deref() {
            Some(spec) if conversion == Conversion::None => self.format_text(v, spec)?,
            None if conversion == Conversion::None => self.format_text(v, "")?,
            spec => {
                let text = self.text_of(v, hooks)?;
                let text = if conversion == Conversion::Ascii { text.map(|t| super::percent::ascii(&t)) } else { text };
                match spec.filter(|s| !s.is_empty()) {
                    Some(spec) => {
                        super::format::Spec::parse(spec).zip(text).and_then(|(s, t)| s.text(&t, self.version))
                    }
                    None => text,
                }
            }
        };
        let Some(text) = text else { return Err(stop("a formatted value that is not known")) };
        let same = matches!(conversion, Conversion::None | Conversion::Str);
        if same && self.user_class(v).is_none() && self.as_str(v) == Some(&*text) {
            // What is padded or cut by nothing is given on.
            self.push(f, v);
            return spec.map_or(Ok(()), |s| self.decref(s));
        }
        let result = if spec_text.is_some() { self.string(&text) } else { self.fresh_string(&text) };
        if [Value::TRUE, Value::FALSE, Value::NONE].contains(&v) {
            // The text of these is one object for all, and what pads it by nothing gives it on.
            self.leave_shared(result);
        }
        self.finish(f, result, &[v])?;
        spec.map_or(Ok(()), |s| self.decref(s))
    }

    /// `f"{v!s}"`, `f"{v}"`: the very text that `str(v)` gives, where that is an object already.
    pub(super) fn converted(&mut self, v: Value, conversion: Conversion) -> Run<Option<Value>> {
        match conversion {
            Conversion::Str | Conversion::None if self.as_str(v).is_some() && self.user_class(v).is_none() => {
                self.incref(v);
                Ok(Some(v))
            }
            Conversion::Str | Conversion::None => self.hook_text(v, ["__str__", "__repr__"]),
            Conversion::Repr => self.hook_text(v, ["__repr__", "__repr__"]),
            Conversion::Ascii => Ok(None),
        }
    }

    /// `format(v, spec)`: an owned reference.
    pub(super) fn formatted(&mut self, v: Value, spec: Value) -> Run<Value> {
        if let Some(text) = self.call_special(v, "__format__", &[spec])? {
            return Ok(text);
        }
        let Some(text) = self.as_str(spec).map(str::to_owned) else { return Err(stop("an unknown format")) };
        if self.enum_of(v).is_some() {
            let text = self.enum_format(v, &text)?;
            return text.map(|t| self.fresh_string(&t)).ok_or_else(|| stop("a formatted value that is not known"));
        }
        if text.is_empty() {
            return self.str_of(v);
        }
        match self.format(v, &text) {
            Some(text) => Ok(self.string(&text)),
            None => Err(stop("a formatted value that is not known")),
        }
    }

    /// `[.. part ..] -> [str]`
    pub(super) fn build_string(&mut self, f: usize, n: u32) -> Run<()> {
        let parts = self.pop_n(f, n)?;
        let mut text = String::new();
        for &p in &parts {
            match self.as_str(p) {
                Some(s) if s.len() + text.len() <= MAX_RESULT => text.push_str(s),
                _ => return Err(stop("a string that is not known, or too long")),
            }
        }
        self.burn_result(text.len())?;
        let v = self.string(&text);
        self.push(f, v);
        self.decref_all(parts)
    }
}

/// The shortest text that reads back as the same float (`float_repr`).
pub(super) fn float_repr(f: f64) -> String {
    if f.is_nan() {
        return "nan".to_owned();
    }
    if f.is_infinite() {
        return if f > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if f == 0.0 {
        return if f.is_sign_negative() { "-0.0" } else { "0.0" }.to_owned();
    }
    let exponent = f.abs().log10().floor() as i32;
    let scientific = format!("{f:e}");
    let (mantissa, exp) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exp: i32 = exp.parse().unwrap_or(exponent);
    if (-4..16).contains(&exp) {
        let text = format!("{f}");
        return if text.contains('.') { text } else { format!("{text}.0") };
    }
    let sign = if exp < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exp.abs())
}

/// Subclasses of dict that print their name.
fn is_library_mapping(class: Class) -> bool {
    matches!(class, Class::Builtin(Type::Counter | Type::DefaultDict | Type::OrderedDict))
}

/// `repr(1j)`: a whole number has no `.0` here.
fn imaginary(f: f64) -> String {
    let text = float_repr(f);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// `b'..'`
pub(super) fn bytes_repr(bytes: &[u8], out: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b if char::from(b) == quote => {
                out.push('\\');
                out.push(quote);
            }
            b' '..=b'~' => out.push(char::from(byte)),
            b => out.push_str(&format!("\\x{b:02x}")),
        }
    }
    out.push(quote);
}

/// Quotes as `unicode_repr` does; `None` where a character is not known to be printable.
pub(super) fn str_repr(s: &str, out: &mut String) -> Option<()> {
    let quote = if s.contains('\'') && !s.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in s.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c if c.is_alphanumeric() => out.push(c),
            _ => return None,
        }
    }
    out.push(quote);
    Some(())
}

/// `<class 'collections.deque'>`: the module that has the class is the one it is imported from.
fn shows_its_module(class: &str) -> bool {
    match class.split_once('.') {
        None => true,
        Some((module, _)) => matches!(module, "array" | "collections" | "itertools" | "operator"),
    }
}
