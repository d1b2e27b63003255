//! `"{} and {name:>8}".format(..)` (`unicode_format.h`).

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, raise, stop};
use crate::bytecode::Conversion;
use crate::heap::Value;

/// Fields in a format of a field: `"{:{width}}"`.
const MAX_NESTING: u32 = 2;

/// A text, and the object that it is, where there is one.
type Written = (String, Option<Value>);

impl Machine<'_> {
    /// Where nothing but the last field writes a text, that object is the result (`_PyUnicodeWriter_WriteStr`): an
    /// owned reference.
    pub(super) fn str_format(&mut self, pattern: Value, arguments: &Arguments) -> Run<Value> {
        let Some(text) = self.as_str(pattern).map(str::to_owned) else { return Err(stop("an unknown format")) };
        if !text.contains(['{', '}']) && self.user_class(pattern).is_none() {
            self.incref(pattern);
            return Ok(pattern);
        }
        let mut next = 0;
        match self.format_pattern(&text, arguments, &mut next, 0)? {
            (_, Some(sole)) => Ok(sole),
            (text, None) => Ok(self.string(&text)),
        }
    }

    fn format_pattern(&mut self, pattern: &str, arguments: &Arguments, next: &mut usize, depth: u32) -> Run<Written> {
        let unknown = || stop("this format is not modelled");
        if depth > MAX_NESTING {
            return Err(unknown());
        }
        let (mut out, mut rest) = (String::new(), pattern);
        while let Some(at) = rest.find(['{', '}']) {
            out.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                out.push_str(brace);
                rest = after;
                continue;
            }
            if brace == "}" {
                return Err(raise("ValueError", "Single '}' encountered in format string"));
            }
            let end = closing(rest).ok_or_else(|| raise("ValueError", "expected '}' before end of string"))?;
            let field = &rest[..end];
            rest = &rest[end + 1..];
            let (text, object) = self.format_field(field, arguments, next, depth)?;
            if out.is_empty() && rest.is_empty() && depth == 0 {
                return Ok((text, object));
            }
            object.map_or(Ok(()), |object| self.decref(object))?;
            out.push_str(&text);
            self.burn_result(out.len())?;
        }
        out.push_str(rest);
        Ok((out, None))
    }

    /// `name.attribute[key]!r:spec`
    fn format_field(&mut self, field: &str, arguments: &Arguments, next: &mut usize, depth: u32) -> Run<Written> {
        let unknown = || stop("a formatted value that is not known");
        let (head, spec) = field.split_once(':').unwrap_or((field, ""));
        let (path, conversion) = head.split_once('!').map_or((head, None), |(p, c)| (p, Some(c)));
        let v = self.field_value(path, arguments, next)?;
        let (spec, _) = self.format_pattern(spec, arguments, next, depth + 1)?;
        let own = self.written(v, conversion, &spec)?;
        if let Some(written) = own {
            self.decref(v)?;
            return Ok(written);
        }
        let text = match conversion {
            None => self.format_text(v, &spec)?,
            Some(how) => {
                let hooks = if how == "s" { ["__str__", "__repr__"] } else { ["__repr__", "__repr__"] };
                let text = self.text_of(v, hooks)?.ok_or_else(unknown)?;
                let text = if how == "a" { super::percent::ascii(&text) } else { text };
                let spec = super::format::Spec::parse(&spec);
                spec.and_then(|s| s.text(&text, self.version))
            }
        };
        self.decref(v)?;
        text.map(|t| (t, None)).ok_or_else(unknown)
    }

    /// What is written for a value whose text is an object: a str, or what a method of the program returns.
    fn written(&mut self, v: Value, conversion: Option<&str>, spec: &str) -> Run<Option<Written>> {
        let object = match conversion {
            None if self.special(v, "__format__").is_some() => {
                let spec = self.string(spec);
                let result = self.formatted(v, spec)?;
                self.decref(spec)?;
                let text = self.as_str(result).map(str::to_owned);
                return Ok(text.map(|t| (t, Some(result))));
            }
            None if !spec.is_empty() && (self.as_str(v).is_none() || self.user_class(v).is_some()) => None,
            None => self.converted(v, Conversion::None)?,
            Some("s") => self.converted(v, Conversion::Str)?,
            Some("r") => self.converted(v, Conversion::Repr)?,
            Some(_) => None,
        };
        let Some(object) = object else { return Ok(None) };
        let text = self.as_str(object).map(str::to_owned).ok_or_else(|| stop("a formatted value that is not known"))?;
        let formatted = match spec {
            "" => Some(text.clone()),
            spec => super::format::Spec::parse(spec).and_then(|s| s.text(&text, self.version)),
        };
        let formatted = formatted.ok_or_else(|| stop("a formatted value that is not known"))?;
        if formatted == text {
            return Ok(Some((text, Some(object))));
        }
        self.decref(object)?;
        Ok(Some((formatted, None)))
    }

    /// The text of `format(v, spec)`.
    pub(super) fn format_text(&mut self, v: Value, spec: &str) -> Run<Option<String>> {
        if self.special(v, "__format__").is_some() {
            let spec = self.string(spec);
            let result = self.formatted(v, spec)?;
            self.decref(spec)?;
            let text = self.as_str(result).map(str::to_owned);
            self.decref(result)?;
            return Ok(text);
        }
        if self.enum_of(v).is_some() {
            return self.enum_format(v, spec);
        }
        if spec.is_empty() { self.text_of(v, ["__str__", "__repr__"]) } else { Ok(self.format(v, spec)) }
    }

    fn field_value(&mut self, path: &str, arguments: &Arguments, next: &mut usize) -> Run<Value> {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (name, mut rest) = path.split_at(end);
        let index = if name.is_empty() {
            *next += 1;
            Some(*next - 1)
        } else {
            name.parse::<usize>().ok()
        };
        let found = match index {
            Some(i) => arguments.positional.get(i).copied(),
            None => arguments.keywords.iter().find(|(n, _)| self.text(*n) == name).map(|&(_, v)| v),
        };
        let missing = || match index {
            Some(_) => raise("IndexError", "Replacement index out of range for positional args tuple"),
            None => raise("KeyError", ""),
        };
        let mut v = found.ok_or_else(missing)?;
        self.incref(v);
        while !rest.is_empty() {
            let part;
            let next = if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                (part, rest) = after.split_at(end);
                let name = self.intern(part);
                self.load_attr(v, name)?
            } else {
                let Some((key, after)) = rest[1..].split_once(']') else { return Err(stop("a wrong format")) };
                (part, rest) = (key, after);
                let key = match part.parse::<i64>() {
                    Ok(n) => self.int(n),
                    Err(_) => self.string(part),
                };
                let item = self.subscript(v, key)?;
                self.decref(key)?;
                item
            };
            self.decref(v)?;
            v = next;
        }
        Ok(v)
    }
}

/// Where the field ends; fields inside its format are skipped.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0;
    for (i, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some(i),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}
