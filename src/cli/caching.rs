//! Where results of old are, if anywhere.

use std::{env, fs, io, path::PathBuf};

use super::exit::Failure;
use crate::project::Cache;

#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Cache")]
pub(super) struct CacheArguments {
    /// Neither use nor keep results of earlier runs [also: HEAPLIGHT_NO_CACHE].
    #[arg(long)]
    no_cache: bool,
    #[command(flatten)]
    place: CachePlace,
}

#[derive(clap::Args, Debug)]
pub(super) struct CachePlace {
    /// Where results of earlier runs are [default: HEAPLIGHT_CACHE_DIR, else .heaplight_cache in the project's root].
    #[arg(long, value_name = "FOLDER")]
    cache_dir: Option<PathBuf>,
}

impl CacheArguments {
    pub(super) fn open(&self) -> Cache {
        if self.no_cache || is_set("HEAPLIGHT_NO_CACHE") { Cache::none() } else { Cache::open(&self.place.folder()) }
    }
}

impl CachePlace {
    fn folder(&self) -> PathBuf {
        let named = self.cache_dir.clone().or_else(|| env::var_os("HEAPLIGHT_CACHE_DIR").map(PathBuf::from));
        named.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| {
            let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
            Cache::folder_for(&here)
        })
    }

    /// Removes the cache. Gives its folder if there was one.
    pub(super) fn remove(&self) -> Result<Option<PathBuf>, Failure> {
        let folder = self.folder();
        if folder.exists() && !folder.join("CACHEDIR.TAG").is_file() {
            return Err(Failure::Message(format!(
                "{} is no cache of heaplight: nothing was removed",
                folder.display()
            )));
        }
        match fs::remove_dir_all(&folder) {
            Ok(()) => Ok(Some(folder)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::Message(format!("cannot remove {}: {error}", folder.display()))),
        }
    }
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
