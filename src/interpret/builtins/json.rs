//! The module `json` on known values.

use super::{Call, Native};
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop, untold};
use rustc_hash::FxHashMap;

pub(super) const NAMES: &[(&str, Native)] = &[("json.dumps", dumps), ("json.loads", loads)];

const MAX_DEPTH: u32 = 100;

/// How a text is laid out.
struct Layout {
    indent: Option<usize>,
    sort_keys: bool,
}

fn dumps(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let [v] = c.arguments.positional[..] else { return Err(stop("this form of dumps is not modelled")) };
    let mut layout = Layout { indent: None, sort_keys: false };
    for &(name, option) in &c.arguments.keywords {
        match m.text(name) {
            "indent" => layout.indent = m.as_int(option).and_then(|n| usize::try_from(n).ok()),
            "sort_keys" => layout.sort_keys = option == Value::TRUE,
            _ => return Err(stop("this option of dumps is not modelled")),
        }
    }
    let mut out = String::new();
    write(m, v, &layout, 0, &mut out)?;
    m.burn_result(out.len())?;
    Ok(m.string(&out))
}

fn write(m: &mut Machine<'_>, v: Value, layout: &Layout, depth: u32, out: &mut String) -> Run<()> {
    if depth > MAX_DEPTH {
        return Err(stop("containers nest too deep"));
    }
    let data = m.object(v)?.1.data.clone();
    let line = |out: &mut String, depth: u32| {
        if let Some(n) = layout.indent {
            out.push('\n');
            out.push_str(&" ".repeat(n * depth as usize));
        }
    };
    let comma = if layout.indent.is_some() { "," } else { ", " };
    match &data {
        ObjectData::Plain if v == Value::NONE => out.push_str("null"),
        ObjectData::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        ObjectData::Int(n) => out.push_str(&n.to_string()),
        ObjectData::BigInt(n) => out.push_str(&n.to_string()),
        ObjectData::Float(f) if f.is_finite() => out.push_str(&crate::interpret::render::float_repr(*f)),
        ObjectData::Str(s) => quote(s, out),
        ObjectData::List(_) | ObjectData::Tuple(_) => {
            let items = m.sequence_items(v).unwrap_or_default();
            out.push('[');
            for (i, &item) in items.iter().enumerate() {
                out.push_str(if i > 0 { comma } else { "" });
                line(out, depth + 1);
                write(m, item, layout, depth + 1, out)?;
            }
            if !items.is_empty() {
                line(out, depth);
            }
            out.push(']');
        }
        ObjectData::Dict(d) => {
            let mut pairs = Vec::new();
            for (key, item) in d.iter() {
                let text = match &m.object(key)?.1.data {
                    ObjectData::Str(s) => s.to_string(),
                    ObjectData::Int(n) => n.to_string(),
                    _ => return Err(stop("this key in JSON is not modelled")),
                };
                pairs.push((text, item));
            }
            if layout.sort_keys {
                pairs.sort_by(|a, b| a.0.cmp(&b.0));
            }
            out.push('{');
            for (i, (key, item)) in pairs.iter().enumerate() {
                out.push_str(if i > 0 { comma } else { "" });
                line(out, depth + 1);
                quote(key, out);
                out.push_str(": ");
                write(m, *item, layout, depth + 1, out)?;
            }
            if !pairs.is_empty() {
                line(out, depth);
            }
            out.push('}');
        }
        ObjectData::Instance(_) => return Err(untold("TypeError")),
        _ => return Err(stop("this object in JSON is not modelled")),
    }
    Ok(())
}

fn quote(s: &str, out: &mut String) {
    out.push('"');
    for c in s.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
}

fn loads(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let [text] = c.exactly()?;
    let text = m.as_str(text).map(str::to_owned).ok_or_else(|| stop("a str that is not known"))?;
    m.burn_result(text.len())?;
    let mut reader = Reader { text: &text, at: 0, keys: FxHashMap::default() };
    let v = reader.value(m, 0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(stop("text that is no JSON"));
    }
    // The keys of one call are shared while it runs.
    m.decref_all(reader.keys.into_values())?;
    Ok(v)
}

/// Reads a text; equal keys become one object.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    keys: FxHashMap<String, Value>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Run<()> {
        if self.take(token) { Ok(()) } else { Err(stop("text that is no JSON")) }
    }

    fn value(&mut self, m: &mut Machine<'_>, depth: u32) -> Run<Value> {
        if depth > MAX_DEPTH {
            return Err(stop("containers nest too deep"));
        }
        self.space();
        for (token, v) in [("null", Value::NONE), ("true", Value::TRUE), ("false", Value::FALSE)] {
            if self.take(token) {
                return Ok(v);
            }
        }
        match self.rest().as_bytes().first() {
            Some(b'"') => {
                let text = self.string()?;
                Ok(m.string(&text))
            }
            Some(b'[') => self.list(m, depth),
            Some(b'{') => self.dict(m, depth),
            _ => self.number(m),
        }
    }

    fn list(&mut self, m: &mut Machine<'_>, depth: u32) -> Run<Value> {
        self.expect("[")?;
        let list = m.list(Vec::new());
        self.space();
        if self.take("]") {
            return Ok(list);
        }
        loop {
            let v = self.value(m, depth + 1)?;
            m.list_append(list, v)?;
            self.space();
            if self.take("]") {
                return Ok(list);
            }
            self.expect(",")?;
        }
    }

    fn dict(&mut self, m: &mut Machine<'_>, depth: u32) -> Run<Value> {
        self.expect("{")?;
        let dict = m.new_dict();
        self.space();
        if self.take("}") {
            return Ok(dict);
        }
        loop {
            self.space();
            let text = self.string()?;
            let key = match self.keys.get(&text) {
                Some(&key) => key,
                None => {
                    let key = m.string(&text);
                    self.keys.insert(text, key);
                    key
                }
            };
            self.space();
            self.expect(":")?;
            let v = self.value(m, depth + 1)?;
            m.incref(key);
            m.dict_store(dict, key, v)?;
            self.space();
            if self.take("}") {
                return Ok(dict);
            }
            self.expect(",")?;
        }
    }

    fn string(&mut self) -> Run<String> {
        self.expect("\"")?;
        let mut out = String::new();
        loop {
            let Some(c) = self.rest().chars().next() else { return Err(stop("text that is no JSON")) };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => {
                    let Some(escape) = self.rest().chars().next() else { return Err(stop("text that is no JSON")) };
                    self.at += escape.len_utf8();
                    out.push(match escape {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        '"' | '\\' | '/' => escape,
                        _ => return Err(stop("this escape in JSON is not modelled")),
                    });
                }
                c => out.push(c),
            }
        }
    }

    fn number(&mut self, m: &mut Machine<'_>) -> Run<Value> {
        let wrong = || stop("text that is no JSON");
        let end = self.rest().find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
        let text = self.rest()[..end.unwrap_or(self.rest().len())].to_owned();
        self.at += text.len();
        if text.contains(['.', 'e', 'E']) {
            return text.parse().map(|f| m.float(f)).map_err(|_| wrong());
        }
        text.parse().map(|n| m.big_int(n)).map_err(|_| wrong())
    }
}
