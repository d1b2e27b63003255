//! Reading what somebody else put on the disk.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// Offsets are 32 bits wide, and a tree takes many times the memory of its text.
const LARGEST: u64 = 1 << 30;

/// The bytes of a regular file. A pipe never ends if nobody writes to it, a device never at all, and opening one may
/// do something.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("is a pipe, socket or device: only regular files are read"));
    }
    // It may grow while it is read.
    let mut bytes = Vec::with_capacity(metadata.len().min(LARGEST) as usize);
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::other("is larger than 1 GiB: it was left out"));
    }
    Ok(bytes)
}

/// The same, as text.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read_file(path)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "is no UTF-8 text"))
}
