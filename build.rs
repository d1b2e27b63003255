//! Names the build by its sources: what one build remembers on disk, another must not believe.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for part in ["Cargo.toml", "Cargo.lock", "src"] {
        println!("cargo::rerun-if-changed={part}");
        add(&Path::new(&root).join(part), &mut hash)?;
    }
    println!("cargo::rustc-env=HEAPLIGHT_BUILD={hash:016x}");
    Ok(())
}

/// FNV-1a over names and contents, in the order of the names. A packaged source has no lock file.
fn add(path: &Path, hash: &mut u64) -> io::Result<()> {
    let mut add_bytes =
        |bytes: &[u8]| bytes.iter().for_each(|byte| *hash = (*hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    add_bytes(path.file_name().unwrap_or_default().as_encoded_bytes());
    if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        entries.sort();
        entries.iter().try_for_each(|entry| add(entry, hash))
    } else if path.is_file() {
        add_bytes(&fs::read(path)?);
        Ok(())
    } else {
        Ok(())
    }
}
