//! `"%s is %d" % (name, n)`.

use super::Machine;
use super::format::Spec;
use super::machine::{Run, raise, stop};
use crate::bytecode::Conversion;
use crate::config::PythonVersion;
use crate::heap::{ObjectData, Type, Value};
use num_bigint::BigInt;

/// One `%...` of a pattern.
struct Field<'p> {
    key: Option<&'p str>,
    spec: Spec,
    kind: char,
}

/// Where the values come from.
enum Values {
    InTurn(std::vec::IntoIter<Value>),
    Named(Value),
}

impl Machine<'_> {
    pub(super) fn percent(&mut self, pattern: Value, values: Value) -> Run<Value> {
        let unknown = || stop("this % format is not modelled");
        let text = self.as_str(pattern).map(str::to_owned).ok_or_else(unknown)?;
        let tuple = self.object(values)?.1.is(Type::Tuple);
        let in_turn = |all: Vec<Value>| Values::InTurn(all.into_iter());
        let mut from = match &self.object(values)?.1.data {
            ObjectData::Tuple(t) => in_turn(t.to_vec()),
            ObjectData::Dict(_) if text.contains("%(") => Values::Named(values),
            _ => in_turn(vec![values]),
        };
        let (mut out, mut rest, mut only_text) = (String::new(), text.as_str(), true);
        // Where nothing but the last field writes a text, that object is the result.
        let mut sole = None;
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                out.push('%');
                rest = after;
                continue;
            }
            let field = self.percent_field(&mut rest, &mut from)?.ok_or_else(unknown)?;
            only_text &= "sra".contains(field.kind);
            let v = match (&mut from, field.key) {
                (Values::InTurn(all), None) => {
                    all.next().ok_or_else(|| raise("TypeError", "not enough arguments for format string"))?
                }
                (Values::Named(dict), Some(key)) => {
                    let (dict, key) = (*dict, crate::heap::Key::Str(key.into()));
                    self.dict_mut(dict)?.get(&key).ok_or_else(|| raise("KeyError", ""))?
                }
                _ => return Err(unknown()),
            };
            let object = self.percent_object(v, &field)?;
            match object {
                Some((text, Some(object))) if out.is_empty() && rest.is_empty() => {
                    out = text;
                    sole = Some(object);
                }
                Some((text, object)) => {
                    out.push_str(&text);
                    object.map_or(Ok(()), |object| self.decref(object))?;
                }
                None => out.push_str(&self.percent_item(v, &field)?.ok_or_else(unknown)?),
            }
            self.burn_result(out.len())?;
        }
        out.push_str(rest);
        if let Values::InTurn(mut all) = from
            && all.next().is_some()
        {
            sole.map_or(Ok(()), |object| self.decref(object))?;
            return Err(raise("TypeError", "not all arguments converted during string formatting"));
        }
        if let Some(object) = sole {
            return Ok(object);
        }
        // From 3.11 the compiler makes an f-string of `"%s" % (x,)`, and those do not look for single characters.
        if tuple && only_text && self.version >= PythonVersion::PY311 && out.chars().count() == 1 {
            let v = self.fresh_string(&out);
            self.leave_untold(v);
            self.leave_uncounted(v);
            return Ok(v);
        }
        Ok(self.string(&out))
    }

    /// Takes `(key)`, flags, width, precision and kind off the pattern; a `*` takes its number from the values.
    fn percent_field<'p>(&mut self, rest: &mut &'p str, values: &mut Values) -> Run<Option<Field<'p>>> {
        let mut field = Field { key: None, spec: Spec::default(), kind: 's' };
        if let Some(after) = rest.strip_prefix('(') {
            let Some((key, after)) = after.split_once(')') else { return Ok(None) };
            (field.key, *rest) = (Some(key), after);
        }
        while let Some(flag) = rest.chars().next().filter(|c| "-+ #0".contains(*c)) {
            match flag {
                '-' => field.spec.align = Some('<'),
                '#' => field.spec.alternate = true,
                '0' => field.spec.zero = true,
                sign if field.spec.sign != Some('+') => field.spec.sign = Some(sign),
                _ => {}
            }
            *rest = &rest[1..];
        }
        field.spec.width = self.percent_number(rest, values)?.unwrap_or(0);
        if let Some(after) = rest.strip_prefix('.') {
            *rest = after;
            field.spec.precision = Some(self.percent_number(rest, values)?.unwrap_or(0));
        }
        let Some(kind) = rest.chars().next() else { return Ok(None) };
        (field.kind, *rest) = (kind, &rest[kind.len_utf8()..]);
        let most = field.spec.width.max(field.spec.precision.unwrap_or(0));
        Ok((most < 400).then_some(field))
    }

    fn percent_number(&mut self, rest: &mut &str, values: &mut Values) -> Run<Option<usize>> {
        if let (Some(after), Values::InTurn(all)) = (rest.strip_prefix('*'), values) {
            *rest = after;
            let n = all.next().and_then(|v| self.as_int(v)).and_then(|n| usize::try_from(n).ok());
            return n.map(Some).ok_or_else(|| stop("a width that is not known"));
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let n = rest[..end].parse().ok();
        *rest = &rest[end..];
        Ok(n)
    }

    /// `%s` of a str, or of an object with a `__str__` of the program: the text, and the object that it is, if unchanged.
    fn percent_object(&mut self, v: Value, field: &Field<'_>) -> Run<Option<(String, Option<Value>)>> {
        let object = match field.kind {
            's' => self.converted(v, Conversion::Str)?,
            'r' => self.converted(v, Conversion::Repr)?,
            _ => None,
        };
        let Some(object) = object else { return Ok(None) };
        let unknown = || stop("this % format is not modelled");
        let text = self.as_str(object).map(str::to_owned).ok_or_else(unknown)?;
        let mut spec = field.spec.clone();
        spec.align = spec.align.or(Some('>'));
        (spec.zero, spec.sign, spec.alternate) = (false, None, false);
        let formatted = spec.text(&text, self.version).ok_or_else(unknown)?;
        if formatted == text {
            return Ok(Some((text, Some(object))));
        }
        self.decref(object)?;
        Ok(Some((formatted, None)))
    }

    fn percent_item(&mut self, v: Value, field: &Field<'_>) -> Run<Option<String>> {
        let mut spec = field.spec.clone();
        if spec.align == Some('<') {
            spec.zero = false;
        }
        match field.kind {
            's' | 'r' | 'a' => {
                let hooks = if field.kind == 's' { ["__str__", "__repr__"] } else { ["__repr__", "__repr__"] };
                let Some(text) = self.text_of(v, hooks)? else { return Ok(None) };
                let text = if field.kind == 'a' { ascii(&text) } else { text };
                spec.align = spec.align.or(Some('>'));
                (spec.zero, spec.sign, spec.alternate) = (false, None, false);
                Ok(spec.text(&text, self.version))
            }
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                spec.kind = Some(if "iu".contains(field.kind) { 'd' } else { field.kind });
                let n = match &self.object(v)?.1.data {
                    ObjectData::Int(n) => BigInt::from(*n),
                    ObjectData::Bool(b) => BigInt::from(u8::from(*b)),
                    ObjectData::BigInt(n) => (**n).clone(),
                    ObjectData::Float(f) if spec.kind == Some('d') && f.abs() < 9e15 => BigInt::from(f.trunc() as i64),
                    ObjectData::Str(_) => {
                        return Err(raise("TypeError", "%d format: a real number is required, not str"));
                    }
                    _ => return Ok(None),
                };
                Ok(if spec.precision.is_some() { None } else { spec.int(&n) })
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                spec.kind = Some(field.kind);
                let f = match &self.object(v)?.1.data {
                    ObjectData::Float(f) => *f,
                    ObjectData::Int(n) if n.abs() < 1 << 53 => *n as f64,
                    ObjectData::Str(_) => return Err(raise("TypeError", "must be real number, not str")),
                    _ => return Ok(None),
                };
                Ok(spec.float(f))
            }
            'c' => Ok(match (self.as_int(v), self.as_str(v)) {
                (Some(n), _) => u32::try_from(n).ok().and_then(char::from_u32).map(|c| c.to_string()),
                (None, Some(s)) if s.chars().count() == 1 => Some(s.to_owned()),
                _ => None,
            }),
            _ => Ok(None),
        }
    }
}

/// `ascii(v)`: what is not ASCII in the text of `repr(v)` is escaped.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match u32::from(c) {
            0..128 => out.push(c),
            n @ 128..256 => out.push_str(&format!("\\x{n:02x}")),
            n @ 256..0x1_0000 => out.push_str(&format!("\\u{n:04x}")),
            n => out.push_str(&format!("\\U{n:08x}")),
        }
    }
    out
}
