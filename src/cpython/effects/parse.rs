//! Reads the text tables. A line that does not parse is left out, and a test fails.

use super::effect::{
    Arg, Ask, Callback, Certainty, Change, Drain, Effect, Iteration, Keep, Mutation, Param, ParamKind, Place, Raises,
    Returns, SizeRule, What, When,
};
use crate::config::PythonVersion;

/// A line of a table.
pub(super) enum Line {
    Nothing,
    Section(Section),
    Entry(Box<Effect>),
}

/// `[module heapq]` or `[type collections.Counter : dict]`
#[derive(Clone, Copy)]
pub(super) struct Section {
    pub(super) kind: SectionKind,
    pub(super) name: &'static str,
    pub(super) base: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    Module,
    Type,
}

type Parsed<T> = Result<T, String>;

pub(super) fn line(text: &'static str, section: Option<Section>) -> Parsed<Line> {
    let text = text.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(Line::Nothing);
    }
    if let Some(header) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return header_of(header).map(Line::Section);
    }
    let section = section.ok_or("an entry before the first section")?;
    entry(text, section).map(|effect| Line::Entry(Box::new(effect)))
}

fn header_of(header: &'static str) -> Parsed<Section> {
    let (kind, name) = header.split_once(' ').ok_or("a section is [module NAME] or [type NAME : BASE]")?;
    let (name, base) = match name.split_once(':') {
        Some((name, base)) => (name.trim(), Some(base.trim())),
        None => (name.trim(), None),
    };
    let kind = match kind {
        "module" => SectionKind::Module,
        "type" => SectionKind::Type,
        _ => return Err(format!("unknown section `{kind}`")),
    };
    Ok(Section { kind, name, base })
}

/// `name(parameters) | clause; clause | sample`
fn entry(text: &'static str, section: Section) -> Parsed<Effect> {
    let mut columns = text.splitn(3, '|').map(str::trim);
    let signature = columns.next().unwrap_or_default();
    let clauses = columns.next().ok_or("no clauses")?;
    let sample = match columns.next() {
        Some("documented") => None,
        Some(sample) => Some(sample),
        None => return Err("no sample: write `documented` if there can be none".into()),
    };
    let (name, params) = signature.strip_suffix(')').and_then(|s| s.split_once('(')).ok_or("no (parameters)")?;
    let params = parameters(params)?;
    let mut found = Clauses { params: &params, ..Clauses::default() };
    for clause in clauses.split(';').map(str::trim).filter(|clause| !clause.is_empty()) {
        found.read(clause).map_err(|why| format!("`{clause}`: {why}"))?;
    }
    if found.returns.is_empty() {
        return Err("no `returns`".into());
    }
    Ok(Effect {
        owner: section.name,
        name,
        since: found.since.unwrap_or(PythonVersion::ALL[0]),
        mutates: found.mutates.into(),
        keeps: found.keeps.into(),
        iterates: found.iterates.into(),
        calls: found.calls.into(),
        asks: found.asks.into(),
        returns: found.returns.into(),
        yields: found.yields.into(),
        size: found.size,
        raises: if found.never_raises { Raises::Never } else { Raises::Maybe },
        blocks: found.blocks,
        io: found.io,
        varies: found.varies,
        sample,
        params: params.into(),
    })
}

/// `iterable, start?, *, key?, *rest, **options`
fn parameters(text: &'static str) -> Parsed<Vec<Param>> {
    let mut params = Vec::new();
    let mut kind = ParamKind::Positional;
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, own) = match part {
            "*" => {
                kind = ParamKind::KeywordOnly;
                continue;
            }
            _ if part.starts_with("**") => (&part[2..], ParamKind::DoubleStar),
            _ if part.starts_with('*') => (&part[1..], ParamKind::Star),
            _ => (part, kind),
        };
        let stripped = name.strip_suffix('?');
        params.push(Param { name: stripped.unwrap_or(name), kind: own, optional: stripped.is_some() });
        if own == ParamKind::Star {
            kind = ParamKind::KeywordOnly;
        }
    }
    if params.len() > usize::from(u8::MAX) { Err("too many parameters".into()) } else { Ok(params) }
}

#[derive(Default)]
struct Clauses<'p> {
    params: &'p [Param],
    mutates: Vec<Mutation>,
    keeps: Vec<Keep>,
    iterates: Vec<Iteration>,
    calls: Vec<Callback>,
    asks: Vec<Ask>,
    returns: Vec<Returns>,
    yields: Vec<Returns>,
    size: Option<SizeRule>,
    since: Option<PythonVersion>,
    never_raises: bool,
    blocks: bool,
    io: bool,
    varies: bool,
}

impl Clauses<'_> {
    fn read(&mut self, clause: &'static str) -> Parsed<()> {
        let words: Vec<&'static str> = clause.split_whitespace().collect();
        let (certainty, words) = match words.as_slice() {
            ["may", rest @ ..] => (Certainty::Maybe, rest),
            all => (Certainty::Always, all),
        };
        match *words {
            ["grows" | "grow", target] => self.mutates(target, Change::Grow, certainty)?,
            ["shrinks" | "shrink", target] => self.mutates(target, Change::Shrink, certainty)?,
            ["replaces" | "replace", target] => self.mutates(target, Change::Replace, certainty)?,
            ["reorders" | "reorder", target] => self.mutates(target, Change::Reorder, certainty)?,
            ["keeps" | "keep", "elements", of, "in", place] => self.keeps(What::Elements, of, place, certainty)?,
            ["keeps" | "keep", of, "in", place] => self.keeps(What::Itself, of, place, certainty)?,
            ["iterates", over, how] => self.iterates(over, how, When::Now)?,
            ["iterates", over, how, "later"] => self.iterates(over, how, When::Later)?,
            ["calls" | "call", what] => self.calls(what, When::Now, certainty)?,
            ["calls" | "call", what, "later"] => self.calls(what, When::Later, certainty)?,
            ["asks", "elements", of, ref methods @ ..] => self.asks(What::Elements, of, methods)?,
            ["asks", of, ref methods @ ..] => self.asks(What::Itself, of, methods)?,
            ["returns", ref results @ ..] => self.returns = self.results(results)?,
            ["yields", ref results @ ..] => self.yields = self.results(results)?,
            ["size", rule] => self.size = Some(size_rule(rule)?),
            ["since", version] => self.since = Some(version.parse()?),
            ["never", "raises"] => self.never_raises = true,
            ["blocks"] => self.blocks = true,
            ["io"] => self.io = true,
            ["varies"] => self.varies = true,
            _ => return Err("unknown clause".into()),
        }
        Ok(())
    }

    fn arg(&self, name: &str) -> Parsed<Arg> {
        if name == "self" {
            return Ok(Arg::Receiver);
        }
        let index = self.params.iter().position(|param| param.name == name);
        let index = index.and_then(|index| u8::try_from(index).ok()).ok_or(format!("no parameter `{name}`"))?;
        Ok(Arg::Param(index))
    }

    fn mutates(&mut self, target: &str, change: Change, certainty: Certainty) -> Parsed<()> {
        self.mutates.push(Mutation { target: self.arg(target)?, change, certainty });
        Ok(())
    }

    fn keeps(&mut self, what: What, of: &str, place: &str, certainty: Certainty) -> Parsed<()> {
        let place = match place {
            "result" => Place::Result,
            "registry" => Place::Registry,
            argument => Place::Inside(self.arg(argument)?),
        };
        self.keeps.push(Keep { what, of: self.arg(of)?, place, certainty });
        Ok(())
    }

    fn iterates(&mut self, over: &str, how: &str, when: When) -> Parsed<()> {
        let how = match how {
            "total" => Drain::Total,
            "partial" => Drain::Partial,
            "materialised" => Drain::Materialise,
            "repeatedly" => Drain::Repeatedly,
            _ => return Err("iterates total, partial, materialised or repeatedly".into()),
        };
        self.iterates.push(Iteration { over: self.arg(over)?, how, when });
        Ok(())
    }

    fn calls(&mut self, what: &str, when: When, certainty: Certainty) -> Parsed<()> {
        self.calls.push(Callback { what: self.arg(what)?, when, certainty });
        Ok(())
    }

    fn asks(&mut self, what: What, of: &str, methods: &[&'static str]) -> Parsed<()> {
        let of = self.arg(of)?;
        self.asks.extend(methods.iter().map(|method| Ask { what, of, method }));
        Ok(())
    }

    /// `element self or same default or none`
    fn results(&self, words: &[&'static str]) -> Parsed<Vec<Returns>> {
        words.split(|word| *word == "or").map(|result| self.result(result)).collect()
    }

    fn result(&self, words: &[&'static str]) -> Parsed<Returns> {
        Ok(match *words {
            ["none"] => Returns::None,
            ["unknown"] => Returns::Unknown,
            ["same", of] => Returns::Same(self.arg(of)?),
            ["element", of] => Returns::Element(self.arg(of)?),
            ["result", of] => Returns::ResultOf(self.arg(of)?),
            ["fresh", class] => Returns::Fresh(class),
            ["atom", class] => Returns::Atom(class),
            ["lazy", class] => Returns::Lazy(class),
            ["view", class, of] => Returns::View(class, self.arg(of)?),
            _ => return Err(format!("unknown result `{}`", words.join(" "))),
        })
    }
}

fn size_rule(name: &str) -> Parsed<SizeRule> {
    Ok(match name {
        "exact" => SizeRule::Exact,
        "add-one" => SizeRule::AddOne,
        "add-many" => SizeRule::AddMany,
        "remove" => SizeRule::Remove,
        "clear" => SizeRule::Clear,
        "from-iterable" => SizeRule::FromIterable,
        "extended" => SizeRule::Extended,
        "table-copy" => SizeRule::TableCopy,
        "table-by-adds" => SizeRule::TableByAdds,
        _ => return Err(format!("unknown size rule `{name}`")),
    })
}
