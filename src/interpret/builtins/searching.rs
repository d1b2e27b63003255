//! Methods of `str` that search, cut and test. Positions count characters.

use super::strings::{ascii, changed, made_anew, text};
use super::{Call, Native};
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("str.find", |m, c| found(m, c, First).map(|at| m.int(at.map_or(-1, |at| at as i64)))),
    ("str.rfind", |m, c| found(m, c, Last).map(|at| m.int(at.map_or(-1, |at| at as i64)))),
    ("str.index", |m, c| index(m, c, First)),
    ("str.rindex", |m, c| index(m, c, Last)),
    ("str.count", count),
    ("str.startswith", |m, c| affix(m, c, |s, part| s.starts_with(part))),
    ("str.endswith", |m, c| affix(m, c, |s, part| s.ends_with(part))),
    ("str.replace", replace),
    ("str.split", split),
    ("str.rsplit", rsplit),
    ("str.splitlines", splitlines),
    ("str.partition", |m, c| partition(m, c, First)),
    ("str.rpartition", |m, c| partition(m, c, Last)),
    ("str.strip", |m, c| stripped(m, c, |s, set| s.trim_matches(set))),
    ("str.lstrip", |m, c| stripped(m, c, |s, set| s.trim_start_matches(set))),
    ("str.rstrip", |m, c| stripped(m, c, |s, set| s.trim_end_matches(set))),
    ("str.removeprefix", |m, c| removed(m, c, |s, part| s.strip_prefix(part))),
    ("str.removesuffix", |m, c| removed(m, c, |s, part| s.strip_suffix(part))),
    ("str.isdigit", |m, c| all_are(m, c, |b| b.is_ascii_digit())),
    ("str.isnumeric", |m, c| all_are(m, c, |b| b.is_ascii_digit())),
    ("str.isdecimal", |m, c| all_are(m, c, |b| b.is_ascii_digit())),
    ("str.isalpha", |m, c| all_are(m, c, |b| b.is_ascii_alphabetic())),
    ("str.isalnum", |m, c| all_are(m, c, |b| b.is_ascii_alphanumeric())),
    ("str.isspace", |m, c| all_are(m, c, |b| WHITE.contains(&char::from(b)))),
    ("str.isupper", |m, c| in_case(m, c, u8::is_ascii_lowercase)),
    ("str.islower", |m, c| in_case(m, c, u8::is_ascii_uppercase)),
    ("str.istitle", istitle),
    ("str.isidentifier", isidentifier),
    ("str.isascii", |m, c| {
        c.exactly::<0>()?;
        Ok(Value::bool(text(m, c.receiver)?.is_ascii()))
    }),
];

/// White space among the ASCII characters.
const WHITE: &[char] = &[' ', '\t', '\n', '\r', '\x0b', '\x0c', '\x1c', '\x1d', '\x1e', '\x1f'];

/// From which end a search begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    First,
    Last,
}
use Side::{First, Last};

/// The receiver between the optional bounds, where that begins, and the part that is looked for.
fn range(m: &Machine<'_>, c: &Call<'_>) -> Run<(String, usize)> {
    let s = text(m, c.receiver)?;
    let bounds = &c.positional()?[1..];
    if bounds.is_empty() {
        return Ok((s, 0));
    }
    let len = s.chars().count() as i64;
    let place = |v: Option<&Value>, default: i64| match v {
        None | Some(&Value::NONE) => Ok(default),
        Some(&v) => {
            let i = m.as_int(v).ok_or_else(|| stop("a position that is not known"))?;
            Ok(if i < 0 { (i + len).max(0) } else { i.min(len) })
        }
    };
    let (start, end) = (place(bounds.first(), 0)?, place(bounds.get(1), len)?);
    let cut = s.chars().skip(start as usize).take((end - start).max(0) as usize).collect();
    Ok((cut, start as usize))
}

fn part(m: &Machine<'_>, c: &Call<'_>) -> Run<String> {
    let Some(&part) = c.positional()?.first() else { return Err(untold("TypeError")) };
    text(m, part)
}

fn found(m: &mut Machine<'_>, c: &Call<'_>, from: Side) -> Run<Option<usize>> {
    let part = part(m, c)?;
    let (s, start) = range(m, c)?;
    let at = if from == First { s.find(&part) } else { s.rfind(&part) };
    Ok(at.map(|at| start + s[..at].chars().count()))
}

fn index(m: &mut Machine<'_>, c: &Call<'_>, from: Side) -> Run<Value> {
    match found(m, c, from)? {
        Some(at) => Ok(m.int(at as i64)),
        None => Err(raise("ValueError", "substring not found")),
    }
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let part = part(m, c)?;
    let (s, _) = range(m, c)?;
    let n = if part.is_empty() { s.chars().count() + 1 } else { s.matches(&part).count() };
    Ok(m.int(n as i64))
}

/// One prefix or several in a tuple.
fn affix(m: &mut Machine<'_>, c: &Call<'_>, test: fn(&str, &str) -> bool) -> Run<Value> {
    let Some(&first) = c.positional()?.first() else { return Err(untold("TypeError")) };
    let (s, _) = range(m, c)?;
    let parts = match &m.object(first)?.1.data {
        ObjectData::Tuple(parts) => parts.to_vec(),
        _ => vec![first],
    };
    for part in parts {
        if test(&s, &text(m, part)?) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn replace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let limit = c.keyword(m, "count").or_else(|| c.arguments.positional.get(2).copied());
    let &[from, to, ..] = &c.arguments.positional[..] else {
        return Err(untold("TypeError"));
    };
    let (s, from, to) = (text(m, c.receiver)?, text(m, from)?, text(m, to)?);
    let limit = match limit {
        Some(n) => m.as_int(n).ok_or_else(|| stop("an unknown count"))?,
        None => -1,
    };
    let found = if from.is_empty() { s.chars().count() + 1 } else { s.matches(&from).count() };
    m.burn_result(found.saturating_mul(to.len()).saturating_add(s.len()))?;
    let new = if limit < 0 { s.replace(&from, &to) } else { s.replacen(&from, &to, limit as usize) };
    Ok(made_anew(m, c.receiver, &s, &new))
}

/// Separator and limit; without a separator white space separates.
fn separator(m: &Machine<'_>, c: &Call<'_>) -> Run<(Option<String>, usize)> {
    let arguments = &c.arguments.positional;
    let separator = c.keyword(m, "sep").or_else(|| arguments.first().copied()).filter(|&v| v != Value::NONE);
    let limit = c.keyword(m, "maxsplit").or_else(|| arguments.get(1).copied());
    let separator = separator.map(|v| text(m, v)).transpose()?;
    if separator.as_deref() == Some("") {
        return Err(raise("ValueError", "empty separator"));
    }
    let limit = match limit {
        Some(n) => m.as_int(n).ok_or_else(|| stop("an unknown limit"))?,
        None => -1,
    };
    Ok((separator, usize::try_from(limit).unwrap_or(usize::MAX - 1)))
}

/// A list whose slots are not told: `split` makes room for up to a dozen items first.
fn listed(m: &mut Machine<'_>, c: &Call<'_>, whole: &str, parts: Vec<&str>) -> Value {
    let items =
        parts.into_iter().map(|p| if p == whole { changed(m, c.receiver, whole, p) } else { m.string(p) }).collect();
    m.list_with(items, u64::MAX)
}

fn split(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (separator, limit) = separator(m, c)?;
    let Some(separator) = separator else {
        let s = ascii(m, c.receiver)?;
        let mut parts = Vec::new();
        let mut rest = s.trim_start_matches(WHITE);
        while !rest.is_empty() {
            if parts.len() == limit {
                parts.push(rest.trim_end_matches(WHITE));
                break;
            }
            let end = rest.find(WHITE).unwrap_or(rest.len());
            parts.push(&rest[..end]);
            rest = rest[end..].trim_start_matches(WHITE);
        }
        return Ok(listed(m, c, &s, parts));
    };
    let s = text(m, c.receiver)?;
    let parts = s.splitn(limit.saturating_add(1), &separator).collect();
    Ok(listed(m, c, &s, parts))
}

fn rsplit(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (separator, limit) = separator(m, c)?;
    let Some(separator) = separator else {
        let s = ascii(m, c.receiver)?;
        let mut parts = Vec::new();
        let mut rest = s.trim_end_matches(WHITE);
        while !rest.is_empty() {
            if parts.len() == limit {
                parts.push(rest.trim_start_matches(WHITE));
                break;
            }
            let start = rest.rfind(WHITE).map_or(0, |at| at + 1);
            parts.push(&rest[start..]);
            rest = rest[..start].trim_end_matches(WHITE);
        }
        parts.reverse();
        return Ok(listed(m, c, &s, parts));
    };
    let s = text(m, c.receiver)?;
    let mut parts: Vec<&str> = s.rsplitn(limit.saturating_add(1), &separator).collect();
    parts.reverse();
    Ok(listed(m, c, &s, parts))
}

fn splitlines(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let ends = c.keyword(m, "keepends").or_else(|| c.arguments.positional.first().copied());
    let ends = match ends {
        Some(v) => m.truth(v)?.ok_or_else(|| stop("an unknown truth"))?,
        None => false,
    };
    let s = ascii(m, c.receiver)?;
    if s.contains(['\r', '\x0b', '\x0c', '\x1c', '\x1d', '\x1e']) {
        return Err(stop("these line ends are not modelled"));
    }
    let parts = if ends { s.split_inclusive('\n').collect() } else { s.lines().collect() };
    Ok(listed(m, c, &s, parts))
}

fn partition(m: &mut Machine<'_>, c: &Call<'_>, from: Side) -> Run<Value> {
    let [separator] = c.exactly()?;
    let (s, part) = (text(m, c.receiver)?, text(m, separator)?);
    if part.is_empty() {
        return Err(raise("ValueError", "empty separator"));
    }
    let at = if from == First { s.find(&part) } else { s.rfind(&part) };
    let Some(at) = at else {
        let empty = [m.string(""), m.string("")];
        m.incref(c.receiver);
        let items =
            if from == First { vec![c.receiver, empty[0], empty[1]] } else { vec![empty[0], empty[1], c.receiver] };
        return Ok(m.tuple(items));
    };
    m.incref(separator);
    let (before, after) = (m.string(&s[..at]), m.string(&s[at + part.len()..]));
    Ok(m.tuple(vec![before, separator, after]))
}

fn stripped(m: &mut Machine<'_>, c: &Call<'_>, strip: for<'s> fn(&'s str, &[char]) -> &'s str) -> Run<Value> {
    let (s, set) = match *c.positional()? {
        [] | [Value::NONE] => (ascii(m, c.receiver)?, WHITE.to_vec()),
        [set] => (text(m, c.receiver)?, text(m, set)?.chars().collect()),
        _ => return Err(untold("TypeError")),
    };
    Ok(changed(m, c.receiver, &s, strip(&s, &set)))
}

fn removed(m: &mut Machine<'_>, c: &Call<'_>, remove: for<'s> fn(&'s str, &str) -> Option<&'s str>) -> Run<Value> {
    let [part] = c.exactly()?;
    let (s, part) = (text(m, c.receiver)?, text(m, part)?);
    let rest = remove(&s, &part).unwrap_or(&s);
    Ok(changed(m, c.receiver, &s, rest))
}

/// A test of all characters; false for the empty string.
fn all_are(m: &mut Machine<'_>, c: &Call<'_>, test: fn(u8) -> bool) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    Ok(Value::bool(!s.is_empty() && s.bytes().all(test)))
}

/// Letters must be there, and all in one case.
fn in_case(m: &mut Machine<'_>, c: &Call<'_>, other: fn(&u8) -> bool) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let letters = s.bytes().any(|b| b.is_ascii_alphabetic());
    Ok(Value::bool(letters && !s.bytes().any(|b| other(&b))))
}

fn istitle(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let (mut after_letter, mut letters) = (false, false);
    for b in s.bytes() {
        if (b.is_ascii_uppercase() && after_letter) || (b.is_ascii_lowercase() && !after_letter) {
            return Ok(Value::FALSE);
        }
        after_letter = b.is_ascii_alphabetic();
        letters |= after_letter;
    }
    Ok(Value::bool(letters))
}

fn isidentifier(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let plain = s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    Ok(Value::bool(plain && s.bytes().next().is_some_and(|b| !b.is_ascii_digit())))
}
