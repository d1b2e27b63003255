//! `repr`, `str` and formatting of known values: exactly what CPython prints, or nothing.

use super::Machine;
use super::machine::{Run, stop};
use crate::bytecode::Conversion;
use crate::heap::{Class, ObjectData, Type, Value};

/// Deepest nesting of containers that is rendered.
const MAX_DEPTH: u32 = 40;

impl Machine<'_> {
    /// `repr(v)`, if every part of it is known and it runs no Python code.
    pub(super) fn repr(&self, v: Value) -> Option<String> {
        let mut out = String::new();
        self.write_repr(v, 0, &mut out).map(|()| out)
    }

    fn write_repr(&self, v: Value, depth: u32, out: &mut String) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (_, object) = self.known(v)?;
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
            ObjectData::Dict(d) => {
                out.push('{');
                for (i, (k, v)) in d.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    self.write_repr(k, depth + 1, out)?;
                    out.push_str(": ");
                    self.write_repr(v, depth + 1, out)?;
                }
                out.push('}');
            }
            ObjectData::Set(s) => self.write_set(s, object.is(Type::FrozenSet), depth, out)?,
            ObjectData::Range(r) => {
                let [start, end, step] = r.1;
                let text =
                    if step == 1 { format!("range({start}, {end})") } else { format!("range({start}, {end}, {step})") };
                out.push_str(&text);
            }
            ObjectData::Class(d) => out.push_str(&format!("<class '__main__.{}'>", d.name)),
            ObjectData::Builtin(name) if super::builtins::is_class(name) && !name.contains('.') => {
                out.push_str(&format!("<class '{name}'>"));
            }
            _ => return None,
        }
        Some(())
    }

    fn write_items(&self, items: &[Value], open: &str, close: &str, depth: u32, out: &mut String) -> Option<()> {
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

    /// `str(v)` or `repr(v)` as `print` calls it: may run `__str__` or `__repr__`. `None` where it is not known.
    pub(super) fn text_of(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<String>> {
        if hooks[0] == "__str__"
            && let Some(text) = self.as_str(v)
        {
            return Ok(Some(text.to_owned()));
        }
        match self.repr(v) {
            Some(text) => Ok(Some(text)),
            None => self.live_text(v, hooks, 0),
        }
    }

    /// A text to which Python code contributes: objects inside are printed by their `__repr__`, in order.
    fn live_text(&mut self, v: Value, hooks: [&str; 2], depth: u32) -> Run<Option<String>> {
        if depth > MAX_DEPTH {
            return Err(stop("containers nest too deep to be printed"));
        }
        let (_, object) = self.object(v)?;
        let data = match &object.data {
            ObjectData::Instance(_) => return self.instance_text(v, hooks),
            ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Dict(_) | ObjectData::Set(_) => {
                object.data.clone()
            }
            _ => return Ok(self.repr(v)),
        };
        if !self.has_instance(v, depth) {
            return Ok(self.repr(v));
        }
        let mut parts = Vec::new();
        match &data {
            ObjectData::List(l) => self.live_items(&l.items, &mut parts, depth)?,
            ObjectData::Tuple(t) => self.live_items(t, &mut parts, depth)?,
            ObjectData::Dict(d) => {
                for (k, v) in d.iter() {
                    let mut pair = Vec::new();
                    self.live_items(&[k, v], &mut pair, depth)?;
                    let pair: Option<Vec<String>> = pair.into_iter().collect();
                    parts.push(pair.map(|p| p.join(": ")));
                }
            }
            _ => return Err(stop("printing a set of objects is not modelled")),
        }
        let parts: Option<Vec<String>> = parts.into_iter().collect();
        Ok(parts.map(|p| match &data {
            ObjectData::List(_) => format!("[{}]", p.join(", ")),
            ObjectData::Tuple(t) if t.len() == 1 => format!("({},)", p.join(", ")),
            ObjectData::Tuple(_) => format!("({})", p.join(", ")),
            _ => format!("{{{}}}", p.join(", ")),
        }))
    }

    fn live_items(&mut self, items: &[Value], parts: &mut Vec<Option<String>>, depth: u32) -> Run<()> {
        for &v in items {
            parts.push(self.live_text(v, ["__repr__", "__repr__"], depth + 1)?);
        }
        Ok(())
    }

    fn has_instance(&self, v: Value, depth: u32) -> bool {
        let Some((_, object)) = self.known(v) else { return false };
        if matches!(object.data, ObjectData::Instance(_)) {
            return true;
        }
        let mut found = false;
        if depth <= MAX_DEPTH
            && matches!(
                object.class,
                Class::Builtin(Type::List | Type::Tuple | Type::Dict | Type::Set | Type::FrozenSet)
            )
        {
            super::reference::each_reference(&object.data, |c| found = found || self.has_instance(c, depth + 1));
        }
        found
    }

    fn instance_text(&mut self, v: Value, hooks: [&str; 2]) -> Run<Option<String>> {
        let Class::User(class) = self.object(v)?.1.class else { return Ok(None) };
        for hook in hooks {
            let hook = self.intern(hook);
            if let Some(function) = self.class_attribute(class, hook) {
                self.incref(v);
                self.in_c.push(v);
                let result = self.call_function(function, vec![v]);
                self.in_c.pop();
                let result = result?;
                let text = self.as_str(result).map(str::to_owned);
                self.decref(result)?;
                return Ok(text);
            }
        }
        Ok(None)
    }

    pub(super) fn format_value(&mut self, f: usize, conversion: Conversion, spec: bool) -> Run<()> {
        let spec = if spec { Some(self.pop(f)?) } else { None };
        let v = self.pop(f)?;
        let hooks = match conversion {
            Conversion::Repr => ["__repr__", "__repr__"],
            Conversion::Ascii => return Err(stop("!a is not modelled")),
            Conversion::None | Conversion::Str => ["__str__", "__repr__"],
        };
        let spec_text = spec.and_then(|s| self.as_str(s)).map(str::to_owned);
        if spec.is_some() && spec_text.is_none() {
            return Err(stop("an unknown format"));
        }
        // An exact str without a format is used as it is.
        if conversion == Conversion::None && self.as_str(v).is_some() && spec_text.as_deref().unwrap_or("").is_empty() {
            self.push(f, v);
            return spec.map_or(Ok(()), |s| self.decref(s));
        }
        let text = match spec_text.as_deref() {
            None | Some("") => self.text_of(v, hooks)?,
            Some(spec) if conversion == Conversion::None => self.format(v, spec),
            Some(spec) => match self.text_of(v, hooks)? {
                Some(text) => {
                    let converted = self.fresh_string(&text);
                    let formatted = self.format(converted, spec);
                    self.decref(converted)?;
                    formatted
                }
                None => None,
            },
        };
        let Some(text) = text else { return Err(stop("a formatted value that is not known")) };
        let result = if spec_text.is_some() { self.string(&text) } else { self.fresh_string(&text) };
        self.finish(f, result, &[v])?;
        spec.map_or(Ok(()), |s| self.decref(s))
    }

    /// `format(v, spec)` for the plain cases: width, alignment, `d`, `.nf`.
    pub(super) fn format(&self, v: Value, spec: &str) -> Option<String> {
        let mut chars = spec.chars().peekable();
        let mut rest: Vec<char> = Vec::new();
        let align = match (spec.chars().next(), spec.chars().nth(1)) {
            (Some(c), _) if "<>^".contains(c) => {
                chars.next();
                Some((' ', c))
            }
            (Some(fill), Some(c)) if "<>^".contains(c) => {
                chars.next();
                chars.next();
                Some((fill, c))
            }
            _ => None,
        };
        let zero = chars.peek() == Some(&'0') && align.is_none();
        let mut width = 0_usize;
        while let Some(d) = chars.peek().and_then(|c| c.to_digit(10)) {
            width = width.checked_mul(10)?.checked_add(d as usize).filter(|&w| w < 10_000)?;
            chars.next();
        }
        rest.extend(chars);
        let rest: String = rest.into_iter().collect();
        let (text, right) = self.format_body(v, &rest)?;
        let pad = width.saturating_sub(text.chars().count());
        let (fill, align) = match align {
            Some((fill, align)) => (fill, align),
            None if zero && right => {
                let (sign, digits) = text.strip_prefix('-').map_or(("", &text[..]), |d| ("-", d));
                return Some(format!("{sign}{}{digits}", "0".repeat(pad)));
            }
            None => (' ', if right { '>' } else { '<' }),
        };
        let fill = fill.to_string();
        Some(match align {
            '<' => text + &fill.repeat(pad),
            '>' => fill.repeat(pad) + &text,
            _ => fill.repeat(pad / 2) + &text + &fill.repeat(pad - pad / 2),
        })
    }

    /// The text before padding, and whether it is aligned right by default.
    fn format_body(&self, v: Value, rest: &str) -> Option<(String, bool)> {
        let (_, object) = self.known(v)?;
        match (&object.data, rest) {
            (ObjectData::Str(s), "" | "s") => Some((s.to_string(), false)),
            (ObjectData::Int(n), "" | "d") => Some((n.to_string(), true)),
            (ObjectData::Int(n), ",") => Some((grouped(*n), true)),
            (ObjectData::Int(n), "x") => Some((if *n < 0 { format!("-{:x}", -n) } else { format!("{n:x}") }, true)),
            (ObjectData::Float(f), rest) => {
                let digits: usize = rest.strip_prefix('.')?.strip_suffix('f')?.parse().ok()?;
                (digits <= 15 && f.abs() < 1e15).then(|| (format!("{f:.digits$}"), true))
            }
            _ => None,
        }
    }

    /// `pattern % values` for the plain conversions: `%s`, `%r`, `%d`, `%.2f` with widths.
    pub(super) fn percent(&mut self, pattern: Value, values: Value) -> Run<Value> {
        let unknown = || stop("this % format is not modelled");
        let text = self.as_str(pattern).map(str::to_owned).ok_or_else(unknown)?;
        let values = match &self.object(values)?.1.data {
            ObjectData::Tuple(t) => t.to_vec(),
            ObjectData::Dict(_) => return Err(unknown()),
            _ => vec![values],
        };
        if let ("%s", [v]) = (text.as_str(), &values[..]) {
            if self.as_str(*v).is_some() {
                self.incref(*v);
                return Ok(*v);
            }
        }
        let (mut values, mut out, mut rest) = (values.into_iter(), String::new(), text.as_str());
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let end = rest.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(unknown)?;
            let (flags, kind) = (&rest[..end], rest.as_bytes()[end]);
            rest = &rest[end + 1..];
            let v = values.next().ok_or_else(|| super::machine::raise("TypeError", "not enough arguments"))?;
            out.push_str(&self.percent_item(v, flags, kind)?.ok_or_else(unknown)?);
        }
        out.push_str(rest);
        match values.next() {
            None if out.chars().count() == 1 => Err(stop("which single character % returns differs by version")),
            None => Ok(self.string(&out)),
            Some(_) => Err(super::machine::raise("TypeError", "not all arguments converted")),
        }
    }

    fn percent_item(&mut self, v: Value, flags: &str, kind: u8) -> Run<Option<String>> {
        let (left, width) = flags.strip_prefix('-').map_or((false, flags), |w| (true, w));
        let plain = width.bytes().all(|b| b.is_ascii_digit() || (b == b'.' && kind == b'f'));
        if !plain || (left && width.starts_with('0')) {
            return Ok(None);
        }
        let align = if left { '<' } else { '>' };
        match kind {
            b's' | b'r' if !width.starts_with('0') => {
                let hooks = if kind == b's' { ["__str__", "__repr__"] } else { ["__repr__", "__repr__"] };
                let Some(text) = self.text_of(v, hooks)? else { return Ok(None) };
                let width: usize = if width.is_empty() { 0 } else { width.parse().unwrap_or(usize::MAX) };
                let Some(pad) = width.checked_sub(text.chars().count()).filter(|&p| p < 10_000) else {
                    return Ok((width < 10_000).then_some(text));
                };
                let pad = " ".repeat(pad);
                Ok(Some(if left { text + &pad } else { pad + &text }))
            }
            b'd' | b'i' | b'x' if matches!(self.object(v)?.1.data, ObjectData::Int(_)) => {
                let (prefix, kind) = (if left { "<" } else { "" }, if kind == b'x' { "x" } else { "d" });
                Ok(self.format(v, &format!("{prefix}{width}{kind}")))
            }
            b'f' if matches!(self.object(v)?.1.data, ObjectData::Float(_)) && !width.starts_with('0') => {
                let spec = if width.contains('.') { format!("{align}{width}f") } else { format!("{align}{width}.6f") };
                Ok(self.format(v, &spec))
            }
            _ => Ok(None),
        }
    }

    /// `[.. part ..] -> [str]`
    pub(super) fn build_string(&mut self, f: usize, n: u32) -> Run<()> {
        let parts = self.pop_n(f, n)?;
        let mut text = String::new();
        for &p in &parts {
            match self.as_str(p) {
                Some(s) => text.push_str(s),
                None => return Err(stop("a string that is not known")),
            }
        }
        let v = self.string(&text);
        self.push(f, v);
        self.decref_all(parts)
    }
}

fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
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
