//! `"%s is %d" % (name, n)`.

use super::Machine;
use super::machine::{Run, stop};
use crate::heap::{ObjectData, Value};

impl Machine<'_> {
    /// `pattern % values` for the plain conversions: `%s`, `%r`, `%d`, `%.2f` with widths.
    pub(super) fn percent(&mut self, pattern: Value, values: Value) -> Run<Value> {
        let unknown = || stop("this % format is not modelled");
        let text = self.as_str(pattern).map(str::to_owned).ok_or_else(unknown)?;
        let values = match &self.object(values)?.1.data {
            ObjectData::Tuple(t) => t.to_vec(),
            ObjectData::Dict(_) => return Err(unknown()),
            _ => vec![values],
        };
        if let ("%s", [v]) = (text.as_str(), &values[..])
            && self.as_str(*v).is_some()
        {
            self.incref(*v);
            return Ok(*v);
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
            let v = values
                .next()
                .ok_or_else(|| super::machine::raise("TypeError", "not enough arguments for format string"))?;
            out.push_str(&self.percent_item(v, flags, kind)?.ok_or_else(unknown)?);
            self.burn_result(out.len())?;
        }
        out.push_str(rest);
        match values.next() {
            None if out.chars().count() == 1 => Err(stop("which single character % returns differs by version")),
            None => Ok(self.string(&out)),
            Some(_) => Err(super::machine::raise("TypeError", "not all arguments converted during string formatting")),
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
}
