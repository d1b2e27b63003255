//! One file of results. It is replaced as a whole, never changed: who reads it sees the old one or the new one.
//!
//! ```text
//! checksum of all that follows    8 bytes
//! number of results               4
//! for each, by key:               key 16, day of last use 4, length 4
//! the results, in the same order
//! ```

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use super::Key;

/// Results that nobody used for so many days are forgotten.
const KEPT_DAYS: u32 = 14;
/// Above this, only what this run used is kept.
const MAX_BYTES: usize = 256 << 20;

#[derive(Debug)]
pub(super) struct Store {
    path: PathBuf,
    old: Table,
    /// Which of the old ones were asked for.
    used: Vec<AtomicBool>,
    new: Mutex<HashMap<Key, Vec<u8>>>,
}

/// A file's bytes, and where the results are in them.
#[derive(Debug, Default)]
struct Table {
    bytes: Vec<u8>,
    entries: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    key: Key,
    day: u32,
    start: usize,
    end: usize,
}

impl Store {
    pub(super) fn open(folder: &Path) -> Self {
        let path = folder.join(concat!(env!("CARGO_PKG_VERSION"), "-", env!("HEAPLIGHT_BUILD"), ".bin"));
        let old = fs::read(&path).ok().and_then(Table::parse).unwrap_or_default();
        let used = old.entries.iter().map(|_| AtomicBool::new(false)).collect();
        Self { path, old, used, new: Mutex::default() }
    }

    pub(super) fn get(&self, key: Key) -> Option<&[u8]> {
        let at = self.old.entries.binary_search_by_key(&key, |place| place.key).ok()?;
        self.used[at].store(true, Ordering::Relaxed);
        Some(self.old.result(&self.old.entries[at]))
    }

    pub(super) fn put(&self, key: Key, result: Vec<u8>) {
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(key, result);
    }

    pub(super) fn save(&self) {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        let today = today();
        let is_used = |at: usize| self.used[at].load(Ordering::Relaxed);
        let stale = |at: usize| is_used(at) && self.old.entries[at].day != today;
        if new.is_empty() && !(0..self.used.len()).any(stale) {
            return;
        }
        // Another process may have written since this one read.
        let now = fs::read(&self.path).ok().and_then(Table::parse).unwrap_or_default();
        let mut all: BTreeMap<Key, (u32, &[u8])> = BTreeMap::new();
        for place in &now.entries {
            all.insert(place.key, (place.day, now.result(place)));
        }
        for (at, place) in self.old.entries.iter().enumerate() {
            let day = if is_used(at) { today } else { place.day };
            all.insert(place.key, (day, self.old.result(place)));
        }
        all.extend(new.iter().map(|(key, result)| (*key, (today, result.as_slice()))));
        let size: usize = all.values().map(|(_, result)| result.len()).sum();
        let oldest = if size > MAX_BYTES { today } else { today.saturating_sub(KEPT_DAYS) };
        all.retain(|_, (day, _)| *day >= oldest);
        // Without a cache all goes on as well.
        let _written = write(&self.path, &encode(&all));
    }
}

impl Table {
    /// `None`: it is not whole.
    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let (checksum, rest) = bytes.split_first_chunk::<8>()?;
        if xxh3_64(rest) != u64::from_le_bytes(*checksum) {
            return None;
        }
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let mut start = 12 + count.checked_mul(24)?;
        let mut entries = Vec::with_capacity(count.min(bytes.len()));
        for _ in 0..count {
            let (key, after) = rest.split_first_chunk::<16>()?;
            let (day, after) = after.split_first_chunk::<4>()?;
            let (length, after) = after.split_first_chunk::<4>()?;
            rest = after;
            let end = start.checked_add(u32::from_le_bytes(*length) as usize)?;
            bytes.get(start..end)?;
            entries.push(Place { key: Key::from_le_bytes(*key), day: u32::from_le_bytes(*day), start, end });
            start = end;
        }
        Some(Self { entries, bytes })
    }

    fn result(&self, place: &Place) -> &[u8] {
        &self.bytes[place.start..place.end]
    }
}

fn encode(all: &BTreeMap<Key, (u32, &[u8])>) -> Vec<u8> {
    let mut bytes = vec![0; 8];
    bytes.extend((all.len() as u32).to_le_bytes());
    for (key, (day, result)) in all {
        bytes.extend(key.to_le_bytes());
        bytes.extend(day.to_le_bytes());
        bytes.extend((result.len() as u32).to_le_bytes());
    }
    all.values().for_each(|(_, result)| bytes.extend_from_slice(result));
    let checksum = xxh3_64(&bytes[8..]);
    bytes[..8].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // A folder that was there and has something in it is not wholly ours: `clean` leaves it alone.
    if fs::read_dir(folder)?.next().is_none() {
        fs::write(folder.join(".gitignore"), "*\n")?;
        fs::write(folder.join("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n")?;
    }
    forget_other_builds(folder, path);
    let mut file = NamedTempFile::with_prefix_in(".new-", folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Files of builds that did not write for long.
fn forget_other_builds(folder: &Path, path: &Path) {
    let is_old = |path: &Path| {
        let written = fs::metadata(path).and_then(|metadata| metadata.modified());
        let age = written.ok().and_then(|written| written.elapsed().ok());
        age.is_some_and(|age| age.as_secs() / 86_400 > u64::from(KEPT_DAYS))
    };
    let others = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for other in others.filter(|other| other != path && other.extension().is_some_and(|e| e == "bin") && is_old(other))
    {
        let _removed = fs::remove_file(other);
    }
}

fn today() -> u32 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| (since.as_secs() / 86_400) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_found_again_and_two_writers_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (Store::open(folder.path()), Store::open(folder.path()));
        one.put(1, b"one".to_vec());
        other.put(u128::MAX, b"other".to_vec());
        one.save();
        other.save();
        let third = Store::open(folder.path());
        assert_eq!((third.get(1), third.get(u128::MAX), third.get(2)), (Some(&b"one"[..]), Some(&b"other"[..]), None));
    }

    #[test]
    fn a_damaged_file_is_an_empty_one_and_is_written_anew() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path());
        store.put(1, b"one".to_vec());
        store.save();
        let whole = fs::read(&store.path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(Table::parse(damaged).is_none(), "byte {at}");
            assert!(Table::parse(whole[..at].to_vec()).is_none(), "cut at {at}");
        }
        fs::write(&store.path, b"nonsense").unwrap();
        let again = Store::open(folder.path());
        assert_eq!(again.get(1), None);
        again.put(2, b"two".to_vec());
        again.save();
        assert_eq!(Store::open(folder.path()).get(2), Some(&b"two"[..]));
    }

    #[test]
    fn what_nobody_uses_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path());
        let long_ago = today() - KEPT_DAYS - 1;
        let all = BTreeMap::from([(1, (long_ago, &b"unused"[..])), (2, (long_ago, b"used")), (3, (today(), b"new"))]);
        write(&store.path, &encode(&all)).unwrap();
        let store = Store::open(folder.path());
        assert!(store.get(2).is_some());
        store.save();
        let again = Store::open(folder.path());
        assert_eq!([1, 2, 3].map(|key| again.get(key).is_some()), [false, true, true]);
    }
}
