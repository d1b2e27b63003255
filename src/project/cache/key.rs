use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::super::{Configuration, Job, modules::is_package};
use crate::{facts::Exposed, syntax::SourceKind};

/// A hash of all that a result follows from.
pub(in crate::project) type Key = u128;

fn hash(bytes: &[u8]) -> Key {
    xxh3_128(bytes)
}

/// What the keys of one run have in common.
pub(in crate::project) struct Keys<'a> {
    packages: &'a BTreeSet<String>,
    /// By their addresses: files share their configurations.
    configurations: HashMap<usize, Key>,
}

impl<'a> Keys<'a> {
    pub(in crate::project) fn new(jobs: &[Job], packages: &'a BTreeSet<String>) -> Self {
        let mut configurations = HashMap::new();
        for job in jobs {
            configurations
                .entry(address(&job.configuration))
                .or_insert_with(|| hash(format!("{:?}", job.configuration).as_bytes()));
        }
        Self { packages, configurations }
    }

    /// Of a file as it is: what others may ask of it follows from that.
    pub(in crate::project) fn file(&self, job: &Job, bytes: &[u8]) -> Key {
        let kind = [SourceKind::of(&job.path) as u8, u8::from(is_package(&job.path))];
        let configuration = self.configurations.get(&address(&job.configuration)).copied().unwrap_or_default();
        combined([hash(bytes), configuration, hash(&kind)])
    }

    /// Of the result of a file alone.
    pub(in crate::project) fn alone(&self, file: Key, bytes: &[u8]) -> Key {
        let mut named: Vec<&str> = imported_words(bytes).filter(|word| self.packages.contains(*word)).collect();
        named.sort_unstable();
        named.dedup();
        // Without any, a run of one file is no different from a run of many: but relative imports are.
        combined([file, hash(named.join(",").as_bytes()), u128::from(self.packages.is_empty())])
    }

    /// Of the result of a file that asks others: `answering` says what in which file each question means, `visiting` who
    /// may do something to what it has.
    pub(in crate::project) fn among<'q>(
        alone: Key,
        answering: impl Iterator<Item = Option<(Key, &'q str)>>,
        visiting: impl Iterator<Item = (Key, &'q str, &'q [(String, Exposed)])>,
    ) -> Option<Key> {
        let mut any = false;
        let mut all = Xxh3::new();
        all.update(&alone.to_le_bytes());
        for answer in answering {
            let (file, name) = answer.unwrap_or_default();
            any |= answer.is_some();
            all.update(&file.to_le_bytes());
            all.update(name.as_bytes());
            all.update(&[0]);
        }
        for (file, name, things) in visiting {
            any = true;
            all.update(&[1]);
            all.update(&file.to_le_bytes());
            let things = things
                .iter()
                .flat_map(|(path, thing)| [path, thing.class.as_deref().unwrap_or_default(), &thing.name, &thing.kind]);
            for text in [name].into_iter().chain(things) {
                all.update(text.as_bytes());
                all.update(&[0]);
            }
        }
        any.then(|| all.digest128())
    }
}

fn address(configuration: &Arc<Configuration>) -> usize {
    Arc::as_ptr(configuration).addr()
}

fn combined<const N: usize>(keys: [Key; N]) -> Key {
    let mut all = Xxh3::new();
    keys.iter().for_each(|key| all.update(&key.to_le_bytes()));
    all.digest128()
}

/// The words of all lines that have the word `import`, and of the lines that a backslash ties to them: more than what
/// is imported, never less.
fn imported_words(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mut lines = Vec::new();
    let mut from = 0;
    for at in memchr::memmem::find_iter(bytes, b"import") {
        if at >= from {
            let line = logical_line(bytes, at);
            from = line.end;
            lines.push(&bytes[line]);
        }
    }
    let words = lines.into_iter().flat_map(|line| line.split(|byte| !is_word(*byte)));
    words.filter_map(|word| std::str::from_utf8(word).ok()).filter(|word| !word.is_empty())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn logical_line(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let tied = |end: usize| bytes[..end].trim_ascii_end().ends_with(b"\\");
    let start_of = |at: usize| bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end_of = |at: usize| bytes[at..].iter().position(is_end).map_or(bytes.len(), |end| at + end);
    let (mut start, mut end) = (start_of(at), end_of(at));
    while start > 0 && tied(start) {
        start = start_of(start - 1);
    }
    while end < bytes.len() && tied(end) {
        end = end_of(end + 1);
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_imports_are_never_missed() {
        let words = |text: &'static str| imported_words(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(
            words("x = 1\nfrom a.b import (\n  c)\nimport d, e.f\ny\n"),
            ["from", "a", "b", "import", "import", "d", "e", "f"]
        );
        for text in
            ["from \\\n pkg \\\n import x\n", "import \\\r\n  pkg\r\n", "if x: import a, \\\n\\\n pkg", "import pkg"]
        {
            assert!(words(text).contains(&"pkg"), "{text:?}");
        }
        assert_eq!(words("a \\\n"), [""; 0]);
    }
}
