//! Which files may do something to what another file has: those that import it, directly or from a module that hands
//! it on, and that change something of its name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::modules::Modules;
use crate::{
    facts::Exposed,
    semantic::{Outline, Share},
};

/// What a file is to the others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub outline: Outline,
    /// Variables of the module of which something is found as long as no other file does anything to them.
    pub exposed: Vec<Exposed>,
}

/// A file, and things of another that it may do something to, each with the path by which it knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Visit {
    pub file: usize,
    pub things: Vec<(String, Exposed)>,
}

/// Who visits whom. The order follows from the names of the files.
pub(super) fn visits(modules: &Modules, files: &[&Seen]) -> BTreeMap<usize, Vec<Visit>> {
    let exposed = all_exposed(files);
    if exposed.is_empty() {
        return BTreeMap::new();
    }
    let graph = Graph::of(modules, files);
    let all = exposed.into_iter().map(|(at, things)| (at, graph.visits_of(at, &things)));
    all.filter(|(_, visits)| !visits.is_empty()).collect()
}

/// By file: its variables, and those of its class attributes of whose names another file changes something.
fn all_exposed(files: &[&Seen]) -> Vec<(usize, BTreeSet<Exposed>)> {
    let shared: HashSet<&str> =
        files.iter().flat_map(|seen| &seen.outline.shares).map(|share| share.name.as_str()).collect();
    let mut changing: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, seen) in files.iter().enumerate() {
        for name in seen.outline.changes.iter().filter(|name| shared.contains(name.as_str())) {
            changing.entry(name).or_default().push(at);
        }
    }
    let is_changed = |at: usize, name: &str| changing.get(name).is_some_and(|by| by.iter().any(|&by| by != at));
    let exposed = |(at, seen): (usize, &&Seen)| {
        let attributes = seen.outline.shares.iter().filter(|share| is_changed(at, &share.name));
        let attributes = attributes.map(|Share { class, name, kind }| Exposed {
            class: Some(class.clone()),
            name: name.clone(),
            kind: kind.clone(),
        });
        let things: BTreeSet<Exposed> = attributes.chain(seen.exposed.iter().cloned()).collect();
        (!things.is_empty()).then_some((at, things))
    };
    files.iter().enumerate().filter_map(exposed).collect()
}

/// An import, and what it means.
struct Use<'a> {
    by: usize,
    path: &'a str,
    /// What it is called in the module that imports it.
    name: &'a str,
    /// What in the file: `None` where the file itself is imported; a star for all.
    what: Option<&'a str>,
}

struct Graph<'a> {
    modules: &'a Modules,
    files: &'a [&'a Seen],
    /// By file, the imports that mean it, or something in it.
    uses: Vec<Vec<Use<'a>>>,
}

impl<'a> Graph<'a> {
    fn of(modules: &'a Modules, files: &'a [&'a Seen]) -> Self {
        let mut uses: Vec<Vec<Use<'a>>> = files.iter().map(|_| Vec::new()).collect();
        for (by, seen) in files.iter().enumerate() {
            for import in &seen.outline.imports {
                let (path, name) = (&*import.path, &*import.name);
                if let Some((file, what)) = modules.resolve(by, path) {
                    uses[file].push(Use { by, path, name, what: Some(what) });
                }
                if let Some(file) = modules.module(by, path) {
                    uses[file].push(Use { by, path, name, what: None });
                }
            }
        }
        Self { modules, files, uses }
    }

    fn visits_of(&self, at: usize, things: &BTreeSet<Exposed>) -> Vec<Visit> {
        let mut found: BTreeMap<usize, BTreeSet<(String, Exposed)>> = BTreeMap::new();
        for thing in things {
            let top = thing.class.as_ref().unwrap_or(&thing.name);
            for (by, path) in self.paths_to(at, top) {
                let changes = &self.files[by].outline.changes;
                if by != at && (thing.class.is_none() || changes.binary_search(&thing.name).is_ok()) {
                    found.entry(by).or_default().insert((path, thing.clone()));
                }
            }
        }
        let mut all: Vec<Visit> =
            found.into_iter().map(|(file, things)| Visit { file, things: things.into_iter().collect() }).collect();
        all.sort_by(|a, b| (self.modules.name(a.file), &a.things).cmp(&(self.modules.name(b.file), &b.things)));
        all
    }

    /// By which paths other files know a name of a file: `.cart.Cart`, `shop.cart.Cart`; `.cart.*` for all that a star
    /// brings.
    fn paths_to(&self, at: usize, top: &'a str) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        let mut seen: HashSet<(usize, &str)> = HashSet::from([(at, top)]);
        let mut todo = vec![(at, top)];
        while let Some((file, name)) = todo.pop() {
            for used in &self.uses[file] {
                let known_as = match used.what {
                    Some("*") => Some(name).filter(|_| !used.name.is_empty()),
                    Some(what) if what == name => Some(used.name).filter(|known_as| !known_as.is_empty()),
                    Some(_) => continue,
                    None => None,
                };
                out.push((used.by, if used.what.is_some() { used.path.to_owned() } else { joined(used.path, name) }));
                if let Some(known_as) = known_as
                    && seen.insert((used.by, known_as))
                {
                    todo.push((used.by, known_as));
                }
            }
            self.add_paths_through_packages(file, name, &mut out);
        }
        out
    }

    /// `import shop`, `shop.cart.Cart`
    fn add_paths_through_packages(&self, file: usize, name: &str, out: &mut Vec<(usize, String)>) {
        let own = self.modules.name(file);
        for (end, _) in own.match_indices('.') {
            let Some(package) = self.modules.named(&own[..end]) else { continue };
            let inner = format!("{}.{name}", &own[end + 1..]);
            let whole = self.uses[package].iter().filter(|used| used.what.is_none());
            out.extend(whole.map(|used| (used.by, joined(used.path, &inner))));
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    let dot = if path.ends_with('.') { "" } else { "." };
    format!("{path}{dot}{name}")
}
